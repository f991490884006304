"""A meeting before the day: who comes instead, who has to be there, who is ready."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.notices.choices import Kind
from casustafel.parties.models import Parameter
from casustafel.picture.tests import told
from casustafel.table import planning, planning_queries, queries
from casustafel.table.choices import Role, State
from casustafel.table.models import AgendaItem, Expected, Meeting
from casustafel.table.tests import room, sat
from casustafel.table.tests.before import (
    bells,
    change,
    colleague,
    day,
    expect,
    planned,
    say_ready,
    seat,
    stand_in,
)
from casustafel.vault import opening
from tests import world as worlds
from tests.world import SEATS, World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
CORE = ["MUNICIPALITY", "POLICE", "PROSECUTOR"]


@pytest.fixture
def other(world: World) -> Case:
    return worlds.open_case(world, pseudonym="Merel")


# Who comes instead


def test_a_colleague_comes_instead_and_hears_of_it(world: World, case: Case) -> None:
    colleague(world, "kim", "PROBATION")
    meeting = sat.plan(world, case)
    with pytest.raises(NotYours):
        planned(world, meeting, "kim")
    stand_in(world, meeting, "esra", "kim")
    assert bells(world, Kind.MEETING_PROXY) == {"kim": f"/overleg/{meeting.id}/vooraf/"}
    assert planned(world, meeting, "kim").items == []  # the meeting, and none of its cases
    [esra] = [row for row in planned(world, meeting).seats if row.person_id == world.people["esra"].id]
    assert planned(world, meeting).comes(esra) is None
    seat(world, case, "kim")
    assert planned(world, meeting).comes(esra) == world.people["kim"].id
    assert len(sat.lines("table.stand_in_named")) == 1


def test_a_second_stand_in_takes_the_place_of_the_first(world: World, case: Case) -> None:
    colleague(world, "kim", "PROBATION")
    colleague(world, "lou", "PROBATION")
    meeting = sat.plan(world, case)
    stand_in(world, meeting, "esra", "kim")
    proxy = stand_in(world, meeting, "esra", "lou", by="joyce")
    assert planned(world, meeting).stand_in(world.people["esra"].id) == world.people["lou"].id
    with world.acting("thijs") as thijs, pytest.raises(Refused):
        planning.comes_after_all(proxy=proxy, by=thijs, now=clock.now())
    with world.acting("esra") as esra:
        for _ in range(2):
            planning.comes_after_all(proxy=proxy, by=esra, now=clock.now())
    assert planned(world, meeting).proxies == []
    assert bells(world, Kind.MEETING_CHANGED) == {login: "/overleg/" for login in ("lou",)} | {
        login: f"/overleg/{meeting.id}/vooraf/" for login in SEATS if login not in {"esra"}
    }


@pytest.mark.parametrize(
    ("person", "instead", "by"),
    [
        ("esra", "bram", "esra"),  # another organisation
        ("esra", "esra", "esra"),
        ("esra", "idle", "esra"),  # whose role is not to work with cases
        ("marloes", "kim", "esra"),  # for somebody else
        ("joyce", "joyce", "joyce"),
        ("bram", "bram", "joyce"),  # is not expected
    ],
)
def test_who_may_not_come_instead(world: World, case: Case, person: str, instead: str, by: str) -> None:
    colleague(world, "kim", "POLICE")
    colleague(world, "idle", "PROBATION", roles=("PROFESSIONAL",))
    meeting = sat.plan(world, case)
    with pytest.raises(Refused):
        stand_in(world, meeting, person, instead, by=by)
    assert planned(world, meeting).proxies == []


def test_who_has_no_business_there_names_nobody(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    with pytest.raises(NotYours):
        stand_in(world, meeting, "bram", "bram")


# Who has to be at the table


def missing(world: World, meeting: Meeting) -> list[str]:
    plan = planned(world, meeting)
    return plan.missing(plan.items[0])


def test_the_agreement_says_who_has_to_come(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    item = sat.item_of(world, meeting, case)
    assert missing(world, meeting) == []
    expect(world, item, "POLICE", "PROBATION")
    assert missing(world, meeting) == ["MUNICIPALITY", "PROSECUTOR"]
    with behind_the_wall("postgres"):
        rows = Parameter.objects.filter(code="TABLE_COMPOSITION")
        assert {row.value == len(row.organisations) for row in rows} == {True}
        rows.update(organisations=["SCHOOL", "POLICE"])
    assert missing(world, meeting) == ["SCHOOL"]


def test_who_left_or_whose_stand_in_has_no_seat_does_not_count(world: World, case: Case) -> None:
    colleague(world, "kim", "POLICE")
    meeting = sat.plan(world, case)
    stand_in(world, meeting, "marloes", "kim")
    with behind_the_wall():
        row = world.people["pieterjan"]
        type(row).objects.behind_the_second_wall().filter(pk=row.pk).update(until_date=day(0))
    assert missing(world, meeting) == ["POLICE", "PROSECUTOR"]
    seat(world, case, "kim")
    assert missing(world, meeting) == ["PROSECUTOR"]


def test_the_chair_opens_without_somebody_and_says_why(world: World, case: Case, other: Case) -> None:
    meeting = sat.plan(world, case, other)
    sat.attend(world, meeting, "joyce", "marloes", "thijs")
    with world.acting("joyce") as joyce:
        with pytest.raises(Refused) as refused:
            planning.open_meeting(meeting=meeting, reason="", by=joyce, now=clock.now())
        assert refused.value.field == "reason"
        opened = planning.open_meeting(meeting=meeting, reason="CANARY-ziek", by=joyce, now=clock.now())
        steps = list(Step.objects.visible_to(joyce).filter(kind="table.incomplete").select_related("key"))
        words = opening.open_all(steps, by=joyce, purpose="test", now=clock.now())
        assert {words(step, "reason") for step in steps} == {"CANARY-ziek"}
        with pytest.raises(Refused):
            planning.open_meeting(meeting=meeting, reason="nog eens", by=joyce, now=clock.now())
    assert opened.state == State.OPEN
    assert {step.case_id for step in steps} == {case.id, other.id} and len(steps) == 2
    assert {line.scope_id for line in sat.lines("table.incomplete")} == {case.id, other.id}


def test_who_chairs_along_says_why_as_well(world: World, case: Case, client_of: ClientOf) -> None:
    meeting = sat.plan(world, case)
    room.direct_process(world, "thijs")
    sat.attend(world, meeting, "thijs")
    room.give(world, meeting, "thijs", Role.CHAIR)
    answer = client_of("thijs").post(f"/overleg/{meeting.id}/openen/")
    assert answer.status_code == 302 and answer.url == reverse("table:incomplete", args=[meeting.id])
    with world.acting("thijs") as thijs:
        assert queries.get(thijs, meeting.id).state == State.PLANNED


def test_a_whole_table_opens_without_a_word(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    sat.attend(world, meeting, "joyce")
    sat.complete(world, meeting)
    with world.acting("joyce") as joyce:
        assert not planning_queries.lacks(joyce, meeting)
        planning.open_meeting(meeting=meeting, reason="", by=joyce, now=clock.now())
    assert not sat.lines("table.incomplete")


# Ready, and coming up


def test_who_is_ready_shows_as_done_or_not_for_this_sharing_only(
    world: World, case: Case, other: Case
) -> None:
    meeting = sat.plan(world, case, other)
    say_ready(world, case, "esra")
    with world.acting("joyce") as joyce:
        ready = planning_queries.ready(joyce, planned(world, meeting).items)
    assert ready.done == {(case.id, world.people["esra"].id)} and ready.is_asked(case.id)
    told.open_sharing(world, case)
    with world.acting("joyce") as joyce:
        ready = planning_queries.ready(joyce, planned(world, meeting).items)
    assert not ready.is_asked(case.id) and ready.is_asked(other.id) and not ready.done


@pytest.mark.parametrize(("days", "comes"), [(0, True), (5, True), (6, False)])
def test_a_meeting_that_comes_up_waits_for_its_chair_and_who_is_not_ready(
    world: World, case: Case, days: int, comes: bool
) -> None:
    meeting = sat.plan(world, case)
    change(world, meeting, day=day(days))
    say_ready(world, case, "thijs")
    for login, chaired, prepares in (("joyce", 1, 0), ("esra", 0, 1), ("thijs", 0, 0), ("bram", 0, 0)):
        with world.acting(login) as viewer:
            found = planning_queries.coming_up(viewer, day=day(0))
        assert [len(part) for part in found] == [chaired * comes, prepares * comes], login


# The second wall alone


def test_only_the_chair_touches_an_agenda_and_what_is_expected(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    item = sat.item_of(world, meeting, case)
    with world.acting("esra"):
        assert not AgendaItem.objects.behind_the_second_wall().filter(pk=item.pk)._raw_delete("default")
        assert not Expected.objects.behind_the_second_wall()._raw_delete("default")
    assert planned(world, meeting).expected
