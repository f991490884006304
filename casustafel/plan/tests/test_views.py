from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.plan import actions, queries
from casustafel.plan.models import Goal
from casustafel.plan.tests import seated
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
AHEAD = (date.today() + timedelta(days=60)).isoformat()
ABSENT = "Hij stopt met het kijken van filmpjes."


def _url(name: str, case: Case, *args: object) -> str:
    return reverse(f"plan:{name}", args=[case.id, *args])


def _goal(world: World, **change: str) -> dict[str, str]:
    ladder = {f"level_{5 - n}": text for n, text in enumerate(seated.LADDER)}
    return {
        "domain": "ONLINE",
        "text": "Hij kiest zelf wat hij kijkt.",
        "own_words": "",
        "baseline": "-1",
        "owner": str(world.people["thijs"].organisation_id),
        "due_date": AHEAD,
        **ladder,
        **change,
    }


def _intervention(world: World, goal: Goal, **change: object) -> dict[str, object]:
    return {
        "kind": "SOCIAL",
        "text": "elke week een uur",
        "organisation": str(world.people["esra"].organisation_id),
        "goals": [str(goal.id)],
        "planned": "8",
        **change,
    }


def _commitment(world: World, **change: str) -> dict[str, str]:
    organisation = str(world.people["marloes"].organisation_id)
    return {
        "organisation": organisation,
        "what": "bellen",
        "why": "contact",
        "due_date": AHEAD,
        **change,
    }


def _plan(world: World, case: Case) -> queries.PlanFile:
    with world.acting("thijs") as thijs:
        return queries.whole(thijs, case)


def test_the_plan_reads_with_its_ladder(client_of: ClientOf, case: Case, goal: Goal) -> None:
    page = client_of("esra").get(_url("plan", case)).content.decode()
    assert seated.GOAL in page
    assert all(level in page for level in seated.LADDER)
    assert "CANARY-name" not in page


def test_a_full_plan_costs_few_queries(world: World, client_of: ClientOf, case: Case, goal: Goal) -> None:
    thijs = client_of("thijs")
    for _ in range(3):
        thijs.post(_url("plan_intervention", case), _intervention(world, goal))
        thijs.post(_url("commit", case), _commitment(world))
    thijs.post(_url("agree", case), {"kind": "OBJECT", "text": "te snel"})
    page, queries_done = seated.counted(thijs, _url("plan", case))
    assert "te snel" in page
    assert len(queries_done) <= 14


@pytest.mark.parametrize("name", ["plan", "set_goal", "plan_intervention", "commit"])
@pytest.mark.parametrize("login", ["anouk", "nienke", "saskia"])
def test_not_yours_is_the_same_as_absent(client_of: ClientOf, case: Case, name: str, login: str) -> None:
    charlie = client_of(login)
    theirs = charlie.get(_url(name, case))
    absent = charlie.get(reverse(f"plan:{name}", args=[uuid4()]))
    assert theirs.status_code == absent.status_code == 404
    assert theirs.content == absent.content


@pytest.mark.parametrize("login", ["anouk", "nienke"])
def test_what_lies_deeper_is_absent_too(
    world: World, client_of: ClientOf, case: Case, goal: Goal, login: str
) -> None:
    charlie = client_of(login)
    client_of("thijs").post(_url("plan_intervention", case), _intervention(world, goal))
    client_of("thijs").post(_url("commit", case), _commitment(world))
    file = _plan(world, case)
    pages = [
        ("revise_goal", goal.id),
        ("deliver", file.interventions[0].id),
        ("fulfil", file.commitments[0].id),
        ("drop", file.commitments[0].id),
    ]
    for name, row in pages:
        theirs = charlie.post(_url(name, case, row), {"text": "x", "version": "1", "reason": "x"})
        absent = charlie.post(_url(name, case, uuid4()), {"text": "x", "version": "1", "reason": "x"})
        assert theirs.status_code == absent.status_code == 404
        assert theirs.content == absent.content
    for name in ("agree", "settle"):
        assert charlie.post(_url(name, case), {"kind": "AGREE"}).status_code == 404


