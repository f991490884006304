from datetime import date, timedelta

import pytest

from casustafel.audit.models import UserLine
from casustafel.cases import queries as cases
from casustafel.cases.choices import Level, State
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.monitoring import actions, queries
from casustafel.monitoring.choices import Voice
from casustafel.monitoring.models import Closing, FeedbackProposal, Measure, Review
from casustafel.monitoring.rules import StillBlocked
from casustafel.plan import actions as plan
from casustafel.plan.models import Commitment, Goal
from casustafel.plan.tests import seated
from casustafel.reports import queries as reports
from casustafel.reports.models import Report
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
TOLD = "CANARY-told: dank, er wordt geholpen"


def _hold(world: World, case: Case) -> Review:
    with world.acting("thijs") as thijs:
        return actions.hold_review(case=case, necessity="ja, nog even", by=thijs, now=clock.now())


def _measure(world: World, review: Review, goal: Goal, login: str, level: int, **more: str) -> Measure:
    with world.acting(login) as viewer:
        return actions.measure(
            review=review,
            goal=goal,
            level=level,
            evidence="gezien op school",
            by=viewer,
            now=clock.now(),
            **more,
        )


def _decide(world: World, review: Review, kind: str = "CONTINUE", **more: object) -> Review:
    with world.acting("thijs") as thijs:
        given = {"kind": kind, "reason": "het helpt", "next_date": None, **more}
        return actions.decide(review=review, **given, by=thijs, now=clock.now())


def _close(world: World, case: Case, login: str = "thijs", **more: str) -> Closing:
    words = {
        "reason": "het gaat goed",
        "aftercare": "begeleider belt",
        "reopening": "bij een nieuwe melding",
        "feedback": TOLD,
        "feedback_reason": "mag",
    }
    with world.acting(login) as viewer:
        return actions.close(case=case, **{**words, **more}, by=viewer, now=clock.now())


def _case(world: World, case: Case) -> Case:
    with world.acting("thijs") as thijs:
        return cases.get(thijs, case.id)


def _commit(world: World, case: Case) -> Commitment:
    with world.acting("marloes") as marloes:
        return plan.commit(
            case=case,
            organisation=world.people["marloes"].organisation,
            what="bellen",
            why="contact",
            due_date=date.today(),
            by=marloes,
            now=clock.now(),
        )


def _lines(action: str) -> list[UserLine]:
    with behind_the_wall("postgres"):
        return list(UserLine.objects.filter(action=action))


def test_each_partner_says_where_a_goal_stands(world: World, case: Case, goal: Goal) -> None:
    review = _hold(world, case)
    _measure(world, review, goal, "marloes", -1)
    _measure(world, review, goal, "marloes", 0)
    _measure(world, review, goal, "thijs", 1)
    _measure(world, review, goal, "thijs", 2, voice=Voice.PERSON)
    with world.acting("esra") as esra:
        file = queries.whole(esra, case.id, day=date.today())
        assert sorted((m.voice, m.level) for m in file.measures) == [
            ("PARTNER", 0),
            ("PARTNER", 1),
            ("PERSON", 2),
        ]
        opened = opening.open_all(file.measures, by=esra, purpose="test", now=clock.now())
        assert opened(file.measures[0], "evidence") == "gezien op school"
    assert len(_lines("monitoring.measured")) == 4


def test_a_measure_rests_on_something_and_stands_on_the_ladder(world: World, case: Case, goal: Goal) -> None:
    review = _hold(world, case)
    with world.acting("marloes") as marloes:
        with pytest.raises(Refused) as refused:
            actions.measure(review=review, goal=goal, level=0, evidence=" ", by=marloes, now=clock.now())
        assert refused.value.field == "evidence"
        with pytest.raises(Refused) as refused:
            actions.measure(review=review, goal=goal, level=3, evidence="x", by=marloes, now=clock.now())
        assert refused.value.field == "level"


def test_a_goal_of_another_case_is_not_measured_here(world: World, case: Case) -> None:
    elsewhere = seated.set_goal(world, seated.open_case(world, pseudonym="Merel"))
    with pytest.raises(NotYours):
        _measure(world, _hold(world, case), elsewhere, "marloes", 0)


def test_what_was_measured_stays_once_the_review_is_decided(world: World, case: Case, goal: Goal) -> None:
    review = _hold(world, case)
    said = _measure(world, review, goal, "marloes", 0)
    _decide(world, review)
    with pytest.raises(Refused):
        _measure(world, review, goal, "marloes", 2)
    with world.acting("marloes"):
        assert Measure.objects.behind_the_second_wall().filter(pk=said.pk).update(level=2) == 0
    with pytest.raises(Refused):
        _decide(world, review)


def test_one_cannot_rewrite_what_another_organisation_measured(world: World, case: Case, goal: Goal) -> None:
    said = _measure(world, _hold(world, case), goal, "marloes", 0)
    with world.acting("esra"):
        assert Measure.objects.behind_the_second_wall().filter(pk=said.pk).update(level=2) == 0


