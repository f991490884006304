from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.method import model
from casustafel.method.model import Item
from casustafel.picture.choices import RoundState
from casustafel.picture.models import Answer, Round
from casustafel.picture.queries import JudgementFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class AnswerLine:
    organisation: str
    level: str
    level_name: str
    text: str
    mine: bool


@dataclass(frozen=True)
class TurnLine:
    organisation: str
    done: bool


@dataclass(frozen=True)
class RoundCard:
    id: UUID
    question: str
    help: str
    number: int
    state: str
    state_name: str
    levels: list[Item]
    mine: AnswerLine | None
    turns: list[TurnLine]
    answers: list[AnswerLine]
    spread_pairs: list[tuple[str, list[str]]]
    joint: str
    dissents: list[tuple[str, str]]


@dataclass(frozen=True)
class JudgementPage:
    rounds: list[RoundCard]
    to_ask: list[Item]
    chairs: bool
    may_work: bool


def judgement_page(viewer: Viewer, file: JudgementFile, *, now: datetime) -> tuple[CaseFrame, JudgementPage]:
    case = file.case
    opened = opening.open_all(
        [case, *file.rounds, *file.answers, *file.dissents], by=viewer, purpose="picture.judgement", now=now
    )
    page = judgement_content(viewer, file, opened, chairs=file.chairs)
    return case_frame(case, opened(case, "pseudonym"), current="picture:judgement"), page


def judgement_content(viewer: Viewer, file: JudgementFile, opened: Opened, *, chairs: bool) -> JudgementPage:
    version = model.of(file.case.model_version)
    open_now = {round.question for round in file.rounds if round.state != RoundState.CONCLUDED}
    return JudgementPage(
        rounds=[round_card(round, file, opened, viewer) for round in reversed(file.rounds)],
        to_ask=[q for q in version.judgement_questions if q.code not in open_now],
        chairs=chairs,
        may_work=file.case.state == State.OPEN,
    )


def round_card(round: Round, file: JudgementFile, opened: Opened, viewer: Viewer) -> RoundCard:
    version = model.of(file.case.model_version)
    question = version.judgement_question(round.question)
    levels = version.scale(question.scale).levels if question.scale else []
    names = {organisation.id: organisation.name for organisation in file.organisations}
    answers = [_answer(a, opened, names, levels, viewer) for a in file.answers if a.round_id == round.id]
    done = {turn.organisation_id for turn in file.turns if turn.round_id == round.id}
    revealed = round.state != RoundState.ALONE
    return RoundCard(
        id=round.id,
        question=question.label,
        help=question.help,
        number=round.number,
        state=round.state,
        state_name=round.get_state_display(),
        levels=levels,
        mine=next((line for line in answers if line.mine), None),
        turns=[TurnLine(name, row in done) for row, name in names.items()],
        answers=answers if revealed else [],
        spread_pairs=_spread(answers, levels) if revealed else [],
        joint=opened(round, "joint"),
        dissents=[
            (names.get(d.organisation_id, ""), opened(d, "text"))
            for d in file.dissents
            if d.round_id == round.id
        ],
    )


def _answer(
    answer: Answer, opened: Opened, names: dict[UUID, str], levels: list[Item], viewer: Viewer
) -> AnswerLine:
    level = opened(answer, "level")
    return AnswerLine(
        organisation=names.get(answer.organisation_id, ""),
        level=level,
        level_name=next((item.label for item in levels if item.code == level), ""),
        text=opened(answer, "text"),
        mine=answer.person_id == viewer.person_id,
    )


def _spread(answers: list[AnswerLine], levels: list[Item]) -> list[tuple[str, list[str]]]:
    """How the answers lie over the scale: per level who gave it. No average, no total."""
    return [(lv.label, [a.organisation for a in answers if a.level == lv.code]) for lv in levels]
