from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case, Step
from casustafel.deciding import consenting, objecting
from casustafel.deciding.choices import ConsentKind, ObjectionState
from casustafel.deciding.models import ConsentRound, Objection
from casustafel.lib import clock
from casustafel.lib.refusal import Conflict, NotYours, Refused
from casustafel.plan import actions, queries
from casustafel.plan.choices import CommitmentState
from casustafel.plan.models import Commitment, Goal, GoalRevision, Intervention, PlanVersion
from casustafel.plan.tests import seated
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
EVERYBODY = ("joyce", "thijs", *seated.SEATED)
SOON = date.today() + timedelta(days=20)


def _commit(world: World, case: Case, *, by: str = "marloes", whose: str = "marloes") -> Commitment:
    with world.acting(by) as viewer:
        return actions.commit(
            case=case,
            organisation=world.people[whose].organisation,
            what="CANARY-what: bellen met school",
            why="zij zien hem elke dag",
            due_date=SOON,
            by=viewer,
            now=clock.now(),
        )


def _intervene(world: World, case: Case, goal: Goal, *, planned: int = 8) -> Intervention:
    with world.acting("thijs") as thijs:
        return actions.plan_intervention(
            case=case,
            kind="SOCIAL",
            text="elke week een uur",
            organisation=world.people["esra"].organisation,
            goals=[goal],
            planned=planned,
            by=thijs,
            now=clock.now(),
        )


def _agree(world: World, case: Case, *logins: str, note: str = "", objection: str = "") -> None:
    for login in logins:
        with world.acting(login) as viewer:
            actions.agree(case=case, note=note, objection=objection, by=viewer, now=clock.now())


def _lines(action: str) -> list[UserLine]:
    with behind_the_wall("postgres"):
        return list(UserLine.objects.filter(action=action))


def test_a_goal_reads_back_as_it_was_set_and_is_logged(world: World, case: Case, goal: Goal) -> None:
    with world.acting("esra") as esra:
        found = queries.get_goal(esra, case.id, goal.id)
        opened = opening.open_all([found], by=esra, purpose="test", now=clock.now())
        assert opened(found, "text") == seated.GOAL
        assert Step.objects.visible_to(esra).filter(case=case, kind="plan.goal_set").count() == 1
    line = _lines("plan.goal_set")[0]
    assert (line.actor_id, line.scope_id) == (world.people["thijs"].id, case.id)
    assert "CANARY" not in str(line.content)


def test_a_goal_stands_nowhere_in_plain_text(world: World, goal: Goal) -> None:
    with behind_the_wall("postgres"):
        row = Goal.objects.behind_the_second_wall().get(pk=goal.pk)
    assert b"CANARY" not in bytes(row.text) and b"ziet" not in bytes(row.levels)


@pytest.mark.parametrize("login", ["esra", "marloes"])
def test_only_who_directs_the_case_sets_goals(world: World, case: Case, login: str) -> None:
    with pytest.raises(Refused):
        seated.set_goal(world, case, by=login)


@pytest.mark.parametrize("login", ["nienke", "anouk", "farid", "saskia"])
def test_who_has_no_seat_finds_nothing(world: World, case: Case, goal: Goal, login: str) -> None:
    with world.acting(login) as charlie:
        with pytest.raises(NotYours):
            queries.plan(charlie, case.id, day=date.today())
        with pytest.raises(NotYours):
            actions.agree(case=case, note="", objection="", by=charlie, now=clock.now())
        assert Goal.objects.behind_the_second_wall().count() == 0


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("text", {"text": "  "}),
        ("levels", {"levels": seated.LADDER[:4]}),
        ("levels", {"levels": [*seated.LADDER[:4], " "]}),
        ("baseline", {"baseline": 3}),
        ("domain", {"domain": "NOWHERE"}),
    ],
)
def test_half_a_goal_is_refused(world: World, case: Case, field: str, change: dict[str, object]) -> None:
    sound: dict[str, object] = {
        "domain": "NETWORK",
        "text": "Hij werkt.",
        "own_words": "",
        "levels": seated.LADDER,
        "baseline": -1,
        "owner": world.people["thijs"].organisation,
        "due_date": SOON,
    }
    with world.acting("thijs") as thijs, pytest.raises(Refused) as refused:
        actions.set_goal(case=case, **{**sound, **change}, by=thijs, now=clock.now())
    assert refused.value.field == field


