"""When two names may be one person's. Plain Python; it suggests, people decide.

The key of how a part sounds is a reduction of our own, not a published algorithm: it writes alike what Dutch
surnames write in more ways for one sound (Dijk and Dyck, Schmidt and Smit, Bruin and Bruyn), and first names
that come to us from other scripts (Youssef and Joesoef, Khalid and Chalid).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

# fmt: off
PARTICLES = frozenset({
    "van", "von", "vd", "de", "der", "den", "des", "ten", "ter", "te", "t", "d", "het", "in", "op", "aan",
    "bij", "uit", "voor", "du", "la", "le", "di", "da", "dos", "el", "al", "ben", "bin", "ibn",
})
# fmt: on
LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
MONTHS = {
    name: number
    for names in (
        "januari februari maart april mei juni juli augustus september oktober november december",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
# In this order: what is written for one sound, and how it is kept.
SOUNDS = tuple(
    (re.compile(written), kept)
    for written, kept in (
        (r"^y", "j"),
        (r"^(dj|dzj)", "j"),
        (r"ij", "i"),
        (r"y", "i"),
        (r"(tsch|sch|sj|sh)", "s"),
        (r"(kh|ch|gh)", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"qu", "kw"),
        (r"x", "ks"),
        (r"c(?=[ei])", "s"),
        (r"[cq]", "k"),
        (r"z", "s"),
        (r"v", "f"),
        (r"(dt|d)$", "t"),
        (r"(?<!^)h", ""),
        (r"^[aeiou]+", "a"),
        (r"(?<!^)[aeiou]", ""),
        (r"(.)\1+", r"\1"),
    )
)
ALMOST = 88  # of 100: one letter otherwise in a name of eight


@dataclass(frozen=True)
class Known:
    """What a report says of who it is about."""

    name: str
    birth: str = ""


@dataclass(frozen=True)
class Likeness:
    """`name` is SAME, ALMOST or PART; `birth` is SAME, NEAR (one number otherwise, or day and month
    exchanged) or UNKNOWN."""

    name: str
    birth: str


def words_of(name: str) -> list[str]:
    """In small letters without marks above them; hyphens and apostrophes part, as do commas and dots."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", plain.translate(LETTERS))


def parts_of(name: str) -> frozenset[str]:
    """What carries the name: no particles, no initials; what is nothing but those counts as it is."""
    words = words_of(name)
    return frozenset(w for w in words if len(w) > 1 and w not in PARTICLES) or frozenset(words)


def initials_of(name: str) -> frozenset[str]:
    return frozenset(word for word in words_of(name) if len(word) == 1 and word not in PARTICLES)


def sound_of(part: str) -> str:
    sound = part
    for written, kept in SOUNDS:
        sound = written.sub(kept, sound)
    return sound if len(sound) > 1 else part


def sounds_of(name: str) -> frozenset[str]:
    return frozenset(sound_of(part) for part in parts_of(name))


def born_on(text: str) -> tuple[int, int, int] | None:
    """(year, month, day) of "12-5-2007", "2007-05-12" or "12 mei 2007"; nothing when no whole day."""
    said = [MONTHS.get(word, word) for word in words_of(text)]
    numbers = [int(word) for word in said if str(word).isdecimal() and len(str(word)) <= 4]
    if len(numbers) != 3:
        return None
    year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
    try:
        date(year, month, day)
    except ValueError:
        return None
    return year, month, day


def birth_mark(text: str) -> str:
    """The same for day and month exchanged."""
    born = born_on(text)
    return f"{born[0]:04}-{min(born[1:]):02}-{max(born[1:]):02}" if born else ""


def likeness(one: Known, other: Known) -> Likeness | None:
    """Nothing when the names are not alike, or the days of birth contradict them."""
    name, birth = _names(one.name, other.name), _births(one.birth, other.birth)
    if not name or not birth:
        return None
    return Likeness(name, birth)


def _names(one: str, other: str) -> str:
    mine, theirs = parts_of(one), parts_of(other)
    if not mine or not theirs:
        return ""
    if mine == theirs:
        return "SAME" if _initials_agree(one, other) else ""
    if sounds_of(one) == sounds_of(other) or _ratio(mine, theirs) >= ALMOST:
        return "ALMOST"
    return "PART" if (mine < theirs or theirs < mine) and _initials_agree(one, other) else ""


def _ratio(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return float(fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs))))


def _initials_agree(one: str, other: str) -> bool:
    """Each initial begins a word of the other name, when the other name has words to begin."""
    return _begin(initials_of(one), other) and _begin(initials_of(other), one)


def _begin(initials: frozenset[str], name: str) -> bool:
    begun = {part[0] for part in parts_of(name)} | initials_of(name)
    return len(parts_of(name) | initials_of(name)) < 2 or initials <= begun


def _births(one: str, other: str) -> str:
    mine, theirs = born_on(one), born_on(other)
    if mine is None or theirs is None:
        return "UNKNOWN"
    if mine == theirs:
        return "SAME"
    is_near = (
        birth_mark(one) == birth_mark(other) or sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1
    )
    return "NEAR" if is_near else ""
