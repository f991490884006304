"""Question and query agree, at both walls, for everybody and to whomever was asked."""

import uuid

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from casustafel.consultation import policy
from casustafel.consultation.models import Consultation, Occasion, Reply
from casustafel.consultation.tests import given as made
from casustafel.demo.people import PEOPLE
from casustafel.lib import clock
from tests.bad_input import some, undone
from tests.world import World

pytestmark = pytest.mark.django_db
PLACES = sorted(made.ASKS)


@some
@given(login=st.sampled_from([each.login for each in PEOPLE]), to=st.sampled_from(PLACES))
def test_who_may_read_is_who_finds(world: World, login: str, to: str) -> None:
    with undone():
        consultation = made.followed_up(world, to)
        with world.acting(login) as viewer:
            may = policy.can_read(viewer, consultation)
            assert may == (login in {made.ASKS[to], made.ANSWERS[to]})
            found = Consultation.objects.visible_to(viewer).filter(pk=consultation.pk)
            assert found.exists() == may
            assert list(found) == list(
                Consultation.objects.behind_the_second_wall().filter(pk=consultation.pk)
            )
            seen = Reply.objects.visible_to(viewer).filter(consultation=consultation)
            rows = Reply.objects.behind_the_second_wall().filter(consultation=consultation)
            assert set(seen) == set(rows) and seen.count() == (2 if may else 0)


@pytest.mark.parametrize(("login", "knows"), [("saskia", True), ("nienke", False), ("farid", False)])
def test_only_the_desk_knows_of_which_report_it_is(world: World, login: str, knows: bool) -> None:
    consultation = made.asked(world, "PARTNER", report_id=uuid.uuid4())
    with world.acting(login) as viewer:
        for rows in (Occasion.objects.visible_to(viewer), Occasion.objects.behind_the_second_wall()):
            assert rows.filter(consultation=consultation).exists() is knows


@pytest.mark.parametrize("login", ["nienke", "hanneke", "anouk"])
def test_the_wall_lets_nobody_speak_in_anothers_question(world: World, login: str) -> None:
    consultation = made.asked(world)
    with world.acting(login) as charlie, pytest.raises(ProgrammingError), transaction.atomic():
        Reply.objects.bulk_create(
            [
                Reply(
                    consultation=consultation,
                    key=consultation.key,
                    kind="ADVICE",
                    by_id=charlie.person_id,
                    at=clock.now(),
                )
            ]
        )


def test_the_wall_lets_nobody_ask_in_anothers_name(world: World) -> None:
    consultation = made.asked(world)
    with world.acting("bram"), pytest.raises(ProgrammingError), transaction.atomic():
        consultation.id, consultation._state.adding = uuid.uuid4(), True
        consultation.save(force_insert=True)
