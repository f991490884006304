"""Grounds, the method and the words that are labels: data, by version. A published version never changes."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casustafel.method.model import Item

DATA = Path(__file__).parent / "data"
CURRENT = "1"


@dataclass(frozen=True)
class Ground(Item):
    """A reason in law to share on (GROUND), or what must hold besides for some data (CONDITION)."""

    @property
    def kinds(self) -> list[str]:
        return list(self.words["kinds"])

    @property
    def categories(self) -> list[str]:
        return list(self.words["categories"])

    @property
    def article(self) -> str:
        return self.text("article_")

    @property
    def url(self) -> str:
        return str(self.words.get("url", ""))

    def is_for(self, organisation_kind: str) -> bool:
        return organisation_kind in self.kinds


@dataclass(frozen=True)
class Catalogue:
    version: str
    method: Item
    grounds: tuple[Ground, ...]
    none_known: tuple[Item, ...]
    labels: tuple[Item, ...]

    def find(self, code: str) -> Ground | None:
        return next((ground for ground in self.grounds if ground.code == code), None)

    def to_share_on(self) -> list[Ground]:
        return [ground for ground in self.grounds if ground.kind == "GROUND"]

    def conditions(self, organisation_kind: str) -> list[Ground]:
        """What must hold besides the ground, for this kind of organisation."""
        return [g for g in self.grounds if g.kind == "CONDITION" and g.is_for(organisation_kind)]

    def unknown_for(self, organisation_kind: str) -> Item | None:
        """What is said where no ground of this kind of organisation's own was found."""
        return next((item for item in self.none_known if item.code == organisation_kind), None)

    def label_words(self) -> list[str]:
        return [word for label in self.labels for word in label.words["words"]]

    def label_of(self, word: str) -> Item:
        return next(label for label in self.labels if word in label.words["words"])


def current() -> Catalogue:
    return of(CURRENT)


@cache
def of(version: str) -> Catalogue:
    """The catalogue of this version; FileNotFoundError when it was never published here."""
    if version not in {folder.name for folder in DATA.iterdir()}:
        raise FileNotFoundError(version)
    entries: dict[str, Any] = {}
    for file in sorted((DATA / version).glob("*.toml")):
        entries |= tomllib.loads(file.read_text())
    return Catalogue(
        version,
        Item("METHOD", entries["method"]),
        tuple(Ground(row["code"], row) for row in entries["grounds"]),
        tuple(Item(row["code"], row) for row in entries["none_known"]),
        tuple(Item(row["code"], row) for row in entries["labels"]),
    )
