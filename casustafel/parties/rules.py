"""What holds for who works together. Plain Python."""

from collections.abc import Collection
from datetime import date

from casustafel.lib.refusal import N_, Refused


def check_written(text: str, field: str) -> None:
    if not text.strip():
        raise Refused(N_("Write something here: without it nobody can follow this later."), field=field)


def check_known(value: str, known: Collection[str], field: str) -> None:
    if value not in known:
        raise Refused(N_("Choose one of the possibilities."), field=field)


def check_period(start: date, end: date | None) -> None:
    """The last day is the first day on which it no longer holds, so it lies after the first."""
    if end is not None and end <= start:
        raise Refused(N_("Give a day after the first day, or leave it empty."), field="until_date")


def check_not_held(*, is_held: bool) -> None:
    if is_held:
        raise Refused(N_("This person has this role in that period already."), field="role")


def check_ends_once(until: date | None, day: date) -> None:
    """What ended, ended: who could do what until when stays as it was written."""
    if until is not None and until <= day:
        raise Refused(N_("This has ended already."))


def check_not_before(end: date, day: date) -> None:
    if end < day:
        raise Refused(N_("Give today or a day that is still to come."), field="until_date")


def check_sooner(end: date, until: date | None) -> None:
    if until is not None and end > until:
        raise Refused(
            N_("This ends earlier already. To make it last longer, give it anew."), field="until_date"
        )


def check_not_own(*, is_own: bool) -> None:
    """An administrator stays one, so that a partnership is never without, and opens themselves no door."""
    if is_own:
        raise Refused(N_("You cannot do this for yourself. Ask another administrator of this partnership."))


def check_another(*, is_same: bool) -> None:
    if is_same:
        raise Refused(N_("Nobody stands in for themselves. Choose somebody else."), field="deputy")


def check_works_here(*, works: bool, field: str = "") -> None:
    if not works:
        raise Refused(N_("This person does not work here in that period."), field=field)


def check_open(*, is_open: bool) -> None:
    if not is_open:
        raise Refused(N_("This account is closed. Open it first."))


def check_closed(*, is_open: bool) -> None:
    if is_open:
        raise Refused(N_("This account is open already."))


def check_signed(days: Collection[date | None]) -> None:
    """An agreement that nobody signed is a draft."""
    if not any(days):
        raise Refused(N_("Give for at least one organisation the day on which it signed."))


def check_follows(start: date, latest: date | None) -> None:
    """A new agreement comes after the one before: it ends on the day this one begins."""
    if latest is not None and start <= latest:
        raise Refused(N_("Give a day after the first day of the agreement before."), field="from_date")


def check_signs_once(*, has_signed: bool) -> None:
    if has_signed:
        raise Refused(N_("This organisation signed already."), field="organisation")


def check_not_verified(*, is_verified: bool) -> None:
    if is_verified:
        raise Refused(N_("This number was verified already."))


def check_positive(value: int) -> None:
    if not 0 < value <= 100_000:
        raise Refused(N_("Give a whole number between 1 and 100,000."), field="value")


def check_new_day(valid_from: date, day: date, taken: Collection[date]) -> None:
    """What held until now stays as it was; two values do not begin on one day."""
    if valid_from < day:
        raise Refused(N_("Give today or a day that is still to come."), field="valid_from")
    if valid_from in taken:
        raise Refused(N_("A value begins on that day already. Choose another day."), field="valid_from")
