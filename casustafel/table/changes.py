"""What is new in a case since its table last met, of all kinds together: who, when, and nothing sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import CharField, DateTimeField, F, OuterRef, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case, Seat
from casustafel.picture import queries as picture
from casustafel.picture.choices import Audience, LinkKind, RequestState, RoundState
from casustafel.picture.models import (
    AudienceSeat,
    Contact,
    Contribution,
    Factor,
    InformationRequest,
    InstrumentResult,
    Revision,
    Round,
    Statement,
    StatementLink,
    Verdict,
)
from casustafel.table.choices import State
from casustafel.table.models import AgendaItem, Meeting

PER_PAGE = 50
NOBODY = Cast(Value(None), UUIDField())
NOTHING = Value("", output_field=CharField())
COLUMNS = ("what", "moment", "pk", "person_of", "office_of", "said", "about")
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Change:
    """`said`: a code of what it came to; `about`: the statement it is about, which has texts of its own."""

    kind: str
    at: datetime
    id: UUID
    person_id: UUID | None
    organisation_id: UUID | None
    said: str
    about: UUID | None


@dataclass(frozen=True)
class Changed:
    case: Case
    since: datetime
    meeting: Meeting | None
    page: Page[Any]
    changes: Sequence[Change]
    statements: dict[UUID, Statement]


def since_last_meeting(viewer: Viewer, case: Case, *, chosen: date | None, page: int | str) -> Changed:
    """Since the last ended meeting on whose agenda this case stood; or since a day that was chosen; or since
    the case was opened."""
    meeting = None if chosen else _last_meeting(viewer, case)
    since = _begin(chosen or case.opened_date)
    if meeting is not None and meeting.ended_at is not None:
        since = timezone.localtime(meeting.ended_at)
    rows = [part.order_by().values_list(*COLUMNS) for part in _parts(viewer, case, since)]
    together = rows[0].union(*rows[1:], all=True).order_by("-moment", "pk")
    shown = Paginator(together, PER_PAGE).get_page(page)
    changes = [Change(*row) for row in shown]
    return Changed(case, since, meeting, shown, changes, _spoken_of(viewer, case, changes))


def _last_meeting(viewer: Viewer, case: Case) -> Meeting | None:
    items = AgendaItem.objects.visible_to(viewer).filter(case=case)
    rows = Meeting.objects.visible_to(viewer).filter(state=State.ENDED, pk__in=items.values("meeting"))
    found: Meeting | None = rows.order_by("-ended_at", "id").first()
    return found


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _parts(viewer: Viewer, case: Case, since: datetime) -> list[Rows]:
    def of(model: Any, **only: Any) -> Rows:
        rows: Rows = model.objects.visible_to(viewer).filter(case=case, **only)
        return rows

    about = F("statement")
    against = of(StatementLink, kind=LinkKind.CONTRADICTS)
    asked = of(InformationRequest)
    told = [
        *_brought_in(of, viewer),
        _as(of(Revision), "REVISED", "replaced_at", F("by"), about=about),
        _as(of(Verdict), "VERDICT", "at", F("by"), F("organisation"), F("kind"), about),
        _as(against, "CONTRADICTED", "at", F("by"), F("organisation"), about=about),
        _as(asked, "ASKED", "asked_at", F("asked_by"), F("organisation")),
        _as(
            asked.exclude(state=RequestState.ASKED),
            "ANSWERED",
            "answered_at",
            office=F("organisation"),
            said=F("state"),
        ),
        _as(of(Factor), "FACTOR", "at", F("by"), F("organisation"), F("stand")),
        _as(of(Contact, ended_at=None), "CONTACT", "at", F("by"), F("contribution__organisation")),
        _as(of(Round, state=RoundState.CONCLUDED), "CONCLUDED", "concluded_at"),
    ]
    return [*(rows.filter(moment__gt=since) for rows in told), *_seats(of, since)]


def _brought_in(of: Any, viewer: Viewer) -> list[Rows]:
    """New from the moment its reader may read it, however early it was brought in or told."""
    said, told = of(Statement), of(Contribution, is_kept=False)
    assessed, beside = of(InstrumentResult), "contribution__"
    return [
        _as(said, "NEW", _reached(viewer, beside, "made_at"), *_whose(beside), about=F("pk")),
        _as(_taken_back(said), "WITHDRAWN", "withdrawn_at", office=_whose(beside)[1], about=F("pk")),
        _as(told, "TOLD", _reached(viewer, ""), *_whose("")),
        _as(assessed, "RESULT", _reached(viewer, beside), *_whose(beside)),
        _as(_taken_back(assessed), "RESULT_WITHDRAWN", "withdrawn_at", office=_whose(beside)[1]),
    ]


def _taken_back(rows: Rows) -> Rows:
    return rows.filter(withdrawn_at__isnull=False)


def _whose(beside: str) -> tuple[F, F]:
    return F(f"{beside}person"), F(f"{beside}organisation")


def _reached(viewer: Viewer, beside: str, *later: str) -> Greatest:
    """When it was shared, or, of what was sealed to named seats, when the viewer's own seat was named."""
    given = Coalesce(f"{beside}shared_at", f"{beside}made_at")
    own = AudienceSeat.objects.visible_to(viewer).filter(
        contribution=OuterRef(f"{beside}pk"), seat__person_id=viewer.person_id
    )
    first = Subquery(own.order_by("at").values("at")[:1])
    named = models.Case(models.When(**{f"{beside}audience": Audience.SEATS}, then=first))
    return Greatest(given, named, *later)


def _seats(of: Any, since: datetime) -> list[Rows]:
    """A seat knows days only: one of the day itself is named once more rather than never."""
    day = since.date()
    begun, ended = of(Seat, from_date__gte=day), of(Seat, until_date__gte=day)
    return [
        _as(begun, "SEATED", Cast("from_date", DateTimeField()), F("person"), F("organisation")),
        _as(ended, "UNSEATED", Cast("until_date", DateTimeField()), F("person"), F("organisation")),
    ]


def _as(
    rows: Rows,
    what: str,
    moment: Any,
    person: Any = NOBODY,
    office: Any = NOBODY,
    said: Any = NOTHING,
    about: Any = NOBODY,
) -> Rows:
    told: Rows = rows.annotate(
        what=Value(what, output_field=CharField()),
        moment=F(moment) if isinstance(moment, str) else moment,
        person_of=person,
        office_of=office,
        said=said,
        about=about,
    )
    return told


def _spoken_of(viewer: Viewer, case: Case, changes: Sequence[Change]) -> dict[UUID, Statement]:
    ids = {change.about for change in changes if change.about}
    if not ids:
        return {}
    rows = picture.statements(viewer, case).filter(pk__in=ids).select_related("contribution__organisation")
    return {row.id: row for row in rows}
