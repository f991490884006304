from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import Organisation
from casustafel.triage.choices import Outcome, State
from casustafel.triage.models import Dissent, Turn, View, Weighing
from casustafel.triage.rules import TEAM

PER_PAGE = 25
TO_TAKE_UP = Q(state=State.DECIDED, outcome=Outcome.PERSON_CENTRED)
OPEN = Q(state__in=[State.ALONE, State.TOGETHER]) | TO_TAKE_UP


@dataclass(frozen=True)
class WeighingFile:
    weighing: Weighing
    views: Sequence[View]
    given: Sequence[UUID]
    dissents: Sequence[Dissent]
    team: Sequence[Organisation]


def worklist(viewer: Viewer, *, state: str, page: int | str) -> Page[Weighing]:
    """Soonest due first. `state` is one of State, "ALL", or "" for what still asks for something."""
    found: QuerySet[Weighing] = Weighing.objects.visible_to(viewer)
    if state in State.values:
        found = found.filter(state=state)
    elif state != "ALL":
        found = found.filter(OPEN)
    return Paginator(found.order_by("due_date", "id"), PER_PAGE).get_page(page)


def to_take_up(viewer: Viewer, *, page: int | str) -> Page[Weighing]:
    """Decided to take up in a case, and no case was opened of it yet."""
    found = Weighing.objects.visible_to(viewer).filter(TO_TAKE_UP)
    return Paginator(found.order_by("decided_at", "id"), PER_PAGE).get_page(page)


def get(viewer: Viewer, weighing_id: UUID) -> Weighing:
    weighing: Weighing | None = Weighing.objects.visible_to(viewer).filter(pk=weighing_id).first()
    if weighing is None:
        raise NotYours
    return weighing


def whole(viewer: Viewer, weighing_id: UUID) -> WeighingFile:
    weighing = get(viewer, weighing_id)
    return WeighingFile(
        weighing,
        list(View.objects.visible_to(viewer).filter(weighing=weighing).order_by("organisation__name")),
        list(
            Turn.objects.visible_to(viewer)
            .filter(weighing=weighing)
            .values_list("organisation_id", flat=True)
        ),
        list(Dissent.objects.visible_to(viewer).filter(weighing=weighing)),
        list(Organisation.objects.visible_to(viewer).filter(kind__in=TEAM).order_by("name")),
    )
