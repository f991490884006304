"""The map of who knows what: its cells, its sentence, and the ways on from a blank spot."""

from datetime import date, timedelta

import pytest
from django.utils.formats import date_format

from casustafel.cases import actions as cases_actions
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture import actions, presenters, queries
from casustafel.picture.presenters import BlankSpots, Cell
from casustafel.picture.tests import told
from tests.world import World

pytestmark = pytest.mark.django_db
ROW = "NETWORK"


def _map(world: World, case: Case, login: str) -> BlankSpots:
    now = clock.now()
    with world.acting(login) as viewer:
        file = queries.picture(viewer, case)
        organisations = cases.organisations_at(viewer, case, day=now.date())
        _frame, spots = presenters.blank_spots(viewer, file, organisations, now=now)
        return spots


def _cell(world: World, case: Case, login: str, whose: str, *, row: str = ROW) -> Cell:
    spots = _map(world, case, login)
    name = world.people[whose].organisation.name
    cells = next(each for each in spots.rows if each.code == row).cells
    return next(cell for cell in cells if cell.organisation == name)


def test_at_first_every_part_of_life_is_blank(world: World, case: Case) -> None:
    spots = _map(world, case, "esra")
    assert spots.blank == [domain.label for domain in model.current().domains]
    assert {cell.state for row in spots.rows for cell in row.cells} == {"UNKNOWN"}
    assert world.people["esra"].organisation.name in spots.organisations
    assert world.people["bram"].organisation.name not in spots.organisations


def test_what_was_prepared_is_known_to_oneself_and_blank_to_the_others(world: World, case: Case) -> None:
    told.contribute(world, case)
    assert _cell(world, case, "marloes", "marloes").state == "KNOWN"
    assert _cell(world, case, "esra", "marloes").state == "UNKNOWN"
    told.open_sharing(world, case)
    assert _cell(world, case, "esra", "marloes").state == "KNOWN"
    assert model.current().domain(ROW).label not in _map(world, case, "esra").blank


def test_what_is_for_core_partners_fills_no_cell_for_the_others(world: World, case: Case) -> None:
    told.contribute(world, case, audience="CORE")
    told.open_sharing(world, case)
    assert _cell(world, case, "pieterjan", "marloes").state == "KNOWN"
    assert _cell(world, case, "esra", "marloes").state == "UNKNOWN"


def test_a_cell_tells_how_fresh_the_newest_is(world: World, case: Case) -> None:
    for day in (date(2026, 1, 5), date(2026, 3, 9), date(2026, 2, 1)):
        told.contribute(world, case, observed_date=day)
    assert _cell(world, case, "marloes", "marloes").text.endswith(date_format(date(2026, 3, 9), "j N Y"))


def test_what_is_older_than_the_parameter_says_is_known_but_old(world: World, case: Case) -> None:
    for days, state in ((181, "STALE"), (180, "KNOWN")):
        told.contribute(world, case, observed_date=clock.now().date() - timedelta(days=days))
        assert _cell(world, case, "marloes", "marloes").state == state
        assert model.current().domain(ROW).label not in _map(world, case, "marloes").blank


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(None, "ASKED"), ("ANSWERED", "KNOWN"), ("NONE", "UNKNOWN"), ("REFUSED", "MAY_NOT_KNOW")],
)
def test_an_asked_blank_spot_shows_what_came_of_it(world: World, case: Case, outcome, state) -> None:
    blank = _cell(world, case, "joyce", "esra")
    asked = told.ask(world, case)
    if outcome:
        with world.acting("esra") as esra:
            actions.reply_to_request(request=asked, outcome=outcome, text="x", by=esra, now=clock.now())
    cell = _cell(world, case, "joyce", "esra")
    assert cell.state == state
    assert (cell.state, cell.text) != (blank.state, blank.text)  # "nothing known" is not "never asked"
    assert _cell(world, case, "joyce", "marloes").state == "UNKNOWN"


def test_a_request_shows_its_answer_and_whose_turn_it_is(world: World, case: Case) -> None:
    asked = told.ask(world, case)
    assert [line.mine for line in _map(world, case, "esra").requests] == [True]
    assert [line.mine for line in _map(world, case, "marloes").requests] == [False]
    with world.acting("esra") as esra:
        actions.reply_to_request(request=asked, outcome="NONE", text="CANARY-none", by=esra, now=clock.now())
    line = _map(world, case, "esra").requests[0]
    assert (line.mine, line.answer, line.state) == (False, "CANARY-none", "NONE")


def test_a_request_is_late_after_its_day_and_not_once_answered(world: World, case: Case) -> None:
    asked = told.ask(world, case)
    with world.acting("joyce") as joyce:
        file = queries.picture(joyce, case)
        for days, late in ((10, False), (11, True)):
            now = clock.now() + timedelta(days=days)
            _frame, spots = presenters.blank_spots(joyce, file, [], now=now)
            assert spots.requests[0].is_late is late
    with world.acting("esra") as esra:
        actions.reply_to_request(request=asked, outcome="NONE", text="x", by=esra, now=clock.now())
        file = queries.picture(esra, case)
        _frame, spots = presenters.blank_spots(esra, file, [], now=clock.now() + timedelta(days=11))
        assert spots.requests[0].is_late is False


def test_every_state_has_its_drawing_and_words_on_the_page(world: World, case: Case, client_of) -> None:
    told.contribute(world, case, domain="FAMILY")
    told.open_sharing(world, case)
    for outcome in (None, "ANSWERED", "NONE", "REFUSED"):
        asked = told.ask(world, case, whom="esra" if outcome else "thijs")
        if outcome:
            with world.acting("esra") as esra:
                actions.reply_to_request(request=asked, outcome=outcome, text="x", by=esra, now=clock.now())
        response = client_of("joyce").get(f"/casussen/{case.id}/witte-vlekken/")
        page = response.content.decode()
        assert response.status_code == 200 and "UNDEFINED" not in page
    cell = _cell(world, case, "joyce", "marloes")
    assert cell.url.replace("&", "&amp;") in page
    assert f'scope="row">{model.current().domain("FAMILY").label}' in page


def test_nobody_is_asked_in_a_closed_case(world: World, case: Case, client_of) -> None:
    with world.acting("joyce") as joyce:
        cases_actions.close(case=case, reason="klaar", by=joyce, now=clock.now())
    page = client_of("joyce").get(f"/casussen/{case.id}/witte-vlekken/").content.decode()
    assert "witte-vlekken/vragen/" not in page
