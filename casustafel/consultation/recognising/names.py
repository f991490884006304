"""Names of persons in free text. Lists of names, and the words around them; it cannot know every name."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

# Of Faker: whose given names are read with Latin letters and are borne in the Netherlands.
GIVEN = ("nl_NL", "nl_BE", "tr_TR", "fr_DZ", "pl_PL", "en_PK", "en_GB", "id_ID")
FAMILY = ("nl_NL", "nl_BE", "tr_TR", "fr_DZ")
UNLIKE = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "ə": "e", "’": "'", "‘": "'"})

WORD = re.compile(r"'t\b|[^\W\d_]+(?:['’\-][^\W\d_]+)*")
INITIALS = re.compile(r"(?:(?<![^\W_])[^\W\d_a-z]\.[ ]?){1,4}$")
ARTICLE = ("al-", "el-")
BEGINS = re.compile(r"(?:^|[.!?:;…\n\r•*·\"“”„«»‘(\[]|^[ \t]*-)[ \t\"“”„«»‘'(\[\-]*$", re.MULTILINE)
AFTER_A_TITLE = re.compile(r"\.?:? *[\"“'‘]?")
Span = tuple[int, int]


def plain(word: str) -> str:
    """Without accents and capitals, as words are compared."""
    apart = unicodedata.normalize("NFKD", word.translate(UNLIKE))
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


@dataclass(frozen=True)
class Lists:
    given: frozenset[str]
    family: frozenset[str]
    ordinary: frozenset[str]
    allowed: frozenset[str]
    phrases: re.Pattern[str]
    courtesies: frozenset[str]
    abbreviations: frozenset[str]
    relations: frozenset[str]
    particles: frozenset[str]
    beginnings: frozenset[str]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Read once, when somebody first types."""
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text())
    words = {name: frozenset(map(plain, text.split())) for name, text in told.items() if name != "phrases"}
    address, lorem = _of_faker("address", "nl_NL"), _of_faker("lorem", "nl_NL")
    places = {plain(name) for name in (*address.cities, *address.countries, *address.provinces)}
    given = _names("first_names", GIVEN) | words["given"]
    ordinary = words["ordinary"] | {plain(word) for word in lorem.word_list}
    phrases = {plain(each.strip()) for line in told["phrases"].splitlines() for each in line.split("|")}
    phrases |= {name for name in places if " " in name}
    return Lists(
        given=frozenset(given),
        family=frozenset(_names("last_names", FAMILY)),
        ordinary=frozenset(ordinary),
        allowed=frozenset((places - given) | words["allowed"]),
        phrases=re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(phrases - {""}))) + r")(?!\w)"),
        courtesies=words["courtesies"],
        abbreviations=words["abbreviations"],
        relations=words["relations"],
        particles=words["particles"],
        beginnings=words["beginnings"],
    )


def _of_faker(kind: str, locale: str) -> Any:
    return import_module(f"faker.providers.{kind}.{locale}").Provider


def _names(column: str, locales: tuple[str, ...]) -> set[str]:
    found = (getattr(_of_faker("person", locale), column) for locale in locales)
    return {plain(name) for names in found for name in names}


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    text: str

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper() or (self.has_article and self.text[3:4].isupper())

    @property
    def has_article(self) -> bool:
        return self.text[:3].lower() in ARTICLE

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


