"""The moves of a report. Plain Python."""

from casustafel.lib.refusal import N_, Refused

# Decided by the reporting officer with a reason; TO_WEIGHING leads out of the reporting point.
MOVES: dict[str, frozenset[str]] = {
    "RECEIVED": frozenset({"TAKEN_IN"}),
    "TAKEN_IN": frozenset({"WAITING", "ADVICE", "OTHER_ROUTE", "TO_WEIGHING"}),
    "WAITING": frozenset({"ADVICE", "OTHER_ROUTE", "TO_WEIGHING"}),
    "ADVICE": frozenset({"CLOSED", "TO_WEIGHING"}),
    "OTHER_ROUTE": frozenset({"CLOSED", "TO_WEIGHING"}),
    "TO_WEIGHING": frozenset({"CLOSED"}),
    "CLOSED": frozenset(),
}
WAYS_OUT = ("ADVICE", "OTHER_ROUTE", "WAITING", "TO_WEIGHING")


def check_move(state: str, to: str) -> None:
    if to not in MOVES[state]:
        raise Refused(
            N_("This report has moved on since you opened this page. Look at it again, then decide.")
        )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(N_("Write why. A decision without a reason cannot be followed later."), field="reason")


def check_may_close(*, has_feedback: bool) -> None:
    """What the reporter hears is a decision; a report does not end before it is taken."""
    if not has_feedback:
        raise Refused(N_("First decide what the reporter may be told. Then this report can be closed."))
