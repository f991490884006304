"""The files of the project as git keeps them, and what stands in them."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "casustafel"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def kept_files() -> list[Path]:
    """What git keeps or is about to keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [file for name in listed.stdout.split("\0") if name and (file := PROJECT / name).is_file()]


def python_files() -> list[Path]:
    return [file for file in kept_files() if file.suffix == ".py" and "migrations" not in file.parts]


def rooms(*names: str) -> list[Path]:
    """The files of these names in every step, tests left out."""
    return [
        file
        for file in python_files()
        if PACKAGE in file.parents and "tests" not in file.parts and file.stem.endswith(names)
    ]


# Where the changes of a step are made.
DEEDS = (
    *("actions", "screening", "judging", "receiving", "deciding", "linking", "handling", "following"),
    *("contributing", "stating", "asking", "preparing", "correcting", "factors", "instruments", "contacts"),
    *("console", "console_hands"),
    *("entering", "looking_back"),
    "planning",
    *("consenting", "objecting", "expecting"),
    "minuting",
)


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def name_of(file: Path) -> str:
    return str(file.relative_to(PROJECT))


def layers() -> list[set[str]]:
    """The order of the steps, top first, as pyproject.toml gives it to import-linter."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    order = next(c["layers"] for c in contracts if c["containers"] == ["casustafel"])
    return [{name.strip(" ()") for name in line.split("|")} for line in order]