class Reader:
    """One text, word by word."""

    def __init__(self, text: str) -> None:
        self.text, self.known = text, lists()
        self.words = [Word(*found.span(), found[0]) for found in WORD.finditer(text)]
        self.quiet = _covered(text, self.known.phrases)

    def spans(self) -> list[Span]:
        found, number = [], 0
        while number < len(self.words):
            if self._begins_a_name(number):
                last = self._last_of(number)
                found.append((self._first_sign(number), self._end_of(last)))
                number = last
            number += 1
        return found

    def _begins_a_name(self, number: int) -> bool:
        word = self.words[number]
        if self.quiet[word.start]:
            return False
        if not word.has_capital:
            return self._is_van_der(number) or self._is_van_somebody(number)
        bare = plain(word.text)
        if self._comes_after(number, self.known.courtesies):
            return not self._is_particle_alone(number)
        if bare in self.known.allowed:
            return False
        return (
            self._is_introduced(number, bare)
            or self._is_given(number, bare)
            or self._is_family(number, bare)
            or self._is_van_der(number)
        )

    def _is_introduced(self, number: int, bare: str) -> bool:
        """After initials, after who somebody is to somebody, or begun as names begin: El, Abu."""
        if bare in self.known.ordinary:
            return self._goes_on(number) and bare in self.known.beginnings
        if bare in self.known.beginnings:
            return self._goes_on(number)
        word = self.words[number]
        has_initials = len(word.text) > 1 and INITIALS.search(self.text[max(0, word.start - 12) : word.start])
        return word.has_article or bool(has_initials) or self._comes_after(number, self.known.relations)

    def _is_given(self, number: int, bare: str) -> bool:
        word = self.words[number]
        if word.is_shouted and len(bare) < 4:
            return False
        if self._given(bare):
            is_a_word = bare in self.known.ordinary and self._opens_a_sentence(word)
            return not is_a_word or self._last_of(number) > number
        return "-" in bare and any(self._given(part) for part in bare.split("-") if len(part) > 2)

    def _given(self, bare: str) -> bool:
        """Also when it has the s of a possessor."""
        forms = {bare, bare.removesuffix("'s"), bare.removesuffix("s") if len(bare) > 4 else bare}
        return bool(forms & self.known.given)

    def _is_family(self, number: int, bare: str) -> bool:
        word = self.words[number]
        if word.is_shouted or self._opens_a_sentence(word):
            return False
        if bare in self.known.family:
            return bare not in self.known.ordinary
        return any(f"{bare} {rest}" in self.known.family for rest in self._rests(number))

    def _rests(self, number: int) -> list[str]:
        """What follows, as the rest of a family name of more than one word: De Vries."""
        after = [plain(word.text) for word in self.words[number + 1 : number + 4]]
        return [" ".join(after[:count]) for count in range(1, len(after) + 1)]

    def _is_van_der(self, number: int) -> bool:
        after = self.words[number : number + 3]
        if (
            len(after) < 3
            or plain(after[0].text) != "van"
            or plain(after[1].text) not in {"der", "den", "'t"}
        ):
            return False
        known = plain(after[2].text) in self.known.allowed
        return after[2].has_capital and not known and self._touches(after[0], after[2])

    def _is_van_somebody(self, number: int) -> bool:
        """A family name with a little word before it, where that is no village: de Swart, not van Munster."""
        bare = plain(self.words[number].text)
        if bare not in self.known.particles or number + 1 >= len(self.words):
            return False
        after = self.words[number + 1]
        if after.has_capital and plain(after.text) in self.known.allowed:
            return False
        return any(
            f"{bare} {rest}" in self.known.family and self.words[number + count].has_capital
            for count, rest in enumerate(self._rests(number), start=1)
        )

    def _goes_on(self, number: int) -> bool:
        """Whether the next word has a capital too, and is no ordinary one."""
        if number + 1 >= len(self.words):
            return False
        word, after = self.words[number], self.words[number + 1]
        bare = plain(after.text)
        is_a_name = after.has_capital and bare not in self.known.ordinary | self.known.allowed
        return is_a_name and self._touches(word, after)

    def _is_particle_alone(self, number: int) -> bool:
        """De in "Mevrouw De": a name only when a word with a capital follows."""
        if plain(self.words[number].text) not in self.known.particles:
            return False
        return number + 1 >= len(self.words) or not self.words[number + 1].has_capital

    def _comes_after(self, number: int, titles: frozenset[str]) -> bool:
        """Directly, or with initials and little words in between: mevrouw J. van den Berg."""
        at = number - 1
        while at >= 0 and self._is_between(at):
            at -= 1
        if at < 0 or plain(self.words[at].text) not in titles:
            return False
        gap = self.text[self.words[at].end : self.words[at + 1].start]
        is_abbreviated = plain(self.words[at].text) in self.known.abbreviations
        return bool(AFTER_A_TITLE.fullmatch(gap)) and (is_abbreviated or "." not in gap)

    def _is_between(self, at: int) -> bool:
        word = self.words[at]
        is_initial = len(word.text) == 1 and word.has_capital and self.text[word.end : word.end + 1] == "."
        is_particle = not word.has_capital and plain(word.text) in self.known.particles
        gap = self.text[word.end : self.words[at + 1].start] if at + 1 < len(self.words) else "\n"
        return gap.strip(" .") == "" if is_initial else is_particle and gap.strip(" ") == ""

    def _opens_a_sentence(self, word: Word) -> bool:
        return bool(BEGINS.search(self.text[max(0, word.start - 8) : word.start])) or word.start == 0

    def _touches(self, one: Word, other: Word) -> bool:
        return not self.text[one.end : other.start].strip(" abcdefghijklmnopqrstuvwxyz'’")

    def _last_of(self, number: int) -> int:
        """The last word of the name that begins here: given names, little words, family name."""
        last, at = number, number + 1
        while at < len(self.words):
            gap = self.text[self.words[at - 1].end : self.words[at].start]
            ends_initial = len(self.words[at - 1].text) == 1 and gap.strip(" ") == "."
            if gap.strip(" ") and not ends_initial:
                break
            word, bare = self.words[at], plain(self.words[at].text)
            is_allowed = bare in self.known.allowed or self.quiet[word.start]
            if word.has_capital and (not is_allowed or self._ends_in_a_particle(at)):
                last = at
            elif bare not in self.known.particles or at - last > 3:
                break
            at += 1
        return last

    def _ends_in_a_particle(self, at: int) -> bool:
        """De Vries, though Vries is a village."""
        return plain(self.words[at - 1].text) in self.known.particles

    def _end_of(self, number: int) -> int:
        word = self.words[number]
        has_stop = len(word.text) == 1 and self.text[word.end : word.end + 1] == "."
        return word.end + has_stop

    def _first_sign(self, number: int) -> int:
        start = self.words[number].start
        before = self.text[max(0, start - 12) : start]
        initials = INITIALS.search(before)
        return start - len(before) + initials.start() if initials else start


def _covered(text: str, phrases: re.Pattern[str]) -> bytearray:
    """Of each sign whether it stands in a phrase that is no person."""
    covered, low = bytearray(len(text) + 1), text.casefold()
    if len(low) != len(text):
        low = text.lower() if len(text.lower()) == len(text) else text
    for found in phrases.finditer(low):
        covered[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    return covered


def find(text: str) -> list[Span]:
    return Reader(text).spans()
