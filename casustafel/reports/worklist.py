"""The list of reports that somebody of the reporting point works through: a page of a million costs no more
than one of a hundred."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models import Max as Highest

from casustafel.access.viewer import Viewer
from casustafel.parties.models import Deputy, in_force
from casustafel.reports.choices import OPEN, Attached, Channel, Direction, Due, Order, State, Whose
from casustafel.reports.models import NEXT_DUE, Attachment, Message, Report

PER_PAGE = 25
LAST_PAGE = 400
COUNTED = 100  # a number beside a filter counts no further
SOON = timedelta(days=7)
FROM_REPORTER = (Direction.FROM_REPORTER, Direction.WITHDRAWAL)
NOT_OPENED = (Attached.WAITING, Attached.QUARANTINE)
SEALED = ("told", "subject_name", "subject_birth")


@dataclass(frozen=True)
class Wanted:
    """What is in the address; what is not a choice is as if nothing was chosen. `state` may be ALL."""

    whose: str = ""
    state: str = ""
    channel: str = ""
    due: str = ""
    order: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.whose or self.state or self.channel or self.due)


def wanted(words: Callable[[str], str | None]) -> Wanted:
    def one_of(name: str, known: Iterable[str]) -> str:
        said = words(name) or ""
        return said if said in set(known) else ""

    page = words("page") or ""
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return Wanted(
        whose=one_of("whose", Whose.values),
        state=one_of("state", [*State.values, "ALL"]),
        channel=one_of("channel", Channel.values),
        due=one_of("due", Due.values),
        order=one_of("order", Order.values),
        page=min(max(number, 1), LAST_PAGE),
    )


@dataclass(frozen=True)
class Found:
    rows: list[Report]
    wanted: Wanted
    has_next: bool
    standing_in: frozenset[UUID]
    counts: dict[str, int]
    letters: dict[UUID, int] = field(default_factory=dict)
    files: frozenset[UUID] = frozenset()


def find(viewer: Viewer, asked: Wanted, *, day: date) -> Found:
    standing_in = stands_in_for(viewer, day=day)
    begin = (asked.page - 1) * PER_PAGE
    rows = list(ordered(viewer, asked, standing_in, day=day, upto=begin + PER_PAGE + 1)[begin:])
    shown = rows[:PER_PAGE]
    ids = [row.id for row in shown]
    return Found(
        rows=shown,
        wanted=asked,
        has_next=len(rows) > PER_PAGE and asked.page < LAST_PAGE,
        standing_in=standing_in,
        counts={
            "MINE": count(viewer, Wanted(whose="MINE"), day=day, standing_in=standing_in),
            "NOBODY": count(viewer, Wanted(whose="NOBODY"), day=day, standing_in=standing_in),
            "LATE": count(viewer, Wanted(whose=asked.whose, due="LATE"), day=day, standing_in=standing_in),
        },
        letters=_last_letters(viewer, ids),
        files=frozenset(_with_files(viewer, ids)),
    )


def stands_in_for(viewer: Viewer, *, day: date) -> frozenset[UUID]:
    rows = Deputy.objects.visible_to(viewer).filter(in_force(day), deputy_id=viewer.person_id)
    return frozenset(rows.values_list("person_id", flat=True))


def count(viewer: Viewer, asked: Wanted, *, day: date, standing_in: frozenset[UUID] | None = None) -> int:
    """So many, and never more than COUNTED: that is "99+"."""
    away = stands_in_for(viewer, day=day) if standing_in is None else standing_in
    parts = [part.order_by().values("pk")[:COUNTED] for part in _parts(viewer, asked, away, day=day)]
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return min(found.count(), COUNTED)


def ordered(
    viewer: Viewer, asked: Wanted, standing_in: frozenset[UUID], *, day: date, upto: int
) -> QuerySet[Report]:
    """Each part walks its own index and stops; the few that are left are put together and ordered."""
    order = ("next_due", "id") if asked.order == Order.URGENT else ("-received_date", "id")
    parts = [
        part.defer(*SEALED).order_by(*order)[:upto] for part in _parts(viewer, asked, standing_in, day=day)
    ]
    if len(parts) == 1:
        return parts[0]
    return parts[0].union(*parts[1:], all=True).order_by(*order)[:upto]


def _parts(
    viewer: Viewer, asked: Wanted, standing_in: frozenset[UUID], *, day: date
) -> list[QuerySet[Report, Any]]:
    """The reports that are asked for, one part for each who looks after them."""
    found: QuerySet[Report, Any] = Report.objects.visible_to(viewer).annotate(next_due=NEXT_DUE)
    if asked.state in State.values:
        found = found.filter(state=asked.state)
    elif asked.state != "ALL":
        found = found.filter(state__in=OPEN)
    if asked.channel:
        found = found.filter(channel=asked.channel)
    if asked.due:
        before = day if asked.due == Due.LATE else day + SOON
        found = found.filter(**{"next_due__lt": before})
    mine, of_away = [found.filter(handled_by=viewer.person_id)], sorted(standing_in)
    away = [found.filter(handled_by=person) for person in of_away]
    nobody = [found.filter(handled_by__isnull=True)]
    by_choice = {"MINE": mine, "STAND_IN": mine + away, "NOBODY": nobody, "ALL": [found]}
    return by_choice.get(asked.whose, mine + away + nobody)


def _last_letters(viewer: Viewer, reports: list[UUID]) -> dict[UUID, int]:
    """By report: the number of the last letter that came from the reporter."""
    letters = Message.objects.visible_to(viewer).filter(report__in=reports, direction__in=FROM_REPORTER)
    return dict(letters.order_by().values_list("report").annotate(last=Highest("sequence")))


def _with_files(viewer: Viewer, reports: list[UUID]) -> Iterable[UUID]:
    files = Attachment.objects.visible_to(viewer).filter(report__in=reports, state__in=NOT_OPENED)
    return files.order_by().values_list("report_id", flat=True).distinct()


def new_letters(viewer: Viewer) -> int:
    """In how many reports of mine the reporter wrote something that nobody opened yet."""
    written = Message.objects.visible_to(viewer).filter(
        report=OuterRef("pk"), direction__in=FROM_REPORTER, sequence__gt=OuterRef("letters_seen")
    )
    mine = Report.objects.visible_to(viewer).filter(handled_by=viewer.person_id, state__in=OPEN)
    return mine.filter(Exists(written)).values("pk")[:COUNTED].count()
