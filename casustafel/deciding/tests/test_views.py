from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from casustafel.cases.models import Case
from casustafel.deciding.models import Decision, Expectation
from casustafel.deciding.tests import put
from casustafel.plan.tests.seated import counted
from tests.world import World, open_case

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
SOON = (date.today() + timedelta(days=9)).isoformat()


def url(name: str, case: Case, *more: object) -> str:
    return reverse(f"deciding:{name}", args=[case.id, *more])


def sending(world: World, **change: Any) -> dict[str, Any]:
    sound = {
        "question": put.QUESTION,
        "option_1": "Wel vragen",
        "weighed_1": "geeft rust",
        "option_2": "Niet vragen",
        "chosen": "2",
        "words": put.WORDS,
        "reasons": put.REASONS,
        "ground": "artikel 172a Gemeentewet",
        "decides": str(world.people["thijs"].organisation_id),
    }
    return {**sound, **change}


def made(world: World, case: Case) -> Decision:
    with world.acting("esra") as esra:
        found: Decision = Decision.objects.visible_to(esra).get(case=case)
        return found


def test_a_decision_from_proposal_to_taking(world: World, client_of: ClientOf, case: Case) -> None:
    esra, thijs = client_of("esra"), client_of("thijs")
    meeting = uuid4()
    answer = esra.get(f"{url('propose', case)}?overleg={meeting}")
    assert str(meeting) in answer.content.decode()
    answer = esra.post(url("propose", case), sending(world, meeting=str(meeting)))
    row = made(world, case)
    assert answer.headers["Location"] == url("decision", case, row.id) and row.meeting_id == meeting
    client_of("marloes").post(url("advise", case, row.id), {"text": "CANARY-advice"})
    page = thijs.get(url("decision", case, row.id))
    text = page.content.decode()
    assert all(word in text for word in (put.QUESTION, put.WORDS, put.REASONS, "CANARY-advice", "geeft rust"))
    assert "CANARY-name" not in text
    assert thijs.post(url("decide", case, row.id)).status_code == 422
    assert thijs.post(url("ask", case, row.id)).status_code == 302
    asked = thijs.get(url("decision", case, row.id)).context["page"].spoken.current
    say = url("say", case, asked.id)
    assert client_of("esra").post(say, {"kind": "OBJECT", "text": ""}).status_code == 422
    client_of("esra").post(say, {"kind": "OBJECT", "text": "CANARY-objection"})
    for login in ("joyce", "thijs", "marloes", "pieterjan"):
        client_of(login).post(say, {"kind": "AGREE", "text": ""})
    refused = thijs.post(url("decide", case, row.id))
    assert refused.status_code == 422 and refused.context["page"].is_stopped
    objection = refused.context["page"].spoken.objections[0]
    assert objection.may_overrule and objection.may_flag
    there = client_of("esra").get(url("decision", case, row.id)).context["page"].spoken.objections[0]
    assert not (there.may_overrule or there.may_flag)
    overrule = url("overrule", case, objection.id)
    assert "CANARY-objection" in thijs.get(overrule).content.decode()
    assert client_of("joyce").post(overrule, {"text": "x"}).status_code == 422
    assert thijs.post(overrule, {"text": "CANARY-overruled"}).headers["Location"] == url(
        "decision", case, row.id
    )
    assert thijs.post(url("decide", case, row.id)).status_code == 302
    done = esra.get(url("decision", case, row.id))
    text = done.content.decode()
    assert not done.context["page"].is_proposed
    assert "CANARY-objection" in text and "CANARY-overruled" in text
    assert esra.post(url("advise", case, row.id), {"text": "te laat"}).status_code == 422


