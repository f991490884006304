"""Reports as the tests need them."""

from typing import Any

from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.reports import actions, deciding, queries, receiving
from casustafel.reports.models import Report, SecondLook
from casustafel.reports.worry import Worry
from tests.world import World, behind_the_wall, join

SEEN = "CANARY-seen: hij gooide een steen door de ruit"
THOUGHT = "CANARY-thought: ik denk dat hij boos is"


def received(world: World, slug: str = "merenwoude", **texts: str) -> tuple[Report, str]:
    told = {"channel": "PUBLIC", "wants": "BOTH", "saw": SEEN, "think": THOUGHT, **texts}
    worry = Worry(**told)
    return receiving.receive(
        partnership=world.partnerships[slug], worry=worry, by=Door("PUBLIC_FORM"), now=clock.now()
    )


def taken_in(world: World, **texts: str) -> tuple[Report, str]:
    report, code = received(world, **texts)
    with world.acting("saskia") as saskia:
        actions.take_in(report=report, by=saskia, now=clock.now())
        return queries.get(saskia, report.id), code


def advised(world: World) -> tuple[Report, str]:
    report, code = taken_in(world)
    with world.acting("saskia") as saskia:
        deciding.decide(report=report, way_out="ADVICE", reason="gesprek", by=saskia, now=clock.now())
        return queries.get(saskia, report.id), code


def handing(**changed: Any) -> deciding.Handing:
    told = {
        "route": "SOCIAL_TEAM",
        "to": "CANARY-to: wijkteam Oost",
        "what": "CANARY-what: hij slaapt slecht",
        "ground": "CONSENT",
        "consent": True,
        "reason": "CANARY-why: daar kent men hem",
    }
    return deciding.Handing(**{**told, **changed})


def proposed(world: World, asked: str = "marloes", **texts: str) -> tuple[Report, SecondLook]:
    """The officer proposes not to forward, and asks somebody of another organisation."""
    report, _code = taken_in(world, **texts)
    with world.acting("saskia") as saskia:
        look = deciding.propose_not_forwarding(
            report=report,
            grounds=["EXPLAINED", "NO_IDEOLOGY"],
            reason="CANARY-reason: het was een toneelstuk",
            asked=world.people[asked],
            by=saskia,
            now=clock.now(),
        )
        return queries.get(saskia, report.id), look


def unforwarded(world: World, **texts: str) -> Report:
    report, look = proposed(world, **texts)
    with world.acting("marloes") as marloes:
        deciding.answer_second_look(
            look=look, answer="AGREED", reason="zo is het", by=marloes, now=clock.now()
        )
    with world.acting("saskia") as saskia:
        return queries.get(saskia, report.id)


def told_by(world: World, login: str, **texts: str) -> Report:
    """With an account, on the longer form."""
    told = {"channel": "PROFESSIONAL", "wants": "BOTH", "saw": SEEN, "think": THOUGHT, **texts}
    with world.acting(login) as viewer:
        report, _code = receiving.receive(
            partnership=world.partnerships["merenwoude"], worry=Worry(**told), by=viewer, now=clock.now()
        )
    return report


def another_officer(world: World, login: str = "hanna") -> None:
    """A colleague of Saskia at the reporting point."""
    with behind_the_wall():
        join(
            world,
            login=login,
            name=login.title(),
            roles=["REPORTING_OFFICER"],
            slug="merenwoude",
            kind="MUNICIPALITY",
        )
