from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, QuerySet, Value

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.models import Case
from casustafel.lib.refusal import NotYours
from casustafel.monitoring import rules
from casustafel.monitoring.models import Closing, FeedbackProposal, Measure, Review
from casustafel.monitoring.rules import Block
from casustafel.parties.models import Organisation
from casustafel.plan import queries as plan
from casustafel.plan.choices import CommitmentState
from casustafel.plan.models import Commitment, Goal, Intervention

PER_PAGE = 25
SOON = timedelta(days=14)


@dataclass(frozen=True)
class MonitoringFile:
    case: Case
    organisations: Sequence[Organisation]
    directs: bool
    goals: Sequence[Goal]
    interventions: Sequence[Intervention]
    reviews: Sequence[Review]
    measures: Sequence[Measure]
    open_commitments: int
    closing: Closing | None

    @property
    def waiting(self) -> Review | None:
        """The review that is under way."""
        return next((review for review in self.reviews if not review.decision), None)

    @property
    def work_left(self) -> list[Block]:
        measured = {measure.goal_id for measure in self.measures}
        unmeasured = sum(1 for goal in self.goals if goal.id not in measured)
        return rules.work_left(open_commitments=self.open_commitments, unmeasured=unmeasured)


def whole(viewer: Viewer, case_id: UUID, *, day: date) -> MonitoringFile:
    table = plan.table_of(viewer, case_id, day=day)
    is_open = table.case.state == State.OPEN
    return MonitoringFile(
        table.case,
        table.organisations,
        table.directs,
        plan.goals(viewer, table.case),
        plan.interventions(viewer, table.case),
        list(Review.objects.visible_to(viewer).filter(case=table.case).order_by("held_at", "id")),
        _measures(viewer, table.case),
        _open_commitments(viewer, table.case) if is_open else 0,
        None if is_open else Closing.objects.visible_to(viewer).filter(case=table.case).first(),
    )


def _measures(viewer: Viewer, case: Case) -> list[Measure]:
    rows = Measure.objects.visible_to(viewer).filter(case=case).select_related("organisation", "review")
    return list(rows.order_by("review__held_at", "organisation__name", "voice", "id"))


def _open_commitments(viewer: Viewer, case: Case) -> int:
    rows = Commitment.objects.visible_to(viewer).filter(case=case, state=CommitmentState.OPEN)
    return int(rows.count())


def work_left(viewer: Viewer, case: Case) -> list[Block]:
    """What must be done in the case before it can be closed."""
    measured = Measure.objects.visible_to(viewer).filter(case=case).values("goal")
    goals = Goal.objects.visible_to(viewer).filter(case=case).exclude(pk__in=measured)
    return rules.work_left(open_commitments=_open_commitments(viewer, case), unmeasured=int(goals.count()))


def get_review(viewer: Viewer, case_id: UUID, review_id: UUID) -> Review:
    found: Review | None = (
        Review.objects.visible_to(viewer)
        .filter(case=case_id, pk=review_id)
        .select_related("case__key", "key")
        .first()
    )
    if found is None:
        raise NotYours
    return found


@dataclass(frozen=True)
class Due:
    """Something that is due in one of the viewer's cases: a commitment, or the next review of a case."""

    case: Case
    day: date
    commitment: Commitment | None


@dataclass(frozen=True)
class Wanted:
    """Filters of the list: `kind` COMMITMENT or REVIEW, `when` LATE, ALL or "" (late, or within
    14 days), and of commitments only the own organisation's."""

    kind: str = ""
    when: str = ""
    own: bool = False


def due(viewer: Viewer, wanted: Wanted, *, day: date, page: Any) -> tuple[Page[Any], list[Due]]:
    """What is due over the viewer's cases, the oldest first; as many queries however many there are."""
    found = Paginator(_due_rows(viewer, wanted, day), PER_PAGE).get_page(page)
    return found, _with_rows(viewer, list(found))


def _due_rows(viewer: Viewer, wanted: Wanted, day: date) -> QuerySet[Any]:
    commitments = _until(
        Commitment.objects.visible_to(viewer).filter(state=CommitmentState.OPEN, case__state=State.OPEN),
        "due_date",
        wanted,
        day,
    )
    reviews = _until(Case.objects.visible_to(viewer).filter(state=State.OPEN), "review_due_date", wanted, day)
    if wanted.own:
        commitments = commitments.filter(organisation_id=viewer.organisation_id)
    if wanted.kind == "COMMITMENT":
        rows = _named(commitments, "COMMITMENT", "due_date", "case_id")
    elif wanted.kind == "REVIEW":
        rows = _named(reviews, "REVIEW", "review_due_date", "id")
    else:
        rows = _named(commitments, "COMMITMENT", "due_date", "case_id").union(
            _named(reviews, "REVIEW", "review_due_date", "id"), all=True
        )
    return rows.order_by("day", "row")


def _until(rows: QuerySet[Any], column: str, wanted: Wanted, day: date) -> QuerySet[Any]:
    if wanted.when == "ALL":
        return rows
    if wanted.when == "LATE":
        return rows.filter(**{f"{column}__lt": day})
    return rows.filter(**{f"{column}__lte": day + SOON})


def _named(rows: QuerySet[Any], kind: str, column: str, of_case: str) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.annotate(
        kind=Value(kind, CharField()), day=F(column), row=F("id"), of_case=F(of_case)
    ).values("kind", "day", "row", "of_case")
    return named


def _with_rows(viewer: Viewer, lines: list[dict[str, Any]]) -> list[Due]:
    cases = {
        case.id: case
        for case in Case.objects.visible_to(viewer).filter(pk__in={line["of_case"] for line in lines})
    }
    wanted = [line["row"] for line in lines if line["kind"] == "COMMITMENT"]
    rows = Commitment.objects.visible_to(viewer).filter(pk__in=wanted).select_related("organisation")
    commitments = {row.id: row for row in rows}
    return [Due(cases[line["of_case"]], line["day"], commitments.get(line["row"])) for line in lines]


def proposals(viewer: Viewer, *, report_id: UUID | None, state: str, page: Any) -> Page[FeedbackProposal]:
    """What tables propose to tell reporters: those that wait, the oldest first, or ALL; or of one report."""
    rows: QuerySet[FeedbackProposal] = FeedbackProposal.objects.visible_to(viewer)
    if report_id is not None:
        rows = rows.filter(report_id=report_id)
    elif state != "ALL":
        rows = rows.filter(sent_date__isnull=True)
    return Paginator(rows.order_by("proposed_date", "id"), PER_PAGE).get_page(page)


def get_proposal(viewer: Viewer, proposal_id: UUID) -> FeedbackProposal:
    found: FeedbackProposal | None = (
        FeedbackProposal.objects.visible_to(viewer).filter(pk=proposal_id).first()
    )
    if found is None:
        raise NotYours
    return found