def test_the_list_pages_filters_and_says_when_there_is_nothing(
    world: World, client_of: ClientOf, case: Case
) -> None:
    joyce = client_of("joyce")
    assert not joyce.get(url("list", case)).context["shown"].rows
    for _ in range(27):
        put.propose(world, case)
    assert len(joyce.get(url("list", case)).context["shown"].rows) == 25
    assert len(joyce.get(f"{url('list', case)}?page=2").context["shown"].rows) == 2
    assert not joyce.get(f"{url('list', case)}?state=DECIDED").context["shown"].rows
    assert len(joyce.get(f"{url('list', case)}?state=NONSENSE").context["shown"].rows) == 25
    text, asked = counted(joyce, url("list", case))
    assert put.QUESTION in text and len(asked) <= 13


def test_a_full_decision_costs_few_queries(
    world: World, client_of: ClientOf, case: Case, decision: Decision
) -> None:
    asked = put.ask(world, decision)
    put.say(world, asked, "joyce", "thijs", "marloes", "pieterjan", note="CANARY-note")
    put.say(world, asked, "esra", objection="te vroeg")
    put.flag(world, put.objection_of(world, case))
    text, queries = counted(client_of("joyce"), url("decision", case, decision.id))
    assert "CANARY-divides" in text and "CANARY-note" in text
    assert len(queries) <= 17


@pytest.mark.parametrize("login", ["anouk", "nienke", "saskia"])
def test_not_yours_is_the_same_as_absent(
    world: World, client_of: ClientOf, case: Case, decision: Decision, login: str
) -> None:
    asked = put.ask(world, decision)
    put.say(world, asked, "esra", objection="te vroeg")
    objection = put.objection_of(world, case)
    impasse, expected = put.flag(world, objection), put.expect(world, case)
    charlie = client_of(login)
    for name, row in (
        ("list", None),
        ("propose", None),
        ("expectations", None),
        ("expect", None),
        ("decision", decision),
        ("revise", decision),
        ("withdraw", decision),
        ("say", asked),
        ("overrule", objection),
        ("flag_impasse", objection),
        ("end_impasse", impasse),
        ("answer", expected),
        ("look_back", expected),
    ):
        rows = [row.id] if row else []
        theirs = charlie.get(url(name, case, *rows))
        absent = charlie.get(reverse(f"deciding:{name}", args=[uuid4(), *(uuid4() for _ in rows)]))
        assert theirs.status_code == absent.status_code == 404, name
        assert theirs.content == absent.content, name
    for name in ("advise", "ask", "decide"):
        assert charlie.post(url(name, case, decision.id), {"text": "x"}).status_code == 404, name
    assert charlie.post(url("accept", case, asked.id)).status_code == 404


def test_what_is_of_another_case_is_not_here(world: World, client_of: ClientOf, decision: Decision) -> None:
    other = open_case(world, pseudonym="Wilg")
    assert client_of("joyce").get(url("decision", other, decision.id)).status_code == 404


def test_the_same_proposal_sent_twice_is_one(world: World, client_of: ClientOf, case: Case) -> None:
    esra = client_of("esra")
    for _ in range(2):
        esra.post(url("propose", case), sending(world, form_id="twice"))
    assert made(world, case)


