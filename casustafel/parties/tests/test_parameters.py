"""What a new partnership proposes: every number with its source, and none that passes for verified."""

import tomllib

import pytest

from casustafel.parties.actions import PARAMETERS
from casustafel.parties.choices import Kind, Unit
from casustafel.parties.models import Parameter

PROPOSED = tomllib.loads(PARAMETERS.read_text())["parameters"]


@pytest.mark.parametrize("entry", PROPOSED, ids=lambda entry: entry["code"])
def test_a_number_says_where_it_comes_from_and_that_nobody_verified_it(entry):
    assert entry["nl"] and entry["en"]
    assert entry["value"] > 0
    assert entry["unit"] in Unit.values
    assert entry["verified"] is False
    assert entry["source"].endswith("Niet nagekeken.")
    assert len(entry["code"]) <= Parameter._meta.get_field("code").max_length
    assert len(entry.get("article", "")) <= Parameter._meta.get_field("article").max_length


def test_a_number_is_proposed_once():
    codes = [entry["code"] for entry in PROPOSED]
    assert len(codes) == len(set(codes))


def test_the_quorum_counts_the_organisations_it_names():
    quorum = next(entry for entry in PROPOSED if entry["code"] == "WEIGHING_QUORUM")
    assert quorum["value"] == len(quorum["organisations"])
    assert set(quorum["organisations"]) <= set(Kind.values)
