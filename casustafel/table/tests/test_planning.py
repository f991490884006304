"""A meeting before the day: who changes it, who hears of it, who is expected and who comes instead."""

import importlib
from datetime import date, time

import pytest
from django.db import connection

from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.notices.choices import Kind
from casustafel.table import actions, planning_queries, queries
from casustafel.table.choices import State
from casustafel.table.models import Expected
from casustafel.table.planning import Line
from casustafel.table.tests import sat
from casustafel.table.tests.before import (
    arrange,
    bells,
    call_off,
    change,
    colleague,
    day,
    expect,
    planned,
    stand_in,
)
from casustafel.vault import opening
from tests import world as worlds
from tests.world import SEATS, World, behind_the_wall

pytestmark = pytest.mark.django_db
CORE = ["MUNICIPALITY", "POLICE", "PROSECUTOR"]


@pytest.fixture
def other(world: World) -> Case:
    return worlds.open_case(world, pseudonym="Merel")


# Planning


def test_every_organisation_with_a_seat_is_expected_for_the_time_that_was_given(
    world: World, case: Case, other: Case
) -> None:
    with world.acting("joyce") as joyce:
        meeting = actions.plan_meeting(
            day=day(3),
            starts=time(9),
            place="x",
            agenda=[other, case],
            minutes={case.id: 50},
            by=joyce,
            now=clock.now(),
        )
    plan = planned(world, meeting, "esra")
    assert [(item.case_id, item.minutes) for item in plan.items] == [(other.id, 30), (case.id, 50)]
    for item in plan.items:
        kinds = {seat.organisation.kind for seat in plan.expected_seats(item)}
        assert kinds == {*CORE, "SAFETY_HOUSE", "PROBATION"}
    with world.acting("joyce") as joyce, pytest.raises(Refused):
        actions.plan_meeting(
            day=day(3),
            starts=time(9),
            place="x",
            agenda=[case],
            minutes={case.id: 4},
            by=joyce,
            now=clock.now(),
        )


def test_who_sits_at_one_case_learns_when_it_is_on_and_nothing_of_the_other(
    world: World, case: Case, other: Case
) -> None:
    meeting = sat.plan(world, other, case)
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(case=other, person=world.people["esra"]).delete()
    plan = planned(world, meeting, "esra")
    assert [item.case_id for item in plan.items] == [case.id]
    assert plan.clock == [(1, 30), (2, 30)]
    assert {case_id for case_id in (seat.case_id for seat in plan.seats)} == {case.id}
    with world.acting("bram"):
        assert planning_queries.clock(meeting.id) == []


