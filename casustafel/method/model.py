"""The working model of a version, read from its files. A published version never changes: kept in memory."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

DATA = Path(__file__).parent / "data"
CURRENT = "neutral-1"


@dataclass(frozen=True)
class Item:
    """One entry of the model: a code that is stored, and its words in both languages."""

    code: str
    words: dict[str, Any] = field(repr=False)

    def name(self, language: str | None = None) -> str:
        return self.text("", language)

    @property
    def label(self) -> str:
        return self.name()

    @property
    def help(self) -> str:
        return self.text("help_")

    def text(self, prefix: str, language: str | None = None) -> str:
        wanted = language or get_language() or "nl"
        return str(self.words.get(prefix + wanted) or self.words.get(f"{prefix}nl", ""))

    @property
    def domain(self) -> str:
        return str(self.words.get("domain", ""))

    @property
    def bearing(self) -> str:
        return str(self.words.get("bearing", ""))

    @property
    def kind(self) -> str:
        return str(self.words.get("kind", ""))

    @property
    def source(self) -> str:
        return str(self.words.get(f"source_{get_language()}") or self.words.get("source", ""))

    @property
    def is_verified(self) -> bool:
        """Whether somebody read the source and signed for it. Only asked where there is a source."""
        return bool(self.words.get("verified", False))

    @property
    def asked(self) -> tuple[str, ...]:
        """The kinds of organisation that are asked about this part of life first."""
        return tuple(self.words.get("asked", ()))

    @property
    def is_bias(self) -> bool:
        """Whether the question guards against bias: asked before anything is judged together."""
        return bool(self.words.get("bias", False))

    @property
    def scale(self) -> str:
        return str(self.words.get("scale", ""))

    @property
    def levels(self) -> list["Item"]:
        return [
            Item(str(level.get("code", level.get("level", ""))), level)
            for level in self.words.get("levels", ())
        ]


@dataclass(frozen=True)
class Model:
    version: str
    domains: tuple[Item, ...]
    questions: tuple[Item, ...]
    criteria: tuple[Item, ...]
    factors: tuple[Item, ...]
    goals: tuple[Item, ...]
    interventions: tuple[Item, ...]
    scales: tuple[Item, ...]
    judgement_questions: tuple[Item, ...]
    steps: tuple[Item, ...]
    glossary: tuple[Item, ...]

    def domain(self, code: str) -> Item:
        return _find(self.domains, code)

    def question(self, code: str) -> Item:
        return _find(self.questions, code)

    def judgement_question(self, code: str) -> Item:
        return _find(self.judgement_questions, code)

    @property
    def bias_questions(self) -> list[Item]:
        return [question for question in self.judgement_questions if question.is_bias]

    def domains_asked_of(self, kind: str) -> list[Item]:
        """The parts of life that are one's own; of a kind of organisation that none is asked of, all."""
        return [domain for domain in self.domains if kind in domain.asked] or list(self.domains)

    def scale(self, code: str) -> Item:
        return _find(self.scales, code)

    def questions_of(self, domain: str) -> list[Item]:
        return [question for question in self.questions if question.domain == domain]


def _find(items: tuple[Item, ...], code: str) -> Item:
    return next(item for item in items if item.code == code)


def current() -> Model:
    return of(CURRENT)


@cache
def of(version: str) -> Model:
    """The model of this version; FileNotFoundError when it was never published here."""
    if version not in versions():
        raise FileNotFoundError(version)
    entries: dict[str, Any] = {}
    for file in sorted((DATA / version).glob("*.toml")):
        entries |= tomllib.loads(file.read_text())
    parts = (name for name in Model.__dataclass_fields__ if name != "version")
    return Model(version, **{part: _items(entries.get(part, ())) for part in parts})


def versions() -> list[str]:
    return sorted(folder.name for folder in DATA.iterdir() if folder.is_dir())


def _items(rows: Any) -> tuple[Item, ...]:
    return tuple(Item(str(row.get("code", n)), row) for n, row in enumerate(rows))
