"""For any seating: the question, the query and the second wall agree about every row of a plan."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.models import UnscopedRead
from casustafel.lib.refusal import NotYours, Refused
from casustafel.plan import actions, policy
from casustafel.plan.models import (
    Commitment,
    Consent,
    Delivery,
    Goal,
    GoalRevision,
    Intervention,
    PlanVersion,
    ServedGoal,
)
from casustafel.plan.tests import seated
from tests.world import World

pytestmark = pytest.mark.django_db
ROWS = (Goal, GoalRevision, Intervention, ServedGoal, Delivery, Commitment, Consent, PlanVersion)


@pytest.fixture
def whole_plan(world: World, case: Case, goal: Goal) -> Case:
    """One row of everything."""
    now = clock.now()
    for login in ("joyce", "marloes", "pieterjan", "esra"):
        with world.acting(login) as viewer:
            actions.agree(case=case, note="goed zo", objection="", by=viewer, now=now)
    with world.acting("thijs") as thijs:
        who = world.people["esra"].organisation
        row = actions.plan_intervention(
            case=case,
            kind="CARE",
            text="gesprek",
            organisation=who,
            goals=[goal],
            planned=3,
            by=thijs,
            now=now,
        )
        actions.deliver(intervention=row, sessions=1, by=thijs, now=now)
        actions.commit(
            case=case,
            organisation=who,
            what="bellen",
            why="contact",
            due_date=date.today(),
            by=thijs,
            now=now,
        )
        actions.revise_goal(goal=goal, version=1, text="Hij sport.", by=thijs, now=now)
        actions.agree(case=case, note="", objection="", by=thijs, now=now)
        actions.settle(case=case, by=thijs, now=now)
    return case


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seating=seated.SEATINGS)
def test_query_and_second_wall_agree(world: World, whole_plan: Case, seating) -> None:
    with transaction.atomic():
        seated.seat_anew(world, whole_plan, seating)
        for login in ("joyce", "marloes", "esra", "nienke", "anouk", "saskia"):
            with world.acting(login) as viewer:
                for rows in ROWS:
                    filtered = set(rows.objects.visible_to(viewer).values_list("pk", flat=True))
                    walled = set(rows.objects.behind_the_second_wall().values_list("pk", flat=True))
                    assert filtered == walled, (login, rows.__name__)
                    assert bool(filtered) is seated.sits_today(seating.get(login)), (login, rows.__name__)
        transaction.set_rollback(True)


def test_without_a_viewer_there_are_no_rows(whole_plan: Case) -> None:
    for rows in ROWS:
        assert not rows.objects.behind_the_second_wall().exists()
        with pytest.raises(UnscopedRead):
            rows.objects.count()


@pytest.mark.parametrize(
    ("login", "may"), [("joyce", True), ("thijs", True), ("esra", True), ("marloes", False)]
)
def test_who_may_carry_out(world: World, case: Case, login: str, may: bool) -> None:
    probation = world.people["esra"].organisation_id
    with world.acting(login) as viewer:
        if may:
            policy.check_can_carry_out(viewer, case, probation)
        else:
            with pytest.raises(Refused):
                policy.check_can_carry_out(viewer, case, probation)


def test_another_person_cannot_speak_for_a_seat(world: World, case: Case) -> None:
    with world.acting("marloes") as marloes:
        said = actions.agree(case=case, note="", objection="", by=marloes, now=clock.now())
    with world.acting("esra"):
        rows = Consent.objects.behind_the_second_wall().filter(pk=said.pk)
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            rows.update(kind="OBJECT")
    with world.acting("anouk") as anouk, pytest.raises(NotYours):
        policy.check_can_carry_out(anouk, case, anouk.organisation_id)
