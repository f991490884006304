import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.method import model
from casustafel.triage.choices import Outcome, State
from casustafel.triage.models import TRIAGE, View, Weighing
from casustafel.triage.queries import WeighingFile
from casustafel.triage.rules import TEAM
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Row:
    id: UUID
    reference: str
    state: str
    state_name: str
    outcome: str
    due: date
    prepared: datetime


@dataclass(frozen=True)
class CriterionLine:
    code: str
    name: str
    help: str
    source: str
    pro: str
    con: str
    unknown: str


@dataclass(frozen=True)
class ViewCard:
    organisation: str
    outcome: str
    reason: str
    criteria: list[CriterionLine]
    mine: bool


@dataclass(frozen=True)
class Compared:
    criterion: CriterionLine
    said: list[tuple[str, CriterionLine]]


@dataclass(frozen=True)
class Turn:
    organisation: str
    done: bool


@dataclass(frozen=True)
class WeighingPage:
    id: UUID
    reference: str
    state: str
    state_name: str
    due: date
    summary: str
    subject: str
    subject_birth: str
    turns: list[Turn]
    mine: ViewCard | None
    views: list[ViewCard]
    outcome: str
    outcome_name: str
    reason: str
    dissents: list[tuple[str, str]]
    may_weigh: bool
    may_reveal: bool
    may_decide: bool
    may_take_up: bool

    @property
    def side_by_side(self) -> list[Compared]:
        """Criterion by criterion what each organisation says, so that they are compared on content."""
        lines = zip(*(card.criteria for card in self.views), strict=True)
        return [
            Compared(
                said[0], [(card.organisation, line) for card, line in zip(self.views, said, strict=True)]
            )
            for said in lines
        ]


def row(weighing: Weighing) -> Row:
    return Row(
        weighing.id,
        str(weighing.id)[:8],
        weighing.state,
        weighing.get_state_display(),
        weighing.get_outcome_display() if weighing.outcome else "",
        weighing.due_date,
        weighing.prepared_at,
    )


def weighing_page(viewer: Viewer, file: WeighingFile, *, now: datetime) -> WeighingPage:
    weighing = file.weighing
    opened = opening.open_all(
        [weighing, *file.views, *file.dissents], by=viewer, purpose="weighing.page", now=now
    )
    names = {organisation.id: organisation.name for organisation in file.team}
    cards = [_card(view, opened, names, viewer, weighing.model_version) for view in file.views]
    complete = {organisation.kind for organisation in file.team if organisation.id in file.given} >= TEAM
    weighs = TRIAGE in viewer.roles
    return WeighingPage(
        id=weighing.id,
        reference=str(weighing.id)[:8],
        state=weighing.state,
        state_name=weighing.get_state_display(),
        due=weighing.due_date,
        summary=opened(weighing, "summary"),
        subject=opened(weighing, "subject_name"),
        subject_birth=opened(weighing, "subject_birth"),
        turns=[Turn(o.name, o.id in file.given) for o in file.team],
        mine=next((card for card in cards if card.mine), None),
        views=cards if weighing.state != State.ALONE else [],
        outcome=weighing.outcome,
        outcome_name=str(Outcome(weighing.outcome).label) if weighing.outcome else "",
        reason=opened(weighing, "reason"),
        dissents=[(names[d.organisation_id], opened(d, "text")) for d in file.dissents],
        may_weigh=weighs and weighing.state == State.ALONE,
        may_reveal=weighs and weighing.state == State.ALONE and complete,
        may_decide=weighs and weighing.state == State.TOGETHER,
        may_take_up=viewer.may(Permission.CASE_OPEN)
        and weighing.state == State.DECIDED
        and weighing.outcome == Outcome.PERSON_CENTRED,
    )


def _card(view: View, opened: Opened, names: dict[UUID, str], viewer: Viewer, version: str) -> ViewCard:
    given = json.loads(opened(view, "criteria") or "{}")
    return ViewCard(
        organisation=names.get(view.organisation_id, ""),
        outcome=view.get_outcome_display(),
        reason=opened(view, "reason"),
        criteria=[
            CriterionLine(
                c.code, c.label, c.help, c.source, **given.get(c.code, {"pro": "", "con": "", "unknown": ""})
            )
            for c in model.of(version).criteria
        ],
        mine=view.organisation_id == viewer.organisation_id,
    )


def own_initial(viewer: Viewer, file: WeighingFile, *, now: datetime) -> dict[str, str]:
    """What this organisation gave before, to go on from."""
    own = next((view for view in file.views if view.organisation_id == viewer.organisation_id), None)
    if own is None:
        return {}
    opened = opening.open_all([own], by=viewer, purpose="weighing.own_view", now=now)
    given = json.loads(opened(own, "criteria"))
    texts = {f"{code}_{side}": text for code, sides in given.items() for side, text in sides.items()}
    return {"outcome": own.outcome, "reason": opened(own, "reason"), **texts}
