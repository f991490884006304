"""Odd input at the doors and in the addresses of lists: nothing breaks, nonsense shows the usual."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from casustafel.access.models import Session
from casustafel.table.tests import sat
from tests import bad_input
from tests.world import World, open_case

pytestmark = pytest.mark.django_db

LISTS = [
    ("saskia", "/meldingen/"),
    ("farid", "/weging/"),
    ("thijs", "/casussen/"),
    ("thijs", "/overleg/"),
    ("thijs", "/opvolging/"),
    ("saskia", "/opvolging/terugkoppeling/"),
    ("mirjam", "/samenwerking/logboek/"),
    ("ruben", "/inzicht/cijfers/"),
    ("elisabeth", "/inzicht/caseload/"),
]
NAMES = ["state", "page", "q", "kind", "when", "own", "example", "domain", "organisation", "scheme"]
QUERIES = st.dictionaries(st.sampled_from(NAMES), bad_input.TYPED.filter(lambda typed: len(typed) < 2000))


def rows(page: str) -> int:
    return page.count("<tr")


@bad_input.some
@given(place=st.sampled_from(LISTS), asked=QUERIES)
def test_a_list_takes_any_address(
    world: World, client_of, place: tuple[str, str], asked: dict[str, str]
) -> None:
    with bad_input.undone():
        sat.plan(world, open_case(world))
        login, address = place
        response = client_of(login).get(address, asked)
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(("login", "address"), LISTS)
def test_a_state_nobody_knows_shows_the_usual_list(world: World, client_of, login: str, address: str) -> None:
    sat.plan(world, open_case(world))
    client = client_of(login)
    usual = rows(client.get(address).content.decode())
    for nonsense in ("NO_SUCH", "\x00", "' OR 1=1 --", "open"):
        assert (
            rows(
                client.get(address, {"state": nonsense, "kind": nonsense, "when": nonsense}).content.decode()
            )
            == usual
        )


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999999999999999999", "1.5", "\x00", "١"])
def test_a_page_that_is_not_there_shows_one_that_is(world: World, client_of, page: str) -> None:
    sat.plan(world, open_case(world))
    assert "Linde" in client_of("thijs").get("/casussen/", {"page": page}).content.decode()


@bad_input.some
@given(asked=QUERIES)
def test_a_form_that_is_filled_in_beforehand_takes_any_address(
    world: World, client_of, asked: dict[str, str]
) -> None:
    with bad_input.undone():
        case = open_case(world)
        client = client_of("thijs")
        for door in ("plan/doel/", "plan/interventie/", "witte-vlekken/vragen/"):
            assert client.get(f"/casussen/{case.id}/{door}", asked).status_code == 200


@bad_input.some
@given(data=bad_input.spoiled({"language": "en", "next": "/casussen/"}))
def test_another_language(world: World, client_of, data: dict[str, str]) -> None:
    client = client_of("thijs")
    response = client.post("/taal/", data)
    assert response.status_code in {204, 302}
    onward = urlsplit(response.get("Location", "/"))
    assert (onward.scheme, onward.netloc) == ("", "")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "away", ["https://elders.example/", "//elders.example/", "javascript:alert(1)", "\\\\elders"]
)
def test_another_language_leads_nowhere_else(client_of, away: str) -> None:
    response = client_of("thijs").post("/taal/", {"language": "en", "next": away})
    assert "elders" not in response["Location"] and "javascript" not in response["Location"]


@bad_input.some
@given(data=bad_input.spoiled({"login": "saskia", "password": "not the right one"}))
def test_signing_in(world: World, data: dict[str, str]) -> None:
    with bad_input.undone():
        client = Client()
        response = client.post("/account/inloggen/", data)
        assert response.status_code in {200, 429}
        assert "<script>alert" not in response.content.decode()
        assert client.get("/").status_code == 302


@bad_input.some
@given(number=bad_input.TYPED)
def test_ending_a_session_that_is_not_there(world: World, client_of, number: str) -> None:
    with bad_input.undone():
        client = client_of("saskia")
        client.get("/")
        before = Session.objects.count()
        assert client.post("/account/sessies/beeindigen/", {"number": number}).status_code == 404
        assert Session.objects.count() == before
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("part", [0, 1, 4, 15])
def test_a_part_of_a_number_ends_no_session(world: World, client_of, part: int) -> None:
    client = client_of("saskia")
    client.get("/")
    here = Session.objects.get(account=world.people["saskia"].account_id, origin="page")
    client.post("/account/sessies/beeindigen/", {"number": here.key_hash[:part]})
    assert Session.objects.filter(pk=here.pk).exists()
