from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.deciding.choices import ExpectationState
from casustafel.deciding.models import Expectation
from casustafel.vault import opening
from casustafel.vault.opening import Opened

TONES = {
    ExpectationState.ASKED: "info",
    ExpectationState.ACCEPTED: "info",
    ExpectationState.DECLINED: "neutral",
    ExpectationState.DONE: "good",
    ExpectationState.NOT_DONE: "attention",
}


@dataclass(frozen=True)
class SpokenOf:
    """An expectation as it is read aloud at the table: the same for everybody."""

    asking: str
    asked: str
    text: str
    until: date
    state_name: str
    tone: str


@dataclass(frozen=True)
class ExpectationLine:
    """What one organisation expects of another. `may_answer` and `may_look_back` are for who reads."""

    id: UUID
    asking: str
    asked: str
    text: str
    until: date
    state: str
    state_name: str
    tone: str
    is_late: bool
    answer: str
    outcome: str
    may_answer: bool
    may_look_back: bool


def spoken_of(rows: Iterable[Expectation], opened: Opened) -> list[SpokenOf]:
    return [
        SpokenOf(
            row.asking.name,
            row.asked.name,
            opened(row, "text"),
            row.until_date,
            row.get_state_display(),
            TONES[ExpectationState(row.state)],
        )
        for row in rows
    ]


def lines(viewer: Viewer, rows: Iterable[Expectation], opened: Opened, *, day: date) -> list[ExpectationLine]:
    return [_line(viewer, row, opened, day) for row in rows]


def _line(viewer: Viewer, row: Expectation, opened: Opened, day: date) -> ExpectationLine:
    state = ExpectationState(row.state)
    return ExpectationLine(
        id=row.id,
        asking=row.asking.name,
        asked=row.asked.name,
        text=opened(row, "text"),
        until=row.until_date,
        state=row.state,
        state_name=row.get_state_display(),
        tone=TONES[state],
        is_late=state in {ExpectationState.ASKED, ExpectationState.ACCEPTED} and row.until_date < day,
        answer=opened(row, "answer"),
        outcome=opened(row, "outcome"),
        may_answer=state == ExpectationState.ASKED and row.asked_id == viewer.organisation_id,
        may_look_back=state == ExpectationState.ACCEPTED and row.asking_id == viewer.organisation_id,
    )


def expectation_list(
    viewer: Viewer, case: Case, rows: Iterable[Expectation], *, now: datetime
) -> tuple[CaseFrame, list[ExpectationLine]]:
    found = list(rows)
    opened = opening.open_all([case, *found], by=viewer, purpose="deciding.expectations", now=now)
    frame = case_frame(case, opened(case, "pseudonym"), current="deciding:list")
    return frame, lines(viewer, found, opened, day=now.date())


def one_expectation(viewer: Viewer, row: Expectation, *, now: datetime) -> ExpectationLine:
    opened = opening.open_all([row], by=viewer, purpose="deciding.expectation", now=now)
    return _line(viewer, row, opened, now.date())
