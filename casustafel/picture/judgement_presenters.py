from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.method import model
from casustafel.method.model import Item
from casustafel.parties.models import Organisation
from casustafel.picture import judged_rules, judging
from casustafel.picture.choices import ABSTAINS, LYING, SHOWN, RoundState
from casustafel.picture.forms import AnswerForm, JointForm
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


@dataclass(frozen=True)
class TurnLine:
    organisation: str
    done: bool


@dataclass(frozen=True)
class Laid:
    """The answers of one round side by side: how they lie over all levels, whose reasons come first, whose
    then, and who abstained. No average, no total."""

    number: int
    spread_pairs: list[tuple[str, list[str]]]
    first: list[AnswerLine]
    then: list[AnswerLine]
    abstained: list[AnswerLine]


@dataclass(frozen=True)
class Move:
    """Where one stood in each round of this question, the first round first; "" where one did not answer."""

    organisation: str
    steps: list[tuple[int, str]]


@dataclass(frozen=True)
class RoundCard:
    """What the whole table sees of a round, the same for all. `earlier`: when it was asked before."""

    id: UUID
    question: str
    help: str
    number: int
    state: str
    state_name: str
    turns: list[TurnLine]
    laid: Laid | None
    silent: list[str]
    earlier: list[Laid]
    moves: list[Move]
    joint: str
    dissents: list[tuple[str, str]]

    @property
    def is_over(self) -> bool:
        return self.state == RoundState.CONCLUDED


@dataclass(frozen=True)
class OwnRound:
    """One's own part in a round on the table: the answer as far as it was typed, and what comes next."""

    id: UUID
    question: str
    number: int
    state: str
    levels: list[Item]
    level: str
    level_name: str
    text: str
    is_done: bool
    asks_why: bool

    @property
    def is_left(self) -> bool:
        """Typed, and not done before the round closed: it stays one's own."""
        return not self.is_done and self.state != RoundState.ALONE and bool(self.level or self.text)


@dataclass(frozen=True)
class OwnPage:
    rounds: list[OwnRound]
    to_ask: list[Item]
    bias_to_ask: list[Item]
    chairs: bool
    may_work: bool


@dataclass(frozen=True)
class JudgementPage:
    cards: list[RoundCard]
    own: OwnPage


def judgement_page(viewer: Viewer, file: JudgementFile, *, now: datetime) -> tuple[CaseFrame, JudgementPage]:
    case = file.case
    opened = opening.open_all(
        [case, *file.rounds, *file.answers, *file.dissents], by=viewer, purpose="picture.judgement", now=now
    )
    page = JudgementPage(cards(file, opened), own_page(file, opened, chairs=file.chairs))
    return case_frame(case, opened(case, "pseudonym"), current="picture:judgement"), page


def cards(file: JudgementFile, opened: Opened) -> list[RoundCard]:
    """The newest on top. A round that was asked again stands with the one that came after."""
    return [_card(round, file, opened) for round in reversed(file.rounds) if round.state != RoundState.AGAIN]


def _card(round: Round, file: JudgementFile, opened: Opened) -> RoundCard:
    question, levels = _asked(round, file)
    names = {organisation.id: organisation.name for organisation in file.organisations}
    done = {turn.organisation_id for turn in file.turns if turn.round_id == round.id}
    is_shown = round.state in SHOWN
    earlier = file.asked_before(round)
    is_new = round.state == RoundState.REVEALED
    return RoundCard(
        id=round.id,
        question=question.label,
        help=question.help,
        number=round.number,
        state=round.state,
        state_name=round.get_state_display(),
        turns=[TurnLine(name, row in done) for row, name in names.items()],
        laid=_laid(round, file, opened, levels) if is_shown else None,
        silent=[name for row, name in names.items() if row not in done] if is_new else [],
        earlier=[_laid(each, file, opened, levels) for each in earlier],
        moves=_moves([*earlier, round], file, opened, levels) if is_shown and earlier else [],
        joint=opened(round, "joint"),
        dissents=[
            (each.organisation.name, opened(each, "text"))
            for each in file.dissents
            if each.round_id == round.id
        ],
    )


