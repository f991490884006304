"""The record of provision writes itself: to whom, since when, once; and nobody else writes, changes or takes
away a line of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from casustafel.audit.log import Door
from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.parties import actions as parties
from casustafel.picture import contributing
from casustafel.picture.models import Contribution, Provision
from casustafel.picture.tests import told
from casustafel.picture.tests.corrected import receivers
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ALL = {"SAFETY_HOUSE", "MUNICIPALITY", "PROSECUTOR", "PROBATION"}  # the table without the police, who gives


def _seat(world: World, case: Case, login: str) -> None:
    person, now = world.people[login], clock.now()
    if login == "farid":  # weighs, and comes to sit at tables as well
        with behind_the_wall():
            parties.give_mandate(
                person=person, role="PARTICIPANT", from_date=now.date(), by=Door("TEST"), now=now
            )
    with world.acting("joyce") as joyce:
        new = cases.NewSeat(person, SeatRole.PARTICIPANT, "taak")
        cases.seat(case=case, new=new, by=joyce, now=clock.now())


def _seat_of(world: World, case: Case, login: str) -> Seat:
    with behind_the_wall("postgres"):
        found: Seat = Seat.objects.behind_the_second_wall().get(case=case, person=world.people[login])
        return found


def test_prepared_alone_is_given_to_nobody_and_opening_gives_it_to_all_at_that_moment(
    world: World, case: Case
) -> None:
    made = told.contribute(world, case)
    assert receivers(made) == {}
    told.open_sharing(world, case)
    with behind_the_wall("postgres"):
        shared_at = Contribution.objects.behind_the_second_wall().get(pk=made.pk).shared_at
    assert receivers(made) == dict.fromkeys(ALL, shared_at)


def test_what_comes_while_sharing_is_open_is_given_at_once(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    made = told.contribute(world, case)
    assert made.shared_at is not None
    assert receivers(made) == dict.fromkeys(ALL, made.shared_at)


def test_what_is_for_core_partners_is_given_to_them_only(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    assert receivers(told.contribute(world, case, audience="CORE")).keys() == {"MUNICIPALITY", "PROSECUTOR"}


def test_what_names_seats_is_given_to_those(world: World, case: Case) -> None:
    seat = _seat_of(world, case, "esra")
    made = told.contribute(world, case, audience="SEATS", seats=[seat.id])
    assert receivers(made) == {}
    told.open_sharing(world, case)
    assert receivers(made).keys() == {"PROBATION"}
    again = told.contribute(world, case, audience="SEATS", seats=[seat.id])
    assert receivers(again) == {"PROBATION": again.shared_at}


def test_a_seat_that_is_named_later_received_it_then(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    first, later = _seat_of(world, case, "esra"), _seat_of(world, case, "thijs")
    made, named = told.contribute(world, case, audience="SEATS", seats=[first.id]), clock.now()
    with world.acting("marloes") as marloes:
        contributing.widen(contribution=made, seats=[later.id], reason="x", by=marloes, now=named)
    assert receivers(made) == {"PROBATION": made.shared_at, "MUNICIPALITY": named}
    assert made.shared_at is not None and made.shared_at < named


def test_what_is_sealed_for_later_is_given_when_it_is_released(world: World, case: Case) -> None:
    made = told.contribute(world, case, audience="LATER")
    told.open_sharing(world, case)
    assert receivers(made) == {}
    now = clock.now()
    with world.acting("marloes") as viewer:
        mine = Contribution.objects.visible_to(viewer).filter(pk=made.pk)
        assert mine.update(audience="TABLE", shared_at=now) == 1
    assert receivers(made) == dict.fromkeys(ALL, now)


def test_who_comes_into_the_audience_later_received_it_then_and_not_before(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    made, before = told.contribute(world, case, audience="CORE"), clock.now()
    with world.acting("marloes") as viewer:
        Contribution.objects.visible_to(viewer).filter(pk=made.pk).update(audience="TABLE")
    since = receivers(made)
    assert since.keys() == ALL
    assert since["MUNICIPALITY"] == made.shared_at < before <= since["PROBATION"] <= clock.now()


def test_a_new_organisation_received_it_when_its_seat_was_given(world: World, case: Case) -> None:
    made, sealed = told.contribute(world, case), told.contribute(world, case, audience="CORE")
    told.open_sharing(world, case)
    before = clock.now()
    _seat(world, case, "bram")
    since = receivers(made)
    assert since.keys() == {*ALL, world.people["bram"].organisation.kind}
    assert before <= since[world.people["bram"].organisation.kind] <= clock.now()
    assert world.people["bram"].organisation.kind not in receivers(sealed)


def test_a_colleague_and_ones_own_organisation_get_no_second_line(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    told.open_sharing(world, case)
    before = receivers(made)
    _seat(world, case, "farid")  # of the municipality, which received it already
    assert receivers(made) == before
    mine = told.contribute(world, case, by="thijs")
    assert "MUNICIPALITY" not in receivers(mine)


def test_who_left_before_it_was_shared_received_nothing(world: World, case: Case) -> None:
    seat = _seat_of(world, case, "esra")
    with world.acting("joyce") as joyce:
        cases.end_seat(seat=seat, reason="klaar", by=joyce, now=clock.now())
    told.open_sharing(world, case)
    assert "PROBATION" not in receivers(told.contribute(world, case))


def test_a_case_that_is_moved_is_given_to_the_table_it_comes_to(world: World, case: Case) -> None:
    """Joining and splitting move rows behind the wall."""
    made = told.contribute(world, case)
    told.open_sharing(world, case)
    other = worlds.open_case(world, pseudonym="Berk")
    _seat(world, other, "bram")
    with behind_the_wall("postgres"):
        Contribution.objects.behind_the_second_wall().filter(pk=made.pk).update(case=other)
    assert receivers(made).keys() == {*ALL, world.people["bram"].organisation.kind}


def test_writing_it_again_changes_nothing(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    told.open_sharing(world, case)
    before = receivers(made)
    with behind_the_wall("casustafel_wall"), connection.cursor() as cursor:
        cursor.execute("SELECT picture_provide(%s, NULL, now())", [case.id])
        cursor.execute("SELECT picture_provide(%s, %s, NULL)", [case.id, made.id])
    assert receivers(made) == before


def _is_refused(cursor: Any, sql: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute(sql)


@pytest.mark.parametrize("role", ["casustafel_app", "casustafel_worker"])
def test_nobody_writes_changes_or_takes_away_a_line(world: World, case: Case, role: str) -> None:
    made = told.contribute(world, case)
    told.open_sharing(world, case)
    with behind_the_wall("postgres"):
        line = Provision.objects.behind_the_second_wall().filter(contribution=made).first()
        assert line is not None
    for sql in (
        "UPDATE picture_provision SET at = now()",
        "DELETE FROM picture_provision",
        "INSERT INTO picture_provision SELECT gen_random_uuid(), key_id, at, case_id, contribution_id,"
        " provider_id, provider_id FROM picture_provision LIMIT 1",
        f"SELECT picture_provide('{case.id}', NULL, NULL)",
    ):
        with world.acting("marloes"), behind_the_wall(role), connection.cursor() as cursor:
            _is_refused(cursor, sql)
    assert receivers(made).keys() == ALL


def test_without_its_trigger_the_record_stays_empty(world: World, case: Case) -> None:
    """What these tests look at comes from the second wall, and from nowhere else."""
    made = told.contribute(world, case)
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE picture_contribution DISABLE TRIGGER picture_provided")
    told.open_sharing(world, case)
    assert receivers(made) == {}


def test_a_colleague_outside_the_named_seats_does_not_hear_that_anything_was_received(
    world: World, case: Case
) -> None:
    _seat(world, case, "farid")
    seat = _seat_of(world, case, "thijs")
    told.open_sharing(world, case)
    made = told.contribute(world, case, audience="SEATS", seats=[seat.id])
    for login, number in (("thijs", 1), ("marloes", 1), ("farid", 0), ("esra", 0)):
        with world.acting(login) as viewer:
            assert Provision.objects.visible_to(viewer).filter(contribution=made).count() == number, login


def test_a_seat_of_earlier_days_counts_from_its_day(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    told.open_sharing(world, case)
    seat, person = _seat_of(world, case, "esra"), world.people["bram"]
    day = clock.now().date() - timedelta(days=3)
    with behind_the_wall("postgres"):
        Seat(
            case=case, key=seat.key, organisation=person.organisation, person=person, role="PARTICIPANT",
            from_date=day,
        ).save(force_insert=True)  # fmt: skip
        shared_at = Contribution.objects.behind_the_second_wall().get(pk=made.pk).shared_at
    assert receivers(made)[person.organisation.kind] == shared_at
