"""What people bring in, in the tests. Each text holds a canary that must not turn up elsewhere."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.picture import asking, asking_queries, contributing, judging, preparing, stating
from casustafel.picture.asking import NewRequest
from casustafel.picture.contributing import Given
from casustafel.picture.models import Answer, Contribution, InformationRequest, Reply, Round, Statement
from casustafel.picture.stating import NewStatement
from casustafel.sharing import catalogue
from tests.world import World, behind_the_wall

SEEN = "CANARY-seen: hij stond drie keer alleen bij het station"
SOURCE = "CANARY-source: de wijkagent"
PURPOSE = "CANARY-purpose: weten of hij ergens bij hoort"
EVERY_CONDITION = tuple(each.code for each in catalogue.current().grounds if each.kind == "CONDITION")
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


def given(**other: Any) -> Given:
    sound: dict[str, Any] = {
        "purpose": PURPOSE,
        "ground": "LEGAL_DUTY",
        "category": "CONDUCT",
        "audience": "TABLE",
        "conditions": EVERY_CONDITION,
    }
    return Given(**{**sound, **other})


def contribute(
    world: World,
    case: Case,
    *,
    by: str = "marloes",
    audience: str = "TABLE",
    seats: Sequence[UUID] = (),
    **other: Any,
) -> Contribution:
    with world.acting(by) as viewer:
        return contributing.contribute(
            case=case,
            given=given(audience=audience, seats=seats),
            statements=[new_statement(**other)],
            by=viewer,
            now=clock.now(),
        )


def open_sharing(world: World, case: Case) -> None:
    with world.acting("joyce") as joyce:
        preparing.open_sharing(case=case, by=joyce, now=clock.now())


def revise(
    world: World, said: Statement, *, by: str = "marloes", version: int = 1, reason: str = "", **other: Any
) -> Statement:
    with world.acting(by) as viewer:
        return stating.revise_statement(
            statement=said,
            version=version,
            new=new_statement(**other),
            reason=reason,
            by=viewer,
            now=clock.now(),
        )


def statement_of(world: World, contribution: Contribution, *, by: str = "marloes") -> Statement:
    with world.acting(by) as viewer:
        rows = Statement.objects.visible_to(viewer).filter(contribution=contribution)
        found: Statement = rows.select_related("case", "key", "contribution").get()
        return found


MINIMUM = "CANARY-minimum: alleen of hij er nog komt"


def new_request(**other: Any) -> NewRequest:
    sound: dict[str, Any] = {
        "domain": "NETWORK",
        "question": "NETWORK_1",
        "purpose": PURPOSE,
        "minimum": MINIMUM,
        "ground": "PUBLIC_TASK",
        "due_date": clock.now().date() + timedelta(days=10),
    }
    return NewRequest(**{**sound, **other})


def ask(
    world: World, case: Case, *, whom: str = "esra", by: str = "marloes", **other: Any
) -> InformationRequest:
    organisation, now = world.people[whom].organisation, other.pop("now", clock.now())
    with world.acting(by) as viewer:
        made = asking.ask(
            case=case, organisations=[organisation], new=new_request(**other), by=viewer, now=now
        )
        return made[0]


def reply(
    world: World,
    case: Case,
    asked: InformationRequest,
    *,
    by: str = "esra",
    audience: str = "TABLE",
    seats: Sequence[UUID] = (),
    **other: Any,
) -> Reply:
    """An answer, as a contribution."""
    with world.acting(by) as viewer:
        return asking.answer(
            request=asking_queries.get_request(viewer, case, asked.id),
            given=given(audience=audience, seats=seats),
            statements=[new_statement(**other)],
            by=viewer,
            now=clock.now(),
        )


def decline(world: World, asked: InformationRequest, outcome: str = "NONE", *, by: str = "esra") -> None:
    refusal = "SECRECY" if outcome == "REFUSED" else ""
    with world.acting(by) as viewer:
        asking.decline(
            request=asked, outcome=outcome, refusal=refusal, text="CANARY-word", by=viewer, now=clock.now()
        )


def open_round(world: World, case: Case, *, question: str = "WORRY") -> Round:
    with world.acting("joyce") as joyce:
        return judging.open_round(case=case, question=question, by=joyce, now=clock.now())


def answer(world: World, round: Round, *, by: str, level: str | None = None, text: str = ANSWER) -> Answer:
    chosen = min(judging.levels_of(round), default="") if level is None else level
    with world.acting(by) as viewer:
        return judging.answer(round=round, level=chosen, text=text, by=viewer, now=clock.now())


def keep(world: World, round: Round, *, by: str, level: str = "", text: str = ANSWER) -> Answer:
    """Typed, and not done."""
    with world.acting(by) as viewer:
        return judging.keep_answer(round=round, level=level, text=text, by=viewer, now=clock.now())


def take_back(world: World, round: Round, *, by: str) -> None:
    with world.acting(by) as viewer:
        judging.take_answer_back(round=round, by=viewer, now=clock.now())


def close(world: World, round: Round) -> Round:
    with world.acting("joyce") as joyce:
        return judging.close(round=round, by=joyce, now=clock.now())


def reopen(world: World, round: Round) -> Round:
    with world.acting("joyce") as joyce:
        return judging.reopen(round=round, by=joyce, now=clock.now())


def ask_again(world: World, round: Round) -> Round:
    with world.acting("joyce") as joyce:
        return judging.ask_again(round=round, by=joyce, now=clock.now())


def reveal(world: World, round: Round) -> Round:
    with world.acting("joyce") as joyce:
        return judging.reveal(round=round, by=joyce, now=clock.now())


def lines(action: str) -> list[UserLine]:
    with behind_the_wall("postgres"):
        return list(UserLine.objects.filter(action=action))
