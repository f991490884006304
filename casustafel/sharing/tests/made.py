"""Sharing aids for the tests. Each text holds a canary that must not turn up elsewhere."""

from typing import Any

from casustafel.lib import clock
from casustafel.sharing import actions
from casustafel.sharing.choices import Step
from casustafel.sharing.models import Aid
from tests.world import World

CALLED = "CANARY-called: gesprek bij de ingang"
SEEN = "CANARY-seen: hij kwam twee keer niet en meldde zich niet af"
REASON = "CANARY-reason: er is hulp, en dit is genoeg"
WHAT = "CANARY-what: dat hij twee keer wegbleef"
ANSWERS: dict[Step, dict[str, str]] = {
    Step.SIGNALS: {"seen": SEEN, "source": "alles zelf gezien", "opinion": "", "against": "hij lacht weer"},
    Step.COLLEAGUES: {"talked": "YES", "reason": "met de aandachtsfunctionaris"},
    Step.PERSON: {"spoken": "PERSON", "reason": "hij vond het goed dat ik het zei"},
    Step.CONSENT: {"asked": "GIVEN", "reason": "ja, aan het wijkteam"},
    Step.SECRECY: {"bound": "LIFTED", "reason": "met toestemming"},
    Step.RISK: {
        "risk": "dat hij verder alleen raakt",
        "protects": "zijn zus",
        "harm": "weinig: hij weet ervan",
        "lighter": "NO",
        "lighter_reason": "praten hielp niet genoeg",
    },
    Step.RECEIVER: {
        "receiver": "het wijkteam",
        "purpose": "om mee te denken",
        "what": WHAT,
        "left_out": "wat hij over thuis zei",
        "categories": "CONDUCT,SCHOOL_WORK",
        "ground": "CONSENT",
        "ground_reason": "hij zei ja",
    },
}


def begun(world: World, *, by: str = "esra") -> Aid:
    with world.acting(by) as viewer:
        return actions.begin(called=CALLED, by=viewer, now=clock.now())


def answered(world: World, *, by: str = "esra", **other: dict[str, str]) -> Aid:
    """Every step; the answers of a step may be other ones, by the name of the step."""
    aid = begun(world, by=by)
    with world.acting(by) as viewer:
        for step, answers in ANSWERS.items():
            given = {**answers, **other.get(step.value, {})}
            aid = actions.answer(aid=aid, step=step, answers=given, by=viewer, now=clock.now())
    return aid


def chosen(world: World, *, by: str = "esra", outcome: str = "SHARE", **other: Any) -> Aid:
    aid = answered(world, by=by, **other)
    with world.acting(by) as viewer:
        return actions.choose(aid=aid, outcome=outcome, reason=REASON, by=viewer, now=clock.now())


def done(world: World, *, by: str = "esra", outcome: str = "SHARE", **other: Any) -> Aid:
    aid = chosen(world, by=by, outcome=outcome, **other)
    with world.acting(by) as viewer:
        return actions.finish(aid=aid, by=viewer, now=clock.now())
