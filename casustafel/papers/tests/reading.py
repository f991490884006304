"""What stands in a PDF: its words as a reader copies them, its tags, its bookmarks."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

CODES = re.compile(rb"<([0-9a-fA-F]+)>")


def words(made: bytes) -> str:
    """The text of all sheets, in the order in which it was put there, without white space and hyphens that
    only mark where a line may end."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return "".join("".join(_of_page(page)) for page in pdf.pages)


def together(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\u00ad", "").split())


def _of_page(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            letters = fonts[str(operands[0])]
        elif operator in {"Tj", "TJ"}:
            pieces = operands[0] if operator == "TJ" else operands
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    for at in range(0, len(codes), 2):
                        yield together(letters.get(int.from_bytes(codes[at : at + 2]), ""))


def _letters(font: Any) -> dict[int, str]:
    """The table from glyph to letters that a font carries for who copies or listens."""
    found: dict[int, str] = {}
    table = font.ToUnicode.read_bytes()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        pairs = [bytes.fromhex(code.decode()) for code in CODES.findall(block)]
        for code, text in zip(pairs[::2], pairs[1::2], strict=True):
            found[int.from_bytes(code)] = text.decode("utf-16-be")
    assert b"beginbfrange" not in table
    return found


def tags(made: bytes) -> list[str]:
    """Every tag of the sheets, in reading order."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return list(_tags(pdf.Root.StructTreeRoot))


def _tags(node: Any) -> Iterator[str]:
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        below = node.get("/K", [])
        for child in below if isinstance(below, pikepdf.Array) else [below]:
            yield from _tags(child)


def bookmarks(made: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_outline() as outline:
        return [str(item.title) for item in outline.root]
