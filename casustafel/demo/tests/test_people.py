"""The page on which somebody chooses whom to be: each by one press, and only in a demo."""

from collections.abc import Iterator
from importlib import reload

import pytest
from django.test import Client, override_settings
from django.urls import clear_url_caches

from casustafel import urls
from casustafel.access.roles import ROLES
from casustafel.demo.people import PEOPLE
from tests.world import World

pytestmark = pytest.mark.django_db
ENTER = "/demo/inloggen/"
# The issue names fourteen whom one can be.
ROLES_OF_THE_ISSUE = {
    "REPORTING_OFFICER",
    "TRIAGE_MEMBER",
    "PROCESS_DIRECTOR",
    "CASE_DIRECTOR",
    "PARTICIPANT",
    "MAYOR",
    "POLICY_ADVISER",
    "DATA_PROTECTION_OFFICER",
    "ADMINISTRATOR",
}
# And the adviser of the national support point, who came with asking advice without a person.
ALL_ROLES = ROLES_OF_THE_ISSUE | {"ADVISER"}


@pytest.mark.parametrize("someone", PEOPLE, ids=lambda someone: someone.login)
def test_one_press_and_you_are_this_person(world: World, someone) -> None:
    client = Client()
    assert client.post(ENTER, {"login": someone.login}, follow=True).status_code == 200
    assert someone.name in client.get("/").content.decode()


def test_another_press_and_you_are_somebody_else(world: World) -> None:
    client = Client()
    for login, name in (("saskia", "Saskia de Wit"), ("bram", "Bram Dekker")):
        client.post(ENTER, {"login": login})
        assert name in client.get("/").content.decode()
    assert "Saskia de Wit" not in client.get("/").content.decode()


def test_everybody_the_issue_names_is_there_and_one_works_elsewhere() -> None:
    assert len(PEOPLE) == 15 and len({someone.login for someone in PEOPLE}) == 15
    here = [someone for someone in PEOPLE if someone.partnership == "merenwoude"]
    assert {role for someone in here for role in someone.roles} == ALL_ROLES <= set(ROLES)
    assert len(PEOPLE) - len(here) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ["Beleidsadviseur · Gemeente", "Deelnemer · Reclassering", "Werkt met cijfers"]),
        ("en", ["Policy adviser · Municipality", "Participant · Probation service", "Works with figures"]),
    ],
)
def test_the_page_says_role_and_organisation_in_the_language_of_the_reader(
    language: str, said: list[str]
) -> None:
    client = Client(headers={"accept-language": language})
    page = client.get("/demo/").content.decode()
    assert all(each in page for each in said)
    assert page.count(f'action="{ENTER}"') == len(PEOPLE)


@pytest.mark.parametrize("login", ["", "nobody", "saskia\x00", "x" * 100_001, "\u202esaskia"])
def test_whom_nobody_is_cannot_be_chosen(world: World, login: str) -> None:
    client = Client()
    assert client.post(ENTER, {"login": login}).status_code == 404
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_the_address_alone_does_nothing(world: World, method: str) -> None:
    client = Client()
    assert getattr(client, method)(f"{ENTER}?login=saskia").status_code == 405
    assert client.get("/").status_code == 302


@pytest.fixture
def no_demo() -> Iterator[None]:
    """The addresses as an installation that is no demo makes them."""
    try:
        with override_settings(DEMO=False):
            reload(urls)
            clear_url_caches()
            yield
    finally:
        reload(urls)
        clear_url_caches()


@pytest.mark.parametrize("address", ["/demo/", "/demo/stijl/", ENTER])
def test_without_a_demo_there_is_no_such_page(world: World, no_demo: None, address: str) -> None:
    client = Client()
    absent = client.get("/nergens/")
    for answer in (client.get(address), client.post(address, {"login": "saskia"})):
        assert answer.status_code == 404
        assert answer.content == absent.content
    assert client.get("/").status_code == 302


def test_and_afterwards_it_is_there_again(world: World) -> None:
    assert Client().get("/demo/").status_code == 200