def test_agendas_of_before_expect_who_had_a_seat(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    migration = importlib.import_module("casustafel.table.migrations.0007_planning")
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        known = set(
            Expected.objects.behind_the_second_wall().values_list("item", "organisation", "case", "key")
        )
        Expected.objects.behind_the_second_wall().delete()
        for _ in range(2):
            cursor.execute(migration.EXPECT)
        again = Expected.objects.behind_the_second_wall().values_list("item", "organisation", "case", "key")
        assert set(again) == known and len(again) == 5 and planned(world, meeting)


# Changing


def test_the_chair_changes_day_time_and_place_and_everybody_hears(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    changed = change(world, meeting)
    assert (changed.day, changed.starts, changed.version) == (day(3), time(13), 2)
    with world.acting("esra") as esra:
        row = queries.get(esra, meeting.id)
        opened = opening.open_all([row], by=esra, purpose="test", now=clock.now())
        assert (row.day, opened(row, "place")) == (day(3), "CANARY-zaal 4")
    path = f"/overleg/{meeting.id}/vooraf/"
    assert bells(world, Kind.MEETING_CHANGED) == {login: path for login in SEATS if login != "joyce"}
    assert [line.actor_id for line in sat.lines("table.changed_planning")] == [world.people["joyce"].id]
    assert "CANARY" not in str(sat.lines("table.changed_planning")[0].content)


@pytest.mark.parametrize("wrong", [{"version": 2}, {"day": date(2020, 1, 1)}])
def test_what_was_changed_meanwhile_or_has_been_is_refused(world: World, case: Case, wrong) -> None:
    meeting = sat.plan(world, case)
    with pytest.raises(Refused):
        change(world, meeting, **wrong)
    assert planned(world, meeting).meeting.version == 1 and not sat.lines("table.changed_planning")


@pytest.mark.parametrize(("login", "refusal"), [("thijs", Refused), ("esra", Refused), ("bram", NotYours)])
def test_nobody_else_changes_it(world: World, case: Case, login: str, refusal) -> None:
    meeting = sat.plan(world, case)
    item = sat.item_of(world, meeting, case)
    for act in (
        lambda: change(world, meeting, by=login),
        lambda: arrange(world, meeting, [Line(item.id, 20)], by=login),
        lambda: expect(world, item, "POLICE", by=login),
        lambda: call_off(world, meeting, by=login),
    ):
        with pytest.raises(refusal):
            act()
    plan = planned(world, meeting)
    assert (plan.meeting.state, plan.meeting.version, plan.items[0].minutes) == (State.PLANNED, 1, 30)


def test_nothing_is_changed_once_it_has_begun(world: World, case: Case) -> None:
    colleague(world, "kim", "PROBATION")
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    version = planned(world, meeting).meeting.version
    for act in (
        lambda: change(world, meeting, version=version),
        lambda: arrange(world, meeting, [Line(item.id, 20)], version=version),
        lambda: expect(world, item, "POLICE"),
        lambda: call_off(world, meeting),
        lambda: stand_in(world, meeting, "esra", "kim", by="joyce"),
    ):
        with pytest.raises(Refused):
            act()
    assert planned(world, meeting).meeting.state == State.OPEN


def test_the_chair_puts_the_cases_in_another_order_with_other_minutes(
    world: World, case: Case, other: Case
) -> None:
    meeting = sat.plan(world, case, other)
    first, second = planned(world, meeting).items
    arrange(world, meeting, [Line(second.id, 45), Line(first.id, 10)])
    plan = planned(world, meeting)
    assert [(item.case_id, item.place, item.minutes) for item in plan.items] == [
        (other.id, 1, 45),
        (case.id, 2, 10),
    ]
    assert plan.meeting.version == 2 and len(sat.lines("table.arranged")) == 1
    with pytest.raises(Refused):
        arrange(world, meeting, [Line(second.id, 45)], version=1)


def test_a_case_comes_on_and_another_goes_off(world: World, case: Case, other: Case) -> None:
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(case=other, person=world.people["esra"]).delete()
    meeting = sat.plan(world, case)
    arrange(world, meeting, [], [(other, 25)])
    plan = planned(world, meeting)
    assert [(item.case_id, item.minutes) for item in plan.items] == [(other.id, 25)]
    assert {seat.organisation.kind for seat in plan.expected_seats(plan.items[0])} == {*CORE, "SAFETY_HOUSE"}
    heard = bells(world, Kind.MEETING_CHANGED)
    assert heard["thijs"] == f"/overleg/{meeting.id}/vooraf/"
    assert heard["esra"] == "/overleg/"  # who cannot open it any more is led to what is left
    with pytest.raises(NotYours):
        planned(world, meeting, "esra")


def test_an_agenda_is_never_empty_and_holds_only_cases_one_chairs(
    world: World, case: Case, other: Case
) -> None:
    meeting = sat.plan(world, case)
    item = sat.item_of(world, meeting, case)
    with pytest.raises(Refused):
        arrange(world, meeting, [])
    with pytest.raises(Refused):
        arrange(world, meeting, [Line(item.id, 3)])
    with world.acting("joyce") as joyce:
        closed = cases.close(case=other, reason="klaar", by=joyce, now=clock.now())
    with pytest.raises(Refused):
        arrange(world, meeting, [Line(item.id, 30)], [(closed, 30)])
    assert [row.case_id for row in planned(world, meeting).items] == [case.id]


def test_the_chair_leaves_an_organisation_out_and_asks_it_back(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    item = sat.item_of(world, meeting, case)
    expect(world, item, *CORE, "SAFETY_HOUSE")
    plan = planned(world, meeting)
    assert {row.organisation.kind for row in plan.expected_seats(item)} == {*CORE, "SAFETY_HOUSE"}
    assert set(bells(world, Kind.MEETING_CHANGED)) == {"thijs", "marloes", "pieterjan", "esra"}
    with pytest.raises(Refused):
        expect(world, item, "MENTAL_HEALTH")  # has no seat
    expect(world, item, "PROBATION")
    assert [row.person_id for row in planned(world, meeting).expected_seats(item)] == [
        world.people["esra"].id
    ]
    assert len(sat.lines("table.expected")) == 2


def test_called_off_says_why_to_who_was_expected_and_stays_so(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    with pytest.raises(Refused) as refused:
        call_off(world, meeting, " ")
    assert refused.value.field == "reason"
    off = call_off(world, meeting)
    with pytest.raises(Refused):
        call_off(world, meeting)
    with pytest.raises(Refused):
        sat.attend(world, meeting, "joyce")
    assert (off.state, b"CANARY" in bytes(off.reason)) == (State.OFF, False)
    assert set(bells(world, Kind.MEETING_OFF)) == {login for login in SEATS if login != "joyce"}
    assert len(sat.lines("table.called_off")) == 1
