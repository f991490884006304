"""A meeting shows to its chair and to who sits at a table on its agenda: rule, query and wall agree."""

from datetime import time, timedelta

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.table import policy, queries
from casustafel.table.models import AgendaItem, Attendance, Meeting
from casustafel.table.tests import sat
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PEOPLE = ["joyce", "thijs", "marloes", "esra", "bram", "anouk"]
SPANS = st.tuples(st.integers(-2, 2), st.none() | st.integers(0, 3))
SEATINGS = st.dictionaries(st.tuples(st.sampled_from(PEOPLE[:5]), st.booleans()), SPANS, max_size=6)


@pytest.fixture
def other(world: World) -> Case:
    return worlds.open_case(world, pseudonym="Merel")


def _sits_today(span: tuple[int, int | None] | None) -> bool:
    return span is not None and span[0] <= 0 and (span[1] is None or span[0] + span[1] > 0)


def _build(world: World, agenda: list[Case], chair: str, seating, present: set[str]) -> Meeting:
    """Any rows that can stand in the tables, also those no action would make."""
    today = clock.now().date()
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().delete()
        for (login, first), (start, lasts) in seating.items():
            person, case = world.people[login], agenda[0 if first else 1]
            begin = today + timedelta(days=start)
            Seat(
                case=case,
                key=case.key,
                organisation_id=person.organisation_id,
                person=person,
                role=SeatRole.PARTICIPANT,
                from_date=begin,
                until_date=None if lasts is None else begin + timedelta(days=lasts),
            ).save(force_insert=True)
        merenwoude = world.partnerships["merenwoude"]
        meeting = Meeting(
            partnership=merenwoude,
            key=merenwoude.house_key,
            chair=world.people[chair],
            day=today,
            starts=time(10),
        )
        meeting.save(force_insert=True)
        for place, case in enumerate(agenda, start=1):
            row = AgendaItem(case=case, key=case.key, meeting=meeting, place=place, step="SHARE")
            row.save(force_insert=True)
        for login in present:
            Attendance(meeting=meeting, person=world.people[login], confirmed_at=clock.now()).save(
                force_insert=True
            )
    return meeting


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seating=SEATINGS,
    chair=st.sampled_from(PEOPLE[:5]),
    present=st.sets(st.sampled_from(PEOPLE[:5]), max_size=3),
)
def test_rule_query_and_second_wall_agree(
    world: World, case: Case, other: Case, seating, chair: str, present: set[str]
) -> None:
    with transaction.atomic():
        meeting = _build(world, [case, other], chair, seating, present)
        for login in PEOPLE:
            sits = [_sits_today(seating.get((login, first))) for first in (True, False)]
            sees = login == chair or any(sits)
            with world.acting(login) as viewer:
                assert policy.can_attend(viewer, meeting) is sees, login
                for table, count in (
                    (Meeting, int(sees)),
                    (Attendance, len(present) if sees else 0),
                    (AgendaItem, sum(sits)),
                ):
                    mine = set(table.objects.visible_to(viewer).values_list("pk", flat=True))
                    walled = table.objects.behind_the_second_wall().values_list("pk", flat=True)
                    assert mine == set(walled), (login, table)
                    assert len(mine) == count, (login, table)
        transaction.set_rollback(True)


def test_without_a_viewer_there_are_no_rows(world: World, case: Case) -> None:
    sat.under_way(world, case)
    for table in (Meeting, AgendaItem, Attendance):
        assert not table.objects.behind_the_second_wall().exists()


def test_who_sits_at_one_case_sees_no_other_of_the_agenda(world: World, case: Case, other: Case) -> None:
    meeting = sat.plan(world, case, other)
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(case=other, person=world.people["esra"]).delete()
    with world.acting("esra") as esra:
        items = queries.whole(esra, meeting.id).items
        assert [item.case_id for item in items] == [case.id]
        with behind_the_wall("postgres"):
            hidden = AgendaItem.objects.behind_the_second_wall().get(case=other)
        with pytest.raises(NotYours):
            queries.get_item(esra, meeting.id, hidden.id)
    sat.begin(world, meeting)
    sat.call(world, meeting, other)
    sat.attend(world, meeting, "esra")
    page = sat.screen(world, meeting, "esra")
    assert page.current is None and [line.title for line in page.agenda] == ["Linde"]


@pytest.mark.parametrize("login", ["thijs", "esra"])
def test_only_its_chair_chairs_a_meeting(world: World, case: Case, login: str) -> None:
    meeting = sat.plan(world, case)
    with world.acting(login) as viewer, pytest.raises(Refused):
        policy.check_can_chair(viewer, meeting)
    with world.acting("joyce") as joyce:
        policy.check_can_chair(joyce, meeting)
    with world.acting("bram") as bram, pytest.raises(NotYours):
        policy.check_can_chair(bram, meeting)


def test_nobody_takes_a_place_for_another_or_moves_the_meeting(world: World, case: Case) -> None:
    """The second wall alone: the application's own queries, without our actions."""
    meeting = sat.plan(world, case)
    with world.acting("esra"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Attendance(meeting=meeting, person=world.people["thijs"], confirmed_at=clock.now()).save(
                force_insert=True
            )
        assert Meeting.objects.behind_the_second_wall().filter(pk=meeting.pk).update(state="OPEN") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Meeting(
                partnership=meeting.partnership,
                key=meeting.key,
                chair=world.people["esra"],
                day=meeting.day,
                starts=meeting.starts,
            ).save(force_insert=True)
