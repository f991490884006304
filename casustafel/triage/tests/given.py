"""Weighings as the tests need them."""

from casustafel.lib import clock
from casustafel.method import model
from casustafel.parties.models import Organisation
from casustafel.reports.tests import given as reports
from casustafel.triage import actions, queries
from casustafel.triage.actions import TakeUp
from casustafel.triage.models import Weighing
from casustafel.triage.rules import CriterionText
from tests.world import World

TEAM = {"farid": "MUNICIPALITY", "marloes": "POLICE", "pieterjan": "PROSECUTOR"}


def criteria(text: str = "zo staat het") -> dict[str, CriterionText]:
    return {criterion.code: CriterionText(pro=text) for criterion in model.current().criteria}


def prepared(world: World) -> Weighing:
    report, _code = reports.taken_in(world, subject_name="Jan de Vries", subject_birth="2001")
    with world.acting("saskia") as saskia:
        return actions.prepare(
            report=report, summary="CANARY-summary", reason="weeg dit", by=saskia, now=clock.now()
        )


def give(
    world: World, weighing: Weighing, login: str, text: str = "", outcome: str = "PERSON_CENTRED"
) -> None:
    with world.acting(login) as member:
        actions.give_view(
            weighing=weighing,
            outcome=outcome,
            reason=text or f"CANARY-reason-{login}",
            criteria=criteria(text or f"CANARY-criterion-{login}"),
            by=member,
            now=clock.now(),
        )


def weighed(world: World) -> Weighing:
    """All three have given their view; nothing is revealed yet."""
    weighing = prepared(world)
    for login in TEAM:
        give(world, weighing, login)
    return weighing


def together(world: World) -> Weighing:
    weighing = weighed(world)
    with world.acting("farid") as farid:
        return actions.reveal(weighing=weighing, by=farid, now=clock.now())


def decided(world: World, outcome: str = "PERSON_CENTRED") -> Weighing:
    weighing = together(world)
    with world.acting("farid") as farid:
        return actions.decide(
            weighing=weighing,
            outcome=outcome,
            reason="CANARY-joint",
            dissents={organisation(world, "POLICE").id: "CANARY-dissent"},
            by=farid,
            now=clock.now(),
        )


def organisation(world: World, kind: str) -> Organisation:
    return world.organisations["merenwoude", kind]


def new_case(world: World, **other: object) -> TakeUp:
    chosen = {
        "pseudonym": "Wilg",
        "regime": "PGA",
        "ground": "de weging",
        "reason": "het is nodig",
        "director": world.people["thijs"],
        "core": [world.people["marloes"], world.people["pieterjan"]],
    }
    return TakeUp(**{**chosen, **other})  # type: ignore[arg-type]


def fetched(world: World, login: str, weighing: Weighing) -> Weighing:
    with world.acting(login) as viewer:
        return queries.get(viewer, weighing.id)