def test_an_organisation_without_a_seat_carries_nothing(world: World, case: Case, goal: Goal) -> None:
    with pytest.raises(Refused) as refused:
        _commit(world, case, by="thijs", whose="nienke")
    assert refused.value.field == "organisation"


def test_a_goal_put_otherwise_keeps_what_it_said(world: World, case: Case, goal: Goal) -> None:
    with world.acting("joyce") as joyce:
        revised = actions.revise_goal(goal=goal, version=1, text="Hij sport.", by=joyce, now=clock.now())
        kept = GoalRevision.objects.visible_to(joyce).get(goal=goal)
        opened = opening.open_all([revised, kept], by=joyce, purpose="test", now=clock.now())
        assert (revised.version, opened(revised, "text"), opened(kept, "text")) == (
            2,
            "Hij sport.",
            seated.GOAL,
        )


def test_two_who_change_a_goal_lose_neither_text(world: World, case: Case, goal: Goal) -> None:
    with world.acting("joyce") as joyce:
        actions.revise_goal(goal=goal, version=1, text="Hij sport.", by=joyce, now=clock.now())
    with world.acting("thijs") as thijs:
        with pytest.raises(Conflict) as conflict:
            actions.revise_goal(goal=goal, version=1, text="Hij leest.", by=thijs, now=clock.now())
        goal.refresh_from_db(from_queryset=Goal.objects.visible_to(thijs))
        there = opening.open_all([goal], by=thijs, purpose="test", now=clock.now())(goal, "text")
    assert (conflict.value.mine, there, goal.version) == ("Hij leest.", "Hij sport.", 2)


def test_an_intervention_serves_a_goal_of_this_case(world: World, case: Case, goal: Goal) -> None:
    elsewhere = seated.set_goal(world, seated.open_case(world, pseudonym="Merel"))
    with pytest.raises(NotYours):
        _intervene(world, case, elsewhere)
    made = _intervene(world, case, goal)
    with world.acting("esra") as esra:
        assert queries.interventions(esra, case)[0].serves == [goal.id]
        assert made.id == queries.interventions(esra, case)[0].id


def test_sessions_add_up_and_only_who_holds_them_says_so(world: World, case: Case, goal: Goal) -> None:
    made = _intervene(world, case, goal)
    with world.acting("marloes") as marloes, pytest.raises(Refused):
        actions.deliver(intervention=made, sessions=1, by=marloes, now=clock.now())
    with world.acting("esra") as esra:
        with pytest.raises(Refused):
            actions.deliver(intervention=made, sessions=0, by=esra, now=clock.now())
        actions.deliver(intervention=made, sessions=2, by=esra, now=clock.now())
        actions.deliver(intervention=made, sessions=3, by=esra, now=clock.now())
        held = queries.interventions(esra, case)[0].deliveries
    assert sorted(each["sessions"] for each in held) == [2, 3]
    assert len(_lines("plan.delivered")) == 2


def test_one_commits_the_own_organisation_and_ends_it_once(world: World, case: Case) -> None:
    with pytest.raises(Refused):
        _commit(world, case, by="esra", whose="marloes")
    made = _commit(world, case)
    with world.acting("esra") as esra, pytest.raises(Refused):
        actions.fulfil(commitment=made, by=esra, now=clock.now())
    with world.acting("marloes") as marloes:
        done = actions.fulfil(commitment=made, by=marloes, now=clock.now())
        assert (done.state, done.ended_date) == (CommitmentState.DONE, clock.now().date())
        with pytest.raises(Refused):
            actions.drop(commitment=made, reason="toch niet", by=marloes, now=clock.now())
    assert len(_lines("plan.fulfilled")) == 1 and not _lines("plan.dropped")


