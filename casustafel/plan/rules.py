"""What a goal, an intervention, a commitment and a settled plan must have. Plain Python."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casustafel.lib.refusal import N_, Refused

LEVELS = range(-2, 3)

# Words with which a goal says what should not be there. It is a hint; "not only" may be meant well.
ABSENCE = frozenset(
    {"niet", "niets", "geen", "nooit", "minder", "stop", "stopt", "stoppen"}
    | {"not", "no", "never", "less", "stops", "stopping"}
)


def absences(text: str) -> list[str]:
    """The words in this goal that name an absence, as they were written, each once."""
    words = re.findall(r"\w+", text)
    return list(dict.fromkeys(word for word in words if word.lower() in ABSENCE))


def check_words(text: str, field: str) -> None:
    if not text.strip():
        raise Refused(N_("Write something here; an empty text tells nobody anything."), field=field)


def check_ladder(levels: Sequence[str], baseline: int) -> None:
    """Goal attainment scaling: five levels from -2 to +2, all in words, and where the person stands now."""
    if len(levels) != len(LEVELS) or not all(level.strip() for level in levels):
        raise Refused(N_("A goal has five levels, each in words that everybody recognises."), field="levels")
    if baseline not in LEVELS:
        raise Refused(N_("Choose the level at which it stands now."), field="baseline")


def check_known(code: str, codes: Collection[str], field: str) -> None:
    if code not in codes:
        raise Refused(N_("Choose one of the answers."), field=field)


def check_sits(*, is_seated: bool, field: str) -> None:
    """Who carries something out must be able to read it."""
    if not is_seated:
        raise Refused(N_("Choose an organisation with a seat at this table."), field=field)


def check_serves(goals: int) -> None:
    if goals < 1:
        raise Refused(
            N_("Choose at least one goal that this serves. Without a goal it has no reason."), field="goals"
        )


def check_sessions(sessions: int, field: str) -> None:
    if not 1 <= sessions <= 1000:
        raise Refused(N_("Give a number of sessions between 1 and 1000."), field=field)


def check_own(*, is_own: bool) -> None:
    if not is_own:
        raise Refused(N_("Only the organisation that does this, or who directs the case, can do this."))


def check_open(state: str) -> None:
    if state != "OPEN":
        raise Refused(N_("This commitment was ended already."))


@dataclass(frozen=True)
class Delivered:
    """How far an intervention is, and how many sessions an even spread would have held by now."""

    state: str
    expected: int


def delivery(
    *, planned: int, delivered: int, start: date, due: date, day: date, is_closed: bool = False
) -> Delivered:
    """DONE: all sessions held. ENDED: not all were when the case closed. OVERDUE: the date of its goals has
    passed. BEHIND: fewer than an even spread over the days from start to due would ask by now (rounded down).
    Otherwise STARTED or TO_START."""
    if delivered >= planned:
        return Delivered("DONE", planned)
    if is_closed:
        return Delivered("ENDED", planned)
    if day > due:
        return Delivered("OVERDUE", planned)
    length = max((due - start).days, 1)
    expected = planned * max((day - start).days, 0) // length
    if delivered < expected:
        return Delivered("BEHIND", expected)
    return Delivered("STARTED" if delivered else "TO_START", expected)


def check_may_settle(*, goals: int, seated: Mapping[object, str], heard: set[object]) -> None:
    """Every organisation at the table has spoken about the plan as it stands. Whether an objection stands in
    the way is asked of the step that keeps them; what was overruled stays in the plan, by name."""
    if goals < 1:
        raise Refused(N_("Set at least one goal first. A plan without a goal leads nowhere."))
    silent = [name for row, name in seated.items() if row not in heard]
    if silent:
        raise Refused(N_("Not everybody has spoken about this plan yet: %(names)s."), names=", ".join(silent))
