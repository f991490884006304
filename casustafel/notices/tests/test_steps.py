"""Who hears of what in each step of the work."""

from datetime import time

import pytest
from django.db import connection

from casustafel.access.roles import roles_with
from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.monitoring import actions as monitoring
from casustafel.notices import actions
from casustafel.notices.choices import DEPUTY_NEEDS, Kind
from casustafel.notices.tests.given import as_worker, bells, day
from casustafel.picture.tests import told
from casustafel.plan import actions as plan
from casustafel.plan.tests import seated
from casustafel.table import actions as table
from casustafel.triage.tests import given as weighed
from tests.world import SEATS, World, behind_the_wall

pytestmark = pytest.mark.django_db


def heard(world: World, kind: Kind) -> dict[str, str]:
    """Whose bell rang for this, and where it leads."""
    return {
        login: bell.path for login in world.people for bell in bells(world, login) if bell.kind == kind.value
    }


def test_a_seat_rings_for_who_got_it(world: World, case: Case) -> None:
    path = f"/casussen/{case.id}/"
    assert heard(world, Kind.SEAT_GIVEN) == {login: path for login in SEATS if login != "joyce"}
    with world.acting("joyce") as joyce:
        new = cases.NewSeat(world.people["bram"], SeatRole.PARTICIPANT, "taak")
        cases.seat(case=case, new=new, by=joyce, now=clock.now())
    assert heard(world, Kind.SEAT_GIVEN)["bram"] == path


def test_a_meeting_rings_for_who_sits_at_its_cases(world: World, case: Case) -> None:
    with world.acting("joyce") as joyce:
        meeting = table.plan_meeting(
            day=day(3), starts=time(10), place="zaal", agenda=[case], by=joyce, now=clock.now()
        )
    expected = {login: f"/overleg/{meeting.id}/" for login in SEATS if login != "joyce"}
    assert heard(world, Kind.MEETING_PLANNED) == expected


def test_a_request_rings_at_the_organisation_asked_and_the_answer_for_who_asked(
    world: World, case: Case
) -> None:
    request = told.ask(world, case, whom="esra", by="marloes")
    path = f"/casussen/{case.id}/witte-vlekken/"
    assert heard(world, Kind.INFORMATION_ASKED) == {"esra": f"{path}{request.id}/"}
    told.decline(world, request)
    assert heard(world, Kind.INFORMATION_GIVEN) == {"marloes": f"{path}{request.id}/"}


def test_a_commitment_rings_at_its_organisation(world: World, case: Case) -> None:
    with world.acting("thijs") as thijs:
        plan.commit(
            case=case,
            organisation=world.people["esra"].organisation,
            what="bellen",
            why="contact",
            due_date=day(9),
            by=thijs,
            now=clock.now(),
        )
    assert heard(world, Kind.COMMITMENT_MADE) == {"esra": f"/casussen/{case.id}/plan/"}


def test_a_weighing_rings_for_the_team_and_its_outcome_for_who_prepared_it(world: World) -> None:
    weighing = weighed.decided(world)
    path = f"/weging/{weighing.id}/"
    assert heard(world, Kind.WEIGHING_PREPARED) == dict.fromkeys(weighed.TEAM, path)
    assert heard(world, Kind.WEIGHING_DECIDED) == {"saskia": path, "joyce": path}


def test_an_outcome_without_a_case_is_not_for_the_process_director(world: World) -> None:
    weighed.decided(world, outcome="NO_ACTION")
    assert heard(world, Kind.WEIGHING_DECIDED).keys() == {"saskia"}


def test_feedback_that_a_table_proposes_rings_at_the_desk(world: World) -> None:
    report = seated.report(world)
    case = seated.open_case(world, of=report)
    with world.acting("thijs") as thijs:
        at = {"by": thijs, "now": clock.now()}
        review = monitoring.hold_review(case=case, necessity="ja", **at)
        monitoring.decide(review=review, kind="CONTINUE", reason="goed", next_date=None, **at)
        words = {"reason": "klaar", "aftercare": "de gemeente", "reopening": "bij zorg"}
        monitoring.close(case=case, feedback="dank", feedback_reason="beloofd", **words, **at)
    [path] = heard(world, Kind.FEEDBACK_PROPOSED).values()
    assert heard(world, Kind.FEEDBACK_PROPOSED).keys() == {"saskia"}
    assert path.startswith("/opvolging/terugkoppeling/")


class TestAReview:
    def remind(self, world: World) -> None:
        with as_worker(world), connection.cursor() as cursor:
            deputies = roles_with(DEPUTY_NEEDS[Kind.REVIEW_DUE])
            cursor.execute("SELECT monitoring_remind(%s, %s, %s)", [clock.now(), day(7), deputies])

    @pytest.mark.parametrize(("days", "rings"), [(7, True), (-3, True), (8, False)])
    def test_rings_for_who_directs_the_case(self, world: World, case: Case, days: int, rings: bool) -> None:
        with behind_the_wall("postgres"):
            Case.objects.behind_the_second_wall().update(review_due_date=day(days))
        self.remind(world)
        path = f"/casussen/{case.id}/opvolging/"
        assert heard(world, Kind.REVIEW_DUE) == ({"thijs": path} if rings else {})

    def test_rings_once_for_each_day_on_which_it_is_due(self, world: World, case: Case) -> None:
        for days in (3, 3, 5):
            with behind_the_wall("postgres"):
                Case.objects.behind_the_second_wall().update(review_due_date=day(days))
            self.remind(world)
            with world.acting("thijs") as thijs:
                actions.see_all(by=thijs, now=clock.now())
        assert len([each for each in bells(world, "thijs") if each.kind == "REVIEW_DUE"]) == 2