def test_a_commitment_is_dropped_with_a_reason_that_stays(world: World, case: Case) -> None:
    made = _commit(world, case)
    with world.acting("thijs") as thijs:
        with pytest.raises(Refused) as refused:
            actions.drop(commitment=made, reason=" ", by=thijs, now=clock.now())
        assert refused.value.field == "reason"
        dropped = actions.drop(commitment=made, reason="school belde zelf", by=thijs, now=clock.now())
        opened = opening.open_all([dropped], by=thijs, purpose="test", now=clock.now())
        assert opened(dropped, "drop_reason") == "school belde zelf"


def test_a_plan_is_settled_when_every_organisation_has_spoken(
    world: World, case: Case, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _agree(world, case, "joyce", "thijs", "marloes", "pieterjan")
    with world.acting("joyce") as joyce, pytest.raises(Refused) as refused:
        actions.settle(case=case, by=joyce, now=clock.now())
    assert refused.value.values["names"] == world.people["esra"].organisation.name
    _agree(world, case, "esra", objection="te vroeg")
    with world.acting("joyce") as joyce, pytest.raises(Refused, match="objection stands"):
        actions.settle(case=case, by=joyce, now=clock.now())
    with monkeypatch.context() as patch, world.acting("joyce") as joyce:  # the database holds it as well
        patch.setattr(objecting, "check_clear", lambda **_: None)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            actions.settle(case=case, by=joyce, now=clock.now())
    seated.overrule(world, case)
    with world.acting("joyce") as joyce:
        version = actions.settle(case=case, by=joyce, now=clock.now())
        _version, said = queries.get_version(joyce, case.id, version.id)
        assert version.number == 1
        assert {each.kind for each in said} == {ConsentKind.AGREE, ConsentKind.OBJECT}
        opened = opening.open_all(said, by=joyce, purpose="test", now=clock.now())
        assert [opened(each, "text") for each in said if each.kind == ConsentKind.OBJECT] == ["te vroeg"]
        with pytest.raises(Refused):
            actions.settle(case=case, by=joyce, now=clock.now())


def test_who_agreed_is_asked_again_when_the_plan_changes(world: World, case: Case, goal: Goal) -> None:
    _agree(world, case, *EVERYBODY)
    with world.acting("thijs") as thijs:
        actions.revise_goal(goal=goal, version=1, text="Hij sport elke week.", by=thijs, now=clock.now())
        with pytest.raises(Refused):
            actions.settle(case=case, by=thijs, now=clock.now())
    _agree(world, case, *EVERYBODY)
    with world.acting("thijs") as thijs:
        assert actions.settle(case=case, by=thijs, now=clock.now()).number == 1


def test_a_settled_version_stays_as_it_was(world: World, case: Case, goal: Goal) -> None:
    _agree(world, case, *EVERYBODY)
    with world.acting("thijs") as thijs:
        version = actions.settle(case=case, by=thijs, now=clock.now())
        actions.revise_goal(goal=goal, version=1, text="Iets anders.", by=thijs, now=clock.now())
        found, _said = queries.get_version(thijs, case.id, version.id)
        assert seated.GOAL in opening.open_all([found], by=thijs, purpose="t", now=clock.now())(
            found, "content"
        )
        changed = PlanVersion.objects.behind_the_second_wall().filter(pk=version.pk).update(number=9)
        assert changed == 0


def test_only_who_directs_settles_and_a_plan_has_a_goal(world: World, case: Case) -> None:
    _agree(world, case, *EVERYBODY)
    with world.acting("esra") as esra, pytest.raises(Refused):
        actions.settle(case=case, by=esra, now=clock.now())
    with world.acting("joyce") as joyce, pytest.raises(Refused):
        actions.settle(case=case, by=joyce, now=clock.now())


def test_who_objects_says_how_it_was_met(world: World, case: Case, goal: Goal) -> None:
    _agree(world, case, "joyce", "thijs", "marloes", "pieterjan")
    _agree(world, case, "esra", objection="te vroeg")
    with pytest.raises(Refused, match="how your objection was met"):
        _agree(world, case, "esra")
    _agree(world, case, "esra", note="na het gesprek")
    with world.acting("joyce") as joyce:
        assert actions.settle(case=case, by=joyce, now=clock.now()).number == 1
        rows = Objection.objects.visible_to(joyce).filter(case=case)
        assert [each.state for each in rows] == [ObjectionState.MET]


@pytest.mark.parametrize("login", ["thijs", "marloes", "esra"])
def test_only_the_process_director_overrules_an_objection_to_the_plan(
    world: World, case: Case, goal: Goal, login: str
) -> None:
    _agree(world, case, "esra", objection="te vroeg")
    with pytest.raises(Refused, match="process director"):
        seated.overrule(world, case, by=login)


def test_an_impasse_stops_the_plan_until_it_is_broken_and_met(world: World, case: Case, goal: Goal) -> None:
    _agree(world, case, "joyce", "thijs", "marloes", "pieterjan")
    _agree(world, case, "esra", objection="te vroeg")
    with world.acting("thijs") as thijs:
        row = Objection.objects.visible_to(thijs).select_related("case__key", "key").get(case=case)
        said = {"divides": "tempo", "breaker": "stuurgroep", "until_date": SOON}
        impasse = objecting.flag_impasse(objection=row, **said, by=thijs, now=clock.now())
        with pytest.raises(Refused, match="impasse"):
            actions.settle(case=case, by=thijs, now=clock.now())
        objecting.end_impasse(impasse=impasse, ending="de stuurgroep koos", by=thijs, now=clock.now())
        with pytest.raises(Refused, match="objection stands"):
            actions.settle(case=case, by=thijs, now=clock.now())
    seated.overrule(world, case)
    with world.acting("thijs") as thijs:
        assert actions.settle(case=case, by=thijs, now=clock.now()).number == 1


def test_an_objection_to_a_goal_stops_the_plan_as_well(world: World, case: Case, goal: Goal) -> None:
    _agree(world, case, *EVERYBODY)
    with world.acting("thijs") as thijs:
        asked = consenting.open_round(subject=actions.of_goal(goal), by=thijs, now=clock.now())
    with world.acting("esra") as esra:
        consenting.say(round=asked, note="", objection="te groot", by=esra, now=clock.now())
    with world.acting("thijs") as thijs, pytest.raises(Refused, match="objection stands"):
        actions.settle(case=case, by=thijs, now=clock.now())
    seated.overrule(world, case)
    with world.acting("thijs") as thijs:
        with pytest.raises(Refused, match="Not everybody"):
            consenting.accept(round=asked, by=thijs, now=clock.now())
        actions.settle(case=case, by=thijs, now=clock.now())


def test_a_goal_put_otherwise_is_asked_anew(world: World, case: Case, goal: Goal) -> None:
    with world.acting("thijs") as thijs:
        asked = consenting.open_round(subject=actions.of_goal(goal), by=thijs, now=clock.now())
        actions.revise_goal(goal=goal, version=1, text="Hij sport elke week.", by=thijs, now=clock.now())
        assert ConsentRound.objects.visible_to(thijs).get(pk=asked.pk).state == "WITHDRAWN"


def test_a_consent_is_said_anew_and_never_both_ways(world: World, case: Case) -> None:
    with world.acting("esra") as esra:
        with pytest.raises(Refused) as refused:
            actions.agree(case=case, note="ja", objection="nee", by=esra, now=clock.now())
        assert refused.value.field == "text"
        actions.agree(case=case, note="", objection="nee", by=esra, now=clock.now())
        actions.agree(case=case, note="met dank, zo is het opgelost", objection="", by=esra, now=clock.now())
        said = queries.plan(esra, case.id, day=date.today()).round
    assert [each.kind for each in said] == [ConsentKind.NOTE]
