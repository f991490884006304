import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.deciding.choices import ConsentKind
from casustafel.deciding.consenting_presenters import SpokenPage
from casustafel.deciding.queries import Spoken
from casustafel.lib.refusal import N_
from casustafel.method import model
from casustafel.picture import correcting_presenters, correcting_queries
from casustafel.picture.correcting_presenters import SinceLine
from casustafel.plan import agreeing_presenters, rules
from casustafel.plan.choices import CommitmentState, InterventionKind
from casustafel.plan.models import Commitment, Consent, Goal, Intervention, PlanVersion
from casustafel.plan.queries import PlanFile, Table
from casustafel.vault import opening
from casustafel.vault.opening import Opened

# How far an intervention is: in a word, and the tone of its badge.
DELIVERY = {
    "DONE": (N_("Done"), "good"),
    "OVERDUE": (N_("Overdue"), "attention"),
    "BEHIND": (N_("Behind"), "attention"),
    "STARTED": (N_("On its way"), "info"),
    "TO_START": (N_("To begin"), "neutral"),
    "ENDED": (N_("Ended"), "neutral"),
}


@dataclass(frozen=True)
class GoalCard:
    id: UUID
    domain: str
    text: str
    own_words: str
    levels: list[str]
    baseline: int
    owner: str
    due: date
    is_served: bool
    agreed: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class InterventionLine:
    id: UUID
    kind: str
    text: str
    organisation: str
    goals: list[str]
    planned: int
    delivered: int
    state_name: str
    said: str
    tone: str
    may_deliver: bool


@dataclass(frozen=True)
class CommitmentLine:
    id: UUID
    organisation: str
    what: str
    why: str
    due: date
    state: str
    said: str
    tone: str
    drop_reason: str
    may_end: bool


@dataclass(frozen=True)
class TurnLine:
    """What one organisation says to the plan as it stands; `text` is its note or its objection."""

    organisation: str
    said: str
    tone: str
    text: str


@dataclass(frozen=True)
class VersionLine:
    id: UUID
    number: int
    settled: datetime
    dissents: list[tuple[str, str]]


@dataclass(frozen=True)
class PlanPage:
    goals: list[GoalCard]
    interventions: list[InterventionLine]
    commitments: list[CommitmentLine]
    turns: list[TurnLine]
    versions: list[VersionLine]
    mine: dict[str, str]
    directs: bool
    may_work: bool
    changed_since: bool
    is_settled: bool
    spoken: SpokenPage


@dataclass(frozen=True)
class SettledPage:
    number: int
    settled: datetime
    goals: list[GoalCard]
    interventions: list[InterventionLine]
    commitments: list[CommitmentLine]
    turns: list[TurnLine]
    since: list[SinceLine]


def plan_page(viewer: Viewer, file: PlanFile, spoken: Spoken, *, now: datetime) -> tuple[CaseFrame, PlanPage]:
    """`spoken`: what was said about the plan and its goals."""
    rows = [file.case, *file.sealed_rows(), *spoken.sealed_rows()]
    opened = opening.open_all(rows, by=viewer, purpose="plan.page", now=now)
    frame = case_frame(file.case, opened(file.case, "pseudonym"), current="plan:plan")
    return frame, _plan(viewer, file, spoken, opened, now=now)


def _plan(viewer: Viewer, file: PlanFile, spoken: Spoken, opened: Opened, *, now: datetime) -> PlanPage:
    mine = next((each for each in file.standing if each.person_id == viewer.person_id), None)
    versions = _versions(file, opened)
    settled = max((version.settled for version in versions), default=None)
    changed = bool(settled and file.changed_at and file.changed_at > settled)
    is_settled = bool(settled) and not changed and not file.round
    return PlanPage(
        goals=[_goal(goal, file, spoken, opened) for goal in file.goals],
        interventions=[_intervention(each, file, opened, viewer, now.date()) for each in file.interventions],
        commitments=[_commitment(each, file, opened, viewer, now.date()) for each in file.commitments],
        turns=_last_said(file, opened) if is_settled else _turns(file, opened),
        versions=versions,
        mine={"kind": mine.kind, "text": opened(mine, "text")} if mine else {},
        directs=file.directs,
        may_work=file.case.state == State.OPEN,
        changed_since=changed,
        is_settled=is_settled,
        spoken=agreeing_presenters.spoken_of_plan(viewer, file, spoken, opened, now=now),
    )


