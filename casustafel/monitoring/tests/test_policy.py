"""For any seating: the query and the second wall agree about every row of a review."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.models import UnscopedRead
from casustafel.monitoring import actions
from casustafel.monitoring.models import Closing, FeedbackProposal, Measure, Review
from casustafel.plan.models import Goal
from casustafel.plan.tests import seated
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ROWS = (Review, Measure, Closing)
PEOPLE = ("joyce", "marloes", "esra", "nienke", "anouk", "saskia")


@pytest.fixture
def closed(world: World, case: Case, goal: Goal) -> Case:
    now = clock.now()
    with world.acting("thijs") as thijs:
        review = actions.hold_review(case=case, necessity="ja", by=thijs, now=now)
        actions.measure(review=review, goal=goal, level=1, evidence="gezien", by=thijs, now=now)
        actions.close(
            case=case,
            reason="goed",
            aftercare="bellen",
            reopening="melding",
            feedback="dank",
            feedback_reason="mag",
            by=thijs,
            now=now,
        )
    return case


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seating=seated.SEATINGS)
def test_query_and_second_wall_agree(world: World, closed: Case, seating) -> None:
    with transaction.atomic():
        seated.seat_anew(world, closed, seating)
        for login in PEOPLE:
            with world.acting(login) as viewer:
                for rows in (*ROWS, FeedbackProposal):
                    filtered = set(rows.objects.visible_to(viewer).values_list("pk", flat=True))
                    walled = set(rows.objects.behind_the_second_wall().values_list("pk", flat=True))
                    assert filtered == walled, (login, rows.__name__)
                    sits = seated.sits_today(seating.get(login)) if rows in ROWS else login == "saskia"
                    assert bool(filtered) is sits, (login, rows.__name__)
        transaction.set_rollback(True)


def test_without_a_viewer_there_are_no_rows(closed: Case) -> None:
    for rows in (*ROWS, FeedbackProposal):
        assert not rows.objects.behind_the_second_wall().exists()
        with pytest.raises(UnscopedRead):
            rows.objects.count()


def test_a_proposal_does_not_open_in_another_place(world: World, closed: Case) -> None:
    """A ciphertext put in the place of another stays closed."""
    with behind_the_wall("postgres"):
        row = FeedbackProposal.objects.behind_the_second_wall().get()
        FeedbackProposal.objects.behind_the_second_wall().filter(pk=row.pk).update(text=row.reason)
    with world.acting("saskia") as saskia:
        swapped = FeedbackProposal.objects.visible_to(saskia).get()
        with pytest.raises(opening.Closed):
            opening.open_all([swapped], by=saskia, purpose="test", now=clock.now())
