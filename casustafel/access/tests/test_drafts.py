"""Typed and not yet sent: kept for whoever typed it, sealed, and gone when it was sent."""

import pytest

from casustafel.access import drafts
from casustafel.access.models import Draft
from casustafel.audit.models import UserLine
from casustafel.cases.models import Case
from casustafel.lib import clock
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PLACE = "contribute:somewhere"


def keep(world: World, case: Case, login: str, body: str, place: str = PLACE) -> Draft:
    with world.acting(login) as viewer:
        return drafts.keep(by=viewer, place=place, key=case.key, body=body, now=clock.now())


def found(world: World, login: str, place: str = PLACE) -> str:
    with world.acting(login) as viewer:
        return drafts.find(by=viewer, place=place, now=clock.now())


def test_the_newest_text_is_kept(world: World, case: Case) -> None:
    assert keep(world, case, "marloes", "eerst").version == 1
    assert keep(world, case, "marloes", "daarna").version == 2
    assert found(world, "marloes") == "daarna"


def test_it_is_nobody_elses(world: World, case: Case) -> None:
    keep(world, case, "marloes", "CANARY-mine")
    keep(world, case, "thijs", "CANARY-his")
    assert (found(world, "marloes"), found(world, "thijs")) == ("CANARY-mine", "CANARY-his")
    assert found(world, "joyce") == ""
    with world.acting("joyce"):
        assert not Draft.objects.behind_the_second_wall().exists()


def test_nor_that_of_another_place(world: World, case: Case) -> None:
    keep(world, case, "marloes", "hier")
    assert found(world, "marloes", "contribute:elsewhere") == ""


def test_only_ones_own_is_dropped(world: World, case: Case) -> None:
    keep(world, case, "marloes", "hier")
    with world.acting("thijs") as thijs:
        drafts.drop(by=thijs, place=PLACE)
    assert found(world, "marloes") == "hier"
    with world.acting("marloes") as marloes:
        drafts.drop(by=marloes, place=PLACE)
    assert found(world, "marloes") == ""


def test_it_is_sealed_under_the_key_of_the_file(world: World, case: Case) -> None:
    keep(world, case, "marloes", "CANARY-draft")
    with behind_the_wall("postgres"):
        row = Draft.objects.behind_the_second_wall().get()
    assert row.key_id == case.key_id and b"CANARY" not in bytes(row.body)


def test_reading_it_back_is_a_line_in_the_log_about_the_file(world: World, case: Case) -> None:
    keep(world, case, "marloes", "hier")
    found(world, "marloes")
    with behind_the_wall("postgres"):
        read = UserLine.objects.filter(action="vault.read", scope_id=case.id)
        said = [line.content for line in read if line.content["purpose"] == "draft"]
    assert [(line["actor"], len(line["objects"])) for line in said] == [(str(world.people["marloes"].id), 1)]


def test_nothing_kept_is_nothing_read(world: World, case: Case) -> None:
    assert found(world, "marloes") == ""
    with behind_the_wall("postgres"):
        assert not [
            line
            for line in UserLine.objects.filter(action="vault.read")
            if line.content["purpose"] == "draft"
        ]
