"""What may become of a mail, and where it then lies on the mail server. Plain Python."""

from casustafel.lib.refusal import N_, Refused

LARGEST = 40 * 1024 * 1024  # 25 MB of files as mail carries them, and room for the text
# A mail that was set aside by mistake can still become a report.
MOVES: dict[str, frozenset[str]] = {
    "WAITING": frozenset({"REPORTED", "SET_ASIDE"}),
    "UNREADABLE": frozenset({"REPORTED", "SET_ASIDE"}),
    "SET_ASIDE": frozenset({"REPORTED"}),
    "REPORTED": frozenset(),
}
# Names of folders in the mailbox itself, for who looks there with a mail program.
TAKEN_IN = ("Casustafel", "Ingenomen")
NOT_READ = ("Casustafel", "Niet gelezen")
# Without a text, these leave nothing to read.
GRAVE = frozenset({"BROKEN", "CUT_OFF", "ENCRYPTED", "TOO_LARGE", "NOT_GIVEN"})


def check_move(state: str, to: str) -> None:
    if to not in MOVES[state]:
        raise Refused(N_("This mail has been dealt with since you opened this page. Look at it again."))


def check_why(why: str, reason: str) -> None:
    if why == "OTHER" and not reason.strip():
        raise Refused(N_("Write why this mail does not become a report."), field="reason")


def state_of(wrong: frozenset[str], *, has_text: bool) -> str:
    """Of a mail as it comes in."""
    unread = "BROKEN" in wrong or (not has_text and bool(wrong & GRAVE))
    return "UNREADABLE" if unread else "WAITING"


def folder_of(state: str) -> tuple[str, str]:
    return NOT_READ if state == "UNREADABLE" else TAKEN_IN


def check_room(*, is_full: bool) -> None:
    """A file that there is no room for now is not left out of the report: everything waits."""
    if is_full:
        raise Refused(
            N_("There is no room to keep the files of this mail now. Your text is kept. Try again later.")
        )


def may_be_handed_over(wrong: frozenset[str]) -> bool:
    """The mail as it came, unchecked: only where the program could not show all of it."""
    return bool(wrong - {"EMPTY", "CHARSET"})