def test_a_goal_is_set_on_the_page(world: World, client_of: ClientOf, case: Case) -> None:
    answer = client_of("thijs").post(_url("set_goal", case), _goal(world))
    assert (answer.status_code, answer.headers["Location"]) == (302, _url("plan", case))
    page = client_of("marloes").get(_url("plan", case)).content.decode()
    assert page.index(seated.LADDER[4]) < page.index(seated.LADDER[0])


def test_the_same_goal_sent_twice_is_one_goal(world: World, client_of: ClientOf, case: Case) -> None:
    thijs, sent = client_of("thijs"), _goal(world, form_id="one-time")
    assert thijs.post(_url("set_goal", case), sent).status_code == 302
    assert thijs.post(_url("set_goal", case), sent).status_code == 302
    assert len(_plan(world, case).goals) == 1


def test_an_absence_gets_a_hint_and_the_author_decides(world: World, client_of: ClientOf, case: Case) -> None:
    thijs = client_of("thijs")
    hinted = thijs.post(_url("set_goal", case), _goal(world, text=ABSENT))
    assert hinted.status_code == 422
    assert "stopt" in hinted.context["form"].errors["text"][0]
    assert ABSENT in hinted.content.decode() and 'name="as_worded"' in hinted.content.decode()
    assert not _plan(world, case).goals
    kept = thijs.post(_url("set_goal", case), _goal(world, text=ABSENT, as_worded="on"))
    assert kept.status_code == 302
    assert len(_plan(world, case).goals) == 1


def test_an_example_of_the_model_begins_a_goal(client_of: ClientOf, case: Case) -> None:
    from casustafel.method import model

    example = model.current().goals[0]
    page = client_of("thijs").get(_url("set_goal", case), {"example": example.code})
    initial = page.context["form"].initial
    assert (initial["text"], initial["level_1"]) == (example.label, example.levels[-1].label)
    assert client_of("thijs").get(_url("set_goal", case), {"example": "NOTHING"}).status_code == 200


def test_who_does_not_direct_hears_why_not(world: World, client_of: ClientOf, case: Case) -> None:
    answer = client_of("esra").post(_url("set_goal", case), _goal(world))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_two_who_change_a_goal_see_both_texts(client_of: ClientOf, case: Case, goal: Goal) -> None:
    url = _url("revise_goal", case, goal.id)
    assert client_of("joyce").post(url, {"text": "Hij sport.", "version": "1"}).status_code == 302
    both = client_of("thijs").post(url, {"text": "Hij leest.", "version": "1"})
    page = both.content.decode()
    assert both.status_code == 409
    assert "Hij sport." in page and "Hij leest." in page
    again = client_of("thijs").post(url, {"text": "Hij leest.", "version": "2"})
    assert again.status_code == 302


def test_sessions_held_show_beside_what_was_planned(
    world: World, client_of: ClientOf, case: Case, goal: Goal
) -> None:
    assert (
        client_of("thijs").post(_url("plan_intervention", case), _intervention(world, goal)).status_code
        == 302
    )
    row = _plan(world, case).interventions[0]
    esra, url = client_of("esra"), _url("deliver", case, row.id)
    assert esra.get(url).status_code == 200
    assert esra.post(url, {"sessions": "3"}).status_code == 302
    line = esra.get(_url("plan", case)).context["page"].interventions[0]
    assert (line.delivered, line.planned, line.may_deliver) == (3, 8, True)
    assert not client_of("marloes").get(_url("plan", case)).context["page"].interventions[0].may_deliver
    assert client_of("marloes").post(url, {"sessions": "1"}).status_code == 422


def test_an_intervention_needs_a_goal(world: World, client_of: ClientOf, case: Case, goal: Goal) -> None:
    answer = client_of("thijs").post(_url("plan_intervention", case), _intervention(world, goal, goals=[]))
    assert answer.status_code == 422
    assert "goals" in answer.context["form"].errors


def test_a_commitment_is_made_kept_and_not_kept_twice(world: World, client_of: ClientOf, case: Case) -> None:
    marloes = client_of("marloes")
    assert marloes.post(_url("commit", case), _commitment(world)).status_code == 302
    row = _plan(world, case).commitments[0]
    assert client_of("esra").post(_url("fulfil", case, row.id)).status_code == 422
    assert marloes.get(_url("fulfil", case, row.id)).status_code == 302
    assert _plan(world, case).commitments[0].state == "OPEN"
    assert marloes.post(_url("fulfil", case, row.id)).status_code == 302
    assert marloes.post(_url("fulfil", case, row.id)).status_code == 422


