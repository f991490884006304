"""How a round of judging turns, who may answer, and who speaks first side by side. Plain Python."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn, TypeVar

from casustafel.lib.refusal import N_, Refused

Who = TypeVar("Who", bound=Hashable)

# From where a round turns by each deed of the chair, and to where. Nothing leads back from what was shown.
TURNS = {
    ("ALONE", "close"): "CLOSED",
    ("CLOSED", "reopen"): "ALONE",
    ("ALONE", "reveal"): "REVEALED",
    ("CLOSED", "reveal"): "REVEALED",
    ("REVEALED", "again"): "AGAIN",
    ("REVEALED", "conclude"): "CONCLUDED",
}
_SHOWN_ALREADY = N_("The answers are side by side already.")
_FIRST_SHOW = N_("First put the answers side by side; then judge together.")
_WHY_NOT = {
    ("CLOSED", "close"): N_("This round is closed already."),
    ("ALONE", "reopen"): N_("This round is open. Everybody can still answer."),
    ("ALONE", "again"): _FIRST_SHOW,
    ("CLOSED", "again"): _FIRST_SHOW,
    ("ALONE", "conclude"): _FIRST_SHOW,
    ("CLOSED", "conclude"): _FIRST_SHOW,
}
_OVER = {
    "AGAIN": N_("This question was asked again. Go on in the new round."),
    "CONCLUDED": N_("This question was concluded already. Open a new round to judge again."),
}


def next_state(state: str, deed: str) -> str:
    """Where the chair turns this round by close, reopen, reveal, again or conclude."""
    if (state, deed) in TURNS:
        return TURNS[state, deed]
    raise Refused(_WHY_NOT.get((state, deed)) or _OVER.get(state, _SHOWN_ALREADY))


def check_alone(state: str) -> None:
    """Answering, and saying or taking back that one is done."""
    if state == "CLOSED":
        raise Refused(N_("The chair closed this round. Your answer stays as you gave it."))
    if state != "ALONE":
        raise Refused(N_("The answers are side by side already. Yours stays as you gave it."))


def check_not_done(*, is_done: bool) -> None:
    if is_done:
        raise Refused(N_("You said that you are done. Take that back first; then change your answer."))


def check_someone_answered(count: int) -> None:
    if count < 1:
        raise Refused(N_("Nobody is done yet. There is nothing to put side by side."))


def check_no_open_round(is_open: bool) -> None:
    if is_open:
        raise Refused(N_("There is a round on this question already. Finish it first."), field="question")


def check_level(level: str, levels: frozenset[str]) -> None:
    """A question on a scale asks one of its levels; a question in words asks none."""
    if levels and level not in levels:
        raise Refused(N_("Choose one of the answers."), field="level")
    if not levels and level:
        raise Refused(N_("This question asks for words only."), field="level")


@dataclass(frozen=True)
class Lies:
    """An answer as it lies side by side: the place of its level on the scale (none in words), and a name."""

    name: str
    place: int | None


def in_turn(answers: Sequence[tuple[Who, Lies]]) -> tuple[list[Who], list[Who]]:
    """Whose reasons are heard first, and whose then.

    First those who lie furthest from the level where most lie; where no one level has most, the two ends.
    Within each by place and name, never by who answered first or last. In words all by name.
    """
    far = _furthest({lies.place for _who, lies in answers if lies.place is not None}, answers)
    first = [each for each in answers if each[1].place in far]
    then = [each for each in answers if each[1].place not in far]
    return [who for who, _lies in sorted(first, key=_order)], [who for who, _lies in sorted(then, key=_order)]


def _order(answer: tuple[Hashable, Lies]) -> tuple[int, str]:
    _who, lies = answer
    return (-1 if lies.place is None else lies.place, lies.name)


def _furthest(places: set[int], answers: Iterable[tuple[Hashable, Lies]]) -> set[int]:
    """On which places the outliers lie; none when all lie together."""
    if len(places) < 2:
        return set()
    many = Counter(lies.place for _who, lies in answers if lies.place is not None)
    most = [place for place in places if many[place] == max(many.values())]
    if len(most) > 1:
        return {min(places), max(places)}
    apart = max(abs(place - most[0]) for place in places)
    return {place for place in places if abs(place - most[0]) == apart}


@dataclass(frozen=True)
class Looked:
    """A round of judging, as far as it says that a question was on the table."""

    question: str
    state: str
    opened: datetime
    concluded: datetime | None


def unasked(wanted: Sequence[str], rounds: Iterable[Looked], *, since: datetime | None) -> list[str]:
    """Which of these questions were not answered and laid side by side since sharing opened last."""
    asked = {each.question for each in rounds if _was_on_the_table(each, since)}
    return [question for question in wanted if question not in asked]


def _was_on_the_table(each: Looked, since: datetime | None) -> bool:
    if each.state in {"ALONE", "CLOSED"}:
        return False
    if each.state == "REVEALED" or since is None or each.opened >= since:
        return True
    return each.concluded is not None and each.concluded >= since


def refuse_without_bias(questions: Sequence[str]) -> NoReturn:
    """Nobody judges together before the table has looked at its own way of looking."""
    raise Refused(
        N_(
            "First ask these questions and put the answers side by side: %(questions)s"
            " Or say below why you go on."
        ),
        field="without",
        questions=" ".join(questions),
    )


def check_something_to_ask(count: int) -> None:
    if count < 1:
        raise Refused(N_("These questions were asked already. Finish the rounds that lie open."))
