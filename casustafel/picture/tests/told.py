"""What people bring in, in the tests. Each text holds a canary that must not turn up elsewhere."""

from datetime import timedelta
from typing import Any

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.picture import actions, judging
from casustafel.picture.actions import NewStatement
from casustafel.picture.models import Answer, Contribution, InformationRequest, Round, Statement
from tests.world import World, behind_the_wall

SEEN = "CANARY-seen: hij stond drie keer alleen bij het station"
SOURCE = "CANARY-source: de wijkagent"
PURPOSE = "CANARY-purpose: weten of hij ergens bij hoort"
ANSWER = "CANARY-answer: ik zie vooral iemand die alleen is"


def new_statement(**other: Any) -> NewStatement:
    given: dict[str, Any] = {
        "nature": "FACT",
        "text": SEEN,
        "source": SOURCE,
        "domain": "NETWORK",
        "bearing": "RISK",
        "reliability": "RELIABLE",
        "first_hand": True,
    }
    return NewStatement(**{**given, **other})


def contribute(
    world: World, case: Case, *, by: str = "marloes", audience: str = "TABLE", **other: Any
) -> Contribution:
    with world.acting(by) as viewer:
        return actions.contribute(
            case=case,
            purpose=PURPOSE,
            ground="PUBLIC_TASK",
            category="CONDUCT",
            audience=audience,
            statements=[new_statement(**other)],
            by=viewer,
            now=clock.now(),
        )


def open_sharing(world: World, case: Case) -> None:
    with world.acting("joyce") as joyce:
        actions.open_sharing(case=case, by=joyce, now=clock.now())


def statement_of(world: World, contribution: Contribution, *, by: str = "marloes") -> Statement:
    with world.acting(by) as viewer:
        rows = Statement.objects.visible_to(viewer).filter(contribution=contribution)
        found: Statement = rows.select_related("case", "key", "contribution").get()
        return found


def ask(world: World, case: Case, *, whom: str = "esra", by: str = "marloes") -> InformationRequest:
    with world.acting(by) as viewer:
        return actions.ask(
            case=case,
            organisation=world.people[whom].organisation,
            domain="NETWORK",
            question="NETWORK_1",
            purpose=PURPOSE,
            ground="PUBLIC_TASK",
            due_date=clock.now().date() + timedelta(days=10),
            by=viewer,
            now=clock.now(),
        )


def open_round(world: World, case: Case, *, question: str = "WORRY") -> Round:
    with world.acting("joyce") as joyce:
        return judging.open_round(case=case, question=question, by=joyce, now=clock.now())


def answer(world: World, round: Round, *, by: str, level: str | None = None, text: str = ANSWER) -> Answer:
    chosen = min(judging.levels_of(round), default="") if level is None else level
    with world.acting(by) as viewer:
        return judging.answer(round=round, level=chosen, text=text, by=viewer, now=clock.now())


def reveal(world: World, round: Round) -> Round:
    with world.acting("joyce") as joyce:
        return judging.reveal(round=round, by=joyce, now=clock.now())


def lines(action: str) -> list[UserLine]:
    with behind_the_wall("postgres"):
        return list(UserLine.objects.filter(action=action))
