"""When a weighing is complete, and what a view must hold. Plain Python."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from casustafel.lib.refusal import N_, Refused

# The triage team is complete or nothing is decided: ../03-domain §2, after art. 5 of the law as the ministry
# describes it. Which kinds of organisation they are is fixed by the roles, not by a number.
TEAM = frozenset({"MUNICIPALITY", "POLICE", "PROSECUTOR"})


@dataclass(frozen=True)
class CriterionText:
    """What speaks for and against a criterion, and what nobody knows. Never a sum, never a score."""

    pro: str = ""
    con: str = ""
    unknown: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.pro.strip() or self.con.strip() or self.unknown.strip())


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(N_("Write why. A decision without a reason cannot be followed later."), field="reason")


def check_every_criterion(given: Mapping[str, CriterionText], asked: Collection[str]) -> None:
    """Every criterion has something for, against or unknown; an empty one is a blank spot nobody sees."""
    for code in asked:
        if code not in given or not given[code].says_something:
            raise Refused(
                N_("Say for each criterion what speaks for it or against it, or that it is not known."),
                field=f"{code}_pro",
            )


def check_on_the_team(kind: str) -> None:
    if kind not in TEAM:
        raise Refused(N_("Only municipality, police and public prosecutor weigh."))


def check_alone(state: str) -> None:
    if state != "ALONE":
        raise Refused(N_("The views are on the table already. Yours stays as you gave it."))


def check_may_reveal(state: str, given_by: Collection[str]) -> None:
    """Nobody's view shows before municipality, police and prosecutor have all given theirs."""
    check_alone(state)
    if not set(given_by) >= TEAM:
        raise Refused(N_("Not everybody has given a view yet. Until then nothing is shown."))


def check_may_decide(state: str) -> None:
    if state == "ALONE":
        raise Refused(N_("First put the views side by side; then decide together."))
    if state != "TOGETHER":
        raise Refused(N_("This weighing is decided already."))


def check_one_seat_each(people: Sequence[object]) -> None:
    """Who opens the case and who directs it have a seat already; nobody sits on two."""
    if len(set(people)) < len(people):
        raise Refused(N_("Somebody is named twice. Each person has one seat at this table."), field="core")


def check_may_take_up(state: str, outcome: str) -> None:
    if state == "TAKEN_UP":
        raise Refused(N_("A case was opened for this weighing already."))
    if state != "DECIDED" or outcome != "PERSON_CENTRED":
        raise Refused(N_("A case is opened only after a weighing with that outcome."))
