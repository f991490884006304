"""The course of a meeting. Plain Python."""

from collections.abc import Collection, Sequence
from datetime import date

from casustafel.lib.refusal import N_, Refused

MOVES: dict[str, frozenset[str]] = {
    "PLANNED": frozenset({"OPEN", "OFF"}),
    "OPEN": frozenset({"ENDED"}),
    "ENDED": frozenset(),
    "OFF": frozenset(),
}


def check_move(state: str, to: str) -> None:
    if to not in MOVES[state]:
        raise Refused(N_("The meeting has moved on since you opened this page. Look at it again."))


def check_agenda(count: int) -> None:
    if count < 1:
        raise Refused(N_("Put at least one case on the agenda."), field="cases")


def check_day(day: date, today: date) -> None:
    if day < today:
        raise Refused(N_("This day has been. Give today or a day to come."), field="day")


def check_may_join(state: str) -> None:
    if state == "ENDED":
        raise Refused(N_("This meeting has ended."))
    if state == "OFF":
        raise Refused(N_("This meeting was called off."))


def check_under_way(state: str) -> None:
    if state != "OPEN":
        raise Refused(N_("This meeting is not under way."))


def check_step(step: str, steps: Sequence[str]) -> None:
    if step not in steps:
        raise Refused(N_("The working model has no such step."))


def check_confirmed(person: object, present: Collection[object]) -> None:
    """Who has not confirmed secrecy does not sit at the table yet."""
    if person not in present:
        raise Refused(N_("First confirm that what is said here stays here."))


def check_words(text: str) -> None:
    if not text.strip():
        raise Refused(N_("Write something here; an empty text tells nobody anything."), field="text")