def _goal(goal: Goal, file: PlanFile, spoken: Spoken, opened: Opened) -> GoalCard:
    agreed, tone = agreeing_presenters.agreed_on(goal, spoken)
    return GoalCard(
        id=goal.id,
        domain=model.of(file.case.model_version).domain(goal.domain).label,
        text=opened(goal, "text"),
        own_words=opened(goal, "own_words"),
        levels=json.loads(opened(goal, "levels")),
        baseline=goal.baseline,
        owner=goal.owner.name,
        due=goal.due_date,
        is_served=any(goal.id in each.serves for each in file.interventions),
        agreed=agreed,
        tone=tone,
    )


def _intervention(
    row: Intervention, file: PlanFile, opened: Opened, viewer: Viewer, day: date
) -> InterventionLine:
    goals = [goal for goal in file.goals if goal.id in row.serves]
    delivered = sum(held["sessions"] for held in row.deliveries)
    due = max(goal.due_date for goal in goals)
    found = rules.delivery(
        planned=row.planned,
        delivered=delivered,
        start=row.planned_at.date(),
        due=due,
        day=day,
        is_closed=file.case.state != State.OPEN,
    )
    name, tone = DELIVERY[found.state]
    return InterventionLine(
        id=row.id,
        kind=row.get_kind_display(),
        text=opened(row, "text"),
        organisation=row.organisation.name,
        goals=[opened(goal, "text") for goal in goals],
        planned=row.planned,
        delivered=delivered,
        state_name=gettext(name),
        said=delivery_said(found, due),
        tone=tone,
        may_deliver=_carries(viewer, row.organisation_id, file),
    )


def delivery_said(found: rules.Delivered, due: date) -> str:
    """Planned against delivered, as something one can say at the table."""
    match found.state:
        case "DONE":
            return gettext("All sessions were held.")
        case "OVERDUE":
            day = date_format(due, "j F Y")
            return gettext("The goal was due on %(day)s and not all sessions were held.") % {"day": day}
        case "BEHIND":
            return ngettext(
                "Spread evenly, %(count)d session would have been held by now.",
                "Spread evenly, %(count)d sessions would have been held by now.",
                found.expected,
            ) % {"count": found.expected}
        case "ENDED":
            return gettext("Not all sessions had been held when the case was closed.")
    return ""


def _commitment(row: Commitment, file: PlanFile, opened: Opened, viewer: Viewer, day: date) -> CommitmentLine:
    said, tone = commitment_said(row, day)
    return CommitmentLine(
        id=row.id,
        organisation=row.organisation.name,
        what=opened(row, "what"),
        why=opened(row, "why"),
        due=row.due_date,
        state=row.state,
        said=said,
        tone=tone,
        drop_reason=opened(row, "drop_reason"),
        may_end=row.state == CommitmentState.OPEN and _carries(viewer, row.organisation_id, file),
    )


def commitment_said(row: Commitment, day: date) -> tuple[str, str]:
    """Open, late, kept or dropped, in words with the day; and the tone of its badge."""
    if row.ended_date is not None:
        ended = date_format(row.ended_date, "j F Y")
        if row.state == CommitmentState.DONE:
            return gettext("Kept on %(day)s") % {"day": ended}, "good"
        return gettext("Dropped on %(day)s") % {"day": ended}, "neutral"
    late = (day - row.due_date).days
    if late > 0:
        said = ngettext("Late: %(count)d day", "Late: %(count)d days", late) % {"count": late}
        return said, "attention"
    return gettext("Open"), "info"


def _carries(viewer: Viewer, organisation_id: UUID, file: PlanFile) -> bool:
    """Twin of policy.check_can_carry_out, for what a page offers."""
    return file.case.state == State.OPEN and (file.directs or viewer.organisation_id == organisation_id)


def _turns(file: PlanFile, opened: Opened) -> list[TurnLine]:
    standing = {each.id for each in file.standing}
    said: dict[UUID, list[Consent]] = {}
    for each in file.round:
        said.setdefault(each.organisation_id, []).append(each)
    lines = []
    for organisation in file.organisations:
        mine = said.get(organisation.id, [])
        lines += [_turn(each, organisation.name, opened, stands=each.id in standing) for each in mine]
        if not mine:
            lines.append(TurnLine(organisation.name, gettext("Has not spoken yet"), "neutral", ""))
    return lines


def _last_said(file: PlanFile, opened: Opened) -> list[TurnLine]:
    """What each seat said to the newest settled version."""
    settled = [(each.plan_version.number, each) for each in file.consents if each.plan_version]
    newest = max(number for number, _each in settled)
    return [
        _turn(each, each.organisation.name, opened, stands=True)
        for number, each in settled
        if number == newest
    ]


