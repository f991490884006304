from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import SeatRole, State
from casustafel.cases.models import Case, Seat, Step
from casustafel.cases.queries import CaseFile
from casustafel.lib.refusal import N_
from casustafel.parties import names
from casustafel.vault import opening

# The steps of the method, in their order: what the tabs of a case are.
TABS = (
    (N_("Overview"), "cases:show"),
    (N_("Picture"), "picture:picture"),
    (N_("Blank spots"), "picture:blank_spots"),
    (N_("Judgement"), "picture:judgement"),
    (N_("Goals and plan"), "plan:plan"),
    (N_("Reviews"), "monitoring:case"),
    (N_("Papers"), "papers:case"),
)

# What a step of the work is called where a case reads back.
STEP_NAMES = {
    "case.opened": N_("Case opened"),
    "case.seated": N_("Seat given"),
    "case.seat_ended": N_("Seat ended"),
    "case.scaled": N_("Scaled"),
    "case.closed": N_("Case closed"),
    "picture.contributed": N_("Contribution made"),
    "picture.sharing_opened": N_("Sharing opened"),
    "picture.asked": N_("Information asked"),
    "picture.request_answered": N_("Request answered"),
    "picture.round_opened": N_("Judging began"),
    "picture.round_revealed": N_("Judgements put side by side"),
    "picture.concluded": N_("Joint judgement"),
    "plan.goal_set": N_("Goal set"),
    "plan.intervention_planned": N_("Intervention planned"),
    "plan.committed": N_("Commitment made"),
    "plan.fulfilled": N_("Commitment kept"),
    "plan.dropped": N_("Commitment dropped"),
    "plan.settled": N_("Plan agreed"),
    "monitoring.reviewed": N_("Review held"),
    "monitoring.decided": N_("Review decided"),
    "table.called": N_("Discussed at the table"),
    "table.name_unlocked": N_("Name unlocked at the table"),
}

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


def case_page(viewer: Viewer, file: CaseFile, *, now: datetime) -> tuple[CaseFrame, CasePage]:
    case = file.case
    opened = opening.open_all(
        [case, file.subject, *file.seats, *file.steps], by=viewer, purpose="case.page", now=now
    )
    people = names.of_people(viewer, {s.person_id for s in file.seats} | {s.by_id for s in file.steps})
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
            StepLine(
                gettext(STEP_NAMES.get(step.kind, step.kind)),
                people.get(step.by_id, ""),
                step.at,
                opened(step, "reason"),
            )
            for step in reversed(file.steps)
        ],
        may_seat=chairs,
    )
    frame = case_frame(case, opened(case, "pseudonym"), current="cases:show", steps=list(file.steps))
    return frame, page


def _is_open(seat: Seat, day: date) -> bool:
    return seat.from_date <= day and (seat.until_date is None or seat.until_date > day)
