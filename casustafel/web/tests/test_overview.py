"""The page on which a case opens: what can be read aloud there, and no more than the viewer may see."""

from datetime import timedelta
from uuid import uuid4

import pytest

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture.tests import told
from casustafel.plan import actions as plan
from casustafel.plan.models import Commitment
from casustafel.plan.tests import seated
from casustafel.web import overview
from tests.world import World

pytestmark = pytest.mark.django_db
FAMILY, MONEY = (model.current().domain(code).label for code in ("FAMILY", "MONEY"))


def _commit(world: World, case: Case, what: str) -> Commitment:
    with world.acting("thijs") as thijs:
        return plan.commit(
            case=case,
            organisation=world.people["marloes"].organisation,
            what=what,
            why="dat helpt",
            due_date=clock.now().date() + timedelta(days=3),
            by=thijs,
            now=clock.now(),
        )


def _of(world: World, case: Case, login: str) -> overview.Overview:
    with world.acting(login) as viewer:
        return overview.of_case(viewer, case.id, now=clock.now())[1]


def test_it_names_what_is_known_and_what_is_not(world: World, case: Case) -> None:
    assert _of(world, case, "esra").known == []
    told.contribute(world, case, domain="FAMILY")
    told.open_sharing(world, case)
    page = _of(world, case, "esra")
    assert page.known == [FAMILY] and FAMILY not in page.blank and MONEY in page.blank


def test_what_is_for_core_partners_stays_blank_to_the_others(world: World, case: Case) -> None:
    told.contribute(world, case, domain="MONEY", audience="CORE")
    told.open_sharing(world, case)
    assert _of(world, case, "pieterjan").known == [MONEY]
    assert MONEY in _of(world, case, "esra").blank


def test_it_says_what_was_agreed_and_is_still_open(world: World, case: Case, client_of) -> None:
    seated.set_goal(world, case, text="Hij heeft werk dat bij hem past")
    kept, open_one = _commit(world, case, "Samen naar het loket"), _commit(world, case, "Bellen met zijn zus")
    with world.acting("thijs") as thijs:
        plan.fulfil(commitment=kept, by=thijs, now=clock.now())
    page = client_of("esra").get(f"/casussen/{case.id}/").content.decode()
    assert "Hij heeft werk dat bij hem past" in page and "Bellen met zijn zus" in page
    assert "Samen naar het loket" not in page
    assert [line.what for line in _of(world, case, "esra").agreed] == ["Bellen met zijn zus"]
    assert open_one.due_date == _of(world, case, "esra").agreed[0].due


def test_what_it_shows_of_the_plan_is_in_the_log(world: World, case: Case) -> None:
    goal = seated.set_goal(world, case)
    _of(world, case, "esra")
    read = [row for line in told.lines("vault.read") for row in line.content["objects"]]
    assert f"plan_goal:{goal.id}" in read


def test_like_deeds_of_one_day_are_one_line_and_a_reason_stands_by_itself(world: World, case: Case) -> None:
    for number in range(3):
        _commit(world, case, f"Afspraak {number}")
    steps = [step.what for step in _of(world, case, "esra").case.steps]
    assert [what for what in steps if what.startswith("Afspraak")] == ["Afspraak gemaakt, 3 keer"]
    for whom in ("esra", "thijs"):
        told.ask(world, case, whom=whom)
    steps = [step.what for step in _of(world, case, "esra").case.steps]
    assert steps.count("Informatie gevraagd") == 2


def test_without_a_seat_it_is_absent(case: Case, client_of) -> None:
    for login in ("anouk", "bram", "farid"):
        real, absent = (client_of(login).get(f"/casussen/{key}/") for key in (case.id, uuid4()))
        assert real.status_code == absent.status_code == 404
        assert real.content == absent.content
