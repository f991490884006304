"""What the chair's console and the bar at everybody's screen say: clock, pause, hands and turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.method import model
from casustafel.table import console_queries, console_rules
from casustafel.table.choices import Big, State
from casustafel.table.console_rules import Clock
from casustafel.table.models import AgendaItem, Hand, Meeting
from casustafel.table.queries import MeetingFile


@dataclass(frozen=True)
class Timer:
    """As it stood when the screen was drawn. The browser counts on from there, or it is a still time."""

    item_id: UUID
    in_step: int
    left: int
    runs: bool
    drawn: str

    @property
    def step_words(self) -> str:
        return _minutes(self.in_step)

    @property
    def left_words(self) -> str:
        return _minutes(max(0, self.left))

    @property
    def over_words(self) -> str:
        return _minutes(max(0, -self.left))


@dataclass(frozen=True)
class HandLine:
    id: UUID
    name: str
    is_mine: bool
    has_floor: bool


@dataclass(frozen=True)
class StepTo:
    code: str
    label: str


@dataclass(frozen=True)
class Console:
    """Nothing of it is secret to who sits at the table; the presses are the chair's."""

    version: int
    is_paused: bool
    timer: Timer | None
    hands: Sequence[HandLine]
    mine: HandLine | None
    back: StepTo | None
    on: StepTo | None
    big: str
    bigs: Sequence[tuple[str, str]]
    last: str

    @property
    def is_blank(self) -> bool:
        return self.big == Big.BLANK


def console(
    viewer: Viewer,
    file: MeetingFile,
    item: AgendaItem | None,
    people: Mapping[UUID, str],
    *,
    chairs: bool,
    now: datetime,
) -> Console:
    """`item` is the case that is on, for who is inside."""
    meeting = file.meeting
    is_open = meeting.state == State.OPEN
    sits = viewer.person_id in file.present
    hands = console_queries.hands_up(meeting) if is_open and sits else []
    lines = [_hand(hand, viewer, people) for hand in hands]
    turn = console_queries.last_turn(meeting) if is_open and chairs else None
    back, on = _beside(item) if item else (None, None)
    return Console(
        version=meeting.version,
        is_paused=is_open and meeting.paused_at is not None,
        timer=_timer(meeting, item, now) if item else None,
        hands=sorted(lines, key=lambda line: not line.has_floor),
        mine=next((line for line in lines if line.is_mine), None),
        back=back,
        on=on,
        big=meeting.big,
        bigs=[(value, str(label)) for value, label in Big.choices],
        last=turn.get_kind_display() if turn else "",
    )


def _hand(hand: Hand, viewer: Viewer, people: Mapping[UUID, str]) -> HandLine:
    name = people.get(hand.person_id, "")
    return HandLine(hand.id, name, hand.person_id == viewer.person_id, hand.spoke_at is not None)


def _timer(meeting: Meeting, item: AgendaItem, now: datetime) -> Timer:
    at = console_rules.ticks(meeting.paused_at, now)
    clock = Clock(item.step_at, item.paused_seconds, item.spent_seconds)
    left = item.minutes * 60 - clock.in_case(at)
    return Timer(item.id, clock.in_step(at), left, meeting.paused_at is None, now.isoformat())


def _beside(item: AgendaItem) -> tuple[StepTo | None, StepTo | None]:
    steps = {step.code: step.label for step in model.of(item.case.model_version).steps}
    back, on = console_rules.beside(item.step, list(steps))
    return (
        StepTo(back, steps[back]) if back else None,
        StepTo(on, steps[on]) if on else None,
    )


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
