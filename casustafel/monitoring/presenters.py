import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.method import model
from casustafel.monitoring import charts
from casustafel.monitoring.charts import Chart, sign
from casustafel.monitoring.choices import Voice
from casustafel.monitoring.models import FeedbackProposal, Measure, Review
from casustafel.monitoring.queries import Due, MonitoringFile
from casustafel.monitoring.rules import Block
from casustafel.plan.models import Goal
from casustafel.plan.presenters import commitment_said
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class MeasureLine:
    day: date
    organisation: str
    voice: str
    level: str
    level_text: str
    evidence: str


@dataclass(frozen=True)
class GoalTrack:
    """One goal over time: the picture, the sentence that states what it shows, and the same as a table."""

    id: UUID
    domain: str
    text: str
    levels: list[str]
    baseline: int
    sentence: str
    chart: Chart
    lines: list[MeasureLine]
    has_sessions: bool
    measured_now: list[str]


@dataclass(frozen=True)
class ReviewCard:
    id: UUID
    held: datetime
    necessity: str
    decision: str
    reason: str
    next_date: date | None


@dataclass(frozen=True)
class ClosingWords:
    closed: datetime
    reason: str
    aftercare: str
    reopening: str


@dataclass(frozen=True)
class MonitoringPage:
    goals: list[GoalTrack]
    reviews: list[ReviewCard]
    waiting: ReviewCard | None
    closing: ClosingWords | None
    blocks: list[str]
    directs: bool
    may_work: bool
    is_due: bool


def monitoring_page(
    viewer: Viewer, file: MonitoringFile, *, now: datetime
) -> tuple[CaseFrame, MonitoringPage]:
    case = file.case
    rows = [case, *file.goals, *file.reviews, *file.measures, *([file.closing] if file.closing else [])]
    opened = opening.open_all(rows, by=viewer, purpose="monitoring.page", now=now)
    waiting = file.waiting
    page = MonitoringPage(
        goals=[_track(goal, file, opened, day=now.date()) for goal in file.goals],
        reviews=[_review(each, opened) for each in reversed(file.reviews) if each.decision],
        waiting=_review(waiting, opened) if waiting else None,
        closing=_closing(file, opened),
        blocks=sentences(file.work_left),
        directs=file.directs,
        may_work=case.state == State.OPEN,
        is_due=case.state == State.OPEN and case.review_due_date <= now.date(),
    )
    return case_frame(case, opened(case, "pseudonym"), current="monitoring:case"), page


def sentences(blocks: list[Block]) -> list[str]:
    return [
        gettext(block.sentence) % block.values if block.values else gettext(block.sentence)
        for block in blocks
    ]


def _review(review: Review, opened: Opened) -> ReviewCard:
    return ReviewCard(
        review.id,
        review.held_at,
        opened(review, "necessity"),
        review.get_decision_display() if review.decision else "",
        opened(review, "reason"),
        review.next_date,
    )


def _closing(file: MonitoringFile, opened: Opened) -> ClosingWords | None:
    row = file.closing
    if row is None:
        return None
    return ClosingWords(
        row.closed_at, opened(row, "reason"), opened(row, "aftercare"), opened(row, "reopening")
    )


def _track(goal: Goal, file: MonitoringFile, opened: Opened, *, day: date) -> GoalTrack:
    measures = [measure for measure in file.measures if measure.goal_id == goal.id]
    levels: list[str] = json.loads(opened(goal, "levels"))
    sessions = [
        date.fromisoformat(held["day"])
        for each in file.interventions
        if goal.id in each.serves
        for held in each.deliveries
    ]
    waiting = file.waiting
    return GoalTrack(
        id=goal.id,
        domain=model.of(file.case.model_version).domain(goal.domain).label,
        text=opened(goal, "text"),
        levels=levels,
        baseline=goal.baseline,
        sentence=_sentence(goal, measures),
        chart=charts.chart(
            start=goal.set_at.date(),
            end=file.case.closed_date or day,
            due=goal.due_date,
            baseline=goal.baseline,
            measured=_per_voice(measures),
            sessions=sessions,
        ),
        lines=[_line(measure, levels, opened) for measure in measures],
        has_sessions=bool(sessions),
        measured_now=[_name(m) for m in measures if waiting and m.review_id == waiting.id],
    )


