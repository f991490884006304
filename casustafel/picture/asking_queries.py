"""The map of blank spots in marks alone, without opening a text; and what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.models import Case
from casustafel.lib.refusal import NotYours
from casustafel.picture.choices import Audience, LinkKind, RequestState, Stand, VerdictKind
from casustafel.picture.models import (
    Contribution,
    InformationRequest,
    Prepared,
    Reply,
    Statement,
    StatementLink,
)

PER_PAGE = 25
Spot = tuple[UUID, str, str]  # organisation, part of life, question or ""


@dataclass(frozen=True)
class Known:
    """The statements of one organisation on one question, counted together."""

    spot: Spot
    newest: date
    is_refuted: bool


@dataclass(frozen=True)
class Asked:
    id: UUID
    spot: Spot
    state: str
    asked_at: datetime
    due_date: date
    answered_at: datetime | None
    in_words: bool  # answered to the whole table before an answer was a contribution


@dataclass(frozen=True)
class Stood:
    """What an organisation said to a question when it prepared alone, since sharing was opened."""

    organisation_id: UUID
    question: str
    stand: str
    day: date


@dataclass(frozen=True)
class Marks:
    known: Sequence[Known]
    contradicted: frozenset[Spot]
    asked: Sequence[Asked]
    stood: Sequence[Stood]


def marks(viewer: Viewer, case: Case, *, day: date, for_all: bool = False) -> Marks:
    """What counts on this day: not what was withdrawn, nor what is past its date. `for_all`: only what is
    there for the whole table, for a screen that everybody sees."""
    audience: dict[str, object] = {}
    if for_all:
        audience = {"audience": Audience.TABLE, "shared_at__isnull": False, "until_date__gte": day}
    return Marks(
        _known(viewer, case, audience, day=day),
        _contradicted(viewer, case, audience, day=day),
        _asked(viewer, case, audience),
        _stood(viewer, case),
    )


def _through(path: str, audience: dict[str, object], *, day: date) -> Q:
    in_time = {"until_date__gte": day, **audience}
    return Q(**{f"{path}{name}": value for name, value in in_time.items()})


def _known(viewer: Viewer, case: Case, audience: dict[str, object], *, day: date) -> list[Known]:
    """In one question to the database: what was stated, and what was told aloud and not kept."""
    said = _stated(viewer, case, audience, day=day).union(_told(viewer, case, audience, day=day), all=True)
    return [Known((whose, domain, of), newest, refuted > 0) for whose, domain, of, newest, refuted in said]


def _stated(viewer: Viewer, case: Case, audience: dict[str, object], *, day: date) -> QuerySet[Any, Any]:
    rows = Statement.objects.visible_to(viewer).filter(
        _through("contribution__", audience, day=day), case=case, withdrawn_at__isnull=True
    )
    spots = rows.order_by().values_list("contribution__organisation_id", "domain", "question")
    counted: QuerySet[Any, Any] = spots.annotate(
        newest=Max(Coalesce("observed_date", "told_date")),
        refuted=Count("id", filter=Q(verdict=VerdictKind.REFUTED)),
    )
    return counted


def _told(viewer: Viewer, case: Case, audience: dict[str, object], *, day: date) -> QuerySet[Any, Any]:
    """Told aloud and not kept: that it was told stays."""
    rows = Contribution.objects.visible_to(viewer).filter(
        _through("", audience, day=day), case=case, is_kept=False
    )
    spots = rows.exclude(domain="").order_by().values("organisation_id", "domain")
    told: QuerySet[Any, Any] = spots.annotate(
        of=Value("", output_field=CharField()), newest=Max(TruncDate("made_at")), refuted=Value(0)
    ).values_list("organisation_id", "domain", "of", "newest", "refuted")
    return told


def _contradicted(viewer: Viewer, case: Case, audience: dict[str, object], *, day: date) -> frozenset[Spot]:
    """Both ends of each contradiction, as far as both still count."""
    rows = StatementLink.objects.visible_to(viewer).filter(
        _through("contribution__", audience, day=day),
        _through("other_contribution__", audience, day=day),
        case=case,
        kind=LinkKind.CONTRADICTS,
        statement__withdrawn_at__isnull=True,
        other__withdrawn_at__isnull=True,
    )
    pairs = rows.order_by().values_list(
        "contribution__organisation_id",
        "statement__domain",
        "statement__question",
        "other_contribution__organisation_id",
        "other__domain",
        "other__question",
    )
    return frozenset(spot for row in pairs.distinct() for spot in (row[:3], row[3:]))


def _asked(viewer: Viewer, case: Case, audience: dict[str, object]) -> list[Asked]:
    through = {f"contribution__{name}": value for name, value in audience.items()}
    replies = Reply.objects.visible_to(viewer).filter(**through)
    rows = InformationRequest.objects.visible_to(viewer).filter(case=case).as_replied(replies)
    columns = ("id", "organisation_id", "domain", "question", "seen_state", "asked_at", "due_date", "seen_at")
    found = rows.order_by("asked_at", "id").values_list(*columns, "state")
    return [
        Asked(row, (whose, domain, of), seen, asked, due, ended, state == RequestState.ANSWERED)
        for row, whose, domain, of, seen, asked, due, ended, state in found
    ]


def _stood(viewer: Viewer, case: Case) -> list[Stood]:
    rows = Prepared.objects.visible_to(viewer).filter(case=case, shared_at__isnull=False)
    found = rows.filter(stand__in=Stand.values).order_by("given_at", "id")
    columns = found.values_list("organisation_id", "question", "stand", "given_at")
    return [Stood(whose, of, stand, given.date()) for whose, of, stand, given in columns]


# What was asked


def requests(
    viewer: Viewer, case: Case, *, state: str, page: int | str, day: date
) -> Page[InformationRequest]:
    """The newest first. `state` is one of RequestState as this viewer may know it, "LATE", or "" for all."""
    found: QuerySet[InformationRequest] = InformationRequest.objects.seen_by(viewer).filter(case=case)
    if state == "LATE":
        found = found.filter(Q(seen_state=RequestState.ASKED), due_date__lt=day)
    elif state in RequestState.values:
        found = found.filter(Q(seen_state=state))
    rows = found.select_related("organisation").order_by("-asked_at", "id")
    return Paginator(rows, PER_PAGE).get_page(page)


def get_request(viewer: Viewer, case: Case, request_id: UUID) -> InformationRequest:
    rows = InformationRequest.objects.seen_by(viewer).filter(case=case, pk=request_id)
    found: InformationRequest | None = rows.select_related("case", "key", "organisation").first()
    if found is None:
        raise NotYours
    return found


def is_replied(viewer: Viewer, request: InformationRequest) -> bool:
    """Whether there is an answer that this viewer may read; who was asked may always."""
    return bool(Reply.objects.visible_to(viewer).filter(Q(request=request)).exists())


def to_answer(viewer: Viewer) -> list[InformationRequest]:
    """What waits for an answer of one's own organisation, the first day on top."""
    rows = InformationRequest.objects.seen_by(viewer).filter(
        Q(seen_state=RequestState.ASKED), organisation_id=viewer.organisation_id, case__state=State.OPEN
    )
    return list(rows.order_by("due_date", "id")[:10])


def late_for(viewer: Viewer, *, day: date) -> list[InformationRequest]:
    """What one asked oneself, with no answer one may read though its day has passed."""
    rows = InformationRequest.objects.seen_by(viewer).filter(
        Q(seen_state=RequestState.ASKED),
        asked_by_id=viewer.person_id,
        due_date__lt=day,
        case__state=State.OPEN,
    )
    return list(rows.order_by("due_date", "id")[:10])
