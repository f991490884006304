"""Who leaves the room, who does what at the table, who goes home: refused, done, logged, twice."""

from collections.abc import Callable

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from casustafel.cases.models import Case
from casustafel.deciding.tests import put
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.picture.tests import told
from casustafel.table import actions, entering_queries, policy
from casustafel.table.choices import Role
from casustafel.table.models import AgendaItem, Attendance, Leave, Meeting
from casustafel.table.tests import room, sat
from casustafel.vault import opening
from tests.world import World

pytestmark = pytest.mark.django_db


# Leaving the room


def test_who_leaves_the_room_is_out_and_comes_back(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    sat.attend(world, meeting, "esra")
    left = room.leave(world, item, "esra")
    assert b"CANARY" not in bytes(left.reason)
    again = room.leave(world, item, "esra", reason="CANARY-otherwise")
    assert again.pk == left.pk  # said twice, once so
    with world.acting("joyce") as joyce:
        row = entering_queries.get_leave(joyce, item, world.people["esra"].id)
        assert opening.open_all([row], by=joyce, purpose="test", now=clock.now())(row, "reason") == (
            "CANARY-reason"
        )
    assert room.entry(world, meeting, "esra") == "LEFT_ROOM"
    assert sat.screen(world, meeting, "esra").common is None
    assert [line.leaves for line in sat.screen(world, meeting, "joyce").room.here if "Esra" in line.name] == [
        True
    ]
    room.back(world, item, "esra", by="esra")
    assert room.entry(world, meeting, "esra") == "INSIDE"
    assert [line.scope_id for line in sat.lines("table.left_room")] == [case.id]
    assert [line.scope_id for line in sat.lines("table.came_in")] == [case.id]


def test_what_the_chair_asked_only_the_chair_takes_back(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    room.leave(world, item, "esra", by="joyce")
    with pytest.raises(Refused):
        room.back(world, item, "esra", by="esra")
    with world.acting("esra"):  # nor past the rule
        assert Leave.objects.behind_the_second_wall().filter(item=item).delete()[0] == 0
    with pytest.raises(Refused):
        room.back(world, item, "esra", by="marloes")
    room.back(world, item, "esra", by="joyce")
    with pytest.raises(NotYours):
        room.back(world, item, "esra", by="joyce")


def test_nobody_sends_another_away_but_the_chair(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    sat.attend(world, meeting, "esra")
    with pytest.raises(Refused):
        room.leave(world, item, "marloes", by="esra")
    with world.acting("esra") as esra, pytest.raises(ProgrammingError), transaction.atomic():
        Leave(
            case=case,
            key=case.key,
            item=item,
            person=world.people["marloes"],
            by_id=esra.person_id,
            at=clock.now(),
        ).save(force_insert=True)
    with world.acting("esra") as esra, pytest.raises(ProgrammingError), transaction.atomic():
        Leave(
            case=case,
            key=case.key,
            item=item,
            person=world.people["esra"],
            by=world.people["joyce"],
            at=clock.now(),
        ).save(force_insert=True)
    with pytest.raises(Refused) as refused:
        room.leave(world, item, "bram", by="joyce")
    assert refused.value.field == "person"
    with pytest.raises(Refused) as refused:
        room.leave(world, item, "esra", reason="  ")
    assert refused.value.field == "reason"
    assert not sat.lines("table.left_room")


# Roles


def test_the_chair_gives_a_role_and_nobody_else(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra", "marloes")
    room.give(world, meeting, "esra", Role.MINUTES)
    assert room.row(meeting, world, "esra").role == Role.MINUTES
    with pytest.raises(Refused):
        room.give(world, meeting, "marloes", Role.TIME, by="esra")
    with pytest.raises(NotYours):
        room.give(world, meeting, "thijs", Role.TIME)  # not at the table
    with pytest.raises(Refused):
        room.give(world, meeting, "joyce", Role.LISTENER)
    with pytest.raises(Refused) as refused:
        room.give(world, meeting, "esra", Role.CHAIR)
    assert refused.value.field == "role"
    assert len(sat.lines("table.role_given")) == 1
    shown = {line.name: line.role for line in sat.screen(world, meeting, "marloes").room.here}
    assert sorted(shown.values()) == ["", "Houdt het verslag bij", "Voorzitter"] or sorted(
        shown.values()
    ) == ["", "Chair", "Keeps the minutes"]


@pytest.mark.parametrize("silent", ["LISTENER", "LEFT"])
def test_who_listens_or_left_neither_judges_nor_consents_while_the_case_is_on(
    world: World, case: Case, client_of: Callable[[str], Client], silent: str
) -> None:
    meeting = sat.under_way(world, case, step="JUDGE")
    item = sat.item_of(world, meeting, case)
    sat.attend(world, meeting, "esra", "marloes")
    asked = told.open_round(world, case)
    consent = put.ask(world, put.propose(world, case))
    if silent == "LEFT":
        room.leave(world, item, "esra")
    else:
        room.give(world, meeting, "esra", Role.LISTENER)
        page = client_of("esra").get(f"/overleg/{meeting.id}/").content.decode()
        assert "U luistert alleen" in page and "U luistert alleen" not in sat_page(client_of, meeting)
    for speak in (lambda who: told.answer(world, asked, by=who), lambda who: put.say(world, consent, who)):
        with pytest.raises(Refused):
            speak("esra")
        speak("marloes")
    with world.acting("joyce") as joyce:
        actions.end(meeting=meeting, by=joyce, now=clock.now())
    told.answer(world, asked, by="esra")
    put.say(world, consent, "esra")


def sat_page(client_of: Callable[[str], Client], meeting: Meeting) -> str:
    return str(client_of("marloes").get(f"/overleg/{meeting.id}/").content.decode())


def test_nobody_takes_a_role_or_anothers_place(world: World, case: Case) -> None:
    """The second wall alone."""
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra", "marloes")
    for login, change in (
        ("esra", {"role": "CHAIR"}),
        ("esra", {"person_id": world.people["thijs"].id}),
        ("esra", {"confirmed_at": clock.now()}),
        ("joyce", {"left_at": clock.now()}),
    ):
        with world.acting(login), pytest.raises(ProgrammingError), transaction.atomic():
            rows = Attendance.objects.behind_the_second_wall().filter(person=world.people["esra"])
            rows.update(**change)
    with world.acting("marloes"):
        rows = Attendance.objects.behind_the_second_wall().filter(person=world.people["esra"])
        assert rows.update(left_at=clock.now()) == 0
    assert (room.row(meeting, world, "esra").role, room.row(meeting, world, "esra").left_at) == (
        "PARTICIPANT",
        None,
    )


def test_another_process_director_chairs_along_while_here(world: World, case: Case) -> None:
    room.direct_process(world, "thijs")
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "thijs")
    with world.acting("thijs") as thijs, pytest.raises(Refused):
        policy.check_can_chair(thijs, meeting)
    room.give(world, meeting, "thijs", Role.CHAIR)
    with world.acting("thijs") as thijs:
        policy.check_can_chair(thijs, meeting)
    assert sat.screen(world, meeting, "thijs").is_chair
    room.give(world, meeting, "thijs", Role.PARTICIPANT)
    assert not sat.screen(world, meeting, "thijs").is_chair
    room.give(world, meeting, "thijs", Role.CHAIR)
    room.go_home(world, meeting, "joyce")  # somebody still chairs
    with pytest.raises(Refused):
        room.go_home(world, meeting, "thijs")


# Going home and coming back


def test_who_goes_home_sees_nothing_more_until_back(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra")
    room.go_home(world, meeting, "esra")
    room.go_home(world, meeting, "esra")
    assert room.entry(world, meeting, "esra") == "WENT_HOME"
    assert len(sat.screen(world, meeting, "joyce").room.here) == 1
    first = room.row(meeting, world, "esra").confirmed_at
    sat.attend(world, meeting, "esra")
    row = room.row(meeting, world, "esra")
    assert (row.left_at, row.confirmed_at) == (None, first)
    assert room.entry(world, meeting, "esra") == "INSIDE"
    assert len(sat.lines("table.went_home")) == 1 and len(sat.lines("table.attended")) == 3
    with pytest.raises(Refused):
        room.go_home(world, meeting, "joyce")  # nobody would chair


def test_who_comes_late_lands_at_the_step_that_is_on(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case, step="JUDGE")
    sat.attend(world, meeting, "esra")
    page = sat.screen(world, meeting, "esra")
    assert page.common is not None and page.common.step == "JUDGE"


def test_after_the_end_who_was_there_stays_as_it_was(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    sat.attend(world, meeting, "esra", "marloes")
    room.leave(world, item, "marloes")
    with world.acting("joyce") as joyce:
        actions.end(meeting=meeting, by=joyce, now=clock.now())
    with pytest.raises(Refused):
        room.leave(world, item, "esra")
    with pytest.raises(Refused):
        room.back(world, item, "marloes", by="marloes")
    with pytest.raises(Refused):
        room.go_home(world, meeting, "esra")
    with pytest.raises(Refused):
        room.give(world, meeting, "esra", Role.TIME)
    assert room.entry(world, meeting, "esra") == "ENDED"


# What is the chair's alone, at the second wall


@pytest.mark.parametrize("login", ["marloes", "thijs"])
def test_a_seat_at_the_case_changes_nothing_of_what_the_chair_does(
    world: World, case: Case, login: str
) -> None:
    """Not the name on the big screen, not the step, not the words of the minutes or their being agreed."""
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, login)
    for change in ({"name_unlocked": True}, {"step": "PLAN"}, {"words": b"x"}, {"agreed_at": clock.now()}):
        with world.acting(login), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            AgendaItem.objects.behind_the_second_wall().update(**change)
    with world.acting("joyce"):
        assert AgendaItem.objects.behind_the_second_wall().update(name_unlocked=True) == 1


def test_who_chairs_along_does_not_become_the_chair(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    room.direct_process(world, "thijs")
    sat.attend(world, meeting, "thijs")
    room.give(world, meeting, "thijs", Role.CHAIR)
    with world.acting("thijs") as thijs:
        rows = Meeting.objects.behind_the_second_wall().filter(pk=meeting.pk)
        assert rows.update(big="BLANK") == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows.update(chair=thijs.person_id)
