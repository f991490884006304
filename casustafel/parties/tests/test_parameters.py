"""What a new partnership proposes: every number with its source, and none that passes for verified."""

import importlib
import tomllib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from casustafel.parties.actions import PARAMETERS
from casustafel.parties.choices import Kind, Unit
from casustafel.parties.models import Parameter
from tests.world import behind_the_wall

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


@pytest.mark.django_db
class TestNumbersOfAnOlderInstallation:
    def complete(self):
        migration = importlib.import_module("casustafel.parties.migrations.0004_numbers")
        with behind_the_wall():
            migration.complete(apps, SimpleNamespace(connection=connection))

    def test_the_term_of_a_code_is_added_for_every_partnership(self, world):
        with behind_the_wall():
            Parameter.objects.filter(code="INVITATION_TERM").delete()
        self.complete()
        rows = Parameter.objects.filter(code="INVITATION_TERM")
        assert {row.partnership_id for row in rows} == {each.id for each in world.partnerships.values()}
        assert {(row.value, row.unit, row.verified_by) for row in rows} == {(7, "DAYS", "")}

    def test_that_nobody_verified_it_moves_out_of_the_source(self, world):
        with behind_the_wall():
            rows = Parameter.objects.filter(code="INVITATION_TERM")
            rows.delete()
            Parameter.objects.filter(code="CASE_RETENTION").update(source="De wet. Niet nagekeken.")
        self.complete()
        assert not Parameter.objects.filter(source__contains="Niet nagekeken.").exists()
        assert set(Parameter.objects.filter(code="CASE_RETENTION").values_list("source", flat=True)) == {
            "De wet."
        }
