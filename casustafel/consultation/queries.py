from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from casustafel.access.permissions import Permission
from casustafel.access.roles import roles_with
from casustafel.access.viewer import Viewer
from casustafel.consultation.choices import State, To
from casustafel.consultation.models import ADVISER, OFFICER, Consultation, Occasion, Reply
from casustafel.consultation.rules import ENDED, WAITS_FOR_ADVICE
from casustafel.lib.refusal import NotYours
from casustafel.parties import queries as parties
from casustafel.parties.models import Person

PER_PAGE = 25
MINE, TO_ME = "MINE", "TO_ME"


@dataclass(frozen=True)
class ConsultationFile:
    consultation: Consultation
    replies: Sequence[Reply]
    report_id: UUID | None


def listed(viewer: Viewer, *, box: str, state: str, page: int | str) -> Page[Consultation]:
    """MINE or TO_ME; those that still go on, or "ALL". The newest on top."""
    found: QuerySet[Consultation] = _of(viewer, box).select_related("asked_by__organisation")
    if state != "ALL":
        found = found.exclude(state__in=ENDED)
    return Paginator(found.order_by("-asked_date", "id"), PER_PAGE).get_page(page)


def _of(viewer: Viewer, box: str) -> QuerySet[Consultation]:
    mine = Q(asked_by_id=viewer.person_id)
    return Consultation.objects.visible_to(viewer).filter(mine if box == MINE else ~mine)


def waiting_for_me(viewer: Viewer) -> int:
    return _of(viewer, TO_ME).filter(state__in=WAITS_FOR_ADVICE).count()


def answered_to_me(viewer: Viewer) -> int:
    return _of(viewer, MINE).filter(state=State.ANSWERED).count()


def who_may_answer(viewer: Viewer, consultation: Consultation, *, day: date) -> list[UUID]:
    """The people who may answer it."""
    if consultation.asked_of_id:
        return [consultation.asked_of_id]
    role = OFFICER if consultation.to == To.DESK else ADVISER
    return [person.id for person in parties.with_role(viewer, role, day=day)]


def get(viewer: Viewer, consultation_id: UUID) -> Consultation:
    rows = Consultation.objects.visible_to(viewer).select_related("asked_by__organisation", "key")
    found = rows.filter(pk=consultation_id).first()
    if found is None:
        raise NotYours
    return found


def whole(viewer: Viewer, consultation_id: UUID) -> ConsultationFile:
    consultation = get(viewer, consultation_id)
    replies = Reply.objects.visible_to(viewer).filter(consultation=consultation)
    occasion = Occasion.objects.visible_to(viewer).filter(consultation=consultation).first()
    return ConsultationFile(
        consultation,
        list(replies.select_related("by__organisation").order_by("at", "id")),
        occasion.report_id if occasion else None,
    )


def of_report(viewer: Viewer, report_id: UUID) -> list[Consultation]:
    """What this officer asked partners about a report. The newest on top."""
    occasions = Occasion.objects.visible_to(viewer).filter(report_id=report_id)
    found = Consultation.objects.visible_to(viewer).filter(pk__in=occasions.values("consultation"))
    return list(found.select_related("asked_of__organisation").order_by("-asked_date", "id"))


def has_support_point(viewer: Viewer, *, day: date) -> bool:
    return parties.with_role(viewer, ADVISER, day=day).exists()


def partners_people(viewer: Viewer, *, day: date) -> list[Person]:
    """Who may be asked at another organisation, by organisation."""
    found = parties.with_role(viewer, *roles_with(Permission.CONSULTATION_ASK), day=day)
    others = found.exclude(organisation_id=viewer.organisation_id)
    return list(others.order_by("organisation__name", "id"))


def may_be_asked(viewer: Viewer, *, day: date) -> list[str]:
    """To whom the viewer can put a question; the reporting officers are the reporting point themselves."""
    places = [] if viewer.may(Permission.REPORT_HANDLE) else [To.DESK.value]
    if has_support_point(viewer, day=day):
        places.append(To.SUPPORT_POINT.value)
    return places
