"""What a case and its table must have. Plain Python."""

from collections.abc import Sequence
from datetime import date

from casustafel.lib.refusal import N_, Refused


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(N_("Write why. A decision without a reason cannot be followed later."), field="reason")


def check_ground(ground: str) -> None:
    if not ground.strip():
        raise Refused(N_("Write on which ground this person may know what is shared here."), field="ground")


def check_first_seats(roles: Sequence[str]) -> None:
    """A table begins with exactly one process director and one case director."""
    if roles.count("CHAIR") != 1 or roles.count("DIRECTOR") != 1:
        raise Refused(N_("A table begins with one process director and one case director."), field="director")


def check_not_seated(*, is_seated: bool) -> None:
    if is_seated:
        raise Refused(N_("This person already has a seat at this table."), field="person")


def check_seat_lasts(until: date | None, day: date) -> None:
    """A seat ends once: the day it ended is who could read until when, and stays as it was written."""
    if until is not None and until <= day:
        raise Refused(N_("This seat has ended already."))


def check_not_own_seat(*, is_own: bool) -> None:
    if is_own:
        raise Refused(N_("You cannot end your own seat: a table is never without its process director."))


def check_ahead(due: date, day: date) -> None:
    if due <= day:
        raise Refused(N_("Give a day that is still to come."), field="next_date")
