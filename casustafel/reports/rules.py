"""The moves of a report and the receipt code. Plain Python."""

import secrets

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

# Crockford's base 32 without I, L, O and U: nothing to misread. 16 characters hold 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


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


def new_code() -> str:
    """16 characters in four groups; 80 random bits."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(signs[n : n + 4] for n in range(0, CODE_LENGTH, 4))


def read_code(typed: str) -> str | None:
    """The code as it was given out, however it was typed; None when it cannot be one."""
    signs = typed.upper().translate(MISREAD)
    if len(signs) != CODE_LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs
