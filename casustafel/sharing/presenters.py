from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.sharing import catalogue, queries, rules
from casustafel.sharing.catalogue import Catalogue, Ground
from casustafel.sharing.choices import WHY, Category, Outcome, State, Step
from casustafel.sharing.models import Aid
from casustafel.sharing.queries import Told
from casustafel.vault import opening

STEPS = len(Step) + 1  # the outcome is the last


@dataclass(frozen=True)
class Row:
    id: UUID
    called: str
    is_done: bool
    state_name: str
    outcome: str
    changed: date
    until: date
    answered: int


@dataclass(frozen=True)
class StepLine:
    number: int
    name: str
    url: str
    is_done: bool


@dataclass(frozen=True)
class Overview:
    id: UUID
    called: str
    until: date
    steps: list[StepLine]
    next: StepLine
    is_complete: bool


@dataclass(frozen=True)
class Hint:
    """A word that judges, and how to describe instead."""

    word: str
    instead: str


@dataclass(frozen=True)
class StepPage:
    id: UUID
    number: int
    steps: int
    name: str
    why: str
    kept: dict[str, str]
    hints: list[Hint]
    back: str


@dataclass(frozen=True)
class GroundLine:
    name: str
    help: str
    article: str
    source: str
    url: str
    is_verified: bool
    for_data: str


@dataclass(frozen=True)
class Grounds:
    """What a kind of organisation may lean on, and what must hold besides."""

    own: list[GroundLine]
    besides: list[GroundLine]
    none_known: str

    @property
    def are_verified(self) -> bool:
        return all(line.is_verified for line in (*self.own, *self.besides))


@dataclass(frozen=True)
class Part:
    number: int
    name: str
    url: str
    told: list[Told]


@dataclass(frozen=True)
class Result:
    id: UUID
    called: str
    is_done: bool
    outcome: str
    outcome_code: str
    reason: str
    done: date | None
    until: date
    parts: list[Part]
    about: list[Told]
    ground: GroundLine | None
    besides: list[GroundLine]
    against: list[str]
    hints: list[Hint]
    along: str


def rows(viewer: Viewer, aids: Sequence[Aid], *, now: datetime) -> list[Row]:
    opened = opening.open_all(aids, by=viewer, purpose="sharing.list", now=now)
    return [
        Row(
            aid.id,
            opened(aid, "called"),
            aid.state == State.DONE,
            aid.get_state_display(),
            aid.get_outcome_display() if aid.state == State.DONE else "",
            aid.changed_date,
            aid.until_date,
            len(aid.answered),
        )
        for aid in aids
    ]


def overview(viewer: Viewer, aid: Aid, *, now: datetime) -> Overview:
    opened = opening.open_all([aid], by=viewer, purpose="sharing.page", now=now)
    lines = [_line(aid, step) for step in Step]
    is_complete = all(line.is_done for line in lines)
    last = StepLine(
        STEPS, gettext("The outcome"), reverse("sharing:outcome", args=[aid.id]), bool(aid.outcome)
    )
    ahead = [line for line in lines if not line.is_done]
    return Overview(
        aid.id,
        opened(aid, "called"),
        aid.until_date,
        [*lines, last],
        ahead[0] if ahead else last,
        is_complete,
    )


def _line(aid: Aid, step: Step) -> StepLine:
    url = reverse("sharing:step", args=[aid.id, step.number])
    return StepLine(step.number, str(step.label), url, step in aid.answered)


def step_page(viewer: Viewer, aid: Aid, step: Step, *, now: datetime) -> StepPage:
    opened = opening.open_all([aid], by=viewer, purpose="sharing.step", now=now)
    kept = queries.answers_of(aid, opened).get(step.value, {})
    before = _line(aid, list(Step)[step.number - 2]).url if step.number > 1 else _show(aid)
    return StepPage(
        id=aid.id,
        number=step.number,
        steps=STEPS,
        name=str(step.label),
        why=str(WHY[step]),
        kept=kept,
        hints=hints(aid, kept) if step == Step.SIGNALS else [],
        back=before,
    )


def _show(aid: Aid) -> str:
    return reverse("sharing:show", args=[aid.id])


def hints(aid: Aid, signals: dict[str, str]) -> list[Hint]:
    """Words that are labels among the facts; what stands apart as an opinion is the author's own."""
    known = catalogue.of(aid.catalogue)
    found = rules.labels_in(signals.get("seen", ""), known.label_words())
    return [Hint(word, known.label_of(word).label) for word in found]


def grounds(viewer: Viewer, aid: Aid) -> Grounds:
    known, kind = catalogue.of(aid.catalogue), viewer.organisation_kind
    unknown = known.unknown_for(kind)
    return Grounds(
        [_ground(each) for each in known.to_share_on() if each.is_for(kind)],
        [_ground(each) for each in known.conditions(kind)],
        unknown.label if unknown else "",
    )


def _ground(ground: Ground) -> GroundLine:
    data = ", ".join(str(Category(code).label) for code in ground.categories)
    return GroundLine(
        ground.label, ground.help, ground.article, ground.source, ground.url, ground.is_verified, data
    )


def result(viewer: Viewer, aid: Aid, *, purpose: str, now: datetime) -> Result:
    opened = opening.open_all([aid], by=viewer, purpose=purpose, now=now)
    answers, known = queries.answers_of(aid, opened), catalogue.of(aid.catalogue)
    receiver = answers.get(Step.RECEIVER, {})
    ground = known.find(receiver.get("ground", ""))
    return Result(
        id=aid.id,
        called=opened(aid, "called"),
        is_done=aid.state == State.DONE,
        outcome=str(Outcome(aid.outcome).label) if aid.outcome else "",
        outcome_code=aid.outcome,
        reason=opened(aid, "reason"),
        done=aid.done_date,
        until=aid.until_date,
        parts=[
            Part(
                step.number,
                str(step.label),
                _line(aid, step).url,
                queries.told(aid, step, answers[step.value]),
            )
            for step in aid.answered
            if step != Step.RECEIVER or aid.state != State.DONE  # finished, it stands beside the outcome
        ],
        about=queries.told(aid, Step.RECEIVER, receiver) if receiver else [],
        ground=_ground(ground) if ground else None,
        besides=_besides(known, viewer, receiver),
        against=[gettext(sentence) for sentence in rules.speaks_against(aid.outcome, answers)],
        hints=hints(aid, answers.get(Step.SIGNALS, {})),
        along=queries.along(aid, opened) if aid.outcome else "",
    )


def _besides(known: Catalogue, viewer: Viewer, receiver: dict[str, str]) -> list[GroundLine]:
    """What must hold besides the ground for the kinds of data that were chosen."""
    chosen = set(receiver.get("categories", "").split(","))
    return [
        _ground(each)
        for each in known.conditions(viewer.organisation_kind)
        if not each.categories or chosen & set(each.categories)
    ]