def _per_voice(measures: list[Measure]) -> list[tuple[str, list[tuple[date, int]]]]:
    """A line for each partner, and one for the person as each partner heard it; never a mean."""
    lines: dict[str, list[tuple[date, int]]] = {}
    for measure in measures:
        lines.setdefault(_name(measure), []).append((measure.review.held_at.date(), measure.level))
    return sorted(lines.items())


def _name(measure: Measure) -> str:
    if measure.voice == Voice.PERSON:
        return gettext("The person, as %(organisation)s heard it") % {
            "organisation": measure.organisation.name
        }
    return str(measure.organisation.name)


def _sentence(goal: Goal, measures: list[Measure]) -> str:
    begun = {
        "baseline": sign(goal.baseline),
        "begin": date_format(goal.set_at, "j F Y"),
        "due": date_format(goal.due_date, "j F Y"),
    }
    if not measures:
        unknown = gettext(
            "Began at %(baseline)s on %(begin)s; 0 is expected by %(due)s."
            " Nobody has said yet where it stands."
        )
        return unknown % begun
    last = max(measure.review.held_at for measure in measures)
    said = ", ".join(f"{_name(m)} {sign(m.level)}" for m in measures if m.review.held_at == last)
    return gettext(
        "Began at %(baseline)s on %(begin)s; 0 is expected by %(due)s. Last seen on %(day)s: %(said)s."
    ) % {**begun, "day": date_format(last, "j F Y"), "said": said}


def _line(measure: Measure, levels: list[str], opened: Opened) -> MeasureLine:
    return MeasureLine(
        measure.review.held_at.date(),
        measure.organisation.name,
        measure.get_voice_display() if measure.voice == Voice.PERSON else "",
        sign(measure.level),
        levels[measure.level + 2],
        opened(measure, "evidence"),
    )


@dataclass(frozen=True)
class Ladder:
    """A goal to be measured."""

    text: str
    levels: list[str]
    baseline: int


def ladder_of(viewer: Viewer, goal: Goal, *, now: datetime) -> Ladder:
    opened = opening.open_all([goal], by=viewer, purpose="monitoring.measure", now=now)
    return Ladder(opened(goal, "text"), json.loads(opened(goal, "levels")), goal.baseline)


@dataclass(frozen=True)
class DueLine:
    case_id: UUID
    pseudonym: str
    kind: str
    what: str
    organisation: str
    day: date
    said: str
    tone: str


def due_lines(viewer: Viewer, found: list[Due], *, now: datetime) -> list[DueLine]:
    """The list of what is due, opened in one reading."""
    rows: list[Case | object] = [each.case for each in found]
    rows += [each.commitment for each in found if each.commitment]
    opened = opening.open_all(rows, by=viewer, purpose="monitoring.list", now=now)  # type: ignore[arg-type]
    return [_due_line(each, opened, now.date()) for each in found]


def _due_line(due: Due, opened: Opened, day: date) -> DueLine:
    pseudonym = opened(due.case, "pseudonym")
    if due.commitment is not None:
        said, tone = commitment_said(due.commitment, day)
        what, organisation = opened(due.commitment, "what"), due.commitment.organisation.name
        return DueLine(due.case.id, pseudonym, "COMMITMENT", what, organisation, due.day, said, tone)
    late = due.day < day
    return DueLine(
        due.case.id,
        pseudonym,
        "REVIEW",
        gettext("Look back together"),
        "",
        due.day,
        gettext("Late") if late else gettext("Planned"),
        "attention" if late else "info",
    )


@dataclass(frozen=True)
class ProposalLine:
    id: UUID
    report_id: UUID
    proposed: date
    sent: date | None
    text: str
    reason: str


def proposals(viewer: Viewer, rows: list[FeedbackProposal], *, now: datetime) -> list[ProposalLine]:
    opened = opening.open_all(rows, by=viewer, purpose="monitoring.proposals", now=now)
    return [
        ProposalLine(
            row.id,
            row.report_id,
            row.proposed_date,
            row.sent_date,
            opened(row, "text"),
            opened(row, "reason"),
        )
        for row in rows
    ]
