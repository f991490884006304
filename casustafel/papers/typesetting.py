import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst
from typst import TypstError

TEMPLATES = Path(__file__).parent / "typst"

# Longer than this, a run of signs without a space does not fit in the narrow columns of a table.
LONG_RUN = re.compile(r"\S{21,}")
LONGEST_WORD = 40
MAY_BREAK = "\u200b"
PIECE = re.compile(r"(?:\S[\u0300-\u036f\u200d\ufe0f]*){1,8}")  # accents and joiners stay with their sign

# What the typesetter says about a sign that its fonts do not have; PDF/UA does not let it leave a hole.
NOT_SHOWN = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.*?)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """A tagged PDF/UA-1 of this template. The data reaches it as JSON, in memory: no text can become markup.

    A sign that the fonts do not have (an emoji, a Chinese character) is written by its name.
    """
    data = _changed(data, lambda text: LONG_RUN.sub(_breakable, text))
    try:
        return _compiled(template, data)
    except TypstError as refused:
        names = {ord(sign): name_of(sign) for sign in _not_shown(refused)}
        if not names:
            raise
        return _compiled(template, _changed(data, lambda text: text.translate(names)))


def _compiled(template: str, data: Any) -> bytes:
    made: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return made


def _not_shown(refused: TypstError) -> set[str]:
    named = NOT_SHOWN.findall(refused.diagnostic)
    signs = "".join(ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in named)
    return {sign for sign in signs if not sign.isascii() or not sign.isprintable()}


def name_of(sign: str) -> str:
    """In words between brackets; nothing for what only joins, turns or colours other signs."""
    if unicodedata.category(sign) in {"Cc", "Cf", "Mn", "Me"}:
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


def _breakable(run: re.Match[str]) -> str:
    """A word is hyphenated; an address on the web or an account number goes on anywhere on the next line."""
    if len(run[0]) < LONGEST_WORD and run[0].strip(".,:;!?()'\"").isalpha():
        return run[0]
    return PIECE.sub(lambda piece: MAY_BREAK + piece[0], run[0]).lstrip(MAY_BREAK)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _changed(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_changed(each, change) for each in value]
    return value
