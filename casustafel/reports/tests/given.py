"""Reports as the tests need them."""

from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.reports import actions, queries
from casustafel.reports.models import Report
from tests.world import World

SEEN = "CANARY-seen: hij gooide een steen door de ruit"
THOUGHT = "CANARY-thought: ik denk dat hij boos is"


def received(world: World, slug: str = "merenwoude", **texts: str) -> tuple[Report, str]:
    told = {"channel": "PUBLIC", "wants": "BOTH", "saw": SEEN, "think": THOUGHT, **texts}
    worry = actions.Worry(**told)
    return actions.receive(
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
        actions.decide(report=report, way_out="ADVICE", reason="gesprek", by=saskia, now=clock.now())
        return queries.get(saskia, report.id), code