def test_a_commitment_is_dropped_with_its_reason(world: World, client_of: ClientOf, case: Case) -> None:
    marloes = client_of("marloes")
    marloes.post(_url("commit", case), _commitment(world))
    url = _url("drop", case, _plan(world, case).commitments[0].id)
    assert marloes.post(url, {"reason": ""}).status_code == 422
    assert marloes.post(url, {"reason": "CANARY-dropped"}).status_code == 302
    assert "CANARY-dropped" in marloes.get(_url("plan", case)).content.decode()


def test_an_objection_needs_its_reason(client_of: ClientOf, case: Case, goal: Goal) -> None:
    answer = client_of("esra").post(_url("agree", case), {"kind": "OBJECT", "text": ""})
    assert answer.status_code == 422
    assert "text" in answer.context["consent_form"].errors


def test_a_plan_is_settled_with_dissent_by_name(
    world: World, client_of: ClientOf, case: Case, goal: Goal
) -> None:
    joyce = client_of("joyce")
    assert joyce.post(_url("settle", case)).status_code == 422
    for login in ("joyce", "thijs", "marloes", "pieterjan"):
        client_of(login).post(_url("agree", case), {"kind": "AGREE", "text": ""})
    client_of("esra").post(_url("agree", case), {"kind": "OBJECT", "text": "CANARY-objection"})
    assert joyce.post(_url("settle", case)).status_code == 422
    seated.overrule(world, case)
    assert joyce.post(_url("settle", case)).status_code == 302
    page = joyce.get(_url("plan", case))
    version = page.context["page"].versions[0]
    assert version.dissents == [(world.people["esra"].organisation.name, "CANARY-objection")]
    assert page.context["page"].is_settled
    assert "CANARY-objection" in [turn.text for turn in page.context["page"].turns]
    settled = joyce.get(_url("settled", case, version.id)).content.decode()
    assert seated.GOAL in settled and "CANARY-objection" in settled
    charlie = client_of("nienke")
    theirs, absent = (charlie.get(_url("settled", case, row)) for row in (version.id, uuid4()))
    assert theirs.status_code == 404 and theirs.content == absent.content


def test_everybody_is_asked_about_one_goal_until_it_is_the_tables(
    world: World, client_of: ClientOf, case: Case, goal: Goal
) -> None:
    url, thijs = _url("agree_goal", case, goal.id), client_of("thijs")
    assert thijs.post(url).status_code == 302
    assert thijs.post(url).status_code == 422  # everybody is being asked already
    current = client_of("esra").get(url).context["page"].spoken.current
    say = reverse("deciding:say", args=[case.id, current.id])
    client_of("esra").post(say, {"kind": "OBJECT", "text": "CANARY-goal-objection"})
    page = thijs.get(_url("plan", case))
    assert [each.tone for each in page.context["page"].goals] == ["urgent"]
    assert "CANARY-goal-objection" in thijs.get(url).content.decode()
    client_of("esra").post(say, {"kind": "NOTE", "text": "zo kan het"})
    for login in ("joyce", "thijs", "marloes", "pieterjan"):
        assert client_of(login).post(say, {"kind": "AGREE"}).headers["Location"] == url
    accept = reverse("deciding:accept", args=[case.id, current.id])
    assert client_of("esra").post(accept).status_code == 422
    assert thijs.get(accept).status_code == 405
    assert thijs.post(accept).headers["Location"] == url
    assert [each.tone for each in thijs.get(_url("plan", case)).context["page"].goals] == ["good"]


def test_a_changed_goal_says_that_everybody_is_asked_again(
    world: World, client_of: ClientOf, case: Case, goal: Goal
) -> None:
    for login in ("joyce", "thijs", *seated.SEATED):
        client_of(login).post(_url("agree", case), {"kind": "AGREE", "text": ""})
    client_of("joyce").post(_url("settle", case))
    assert not client_of("joyce").get(_url("plan", case)).context["page"].changed_since
    with world.acting("thijs") as thijs:
        actions.revise_goal(goal=goal, version=1, text="Hij sport.", by=thijs, now=clock.now())
    assert client_of("joyce").get(_url("plan", case)).context["page"].changed_since
