"""The command that begins a real installation."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from casustafel.access.passwords import account_of
from casustafel.parties import actions, queries
from casustafel.parties.models import Mandate, Partnership
from casustafel.parties.tests.given import PASSWORD
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Veldenrade",
    "slug": "veldenrade",
    "organisation": "Gemeente Veldenrade",
    "administrator": "beheer-veldenrade",
}


@pytest.fixture(autouse=True)
def _as_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a test everything is one transaction, so the owner is a role of it and no connection of its own."""
    monkeypatch.setattr(actions, "installing", behind_the_wall)


def set_up(**changed: str) -> str:
    said = StringIO()
    call_command("set_up_partnership", **GIVEN | changed, stdout=said)
    return said.getvalue()


def test_the_first_administrator_gets_in_with_the_code_that_was_printed() -> None:
    said = set_up()
    code = re.search(r"Code: (\S+)", said)
    assert code
    chosen = {"password": PASSWORD, "password_again": PASSWORD}
    client = Client()
    sent = client.post("/account/eerste-keer/", {"login": GIVEN["administrator"], "code": code[1], **chosen})
    assert sent.status_code == 200
    client.post("/account/inloggen/", {"login": GIVEN["administrator"], "password": PASSWORD})
    page = client.get("/samenwerking/personen/").content.decode()
    assert "Beheerder" in page and "Gemeente Veldenrade" in page


def test_there_is_one_administrator_and_every_number_is_proposed() -> None:
    set_up(person="Ada Voorbeeld")
    made = queries.partnership_at("veldenrade")
    assert made is not None
    with behind_the_wall():
        assert [row.role for row in Mandate.objects.behind_the_second_wall()] == ["ADMINISTRATOR"]
    assert made.parameter_set.count() > 5


@pytest.mark.parametrize("slug", ["Veld en rade", "veld/rade", ""])
def test_an_address_that_cannot_be_is_refused(slug: str) -> None:
    with pytest.raises(CommandError):
        set_up(slug=slug)
    assert not Partnership.objects.exists()


def test_the_same_again_makes_nothing_twice(world: World) -> None:
    set_up()
    with pytest.raises(CommandError, match="already"):
        set_up(administrator="iemand-anders")
    assert account_of("iemand-anders") is None


def test_a_login_name_that_is_taken_sets_up_nothing(world: World) -> None:
    with pytest.raises(CommandError):
        set_up(administrator="dennis")
    assert queries.partnership_at("veldenrade") is None
