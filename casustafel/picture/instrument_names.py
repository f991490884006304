"""Names of instruments to choose from: names, and nothing of what is in them."""

import tomllib
from functools import cache
from pathlib import Path

NAMES = Path(__file__).parent / "data" / "instruments.toml"


@cache
def names() -> tuple[str, ...]:
    return tuple(tomllib.loads(NAMES.read_text())["names"])