def test_one_review_at_a_time_and_only_by_who_directs(world: World, case: Case) -> None:
    with world.acting("esra") as esra, pytest.raises(Refused):
        actions.hold_review(case=case, necessity="ja", by=esra, now=clock.now())
    review = _hold(world, case)
    with pytest.raises(Refused):
        _hold(world, case)
    with world.acting("esra") as esra, pytest.raises(Refused):
        actions.decide(review=review, kind="CONTINUE", reason="x", next_date=None, by=esra, now=clock.now())
    _decide(world, review)
    assert _hold(world, case).id != review.id


def test_a_decision_scales_the_table_and_plans_the_next_review(world: World, case: Case) -> None:
    ahead = date.today() + timedelta(days=40)
    _decide(world, _hold(world, case), "SCALE_DOWN", next_date=ahead)
    now = _case(world, case)
    assert (now.level, now.review_due_date) == (Level.LIGHT, ahead)
    lowest = _hold(world, case)
    with pytest.raises(Refused) as refused:
        _decide(world, lowest, "SCALE_DOWN")
    assert refused.value.field == "kind"
    _decide(world, lowest, "SCALE_UP")
    assert _case(world, case).level == Level.REGULAR
    assert len(_lines("case.scaled")) == 2


def test_the_next_review_lies_ahead(world: World, case: Case) -> None:
    review = _hold(world, case)
    with pytest.raises(Refused) as refused:
        _decide(world, review, next_date=date.today())
    assert refused.value.field == "next_date"
    _decide(world, review)
    assert _case(world, case).review_due_date > date.today()


def test_closing_says_everything_that_stands_in_its_way(world: World, case: Case, goal: Goal) -> None:
    _commit(world, case)
    with pytest.raises(StillBlocked) as blocked:
        _close(world, case, aftercare=" ", reopening="", feedback_reason="")
    assert [block.at for block in blocked.value.blocks] == [
        "",
        "",
        "aftercare",
        "reopening",
        "feedback_reason",
    ]
    assert [block.values.get("count") for block in blocked.value.blocks[:2]] == [1, 1]
    assert _case(world, case).state == State.OPEN


def test_a_case_closes_once_and_is_then_only_read(world: World, case: Case, goal: Goal) -> None:
    commitment = _commit(world, case)
    with world.acting("marloes") as marloes:
        plan.fulfil(commitment=commitment, by=marloes, now=clock.now())
    review = _hold(world, case)
    _measure(world, review, goal, "marloes", 1)
    with world.acting("esra") as esra, pytest.raises(Refused):
        actions.close(
            case=case,
            reason="x",
            aftercare="x",
            reopening="x",
            feedback="",
            feedback_reason="x",
            by=esra,
            now=clock.now(),
        )
    _close(world, case)
    closed = _case(world, case)
    assert (closed.state, closed.closed_date) == (State.CLOSED, clock.now().date())
    for again in (case, closed):
        with pytest.raises(Refused):
            _close(world, again)
    with pytest.raises(Refused):
        seated.set_goal(world, closed)
    with world.acting("esra") as esra:
        assert queries.whole(esra, case.id, day=date.today()).closing is not None
    assert len(_lines("case.closed")) == len(_lines("monitoring.closed")) == 1


def test_a_case_without_a_reporter_closes_without_feedback(world: World) -> None:
    alone = seated.open_case(world, pseudonym="Merel")
    _close(world, alone, feedback="", feedback_reason="")
    with behind_the_wall("postgres"):
        assert FeedbackProposal.objects.behind_the_second_wall().count() == 0


def test_the_proposal_goes_to_the_desk_and_not_back_to_the_table(world: World, case: Case) -> None:
    _close(world, case)
    for login in ("thijs", "joyce", "anouk", "farid"):
        with world.acting(login):
            assert FeedbackProposal.objects.behind_the_second_wall().count() == 0
    with world.acting("saskia") as saskia:
        proposal = FeedbackProposal.objects.visible_to(saskia).get()
        opened = opening.open_all([proposal], by=saskia, purpose="test", now=clock.now())
        assert opened(proposal, "text") == TOLD
        with pytest.raises(NotYours):
            queries.whole(saskia, case.id, day=date.today())


def test_the_officer_sends_it_once_and_the_report_can_be_closed(
    world: World, case: Case, report: Report
) -> None:
    _close(world, case)
    with world.acting("saskia") as saskia:
        proposal = FeedbackProposal.objects.visible_to(saskia).get()
        words = {"text": "Dank. Er wordt geholpen.", "reason": "zonder de naam"}
        actions.send_feedback(proposal=proposal, **words, by=saskia, now=clock.now())
        with pytest.raises(Refused):
            actions.send_feedback(proposal=proposal, **words, by=saskia, now=clock.now())
        file = reports.whole(saskia, report.id)
        assert [step.kind for step in file.steps].count("feedback") == 1
        assert len(file.messages) == 1


@pytest.mark.parametrize("login", ["nienke", "anouk", "saskia"])
def test_who_has_no_seat_finds_no_review(world: World, case: Case, goal: Goal, login: str) -> None:
    review = _hold(world, case)
    _measure(world, review, goal, "marloes", 0)
    with world.acting(login) as charlie:
        with pytest.raises(NotYours):
            queries.get_review(charlie, case.id, review.id)
        assert Review.objects.behind_the_second_wall().count() == 0
        assert Measure.objects.behind_the_second_wall().count() == 0
