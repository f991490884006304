"""For any seating: the question, the query and the second wall agree."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.cases import policy
from casustafel.cases.choices import SeatRole, State
from casustafel.cases.models import Case, Seat, Step, Subject, tables_of
from casustafel.lib import clock
from casustafel.lib.models import UnscopedRead
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties.models import Mandate
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PEOPLE = ["joyce", "thijs", "marloes", "esra", "bram", "farid", "anouk"]
DAYS = st.integers(-3, 3)
SEATINGS = st.dictionaries(
    st.sampled_from(PEOPLE), st.tuples(DAYS, st.none() | st.integers(0, 4)), max_size=len(PEOPLE)
)


def _seat_anew(world: World, case: Case, seating: dict[str, tuple[int, int | None]]) -> None:
    """Whatever the actions would allow: the walls have to hold for every row that can stand in the table."""
    today = clock.now().date()
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(case=case).delete()
        for login, (start, lasts) in seating.items():
            begin = today + timedelta(days=start)
            person = world.people[login]
            Seat(
                case=case,
                key=case.key,
                organisation_id=person.organisation_id,
                person=person,
                role=SeatRole.PARTICIPANT,
                from_date=begin,
                until_date=None if lasts is None else begin + timedelta(days=lasts),
            ).save(force_insert=True)


def _sits_today(span: tuple[int, int | None] | None) -> bool:
    return span is not None and span[0] <= 0 and (span[1] is None or span[0] + span[1] > 0)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seating=SEATINGS)
def test_question_query_and_second_wall_agree(world: World, case: Case, seating) -> None:
    with transaction.atomic():
        _seat_anew(world, case, seating)
        for login in PEOPLE:
            sits = _sits_today(seating.get(login))
            with world.acting(login) as viewer:
                assert policy.can_see(viewer, case) is sits, login
                assert Case.objects.visible_to(viewer).filter(pk=case.pk).exists() is sits, login
                for model in (Case, Subject, Step, Seat):
                    filtered = set(model.objects.visible_to(viewer).values_list("pk", flat=True))
                    walled = model.objects.behind_the_second_wall()
                    if model is Seat:  # one's own seat stays readable: how else to know that it ended
                        walled = walled.filter(case__in=Case.objects.behind_the_second_wall().values("pk"))
                    assert filtered == set(walled.values_list("pk", flat=True)), (login, model.__name__)
                    assert bool(filtered) is sits, (login, model.__name__)
        transaction.set_rollback(True)


def test_without_a_viewer_there_are_no_rows(case: Case) -> None:
    for model in (Case, Subject, Seat, Step):
        assert not model.objects.behind_the_second_wall().exists()


def test_a_case_is_not_read_without_saying_for_whom(case: Case) -> None:
    with pytest.raises(UnscopedRead):
        Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize("login", ["bram", "nienke", "saskia", "elisabeth", "dennis", "mirjam", "anouk"])
def test_without_a_seat_there_is_no_case(world: World, case: Case, login: str) -> None:
    with world.acting(login) as viewer:
        with pytest.raises(NotYours):
            policy.check_can_work(viewer, case)
        assert not policy.can_see(viewer, case)


@pytest.mark.parametrize(
    ("login", "chairs", "directs"), [("joyce", True, True), ("thijs", False, True), ("esra", False, False)]
)
def test_who_chairs_and_who_directs(
    world: World, case: Case, login: str, chairs: bool, directs: bool
) -> None:
    with world.acting(login) as viewer:
        for check, may in ((policy.check_can_chair, chairs), (policy.check_can_direct, directs)):
            if may:
                assert check(viewer, case).person_id == viewer.person_id
            else:
                with pytest.raises(Refused):
                    check(viewer, case)


def test_a_chair_without_the_mandate_chairs_no_more(world: World, case: Case) -> None:
    with behind_the_wall():
        Mandate.objects.behind_the_second_wall().filter(person=world.people["joyce"]).update(
            until_date=clock.now().date()
        )
    with world.acting("joyce") as joyce, pytest.raises(Refused):
        policy.check_can_chair(joyce, case)


def test_a_closed_case_is_read_and_not_worked_on(world: World, case: Case) -> None:
    with world.acting("joyce") as joyce:
        case.state = State.CLOSED
        assert policy.can_see(joyce, case)
        with pytest.raises(Refused):
            policy.check_can_work(joyce, case)


def test_the_tables_of_somebody_are_asked_anew_each_time(world: World, case: Case) -> None:
    """The question is put into words once; its answer must not stay with it."""
    with world.acting("esra") as esra:
        assert [row["case"] for row in tables_of(esra)] == [case.pk]
        with behind_the_wall("postgres"):
            Seat.objects.behind_the_second_wall().filter(person=world.people["esra"]).delete()
        assert list(tables_of(esra)) == []
