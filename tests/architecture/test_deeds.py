"""Whatever goes into the log has words for who reads it back."""

import ast
import re

import pytest

from casustafel.parties import deeds
from tests.architecture import source


def spoken_of(code: str) -> tuple[set[str], set[str]]:
    """The deeds and the purposes of reading that this code names, as "step.deed"."""
    tree = ast.parse(code)
    purposes = {
        word.value.value
        for word in ast.walk(tree)
        if isinstance(word, ast.keyword) and word.arg == "purpose" and is_code(word.value)
    }
    words = {node.value for node in ast.walk(tree) if is_code(node)}
    recorded = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "log.record" and is_code(call.args[0])
    }
    return recorded | (words & deeds.DONE.keys()), purposes | (words & deeds.READ_FOR.keys())


def is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(re.fullmatch(r"[a-z_]+\.[a-z_]+", str(node.value)))


@pytest.fixture(scope="module")
def named() -> tuple[set[str], set[str]]:
    files = [
        file
        for file in source.kept_files()
        if file.suffix == ".py" and source.PACKAGE in file.parents and "tests" not in file.parts
        if file.name != "deeds.py"
    ]
    found = [spoken_of(file.read_text()) for file in files]
    return set().union(*(deed for deed, _ in found)), set().union(*(purpose for _, purpose in found))


def test_every_deed_has_words_and_every_word_a_deed(named: tuple[set[str], set[str]]) -> None:
    assert named[0] == deeds.DONE.keys()


def test_every_reading_says_what_for_and_every_word_is_used(named: tuple[set[str], set[str]]) -> None:
    assert named[1] == deeds.READ_FOR.keys()


def test_a_deed_without_words_is_seen() -> None:
    planted = 'log.record("case.stolen", by=by)\nopening.open_all(rows, purpose="case.theft")'
    deed, purpose = spoken_of(planted)
    assert deed - deeds.DONE.keys() == {"case.stolen"}
    assert purpose - deeds.READ_FOR.keys() == {"case.theft"}


def test_a_deed_of_a_later_version_shows_its_code() -> None:
    assert deeds.done("case.sung_about") == "case.sung_about"
    assert deeds.read_for("case.song") == "case.song"
