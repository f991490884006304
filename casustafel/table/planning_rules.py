"""What holds for a meeting that is still to come. Plain Python."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from casustafel.lib.refusal import N_, Refused

SHORTEST, LONGEST = 5, 480


def check_still_planned(state: str) -> None:
    if state != "PLANNED":
        raise Refused(N_("This meeting is no longer planned: it began, ended or was called off."))


def check_version(version: int, now: int) -> None:
    if version != now:
        raise Refused(
            N_("Somebody changed this meeting meanwhile. Look at it again; what you typed is below.")
        )


def check_minutes(minutes: Iterable[int]) -> None:
    if any(not SHORTEST <= each <= LONGEST for each in minutes):
        raise Refused(N_("Give each case between 5 and 480 minutes."))


def check_why(reason: str) -> None:
    if not reason.strip():
        raise Refused(N_("Say why, so that everybody can follow it later."), field="reason")


def check_somebody_expected(count: int) -> None:
    if not count:
        raise Refused(
            N_("Leave at least one organisation, or take the case off the agenda."), field="organisations"
        )


def check_comes(*, is_expected: bool) -> None:
    if not is_expected:
        raise Refused(N_("This person is not expected at this meeting."), field="person")


def check_stand_in(*, is_colleague: bool, is_same: bool) -> None:
    if is_same or not is_colleague:
        raise Refused(N_("Choose a colleague of the same organisation."), field="stand_in")


def missing_kinds(wanted: Sequence[str], there: Collection[str]) -> list[str]:
    """Which kinds of organisation the agreement asks for and this table has not, in the agreed order."""
    return [kind for kind in wanted if kind not in there]


def hours(starts: time, minutes: Sequence[int]) -> list[tuple[time, time]]:
    """From when until when each case is planned, one after the other."""
    at = datetime.combine(date.min, starts)
    found = []
    for each in minutes:
        until = at + timedelta(minutes=each)
        found.append((at.time(), until.time()))
        at = until
    return found


def ends(starts: time, clock: Iterable[tuple[int, int]]) -> time:
    """When the whole meeting is planned to end; `clock` is place and minutes of each case."""
    return hours(starts, [sum(minutes for _, minutes in clock)])[0][1]
