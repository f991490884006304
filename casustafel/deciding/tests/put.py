"""Decisions, rounds and expectations at the table of tests.world: Joyce chairs for the safety house, Thijs
directs for the municipality; Marloes (police), Pieterjan (prosecutor) and Esra (probation) sit."""

from datetime import date, timedelta
from typing import Any

from casustafel.cases.models import Case
from casustafel.deciding import actions, consenting, expecting, objecting
from casustafel.deciding.actions import Proposal, Way
from casustafel.deciding.models import ConsentRound, Decision, Expectation, Impasse, Objection
from casustafel.lib import clock
from tests.world import World

QUESTION = "CANARY-question: Vraagt de burgemeester een gebiedsverbod?"
EVERYBODY = ("joyce", "thijs", "marloes", "pieterjan", "esra")
WORDS = "CANARY-words: De burgemeester vraagt nu geen gebiedsverbod."
REASONS = "CANARY-reasons: Er is op dit moment geen dreiging."


def proposal(world: World, *, decides: str = "thijs", **change: Any) -> Proposal:
    sound: dict[str, Any] = {
        "question": QUESTION,
        "ways": [Way("Wel vragen", "Het geeft rust, maar sluit hem buiten."), Way("Niet vragen", "")],
        "chosen": 2,
        "words": WORDS,
        "reasons": REASONS,
        "ground": "artikel 172a Gemeentewet",
        "decides": world.people[decides].organisation,
    }
    return Proposal(**{**sound, **change})


def propose(world: World, case: Case, *, by: str = "esra", decides: str = "thijs", **change: Any) -> Decision:
    with world.acting(by) as viewer:
        new = proposal(world, decides=decides, **change)
        return actions.propose(case=case, new=new, by=viewer, now=clock.now())


def ask(world: World, decision: Decision, *, by: str = "thijs") -> ConsentRound:
    with world.acting(by) as viewer:
        subject = actions.subject_of(decision)
        return consenting.open_round(subject=subject, by=viewer, now=clock.now())


def say(world: World, round: ConsentRound, *logins: str, note: str = "", objection: str = "") -> None:
    for login in logins:
        with world.acting(login) as viewer:
            consenting.say(round=round, note=note, objection=objection, by=viewer, now=clock.now())


def decide(world: World, decision: Decision, *, by: str = "thijs") -> Decision:
    with world.acting(by) as viewer:
        return actions.decide(decision=decision, by=viewer, now=clock.now())


def objection_of(world: World, case: Case, *, by: str = "esra") -> Objection:
    with world.acting(by) as viewer:
        rows = Objection.objects.visible_to(viewer).select_related("case__key", "key")
        found: Objection = rows.get(case=case, person=viewer.person_id)
        return found


def overrule(world: World, objection: Objection, *, by: str = "thijs") -> Objection:
    with world.acting(by) as viewer:
        return objecting.overrule(
            objection=objection, reason="CANARY-overruled: het duurt te lang", by=viewer, now=clock.now()
        )


def flag(world: World, objection: Objection, *, by: str = "thijs", days: int = 7) -> Impasse:
    with world.acting(by) as viewer:
        return objecting.flag_impasse(
            objection=objection,
            divides="CANARY-divides: de een wil rust, de ander nabijheid",
            breaker="CANARY-breaker: de stuurgroep",
            until_date=date.today() + timedelta(days=days),
            by=viewer,
            now=clock.now(),
        )


def expect(world: World, case: Case, *, by: str = "esra", of: str = "marloes", days: int = 7) -> Expectation:
    with world.acting(by) as viewer:
        return expecting.expect(
            case=case,
            asked=world.people[of].organisation,
            text="CANARY-expected: dat de wijkagent eerst belt",
            until_date=date.today() + timedelta(days=days),
            by=viewer,
            now=clock.now(),
        )
