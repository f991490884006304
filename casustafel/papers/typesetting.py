import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import typst
from typst import TypstError

TEMPLATES = Path(__file__).parent / "typst"

# What the typesetter says about a sign that its fonts do not have; PDF/UA does not let it leave a hole.
NOT_SHOWN = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.*?)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """A tagged PDF/UA-1 of this template. The data reaches it as JSON, in memory: no text can become markup.

    A sign that the fonts do not have (an emoji, a Chinese character) is written by its name.
    """
    try:
        return _compiled(template, data)
    except TypstError as refused:
        names = {ord(sign): name_of(sign) for sign in _not_shown(refused)}
        if not names:
            raise
        return _compiled(template, _spelled(data, names))


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


def _spelled(value: Any, names: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(names)
    if isinstance(value, dict):
        return {key: _spelled(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(each, names) for each in value]
    return value
