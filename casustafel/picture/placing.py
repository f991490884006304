"""Where a statement stands in a list, on the map and on the timeline. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


def certainty(reliability: str, credibility: str) -> str:
    """How surely one may lean on a statement: of its source and of what it says, in one of four words. About
    the statement, never about a person."""
    said = {reliability, credibility}
    if "DOUBTFUL" in said:
        return "DOUBTFUL"
    if said == {"RELIABLE", "PLAUSIBLE"}:
        return "FIRM"
    return "UNKNOWN" if said == {"UNKNOWN"} else "FAIR"


# What stands in a cell of the map, and why. From what is known downward to what was only said.


@dataclass(frozen=True)
class Word:
    """What was asked of an organisation, or what it said without a statement: ASKED, NONE or MAY_NOT_KNOW.
    `request` names the request it comes from, if any."""

    state: str
    day: date
    due: date | None = None
    is_late: bool = False
    request: object = None


def cell_state(newest: date | None, word: Word | None, *, is_contradicted: bool, fresh_from: date) -> str:
    """What is known goes before what was asked, and a contradiction before its age: it asks for a talk."""
    if newest is None:
        return word.state if word else "UNKNOWN"
    if is_contradicted:
        return "CONTRADICTED"
    return "KNOWN" if newest >= fresh_from else "STALE"


def word_that_counts(words: Iterable[Word]) -> Word | None:
    """An open question goes before all that was said earlier, the latest day first; then the last word. Of
    two words of one day it is "may not know", for there is something behind it."""
    order = {"NONE": 0, "MAY_NOT_KNOW": 1, "ASKED": 2}
    return max(words, key=lambda w: (w.state == "ASKED", w.is_late, w.day, order[w.state]), default=None)


def word_of_domain(questions: Sequence[Word | None]) -> Word | None:
    """A part of life is asked as soon as one of its questions is. That nothing is known, or may not be known,
    holds for all of it only when it was said of each question: else a blank spot would hide."""
    said = [word for word in questions if word]
    asked = [word for word in said if word.state == "ASKED"]
    if asked:
        return word_that_counts(asked)
    if not said or len(said) < len(questions):
        return None
    return word_that_counts([word for word in said if word.state == "MAY_NOT_KNOW"] or said)


# The groups of what is told at the table, in their order: what one partner holds comes first.
ONE, SEVERAL, CONTRADICTED = "ONE", "SEVERAL", "CONTRADICTED"
GROUPS = (ONE, SEVERAL, CONTRADICTED)


@dataclass(frozen=True)
class Told:
    """A statement as far as its place in the list goes. `domain` is the place of its part of life in the
    model, and `since` grows with time."""

    id: UUID
    organisation: UUID
    domain: int
    since: float
    is_refuted: bool = False


@dataclass(frozen=True)
class Tied:
    """Somebody said that one statement supports or contradicts the other."""

    one: UUID
    other: UUID
    contradicts: bool


@dataclass(frozen=True)
class Placed:
    id: UUID
    group: str
    organisations: frozenset[UUID]


def unshared_first(told: Sequence[Told], tied: Iterable[Tied]) -> list[Placed]:
    """What one partner holds, then what several hold, then what is contradicted; in each by part of life, the
    newest first. Only what people tied hangs together: no text is compared."""
    by_id = {each.id: each for each in told}
    holders = {each.id: {each.organisation} for each in told}
    against = {each.id for each in told if each.is_refuted}
    for tie in tied:
        if tie.one not in by_id or tie.other not in by_id:
            continue
        if tie.contradicts:
            against |= {tie.one, tie.other}
        else:
            holders[tie.one].add(by_id[tie.other].organisation)
            holders[tie.other].add(by_id[tie.one].organisation)
    found = [(each, _group(each.id in against, len(holders[each.id]))) for each in told]
    found.sort(key=lambda pair: (GROUPS.index(pair[1]), pair[0].domain, -pair[0].since, str(pair[0].id)))
    return [Placed(each.id, group, frozenset(holders[each.id])) for each, group in found]


def _group(is_contradicted: bool, organisations: int) -> str:
    if is_contradicted:
        return CONTRADICTED
    return SEVERAL if organisations > 1 else ONE
