"""The worker reminds who is expected to prepare: once for each meeting, and nobody who is ready."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from casustafel.access.roles import roles_with
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.notices import actions as notices
from casustafel.notices.choices import DEPUTY_NEEDS, Kind
from casustafel.notices.models import Notice
from casustafel.notices.tests.given import as_worker, stand_in
from casustafel.picture.tests import told
from casustafel.table.tests import before, sat
from casustafel.table.tests.before import bells, day
from tests.world import SEATS, World

pytestmark = pytest.mark.django_db


def remind(world: World, *, in_days: int = 0) -> None:
    deputies = roles_with(DEPUTY_NEEDS[Kind.MEETING_PREPARE])
    now = clock.now() + timedelta(days=in_days)
    with as_worker(world), connection.cursor() as cursor:
        cursor.execute("SELECT table_remind(%s, %s, %s)", [now, now.date(), deputies])


def reminded(world: World) -> dict[str, str]:
    return bells(world, Kind.MEETING_PREPARE)


@pytest.mark.parametrize(("days", "rings"), [(0, True), (5, True), (6, False)])
def test_who_is_expected_is_reminded_so_long_before(world: World, case: Case, days: int, rings: bool) -> None:
    meeting = sat.plan(world, case)
    before.change(world, meeting, day=day(days))
    remind(world)
    path = f"/overleg/{meeting.id}/vooraf/"
    assert reminded(world) == (dict.fromkeys(SEATS, path) if rings else {})


def test_once_for_each_meeting_also_when_it_was_seen(world: World, case: Case) -> None:
    before.change(world, sat.plan(world, case), day=day(4))
    remind(world)
    with world.acting("esra") as esra:
        notices.see_all(by=esra, now=clock.now())
    remind(world, in_days=1)
    with world.acting("esra") as esra:
        assert Notice.objects.visible_to(esra).filter(kind=Kind.MEETING_PREPARE).count() == 1
    sat.plan(world, case)
    remind(world, in_days=0)
    with world.acting("esra") as esra:
        assert Notice.objects.visible_to(esra).filter(kind=Kind.MEETING_PREPARE).count() == 2


def test_not_who_is_ready_or_left_out_nor_when_sharing_is_open(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    before.say_ready(world, case, "thijs")
    item = sat.item_of(world, meeting, case)
    before.expect(world, item, "MUNICIPALITY", "POLICE", "PROSECUTOR")
    with transaction.atomic():
        remind(world)
        assert set(reminded(world)) == {"marloes", "pieterjan"}
        transaction.set_rollback(True)
    told.open_sharing(world, case)
    remind(world)
    assert reminded(world) == {}


def test_who_comes_instead_is_reminded_and_who_stays_away_is_not(world: World, case: Case) -> None:
    before.colleague(world, "kim", "PROBATION")
    meeting = sat.plan(world, case)
    before.stand_in(world, meeting, "esra", "kim")
    stand_in(world, "thijs", "marloes")  # a deputy hears of it too, once
    remind(world)
    assert set(reminded(world)) == {"joyce", "thijs", "marloes", "pieterjan", "kim"}


def test_not_of_what_was_called_off_or_is_under_way(world: World, case: Case) -> None:
    before.call_off(world, sat.plan(world, case))
    sat.under_way(world, case)
    remind(world)
    assert reminded(world) == {}


def test_only_the_worker_reminds(world: World, case: Case) -> None:
    asked = "SELECT table_remind(now(), current_date, '{}')"
    with (
        world.acting("joyce"),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute(asked)
