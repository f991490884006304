from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import SeatRole, State
from casustafel.cases.models import Case, Seat, Step
from casustafel.cases.queries import CaseFile
from casustafel.lib.refusal import N_
from casustafel.parties import deeds, names
from casustafel.vault import opening
from casustafel.vault.opening import Opened

# The steps of the method, in their order: what the tabs of a case are.
TABS = (
    (N_("Overview"), "case"),
    (N_("Prepare"), "picture:prepare"),
    (N_("Picture"), "picture:picture"),
    (N_("Blank spots"), "picture:blank_spots"),
    (N_("Judgement"), "picture:judgement"),
    (N_("Goals and plan"), "plan:plan"),
    (N_("Decisions"), "deciding:list"),
    (N_("Reviews"), "monitoring:case"),
    (N_("Papers"), "papers:case"),
)

# The road of a case and the steps of the work that mark it.
ROAD = (
    (N_("Opened"), ("case.opened",)),
    (N_("Shared"), ("picture.sharing_opened", "picture.contributed")),
    (N_("Judged"), ("picture.concluded",)),
    (N_("Goals"), ("plan.goal_set",)),
    (N_("Plan"), ("plan.settled",)),
    (N_("Reviewed"), ("monitoring.decided",)),
    (N_("Closed"), ("case.closed",)),
)


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Mark:
    label: str
    date: date | None
    state: str


@dataclass(frozen=True)
class CaseFrame:
    """What stands above every page of a case."""

    id: UUID
    pseudonym: str
    level: str
    regime: str
    state: str
    is_open: bool
    tabs: list[Tab]
    review_due: date
    road: list[Mark] = field(default_factory=list)

    @property
    def here(self) -> str:
        """The step that this page belongs to; a title says it before all else, and never a name."""
        return next((tab.label for tab in self.tabs if tab.current), gettext("Overview"))


@dataclass(frozen=True)
class Row:
    id: UUID
    pseudonym: str
    level: str
    state: str
    review_due: date
    is_late: bool


@dataclass(frozen=True)
class SeatLine:
    id: UUID
    organisation: str
    person: str
    role: str
    ground: str
    from_date: date
    until_date: date | None
    may_end: bool


@dataclass(frozen=True)
class StepLine:
    what: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class CasePage:
    subject: str
    subject_birth: str
    ground: str
    reason: str
    seats: list[SeatLine]
    steps: list[StepLine]
    may_seat: bool


def rows(viewer: Viewer, cases: list[Case], *, now: datetime) -> list[Row]:
    opened = opening.open_all(cases, by=viewer, purpose="case.list", now=now)
    return [
        Row(
            case.id,
            opened(case, "pseudonym"),
            case.get_level_display(),
            case.get_state_display(),
            case.review_due_date,
            case.state == State.OPEN and case.review_due_date < now.date(),
        )
        for case in cases
    ]


def case_frame(case: Case, pseudonym: str, *, current: str, steps: list[Step] | None = None) -> CaseFrame:
    """The frame around a page of a case; `current` is the url name of the page's tab. The caller opened the
    case together with its own rows, so that a page is one reading in the log."""
    return CaseFrame(
        id=case.id,
        pseudonym=pseudonym,
        level=case.get_level_display(),
        regime=case.get_regime_display(),
        state=case.get_state_display(),
        is_open=case.state == State.OPEN,
        tabs=_tabs(case, current),
        review_due=case.review_due_date,
        road=_road(steps) if steps is not None else [],
    )


def _tabs(case: Case, current: str) -> list[Tab]:
    tabs = []
    for label, name in TABS:
        try:
            tabs.append(Tab(gettext(label), reverse(name, args=[case.id]), name == current))
        except NoReverseMatch:  # this step is not installed here
            continue
    return tabs


def _road(steps: list[Step]) -> list[Mark]:
    marks = []
    for label, kinds in ROAD:
        first = next((step.at.date() for step in steps if step.kind in kinds), None)
        marks.append(Mark(gettext(label), first, "done" if first else "todo"))
    upcoming = next((n for n, mark in enumerate(marks) if mark.state == "todo"), None)
    if upcoming is not None:
        marks[upcoming] = Mark(marks[upcoming].label, None, "current")
    return marks


def case_page(viewer: Viewer, file: CaseFile, opened: Opened, *, now: datetime) -> tuple[CaseFrame, CasePage]:
    case = file.case
    people = names.of_rows(viewer, {*(seat.person for seat in file.seats), *(step.by for step in file.steps)})
    own = next((s for s in file.seats if s.person_id == viewer.person_id and _is_open(s, now.date())), None)
    chairs = own is not None and own.role == SeatRole.CHAIR and case.state == State.OPEN
    page = CasePage(
        subject=opened(file.subject, "name"),
        subject_birth=opened(file.subject, "birth"),
        ground=opened(case, "ground"),
        reason=opened(case, "reason"),
        seats=[
            SeatLine(
                seat.id,
                seat.organisation.name,
                people.get(seat.person_id, ""),
                seat.get_role_display(),
                opened(seat, "ground"),
                seat.from_date,
                seat.until_date,
                chairs and seat.until_date is None and seat.person_id != viewer.person_id,
            )
            for seat in file.seats
        ],
        steps=[
            _told(alike, people, opened)
            for _, alike in groupby(reversed(file.steps), key=lambda step: _likeness(step, opened))
        ],
        may_seat=chairs,
    )
    frame = case_frame(case, opened(case, "pseudonym"), current="case", steps=list(file.steps))
    return frame, page


def _likeness(step: Step, opened: Opened) -> tuple[object, ...]:
    """Deeds of one kind by one person on one day are one line; a deed with a reason stands by itself."""
    return step.kind, step.by_id, step.at.date(), step.id if opened(step, "reason") else None


def _told(alike: Iterable[Step], people: dict[UUID, str], opened: Opened) -> StepLine:
    steps = list(alike)
    what = deeds.done(steps[0].kind)
    if len(steps) > 1:
        what = gettext("%(what)s, %(count)d times") % {"what": what, "count": len(steps)}
    return StepLine(what, people.get(steps[0].by_id, ""), steps[0].at, opened(steps[0], "reason"))


def _is_open(seat: Seat, day: date) -> bool:
    return seat.from_date <= day and (seat.until_date is None or seat.until_date > day)
