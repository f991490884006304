"""The moves of a report. Plain Python."""

from collections.abc import Collection
from datetime import date, datetime

from casustafel.lib.refusal import N_, Refused

# Decided by the reporting officer with a reason; TO_WEIGHING leads out of the reporting point.
MOVES: dict[str, frozenset[str]] = {
    "RECEIVED": frozenset({"TAKEN_IN"}),
    "TAKEN_IN": frozenset({"WAITING", "ADVICE", "OTHER_ROUTE", "TO_WEIGHING", "PROPOSED"}),
    "WAITING": frozenset({"ADVICE", "OTHER_ROUTE", "TO_WEIGHING", "PROPOSED"}),
    "ADVICE": frozenset({"CLOSED", "TO_WEIGHING"}),
    "OTHER_ROUTE": frozenset({"CLOSED", "TO_WEIGHING"}),
    "TO_WEIGHING": frozenset({"CLOSED"}),
    "PROPOSED": frozenset({"UNFORWARDED", "TAKEN_IN"}),
    "UNFORWARDED": frozenset({"CLOSED", "TAKEN_IN"}),
    "CLOSED": frozenset(),
}
# The ways for which a reason is enough; the others are acts of their own.
WAYS_OUT = frozenset({"ADVICE", "WAITING", "TO_WEIGHING"})
MOVED_ON = N_("This report has moved on since you opened this page. Look at it again, then decide.")


def day_only(now: datetime) -> datetime:
    """Noon of the day: the hour at which somebody reported is kept nowhere."""
    return now.replace(hour=12, minute=0, second=0, microsecond=0)


def check_move(state: str, to: str) -> None:
    if to not in MOVES[state]:
        raise Refused(MOVED_ON)


def check_stands(state: str, *, at: str) -> None:
    if state != at:
        raise Refused(MOVED_ON)


def check_reason(reason: str, *, field: str = "reason") -> None:
    if not reason.strip():
        raise Refused(N_("Write why. A decision without a reason cannot be followed later."), field=field)


def check_way_out(way_out: str) -> None:
    """Another route hands something on; not forwarding asks a second person."""
    if way_out not in WAYS_OUT:
        raise ValueError(f"{way_out} is not decided with a reason alone")


def check_waits_until(until: date | None, *, today: date) -> None:
    if until is None or until <= today:
        raise Refused(N_("Say until which day you wait. It lies after today."), field="until")


def check_handing_on(*, to: str, what: str, reason: str) -> None:
    """Read back later: to whom, what, and why so; without consent the reason also says why not."""
    for field, text in (("to", to), ("what", what), ("reason", reason)):
        if not text.strip():
            raise Refused(
                N_("Fill this in: it must be possible to read back what was handed on."), field=field
            )


def check_may_hand_on(state: str) -> None:
    """One worry may go several ways: what went another way can go one more."""
    if state != "OTHER_ROUTE":
        check_move(state, "OTHER_ROUTE")


def check_grounds(grounds: Collection[str]) -> None:
    """ "No ideology visible" is never in itself a ground: violence and despair need none."""
    if not grounds:
        raise Refused(N_("Say what this is based on."), field="grounds")
    if set(grounds) == {"NO_IDEOLOGY"}:
        raise Refused(
            N_(
                "That no ideology is visible is not enough not to forward. Is there nothing else?"
                " Then choose another way."
            ),
            field="grounds",
        )


def check_second_person(*, holds_the_role: bool, is_elsewhere: bool) -> None:
    if not (holds_the_role and is_elsewhere):
        raise Refused(
            N_("Ask somebody of another organisation who may look along. Choose from the list."),
            field="asked",
        )


def check_feedback_day(later: date | None, text: str, *, today: date) -> None:
    """What is told later is written then."""
    if later is None:
        return
    if later <= today:
        raise Refused(N_("Give a day after today, or leave it empty and tell it now."), field="later")
    if text.strip():
        raise Refused(
            N_("You write what is told on the day that you tell it. Empty this box, or the day below."),
            field="text",
        )


def check_may_open_file(state: str, reason: str) -> None:
    """What is clean opens; what was set apart opens by a decision; the rest does not open."""
    if state == "WAITING":
        raise Refused(N_("This file is still being checked. Try it again in a few minutes."))
    if state == "REFUSED":
        raise Refused(N_("Something harmful was found in this file. It cannot be opened here."))
    if state == "QUARANTINE":
        check_reason(reason)


def check_takes_files(state: str) -> None:
    if state == "CLOSED":
        raise Refused(N_("This report is closed. No files can be added to it any more."))


def check_files_fit(*, there: int, coming: int, most: int) -> None:
    """All or none: which of them should stay behind is not for us to choose."""
    if there + coming > most:
        raise Refused(
            N_("At most %(files)s files can go along with one report. These were not kept."),
            field="file",
            files=most,
        )


def check_may_close(*, has_feedback: bool) -> None:
    """What the reporter hears is a decision; a report does not end before it is taken."""
    if not has_feedback:
        raise Refused(N_("First decide what the reporter may be told. Then this report can be closed."))


def check_two_reports(one: object, other: object) -> None:
    if one == other:
        raise Refused(N_("This is the same report. Choose another one."))


def check_not_decided(*, already: bool) -> None:
    if already:
        raise Refused(N_("This was decided already. Look at the report again."))


CHANGED_HANDS = N_(
    "Somebody else changed who looks after this report, after you opened this page. Look again."
)


def check_can_be_given(state: str) -> None:
    """One takes a new report in; what is over needs nobody."""
    if state in {"RECEIVED", "CLOSED"}:
        raise Refused(N_("Only a report that was taken in and is not closed can be given to somebody."))


def check_still(*, same: bool) -> None:
    """Who looked after it when the page was opened still does."""
    if not same:
        raise Refused(CHANGED_HANDS)


def check_another(*, same: bool) -> None:
    if same:
        raise Refused(N_("This is who looks after the report already. Choose somebody else."), field="to")


def check_officer(*, is_one: bool) -> None:
    if not is_one:
        raise Refused(N_("Choose a colleague who is reporting officer now."), field="to")


def check_not_yet_acknowledged(*, is_done: bool) -> None:
    if is_done:
        raise Refused(N_("The reporter already had a first letter."))


def check_can_ask(state: str) -> None:
    if state in {"RECEIVED", "CLOSED", "UNFORWARDED"}:
        raise Refused(N_("Take this report in first. Of a report that is over nothing is asked any more."))


def check_something_is_set_apart(*, number: int) -> None:
    if not number:
        raise Refused(N_("Tick at least one sentence."))


def check_not_taken_back(*, is_done: bool) -> None:
    if is_done:
        raise Refused(N_("You took this report back already."))
