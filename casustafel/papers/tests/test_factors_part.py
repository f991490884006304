"""Factors and results of instruments on paper: both sides of each, for who may read it, and no sum."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.papers import case_file, factors_part
from casustafel.papers.gathering import gather
from casustafel.papers.tests import reading
from casustafel.picture.tests import recognised, told
from casustafel.picture.tests.recognised import CONCLUSION, REASON, WORDS, said
from tests.world import World

pytestmark = pytest.mark.django_db


def made(world: World, case: Case, login: str) -> str:
    with world.acting(login) as viewer:
        paper = case_file.case_file(case=case, purpose="overleg", by=viewer, now=clock.now())
    return reading.words(paper)


def test_both_sides_of_each_factor_and_no_sum(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    speaks = recognised.statement(world, case)
    against = recognised.statement(world, case, by="thijs", text="CANARY-tegen: hij zingt in een koor")
    recognised.recognise(world, case, said(sides={speaks.id: "FOR", against.id: "AGAINST"}))
    recognised.recognise_own(world, case, said("NOT_SEEN"))
    words = flat(made(world, case, "joyce"))
    heads = ("Herkend", "Naar gekeken, niet gezien", "Wat ervoor spreekt", "Wat ertegen spreekt")
    for text in (REASON, WORDS, told.SEEN, "CANARY-tegen", *heads):
        assert flat(text) in words, text
    with world.acting("joyce") as joyce:
        said_there = factors_part.content(gather(joyce, case, now=clock.now()), joyce)["factors"]
    found = list(leaves(said_there))
    assert all(isinstance(leaf, str | bool) for _name, leaf in found)
    assert {name for name, leaf in found if re.search(r"\d", str(leaf))} == {"day"}


def leaves(said_there: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Everything the typesetter gets, each with what it is called."""
    if isinstance(said_there, dict):
        for key, value in said_there.items():
            yield from leaves(value, key)
    elif isinstance(said_there, list):
        for value in said_there:
            yield from leaves(value, name)
    else:
        yield name, said_there


def flat(text: str) -> str:
    """In a narrow column a word may be cut at the end of a line."""
    return reading.together(text).replace("-", "")


@pytest.mark.parametrize(("login", "is_shown"), [("esra", True), ("joyce", False)])
def test_a_sealed_result_is_on_the_paper_of_its_audience_only(
    world: World, case: Case, login: str, is_shown: bool
) -> None:
    told.open_sharing(world, case)
    recognised.result(world, case, audience="LATER")
    words = made(world, case, login)
    assert (flat(CONCLUSION) in flat(words)) is is_shown
    assert (flat("VERA-2R") in flat(words)) is is_shown