def _turn(row: Consent, organisation: str, opened: Opened, *, stands: bool) -> TurnLine:
    if not stands:
        asked = gettext("Spoke before the plan changed; is asked again")
        return TurnLine(organisation, asked, "attention", opened(row, "text"))
    tone = "attention" if row.kind == ConsentKind.OBJECT else "good"
    return TurnLine(organisation, row.get_kind_display(), tone, opened(row, "text"))


def _versions(file: PlanFile, opened: Opened) -> list[VersionLine]:
    """Settled plans, the newest first, each with who objected and why."""
    versions = {each.plan_version_id: each.plan_version for each in file.consents if each.plan_version}
    lines = [
        VersionLine(
            version.id,
            version.number,
            version.settled_at,
            [
                (each.organisation.name, opened(each, "text"))
                for each in file.consents
                if each.plan_version_id == version.id and each.kind == ConsentKind.OBJECT
            ],
        )
        for version in versions.values()
    ]
    return sorted(lines, key=lambda line: line.number, reverse=True)


def settled_page(
    viewer: Viewer, version: PlanVersion, said: list[Consent], *, now: datetime
) -> tuple[CaseFrame, SettledPage]:
    """A plan as it was settled, from the words that were kept then."""
    case = version.case
    opened = opening.open_all([case, version, *said], by=viewer, purpose="plan.version", now=now)
    kept = json.loads(opened(version, "content"))
    texts = {goal["id"]: goal["text"] for goal in kept["goals"]}
    domains = model.of(case.model_version)
    page = SettledPage(
        number=version.number,
        settled=version.settled_at,
        goals=[_kept_goal(goal, domains.domain(goal["domain"]).label) for goal in kept["goals"]],
        interventions=[_kept_intervention(version.id, each, texts) for each in kept["interventions"]],
        commitments=[_kept_commitment(version.id, each) for each in kept["commitments"]],
        turns=[_turn(each, each.organisation.name, opened, stands=True) for each in said],
        since=correcting_presenters.since(correcting_queries.since(viewer, [case.id], version.settled_at)),
    )
    return case_frame(case, opened(case, "pseudonym"), current="plan:plan"), page


def _kept_goal(goal: dict[str, Any], domain: str) -> GoalCard:
    return GoalCard(
        id=UUID(goal["id"]),
        domain=domain,
        text=goal["text"],
        own_words=goal["own_words"],
        levels=goal["levels"],
        baseline=goal["baseline"],
        owner=goal["owner"],
        due=date.fromisoformat(goal["due"]),
        is_served=True,
    )


def _kept_intervention(version_id: UUID, each: dict[str, Any], texts: dict[str, str]) -> InterventionLine:
    return InterventionLine(
        id=version_id,
        kind=str(InterventionKind(each["kind"]).label),
        text=each["text"],
        organisation=each["organisation"],
        goals=[texts[goal] for goal in each["goals"]],
        planned=each["planned"],
        delivered=0,
        state_name="",
        said="",
        tone="neutral",
        may_deliver=False,
    )


def _kept_commitment(version_id: UUID, each: dict[str, Any]) -> CommitmentLine:
    return CommitmentLine(
        id=version_id,
        organisation=each["organisation"],
        what=each["what"],
        why="",
        due=date.fromisoformat(each["due"]),
        state=each["state"],
        said=str(CommitmentState(each["state"]).label),
        tone="neutral",
        drop_reason="",
        may_end=False,
    )


def goal_texts(viewer: Viewer, goals: list[Goal], *, now: datetime) -> list[tuple[str, str]]:
    """Goals to choose from."""
    opened = opening.open_all(goals, by=viewer, purpose="plan.choose", now=now)
    return [(str(goal.id), opened(goal, "text")) for goal in goals]


def text_of(viewer: Viewer, goal: Goal, *, now: datetime) -> dict[str, object]:
    """What a form to put a goal otherwise begins with."""
    opened = opening.open_all([goal], by=viewer, purpose="goal.revise", now=now)
    return {"text": opened(goal, "text"), "version": goal.version}


def one_intervention(viewer: Viewer, row: Intervention, *, now: datetime) -> str:
    return opening.open_all([row], by=viewer, purpose="plan.deliver", now=now)(row, "text")


def one_commitment(viewer: Viewer, row: Commitment, *, now: datetime) -> str:
    return opening.open_all([row], by=viewer, purpose="plan.drop", now=now)(row, "what")


def table_choices(table: Table) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in table.organisations]
