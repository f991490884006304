"""Who comes in for the case that is on, who leaves for it, and who goes home. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass

from casustafel.lib.refusal import N_, Refused


@dataclass(frozen=True)
class Door:
    """What decides whether somebody comes in. `has_case`: a case is on; `is_theirs`: one sits there."""

    state: str
    confirmed: bool
    is_here: bool
    has_case: bool
    is_theirs: bool
    chairs: bool
    expected: Collection[object]
    organisation: object
    leaves: bool


def entry(door: Door) -> str:
    """One of choices.Entry. Without a word about who is expected, everybody at the table of the case is."""
    for stands, answer in (
        (door.state == "ENDED", "ENDED"),
        (not door.confirmed, "UNCONFIRMED"),
        (not door.is_here, "WENT_HOME"),
        (door.state != "OPEN" or not door.has_case, "NOTHING_ON"),
        (not door.is_theirs, "ELSEWHERE"),
        (door.leaves, "LEFT_ROOM"),
        (not is_expected(door.expected, door.organisation, chairs=door.chairs), "NOT_EXPECTED"),
    ):
        if stands:
            return answer
    return "INSIDE"


def is_expected(expected: Collection[object], organisation: object, *, chairs: bool) -> bool:
    """Who chairs is there at every case."""
    return chairs or not expected or organisation in expected


def check_inside(entry: str) -> None:
    if entry != "INSIDE":
        raise Refused(N_("You are not in the room for this case now."))


def check_not_hushed(*, listens: bool, left: bool) -> None:
    """While the case is on."""
    if listens:
        raise Refused(
            N_("You only listen at this meeting. Who takes part judges, and says whether they agree.")
        )
    if left:
        raise Refused(N_("You left the room for this case. You can say this when it is not on the table."))


def check_not_over(state: str) -> None:
    if state == "ENDED":
        raise Refused(N_("This meeting has ended. Who was there stays as it was."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(N_("Say why, in a few words. Only you and the chair read it."), field="reason")


def check_sits(person: object, seated: Collection[object]) -> None:
    if person not in seated:
        raise Refused(N_("This person has no seat at the table of this case."), field="person")


def check_speaks_for(person: object, viewer: object, *, chairs: bool) -> None:
    if person != viewer and not chairs:
        raise Refused(N_("Only the chair says this for somebody else."), field="person")


def check_may_take_back(said_by: object, viewer: object, *, chairs: bool) -> None:
    if said_by != viewer and not chairs:
        raise Refused(N_("The chair asked this. Ask the chair to call you in again."))


def check_may_go_home(state: str, *, is_last_chair: bool) -> None:
    check_not_over(state)
    if state == "OPEN" and is_last_chair:
        raise Refused(N_("You chair this meeting. End it, or let somebody here chair along first."))


def check_role(*, role: str, is_the_chair: bool, may_chair: bool) -> None:
    """Chairing along asks for the same role at work; who was planned to chair does."""
    if is_the_chair:
        raise Refused(N_("Who chairs this meeting keeps doing so. Others can chair along."), field="person")
    if role == "CHAIR" and not may_chair:
        raise Refused(N_("Only another process director can chair along."), field="role")
