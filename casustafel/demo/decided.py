"""What some of the tables decided: an objection that was met, an impasse, and expectations."""

from typing import Any

from casustafel.cases.models import Case
from casustafel.deciding import actions, consenting, expecting, objecting
from casustafel.deciding.actions import Proposal, Way
from casustafel.deciding.models import Decision, Objection
from casustafel.demo.stage import AT_TABLE, Stage

Life = dict[str, Any]


def play(stage: Stage, life: Life, case: Case) -> None:
    for told in life.get("decisions", ()):
        _decide(stage, told, case, life["case"]["seats"])
    for told in life.get("expectations", ()):
        _expect(stage, told, case)


def _decide(stage: Stage, told: Life, case: Case, seats: list[str]) -> None:
    decision = _propose(stage, told, case)
    for advice in told.get("advice", ()):
        with stage.acting(AT_TABLE[advice["organisation"]]) as viewer:
            moment = stage.at(told["day"], minute=35)
            actions.advise(decision=decision, text=advice["text"], by=viewer, now=moment)
    with stage.acting("thijs") as thijs:
        asked = consenting.open_round(
            subject=actions.subject_of(decision), by=thijs, now=stage.at(told["day"], minute=40)
        )
    objection = told["objection"]
    for kind in seats:
        said = objection["text"] if kind == objection["organisation"] else ""
        with stage.acting(AT_TABLE[kind]) as viewer:
            moment = stage.at(told["day"], minute=45)
            consenting.say(round=asked, note="", objection=said, by=viewer, now=moment)
    if "impasse" in told:
        _flag(stage, told, decision)
        return
    with stage.acting(AT_TABLE[objection["organisation"]]) as viewer:
        moment = stage.at(told["day"], minute=50)
        consenting.say(round=asked, note=objection["met"], objection="", by=viewer, now=moment)
    with stage.acting(AT_TABLE[told["decides"]]) as viewer:
        actions.decide(decision=decision, by=viewer, now=stage.at(told["day"], minute=55))


def _propose(stage: Stage, told: Life, case: Case) -> Decision:
    new = Proposal(
        ways=[Way(way["text"], way["weighed"]) for way in told["ways"]],
        decides=stage.organisation(told["decides"]),
        **{name: told[name] for name in ("question", "chosen", "words", "reasons", "ground")},
    )
    with stage.acting(AT_TABLE[told["by"]]) as viewer:
        return actions.propose(case=case, new=new, by=viewer, now=stage.at(told["day"], minute=30))


def _flag(stage: Stage, told: Life, decision: Decision) -> None:
    impasse = told["impasse"]
    with stage.acting("thijs") as thijs:
        rows = Objection.objects.visible_to(thijs).filter(subject_id=decision.id)
        objecting.flag_impasse(
            objection=rows.select_related("case__key", "key").get(),
            divides=impasse["divides"],
            breaker=impasse["breaker"],
            until_date=stage.day(impasse["until"]),
            by=thijs,
            now=stage.at(told["day"], minute=55),
        )


def _expect(stage: Stage, told: Life, case: Case) -> None:
    with stage.acting(AT_TABLE[told["by"]]) as viewer:
        made = expecting.expect(
            case=case,
            asked=stage.organisation(told["of"]),
            text=told["text"],
            until_date=stage.day(told["until"]),
            by=viewer,
            now=stage.at(told["day"], hour=11, minute=20),
        )
    if "answer" in told:
        with stage.acting(AT_TABLE[told["of"]]) as viewer:
            said, moment = told["answer"], stage.at(told["day"], hour=11, minute=25)
            expecting.answer(
                expectation=made, accepts=said["accepts"], text=said["text"], by=viewer, now=moment
            )
    if "outcome" in told:
        with stage.acting(AT_TABLE[told["by"]]) as viewer:
            said, moment = told["outcome"], stage.at(told["until"])
            expecting.look_back(expectation=made, done=said["done"], text=said["text"], by=viewer, now=moment)
