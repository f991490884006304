"""Who gets which numbers, as a question and as the functions behind the wall answer it."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.access.permissions import Permission
from casustafel.access.roles import ROLES
from casustafel.audit.log import Door
from casustafel.demo.people import PEOPLE
from casustafel.insight import queries
from casustafel.insight.tests import counted
from casustafel.lib import clock
from casustafel.parties import actions
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
SLUGS = st.sampled_from(["merenwoude", "hogezijde"])
CASES = st.lists(
    st.tuples(SLUGS, st.sampled_from(["LIGHT", "REGULAR", "INTENSIVE"]), st.integers(-2, 2), st.booleans()),
    max_size=5,
)
LOGINS = st.sampled_from([someone.login for someone in PEOPLE])
NOTHING = {"REPORTS": 0, "WEIGHED": 0, "TAKEN_UP": 0, "CLOSED": 0}


def _mandate(world: World, login: str, role: str) -> None:
    with behind_the_wall():
        since = clock.now().date() - timedelta(days=1)
        actions.give_mandate(
            person=world.people[login], role=role, from_date=since, by=Door("TEST"), now=clock.now()
        )


@bad_input.some
@given(
    reports=st.lists(SLUGS, max_size=2),
    weighings=st.lists(SLUGS, max_size=3),
    cases=CASES,
    login=LOGINS,
    also=st.sampled_from(["", "MAYOR", "POLICY_ADVISER", "ADMINISTRATOR"]),
)
def test_the_wall_counts_what_the_own_partnership_holds_for_who_may_and_nothing_for_others(
    world: World, reports, weighings, cases, login: str, also: str
) -> None:
    with bad_input.undone():
        held = next(someone.roles for someone in PEOPLE if someone.login == login)
        if also and also not in held:
            _mandate(world, login, also)
        for slug in reports:
            counted.road(world, slug=slug, reports=1, weighed=0, taken_up=0, closed=0)
        for slug in weighings:
            counted.weighing(world, slug=slug)
        today = clock.now().date()
        for slug, level, days, closed in cases:
            counted.case(world, slug=slug, level=level, due=today + timedelta(days=days), closed=closed)
        own = next(someone.partnership for someone in PEOPLE if someone.login == login)
        with world.acting(login) as viewer:
            mine = [each for each in cases if each[0] == own]
            expected = {
                "REPORTS": reports.count(own),
                "WEIGHED": weighings.count(own),
                "TAKEN_UP": len(mine),
                "CLOSED": sum(closed for *_, closed in mine),
            }
            counts = viewer.may(Permission.CASELOAD_READ) or viewer.may(Permission.FIGURES_READ)
            assert queries.counts() == (expected if counts else NOTHING)
            running = [(level, days) for _, level, days, closed in mine if not closed]
            late = Counter(level for level, days in running if days < 0)
            expected_load = {
                level: (n, late[level]) for level, n in Counter(level for level, _ in running).items()
            }
            assert queries.caseload() == (expected_load if viewer.may(Permission.CASELOAD_READ) else {})


def test_without_a_session_the_wall_counts_nothing(world: World) -> None:
    counted.road(world, reports=1, weighed=1, taken_up=1, closed=1)
    assert queries.counts() == NOTHING
    assert queries.caseload() == {}


def test_only_the_mayor_and_the_policy_adviser_get_numbers() -> None:
    holding = {
        permission: {code for code, role in ROLES.items() if permission in role.permissions}
        for permission in (Permission.CASELOAD_READ, Permission.FIGURES_READ)
    }
    assert holding == {
        Permission.CASELOAD_READ: {"MAYOR"},
        Permission.FIGURES_READ: {"MAYOR", "POLICY_ADVISER"},
    }
