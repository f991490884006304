"""What Today says to who keeps the partnership, to the data protection officer, and to who chairs."""

import pytest
from django.utils import translation

from casustafel.lib import clock
from casustafel.parties import parameter_actions, staff_actions
from casustafel.parties.models import Parameter
from casustafel.parties.tests import given as made
from casustafel.parties.tests.given import day
from casustafel.web import waiting
from tests.world import World, behind_the_wall, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(world: World, login: str) -> dict[str, str]:
    """Each sentence, with where it leads."""
    with world.acting(login) as viewer:
        return {each.text: each.url for each in waiting.for_now(viewer, day=day(0))}


def test_the_administrator_hears_of_people_without_a_role(world: World) -> None:
    assert not [text for text in told(world, "dennis") if "role" in text]
    for login, number in (("esra", "1 person has"), ("bram", "2 people have")):
        with behind_the_wall("postgres"):
            world.people[login].mandates.behind_the_second_wall().update(until_date=day(0))
        assert told(world, "dennis")[f"{number} no role."] == "/samenwerking/personen/?state=WITHOUT_ROLE"
    made.mandate(world, "bram", "MAYOR", from_date=day(40))
    assert "1 person has no role." in told(world, "dennis")


@pytest.mark.parametrize(("ends", "is_told"), [(1, True), (30, True), (31, False)])
def test_of_roles_that_end_within_thirty_days(world: World, ends: int, is_told: bool) -> None:
    made.mandate(world, "farid", "MAYOR", until_date=day(ends))
    found = {url for text, url in told(world, "dennis").items() if "The role Mayor" in text}
    assert found == ({f"/samenwerking/personen/{world.people['farid'].id}/"} if is_told else set())


def test_not_of_a_role_that_goes_on_or_of_somebody_who_leaves(world: World) -> None:
    made.mandate(world, "farid", "MAYOR", until_date=day(5))
    made.mandate(world, "farid", "MAYOR", from_date=day(5))
    with world.acting("dennis") as dennis:
        staff_actions.leave(person=world.people["esra"], until_date=day(5), by=dennis, now=clock.now())
    assert not [text for text in told(world, "dennis") if "The role" in text]


def test_of_an_agreement_that_is_missing_or_ends(world: World) -> None:
    assert [text for text in told(world, "dennis") if text.startswith("No agreement is recorded")]
    made.agreement(world, until_date=day(31))
    assert not [text for text in told(world, "dennis") if "greement" in text]
    made.agreement(world, from_date=day(-1), until_date=day(30))
    assert [text for text in told(world, "dennis") if text.startswith("The agreement ends on")]
    made.agreement(world, from_date=day(30))
    assert not [text for text in told(world, "dennis") if "greement" in text]


def test_the_officer_hears_how_many_numbers_nobody_verified(world: World) -> None:
    numbers = Parameter.objects.filter(partnership=world.partnerships["merenwoude"])
    total = numbers.count()
    assert f"{total} terms and numbers were not verified." in told(world, "mirjam")
    with world.acting("mirjam") as mirjam:
        for row in numbers[: total - 1]:
            parameter_actions.verify(parameter=row, by=mirjam, now=clock.now())
    assert told(world, "mirjam")["1 term or number was not verified."] == "/samenwerking/#parameters"
    with world.acting("mirjam") as mirjam:
        parameter_actions.verify(parameter=numbers.get(verified_by=""), by=mirjam, now=clock.now())
    assert told(world, "mirjam") == {}


def test_the_process_director_hears_of_a_seat_of_somebody_who_left(world: World) -> None:
    case = open_case(world)
    assert not [text for text in told(world, "joyce") if "seat" in text]
    with world.acting("dennis") as dennis:
        staff_actions.leave(person=world.people["esra"], until_date=day(0), by=dennis, now=clock.now())
    assert f"/casussen/{case.id}/" in told(world, "joyce").values()
    for login in ("thijs", "marloes", "bram"):
        assert not [text for text in told(world, login) if "seat" in text], login


@pytest.mark.parametrize("login", ["esra", "joyce", "saskia", "elisabeth"])
def test_nobody_else_hears_of_the_administration(world: World, login: str) -> None:
    made.mandate(world, "farid", "MAYOR", until_date=day(1))
    assert not [url for url in told(world, login).values() if url.startswith("/samenwerking/")]


def test_one_step_of_the_work_is_the_current_one(world: World, client_of) -> None:
    for login, address in (
        ("dennis", "/samenwerking/personen/"),
        ("dennis", f"/samenwerking/personen/{world.people['esra'].id}/"),
        ("mirjam", "/samenwerking/logboek/"),
        ("dennis", "/samenwerking/"),
        ("dennis", "/"),
    ):
        page = client_of(login).get(address).content.decode()
        menu = page.split('id="menu"')[1].split("</nav>")[0]
        assert menu.count('aria-current="page"') == 1, address