def test_two_who_put_it_otherwise_see_both_texts(client_of: ClientOf, case: Case, decision: Decision) -> None:
    revise = url("revise", case, decision.id)
    thijs = client_of("thijs")
    assert put.WORDS in thijs.get(revise).content.decode()
    said = {"reasons": "CANARY-why", "chosen": "1", "version": "1"}
    assert thijs.post(revise, {**said, "text": "CANARY-theirs"}).status_code == 302
    late = client_of("joyce").post(revise, {**said, "text": "CANARY-mine"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "CANARY-theirs" in text and "CANARY-mine" in text and 'name="version" value="2"' in text
    again = client_of("joyce").post(revise, {**said, "text": "CANARY-mine", "version": "2"})
    assert again.status_code == 302
    assert "CANARY-mine" in thijs.get(url("decision", case, decision.id)).content.decode()


def test_an_impasse_shows_in_the_case_and_on_today(
    world: World, client_of: ClientOf, case: Case, decision: Decision
) -> None:
    put.say(world, put.ask(world, decision), "esra", objection="te vroeg")
    objection = put.objection_of(world, case)
    flag, thijs = url("flag_impasse", case, objection.id), client_of("thijs")
    said = {"divides": "CANARY-divides", "breaker": "CANARY-breaker", "until_date": SOON}
    assert thijs.post(flag, {**said, "divides": " "}).status_code == 422
    assert thijs.post(flag, said).status_code == 302
    page = thijs.get(url("list", case))
    [(path, impasse)] = page.context["shown"].impasses
    assert path == url("decision", case, decision.id)
    assert "CANARY-divides" in page.content.decode()
    today = client_of("marloes").get(reverse("today")).content.decode()
    assert today.count(path) == 2 and "CANARY" not in today  # the round, and the impasse
    end = url("end_impasse", case, impasse.id)
    assert "CANARY-divides" in thijs.get(end).content.decode()
    assert thijs.post(end, {"text": "CANARY-ending"}).status_code == 302
    assert "CANARY-ending" in thijs.get(path).content.decode()
    assert thijs.get(url("list", case)).context["shown"].impasses == []


def test_an_expectation_from_asking_to_looking_back(world: World, client_of: ClientOf, case: Case) -> None:
    esra, marloes = client_of("esra"), client_of("marloes")
    said = {"asked": str(world.people["marloes"].organisation_id), "text": "CANARY-asked", "until_date": SOON}
    own = str(world.people["esra"].organisation_id)
    assert esra.post(url("expect", case), {**said, "asked": own}).status_code == 422
    assert esra.post(url("expect", case), said).status_code == 302
    with world.acting("esra") as viewer:
        row = Expectation.objects.visible_to(viewer).get(case=case)
    answer, back = url("answer", case, row.id), url("look_back", case, row.id)
    assert answer in marloes.get(reverse("today")).content.decode()
    assert answer in marloes.get(url("list", case)).content.decode()
    assert answer not in esra.get(url("list", case)).content.decode()
    assert "CANARY-asked" in marloes.get(answer).content.decode()
    assert marloes.post(answer, {"accepts": "NO", "text": ""}).status_code == 422
    assert marloes.post(answer, {"accepts": "YES", "text": "CANARY-yes"}).status_code == 302
    assert "CANARY-asked" in esra.get(back).content.decode()
    assert esra.post(back, {"done": "NO", "text": ""}).status_code == 422
    assert esra.post(back, {"done": "NO", "text": "CANARY-no"}).status_code == 302
    text = marloes.get(url("expectations", case)).content.decode()
    assert "CANARY-yes" in text and "CANARY-no" in text
    assert not marloes.get(f"{url('expectations', case)}?state=ASKED").context["rows"]
    assert marloes.get(f"{url('expectations', case)}?state=NOT_DONE").context["rows"]


def test_what_was_done_reads_back_in_the_case(
    world: World, client_of: ClientOf, case: Case, decision: Decision
) -> None:
    put.say(world, put.ask(world, decision), "esra", objection="te vroeg")
    put.overrule(world, put.objection_of(world, case))
    steps = client_of("joyce").get(reverse("case", args=[case.id])).context["page"].case.steps
    told = [step.what for step in steps]
    assert told[:2] == ["Bezwaar terzijde gelegd", "Bezwaar gemaakt"]
    assert steps[0].reason.startswith("CANARY-overruled")


def test_a_withdrawn_proposal_says_why(client_of: ClientOf, case: Case, decision: Decision) -> None:
    withdraw = url("withdraw", case, decision.id)
    assert client_of("marloes").post(withdraw, {"text": "x"}).status_code == 422
    assert client_of("esra").post(withdraw, {"text": "CANARY-withdrawn"}).status_code == 302
    page = client_of("esra").get(url("decision", case, decision.id)).context["page"]
    assert not (page.is_proposed or page.may_change or page.may_advise or page.may_ask or page.may_decide)
