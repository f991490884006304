"""Words that are labels, pointed at beside a sentence that says what was seen. The author decides."""

from dataclasses import dataclass

from casustafel.picture import rules
from casustafel.sharing import catalogue
from casustafel.sharing.rules import labels_in


@dataclass(frozen=True)
class Hint:
    word: str
    instead: str


def of(text: str, *, nature: str, source: str) -> list[Hint]:
    """What somebody heard or thinks may hold a judgement, as long as it says whose it is."""
    if nature not in rules.SEEN and source.strip():
        return []
    known = catalogue.current()
    return [Hint(word, known.label_of(word).label) for word in labels_in(text, known.label_words())]
