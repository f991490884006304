"""Who comes in for the case that is on: rule, query and second wall agree, and what each screen shows."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours
from casustafel.table import entering_queries, policy, queries
from casustafel.table import entering_rules as rules
from casustafel.table.choices import Entry, State
from casustafel.table.models import AgendaItem, Attendance, Expected, Leave, Meeting
from casustafel.table.tests import room, sat
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PEOPLE = ["joyce", "thijs", "marloes", "esra", "bram"]


@pytest.fixture
def other(world: World) -> Case:
    return worlds.open_case(world, pseudonym="Merel")


# The question and the query


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, "INSIDE"),
        ({"expected": {"police"}}, "INSIDE"),
        ({"expected": {"care"}}, "NOT_EXPECTED"),
        ({"expected": {"care"}, "chairs": True}, "INSIDE"),
        ({"leaves": True}, "LEFT_ROOM"),
        ({"leaves": True, "chairs": True}, "LEFT_ROOM"),
        ({"is_theirs": False, "leaves": True}, "ELSEWHERE"),
        ({"has_case": False, "is_theirs": False}, "NOTHING_ON"),
        ({"state": "PLANNED"}, "NOTHING_ON"),
        ({"is_here": False}, "WENT_HOME"),
        ({"confirmed": False, "is_here": False}, "UNCONFIRMED"),
        ({"state": "ENDED", "confirmed": False}, "ENDED"),
    ],
)
def test_what_stands_before_the_door(change: dict[str, Any], answer: str) -> None:
    usual: dict[str, Any] = {
        "state": "OPEN",
        "confirmed": True,
        "is_here": True,
        "has_case": True,
        "is_theirs": True,
        "chairs": False,
        "expected": (),
        "organisation": "police",
        "leaves": False,
    }
    assert rules.entry(rules.Door(**(usual | change))) == answer
    assert answer in set(Entry)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    present=st.dictionaries(
        st.sampled_from(PEOPLE), st.tuples(st.booleans(), st.sampled_from(["CHAIR", "MINUTES"]))
    ),
    expected=st.sets(st.sampled_from(PEOPLE), max_size=2),
    away=st.sets(st.sampled_from(PEOPLE), max_size=2),
    state=st.sampled_from(State.values),
    which=st.sampled_from([None, 0, 1]),
)
def test_question_query_and_second_wall_agree(
    world: World, case: Case, other: Case, present, expected: set[str], away: set[str], state: str, which
) -> None:
    """Any rows that can stand in the tables, also those no action would make."""
    with transaction.atomic():
        room.direct_process(world, "thijs")
        meeting = sat.plan(world, case, other)
        items = [sat.item_of(world, meeting, each) for each in (case, other)]
        with behind_the_wall("postgres"):
            seats = Seat.objects.behind_the_second_wall().filter(case=other)
            seats.filter(person__in=[world.people["esra"], world.people["thijs"]]).delete()
            meeting.state, meeting.current = state, None if which is None else items[which].id
            meeting.save(update_fields=["state", "current"])
            for login, (left, role) in present.items():
                moment = clock.now()
                Attendance(
                    meeting=meeting,
                    person=world.people[login],
                    role=role,
                    confirmed_at=moment,
                    left_at=moment if left else None,
                ).save(force_insert=True)
            Expected.objects.behind_the_second_wall().filter(item__in=items).delete()
            for item in items:
                for organisation in {world.people[login].organisation_id for login in expected}:
                    Expected(case=item.case, key=item.key, item=item, organisation_id=organisation).save(
                        force_insert=True
                    )
                for login in away:
                    person = world.people[login]
                    Leave(
                        case=item.case, key=item.key, item=item, person=person, by=person, at=clock.now()
                    ).save(force_insert=True)
        for login in PEOPLE:
            _agrees(world, meeting, items, login)
        transaction.set_rollback(True)


def _agrees(world: World, meeting: Meeting, items: list[AgendaItem], login: str) -> None:
    with world.acting(login) as viewer:
        for table in (Expected, Leave):
            mine = set(table.objects.visible_to(viewer).values_list("pk", flat=True))
            walled = set(table.objects.behind_the_second_wall().values_list("pk", flat=True))
            assert mine == walled, (login, table)
        chairs = policy.can_chair(viewer, meeting)
        with transaction.atomic():
            moved = Meeting.objects.behind_the_second_wall().filter(pk=meeting.pk).update(version=2)
            transaction.set_rollback(True)
        assert bool(moved) is chairs, login
        if login == "bram":
            with pytest.raises(NotYours):
                queries.whole(viewer, meeting.id)
            assert not any(policy.can_enter(viewer, item) for item in items)
            return
        file = queries.whole(viewer, meeting.id)
        assert entering_queries.chairs(viewer, file) is chairs, login
        on = entering_queries.enters(viewer, file)
        assert [policy.can_enter(viewer, item) for item in items] == [item == on for item in items], login


# What a screen shows at each door


def test_who_is_not_expected_waits_and_sees_nothing(world: World, case: Case, other: Case) -> None:
    meeting = sat.plan(world, case, other)
    sat.begin(world, meeting)
    sat.attend(world, meeting, "esra", "marloes")
    item = sat.item_of(world, meeting, case)
    room.expect(world, item, "marloes")
    assert {room.entry(world, meeting, login) for login in ("joyce", "esra")} == {"NOTHING_ON"}
    sat.call(world, meeting, case)
    pages = {login: sat.screen(world, meeting, login) for login in ("joyce", "esra", "marloes")}
    assert {login: page.room.entry for login, page in pages.items()} == {
        "joyce": "INSIDE",  # who chairs is there at every case
        "esra": "NOT_EXPECTED",
        "marloes": "INSIDE",
    }
    assert pages["esra"].common is None and pages["esra"].mine.step == ""
    assert pages["marloes"].common is not None
    assert [line.way for line in pages["esra"].agenda] == ["NOT_EXPECTED", "NEXT"]
    assert [line.way for line in pages["marloes"].agenda] == ["", "NEXT"]
    sat.call(world, meeting, other)
    assert room.entry(world, meeting, "esra") == "INSIDE"


def test_a_case_of_others_shows_not_even_its_title(world: World, client_of, case: Case, other: Case) -> None:
    meeting = sat.plan(world, case, other)
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(case=other, person=world.people["esra"]).delete()
    sat.begin(world, meeting)
    sat.attend(world, meeting, "esra")
    sat.call(world, meeting, other)
    assert room.entry(world, meeting, "esra") == "ELSEWHERE"
    for tail in ("", "deel/"):
        page = client_of("esra").get(f"/overleg/{meeting.id}/{tail}").content.decode()
        assert "Merel" not in page and str(other.id) not in page and "Linde" in page


def test_the_chair_sees_who_is_expected_and_not_here_yet(world: World, case: Case, other: Case) -> None:
    meeting = sat.plan(world, case, other)
    room.expect(world, sat.item_of(world, meeting, case), "esra", "marloes")
    room.expect(world, sat.item_of(world, meeting, other), "esra")
    sat.attend(world, meeting, "joyce", "marloes")
    missing = sat.screen(world, meeting, "joyce").room.missing
    assert [line.organisation for line in missing] == [world.people["esra"].organisation.name]
    assert missing[0].titles == ["Linde", "Merel"] and len(missing[0].people) == 1
    assert sat.screen(world, meeting, "marloes").room.missing == []
    sat.attend(world, meeting, "esra")
    assert sat.screen(world, meeting, "joyce").room.missing == []