def _asked(round: Round, file: JudgementFile) -> tuple[Item, list[Item]]:
    version = model.of(file.case.model_version)
    question = version.judgement_question(round.question)
    return question, version.scale(question.scale).levels if question.scale else []


def _laid(round: Round, file: JudgementFile, opened: Opened, levels: list[Item]) -> Laid:
    lines = [_line(answer, opened, levels) for answer in file.shown(round)]
    given = [line for line in lines if line.level != ABSTAINS]
    places = {level.code: place for place, level in enumerate(levels)}
    lies = [(line, judged_rules.Lies(line.organisation, places.get(line.level))) for line in given]
    first, then = judged_rules.in_turn(lies)
    return Laid(
        number=round.number,
        spread_pairs=[
            (lv.label, [line.organisation for line in given if line.level == lv.code]) for lv in levels
        ],
        first=first,
        then=then,
        abstained=[line for line in lines if line.level == ABSTAINS],
    )


def _line(answer: Answer, opened: Opened, levels: list[Item]) -> AnswerLine:
    level = opened(answer, "level")
    return AnswerLine(
        organisation=answer.organisation.name,
        level=level,
        level_name=name_of(level, levels),
        text=opened(answer, "text"),
    )


def name_of(level: str, levels: Sequence[Item]) -> str:
    if level == ABSTAINS:
        return gettext("Abstained")
    return next((item.label for item in levels if item.code == level), "")


def _moves(rounds: Sequence[Round], file: JudgementFile, opened: Opened, levels: list[Item]) -> list[Move]:
    """On a scale only: in words one reads both."""
    if not levels:
        return []
    stood = {
        (answer.person_id, round.id): _line(answer, opened, levels)
        for round in rounds
        for answer in file.shown(round)
    }
    people = {person: line.organisation for (person, _round), line in stood.items()}
    return [
        Move(name, [(each.number, _stood(stood.get((person, each.id)))) for each in rounds])
        for person, name in sorted(people.items(), key=lambda item: (item[1], item[0]))
    ]


def _stood(line: AnswerLine | None) -> str:
    return line.level_name if line else ""


def own_page(file: JudgementFile, opened: Opened, *, chairs: bool) -> OwnPage:
    version = model.of(file.case.model_version)
    lying = [round for round in reversed(file.rounds) if round.state in LYING]
    asked = {round.question for round in lying}
    missing = judging.bias_missing(file.case, file.rounds, since=file.shared_since)
    return OwnPage(
        rounds=[_own(round, file, opened, asks_why=bool(missing)) for round in lying],
        to_ask=[q for q in version.judgement_questions if q.code not in asked],
        bias_to_ask=[version.judgement_question(code) for code in missing if code not in asked],
        chairs=chairs,
        may_work=file.case.state == State.OPEN,
    )


def _own(round: Round, file: JudgementFile, opened: Opened, *, asks_why: bool) -> OwnRound:
    question, levels = _asked(round, file)
    mine = file.mine(round)
    level = opened(mine, "level") if mine else ""
    return OwnRound(
        id=round.id,
        question=question.label,
        number=round.number,
        state=round.state,
        levels=levels,
        level=level,
        level_name=name_of(level, levels),
        text=opened(mine, "text") if mine else "",
        is_done=file.am_done(round),
        asks_why=asks_why and not question.is_bias,
    )


def own_form(own: OwnRound, organisations: Sequence[Organisation]) -> Any:
    """What one fills in next: the own answer, or the joint judgement (the chair)."""
    if own.state == RoundState.REVEALED:
        return JointForm(organisations=organisations, asks_why=own.asks_why)
    return AnswerForm(levels=own.levels, initial={"level": own.level, "text": own.text})
