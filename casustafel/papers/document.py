"""What a paper says, once: the sheet, the file for a word processor and the screen draw the same blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any, ClassVar


@dataclass(frozen=True)
class Heading:
    """Levels 1 to 3, below the title of the paper itself."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """`look`: "" as it was written, "small" beside the matter, "nothing" where nothing stands."""

    kind: ClassVar[str] = "text"
    text: str
    look: str = ""


@dataclass(frozen=True)
class Facts:
    """Names with values; a name without a value is left out."""

    kind: ClassVar[str] = "facts"
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """`widths`: how wide each column is beside the others."""

    kind: ClassVar[str] = "table"
    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each cell with its head: on a phone a row becomes a list."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Box:
    """Words that stand out: tone "joint" for what is said together, "apart" for what is seen otherwise."""

    kind: ClassVar[str] = "box"
    label: str
    text: str
    tone: str = "joint"


@dataclass(frozen=True)
class Said:
    """A statement, its nature, and what happened to it since."""

    kind: ClassVar[str] = "said"
    text: str
    nature: str
    mark: str = ""


@dataclass(frozen=True)
class Items:
    kind: ClassVar[str] = "items"
    lines: Sequence[str]


Block = Heading | Text | Facts | Table | Box | Said | Items


@dataclass(frozen=True)
class Section:
    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class Document:
    """`title` names the kind of paper and nobody; it is what machines read of the file. `head` stands large
    above it, `for_whom` says who may read it, `made_for` who took it along, when and what for."""

    title: str
    head: str
    for_whom: str
    blocks: Sequence[Block]
    made_for: dict[str, str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "head": self.head,
            "for_whom": self.for_whom,
            "made_for": self.made_for,
            "blocks": [{"kind": block.kind, **asdict(block)} for block in self.blocks],
        }

    @property
    def sections(self) -> list[Section]:
        """For the screen: what stands below each heading of the first level; before the first, no title."""
        return [Section(title, list(blocks)) for title, blocks in _by_heading(self.blocks)]


def _by_heading(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    numbered, number = [], 0
    for block in blocks:
        number += isinstance(block, Heading) and block.level == 1
        numbered.append((number, block))
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        members = [block for _, block in group]
        first = members[0]
        if isinstance(first, Heading) and first.level == 1:
            yield first.text, members[1:]
        else:
            yield "", members


def table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> list[Block]:
    """No table without rows."""
    return [Table(caption, heads, rows, widths)] if rows else []


def under(title: str, blocks: Sequence[Block], *, level: int = 2) -> list[Block]:
    """No heading without something below it."""
    return [Heading(title, level), *blocks] if blocks else []
