"""The turns a chair gives the table, and the clock of a case. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casustafel.lib.refusal import N_, Refused


def check_version(there: int, on: int | None) -> None:
    """`on`: what the chair's screen showed. None: whoever calls looked at no screen."""
    if on is not None and on != there:
        raise Refused(
            N_(
                "The table was changed on another screen in the meantime, so this was not done."
                " Here you see how the table stands now."
            )
        )


def check_can_take_back(there_is_a_turn: bool) -> None:
    if not there_is_a_turn:
        raise Refused(N_("There is nothing to take back."))


def check_stands_as_left(stands: object, left: object) -> None:
    """Taking back must not wipe out what came about after the turn."""
    if stands != left:
        raise Refused(N_("This cannot be taken back any more: the table has changed since."))


def check_may_speak(is_present: bool) -> None:
    if not is_present:
        raise Refused(N_("Take your place at the table first; then you can raise your hand."))


def check_hand_is_up(is_up: bool) -> None:
    if not is_up:
        raise Refused(N_("This hand is not up any more."))


def beside(step: str, steps: Sequence[str]) -> tuple[str, str]:
    """The step before and the step after; "" where there is none."""
    if step not in steps:
        return "", ""
    at = steps.index(step)
    return (steps[at - 1] if at else ""), (steps[at + 1] if at + 1 < len(steps) else "")


def ticks(paused_at: datetime | None, now: datetime) -> datetime:
    """What the clock of the table says: it stands still while the table pauses."""
    return paused_at or now


@dataclass(frozen=True)
class Clock:
    """How long a case is on. `since`: when its step began, if it is on the table; `paused`: for how many
    seconds the table paused since; `spent`: seconds on the table before this step."""

    since: datetime | None
    paused: int = 0
    spent: int = 0

    def in_step(self, at: datetime) -> int:
        if self.since is None:
            return 0
        return max(0, int((at - self.since).total_seconds()) - self.paused)

    def in_case(self, at: datetime) -> int:
        return self.spent + self.in_step(at)

    def stopped(self, at: datetime) -> "Clock":
        return Clock(None, 0, self.in_case(at))

    def begun(self, at: datetime, *, already: int = 0) -> "Clock":
        """Another step begins, or one in which `already` so many seconds of the case were spent goes on."""
        return Clock(at - timedelta(seconds=already), 0, max(0, self.in_case(at) - already))

    def gone_on(self, paused_at: datetime, now: datetime) -> "Clock":
        """After a pause."""
        if self.since is None:
            return self
        pause = max(0, int((now - paused_at).total_seconds()))
        return Clock(self.since, self.paused + pause, self.spent)

    def set_back(self, paused_at: datetime, *, already: int) -> "Clock":
        """To what it said when the pause began, as if nobody had gone on."""
        return Clock(paused_at - timedelta(seconds=already), 0, self.spent)
