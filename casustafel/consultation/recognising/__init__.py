"""What in a free text can point at one person, and what to write instead. Plain Python.

It reads patterns and lists. What looks like nothing on these lists goes unseen: a name in small letters, a
rare name at the beginning of a sentence, a nickname, a place that only one person goes to. It helps who
writes; it does not make a text anonymous.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from casustafel.consultation.recognising import names, patterns
from casustafel.consultation.recognising.kinds import Kind

__all__ = ["Finding", "Kind", "find"]
HIDDEN = "·"


@dataclass(frozen=True)
class Finding:
    kind: Kind
    start: int
    end: int
    word: str

    @property
    def sentence(self) -> str:
        """Why, and what to write instead: an English msgid."""
        return self.kind.sentence

    @property
    def may_be_confirmed(self) -> bool:
        """Only a name can be no name after all; a number stays a number."""
        return self.kind is Kind.NAME


def find(text: str, *, today: date) -> list[Finding]:
    """In the order of the text; no two overlap. What is pasted brings other spaces and dashes than a keyboard
    does, and signs that nobody sees: they are read as what they look like."""
    plain, places = _as_it_looks(text)

    def seen(kind: Kind, start: int, end: int) -> Finding:
        begin, until = places[start], places[end - 1] + 1
        return Finding(kind, begin, until, text[begin:until])

    found: list[Finding] = []
    left = plain
    for step in patterns.STEPS:
        for kind, start, end in step(left, today):
            if kind is not None:
                found.append(seen(kind, start, end))
            left = f"{left[:start]}{HIDDEN * (end - start)}{left[end:]}"
    # Between words a dash of another kind takes them apart, where a hyphen joins them.
    words = "".join(text[place] if sign == "-" else sign for sign, place in zip(left, places, strict=True))
    found += [seen(Kind.NAME, start, end) for start, end in names.find(words)]
    return sorted(found, key=lambda each: each.start)


def _as_it_looks(text: str) -> tuple[str, list[int]]:
    """With the place of each sign in the text as it was."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = sign if sign.isascii() and sign != "\t" else _sign(sign)
        if plain and not (plain == " " and signs and signs[-1] == " "):
            signs.append(plain)
            places.append(place)
    return "".join(signs), places


def _sign(sign: str) -> str:
    family = unicodedata.category(sign)
    if family == "Cf":  # zero width, soft hyphen, direction
        return ""
    if family == "Zs" or sign == "\t":
        return " "
    if family == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    alike = unicodedata.normalize("NFKC", sign)
    return alike if len(alike) == 1 else sign
