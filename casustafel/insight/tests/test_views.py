"""Counts for the mayor and the policy adviser, and for nobody else."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casustafel.cases import queries as cases
from casustafel.demo.people import PEOPLE
from casustafel.insight.tests import counted
from casustafel.lib import clock
from casustafel.parties.models import Parameter
from casustafel.triage.tests import given as triage
from tests import bad_input
from tests.world import NAME, World, behind_the_wall, open_case

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
CASELOAD, FIGURES = "/inzicht/caseload/", "/inzicht/cijfers/"
READERS = [("elisabeth", CASELOAD), ("ruben", FIGURES)]
EACH = pytest.mark.parametrize(("login", "address"), READERS)


def numbers(page: str) -> list[str]:
    """The table twin of the drawing, from top to bottom."""
    twin = page[page.index("<details") : page.index("</details>")]
    return re.findall(r'<td class="number"[^>]*>([^<]*)</td>', twin)


def levels(page: str) -> dict[str, tuple[int, int]]:
    rows = page[page.rindex("<tbody") :]
    cells = re.findall(r'row">([^<]*)</th><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td>', rows)
    return {level.split(":")[0]: (int(running), int(late)) for level, running, late in cells}


def smallest(number: int) -> None:
    with behind_the_wall("postgres"):
        assert Parameter.objects.filter(code="SMALL_COUNT").update(value=number)


class TestCounts:
    def test_the_mayor_sees_how_many_stand_at_each_step(self, world: World, client_of: ClientOf) -> None:
        counted.road(world, reports=4, weighed=3, taken_up=2, closed=1)
        page = client_of("elisabeth").get(CASELOAD).content.decode()
        assert numbers(page) == ["4", "3", "2", "1"]
        assert "Van 4 meldingen zijn er 3 gewogen en 2 een casus geworden." in page

    def test_the_mayor_sees_what_runs_per_level_and_what_is_late(
        self, world: World, client_of: ClientOf
    ) -> None:
        today = clock.now().date()
        counted.case(world, level="LIGHT", due=today - timedelta(days=1))
        counted.case(world, level="LIGHT", due=today)
        counted.case(world, level="INTENSIVE", due=today + timedelta(days=1))
        counted.case(world, level="INTENSIVE", due=today - timedelta(days=9), closed=True)
        page = client_of("elisabeth").get(CASELOAD).content.decode()
        assert levels(page) == {"Licht": (2, 1), "Gewoon": (0, 0), "Intensief": (1, 0)}

    def test_the_adviser_sees_no_number_that_points_at_persons(
        self, world: World, client_of: ClientOf
    ) -> None:
        counted.road(world, reports=7, weighed=4, taken_up=2, closed=0)
        smallest(3)
        assert numbers(client_of("ruben").get(FIGURES).content.decode()) == ["7", "4", "niet getoond", "0"]

    def test_nor_one_from_which_it_can_be_subtracted(self, world: World, client_of: ClientOf) -> None:
        counted.road(world, reports=7, weighed=6, taken_up=3, closed=1)
        smallest(3)
        page = client_of("ruben").get(FIGURES).content.decode()
        assert numbers(page) == ["7", "niet getoond", "3", "niet getoond"]
        drawn = page[page.index('<svg class="funnel"') : page.index("</figure>")]
        assert re.findall(r'<rect[^>]* width="(\d+)"', drawn) == ["360", "0", "151", "0"]
        assert "6" not in re.findall(r">([^<>]*)<", drawn)

    def test_the_parameter_of_the_partnership_decides_from_where(
        self, world: World, client_of: ClientOf
    ) -> None:
        counted.road(world, reports=5, weighed=5, taken_up=0, closed=0)
        for least, told in ((5, ["5", "5", "0", "0"]), (6, ["niet getoond", "niet getoond", "0", "0"])):
            smallest(least)
            page = client_of("ruben").get(FIGURES).content.decode()
            assert numbers(page) == told
            assert f"kleiner is dan {least}" in page

    @EACH
    def test_what_belongs_to_another_partnership_does_not_count(
        self, world: World, client_of: ClientOf, login: str, address: str
    ) -> None:
        counted.road(world, reports=6, weighed=0, taken_up=0, closed=0, slug="hogezijde")
        page = client_of(login).get(address).content.decode()
        assert "Nog geen meldingen" in page and '<svg class="funnel"' not in page


class TestThePage:
    @EACH
    def test_an_empty_partnership_reads_how_it_begins(
        self, client_of: ClientOf, login: str, address: str
    ) -> None:
        page = client_of(login).get(address).content.decode()
        assert "Nog geen meldingen" in page
        assert "De cijfers beginnen bij de eerste melding die binnenkomt." in page

    @EACH
    def test_the_drawing_is_an_image_that_says_what_was_found_with_a_table_beside_it(
        self, world: World, client_of: ClientOf, login: str, address: str
    ) -> None:
        counted.road(world, reports=6, weighed=0, taken_up=0, closed=0)
        page = client_of(login).get(address).content.decode()
        found = "Van 6 meldingen zijn er 0 gewogen en 0 een casus geworden."
        assert re.search(rf'<svg class="funnel"[^>]* role="img" aria-label="{found}', page)
        assert re.search(rf"<figcaption>\s*<p>{found}", page)
        assert numbers(page) == ["6", "0", "0", "0"]

    @EACH
    def test_in_english_for_who_reads_english(
        self, world: World, client_of: ClientOf, login: str, address: str
    ) -> None:
        counted.road(world, reports=6, weighed=6, taken_up=0, closed=0)
        page = client_of(login).get(address, headers={"accept-language": "en"}).content.decode()
        assert "Of 6 reports, 6 were weighed and 0 became a case." in page

    @EACH
    def test_no_name_no_case_no_text_of_anybody(
        self, world: World, client_of: ClientOf, login: str, address: str
    ) -> None:
        triage.decided(world)
        case = open_case(world)
        page = client_of(login).get(address).content.decode()
        for secret in (NAME, "Linde", "Jan de Vries", "CANARY", str(case.id), "samen optrekken"):
            assert secret not in page

    @EACH
    def test_it_asks_the_database_the_same_however_many_there_are(
        self, world: World, client_of: ClientOf, login: str, address: str
    ) -> None:
        client, asked = client_of(login), []
        for _ in range(2):
            counted.road(world, reports=5, weighed=5, taken_up=5, closed=0)
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            asked.append(bad_input.queries(captured))
        assert asked[0] == asked[1] <= 12


class TestNobodyElse:
    @pytest.mark.parametrize("someone", PEOPLE, ids=lambda someone: someone.login)
    @pytest.mark.parametrize("address", [CASELOAD, FIGURES])
    def test_comes_in(self, world: World, client_of: ClientOf, someone, address: str) -> None:
        client = client_of(someone.login)
        answer = client.get(address)
        if (someone.login, address) in [*READERS, ("elisabeth", FIGURES)]:
            assert answer.status_code == 200
        else:
            assert answer.status_code == 404
            assert answer.content == client.get("/inzicht/bestaat-niet/").content

    @pytest.mark.parametrize("login", ["elisabeth", "ruben"])
    def test_who_sees_figures_sees_no_rows(self, world: World, client_of: ClientOf, login: str) -> None:
        case = open_case(world)
        with world.acting(login) as viewer:
            assert list(cases.mine(viewer, state="ALL", page=1)) == []
        for address in (f"/casussen/{case.id}/", "/casussen/", "/meldingen/", "/weging/"):
            assert client_of(login).get(address).status_code == 404
