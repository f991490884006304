"""A text in sentences, as somebody who reads Dutch would cut it. Plain Python."""

import re

# After these a point ends no sentence.
SHORTENED = frozenset(
    """
    a.s blz bijv bv ca d.w.z dhr dr drs enz e.d e.a evt excl fam incl ing ir i.p.v i.v.m jl max m.b.t mevr min
    mr mw nl nr o.a o.l.v p.m prof resp st t.a.v t.n.v t.o.v tel t/m vgl wo zgn z.o.z
    """.split()  # noqa: SIM905  a list of words reads as words
)
# Begun at the first of a row of points only, so that a row of thousands is read once.
END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s)")
SPACE = re.compile(r"\s*")
LAST_WORD = 40  # so many characters hold the word before a point, as far as it matters which it is


def of(text: str) -> list[str]:
    return [found for line in text.split("\n") for found in _in_line(line.strip())]


def _in_line(line: str) -> list[str]:
    found, begin = [], 0
    for end in END.finditer(line):
        before = line[max(begin, end.start() - LAST_WORD) : end.start()]
        next_at = SPACE.match(line, end.end()).end()  # type: ignore[union-attr]
        if _goes_on(before, end.group(), line[next_at : next_at + 1]):
            continue
        found.append(line[begin : end.end()].strip())
        begin = end.end()
    return [*found, line[begin:].strip()] if line[begin:].strip() else found


def _goes_on(before: str, sign: str, after: str) -> bool:
    """A shortened word, an initial, a number with a point, or a small letter after it."""
    if not sign.startswith(".") or sign.startswith(".."):
        return after.islower()
    word = before.split()[-1].strip("(\"'“‘").lower() if before.split() else ""
    initial = len(word) == 1 and word.isalpha()
    return word in SHORTENED or initial or word.isdigit() or after.islower()
