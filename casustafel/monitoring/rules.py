"""Measuring, deciding and closing. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from casustafel.lib.refusal import N_, Refused

LEVELS = range(-2, 3)
# How much a table is asked to do, from least to most.
SCALE = ("LIGHT", "REGULAR", "INTENSIVE")
DIRECTIONS = {"SCALE_UP": 1, "SCALE_DOWN": -1}


def check_words(text: str, field: str) -> None:
    if not text.strip():
        raise Refused(N_("Write something here; an empty text tells nobody anything."), field=field)


def check_level(level: int) -> None:
    if level not in LEVELS:
        raise Refused(N_("Choose one of the five levels."), field="level")


def check_undecided(decision: str) -> None:
    if decision:
        raise Refused(N_("This review was decided already. Hold a new one to look again."))


def check_none_open(*, has_open: bool) -> None:
    if has_open:
        raise Refused(N_("There is a review that waits for a decision. Decide it first."))


def next_level(level: str, decision: str) -> str | None:
    """The level after scaling; None when the decision does not scale. Refused at either end."""
    step = DIRECTIONS.get(decision)
    if step is None:
        return None
    place = SCALE.index(level) + step
    if place < 0:
        raise Refused(N_("The table already works at its lightest. Go on, or close the case."), field="kind")
    if place >= len(SCALE):
        raise Refused(N_("The table already works at its most intensive."), field="kind")
    return SCALE[place]


@dataclass(frozen=True)
class Block:
    """What stands in the way of closing, as a sentence; `at` is the field of the form that takes it away."""

    sentence: str
    at: str = ""
    values: dict[str, object] = field(default_factory=dict)


class StillBlocked(Refused):
    """A case cannot be closed yet; `blocks` says everything that stands in its way, not only the first."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(N_("This case cannot be closed yet. What is still needed stands on this page."))
        self.blocks = tuple(blocks)


def work_left(*, open_commitments: int, unmeasured: int) -> list[Block]:
    """What must be done in the case before it can be closed."""
    blocks = []
    if open_commitments:
        blocks.append(
            Block(
                N_("Open commitments: %(count)d. Keep them, or drop them with the reason."),
                values={"count": open_commitments},
            )
        )
    if unmeasured:
        blocks.append(
            Block(
                N_("Goals that were never measured: %(count)d. Say at a review where they stand."),
                values={"count": unmeasured},
            )
        )
    return blocks


def words_left(
    *, reason: str, aftercare: str, reopening: str, has_reporter: bool, feedback_reason: str
) -> list[Block]:
    """What must be said before it can be closed."""
    blocks = []
    if not reason.strip():
        blocks.append(Block(N_("Write why this approach can end."), at="reason"))
    if not aftercare.strip():
        blocks.append(Block(N_("Write who stays near after this, and how."), at="aftercare"))
    if not reopening.strip():
        blocks.append(Block(N_("Write what would be a reason to open it again."), at="reopening"))
    if has_reporter and not feedback_reason.strip():
        blocks.append(
            Block(
                N_("Decide what the reporter may be told, and why. You may decide that nothing can be told."),
                at="feedback_reason",
            )
        )
    return blocks


def check_may_close(blocks: Sequence[Block]) -> None:
    if blocks:
        raise StillBlocked(blocks)


def check_not_sent(*, is_sent: bool) -> None:
    if is_sent:
        raise Refused(N_("This was sent to the reporter already."))
