"""What is read for a paper beside what the other steps read for their own pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case, CaseRecord, Step
from casustafel.parties.models import Person
from casustafel.picture.choices import RoundState
from casustafel.picture.models import Contribution, Dissent, Revision, Round, Statement
from casustafel.plan.models import Commitment, Goal, Intervention, PlanVersion
from casustafel.table.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Recorded:
    """What was put down about the cases on the agenda while the meeting lasted."""

    contributions: list[Contribution]
    statements: list[Statement]
    rounds: list[Round]
    dissents: list[Dissent]
    goals: list[Goal]
    interventions: list[Intervention]
    commitments: list[Commitment]
    steps: list[Step]

    def rows(self) -> list[CaseRecord]:
        return [
            *(*self.contributions, *self.statements, *self.rounds, *self.dissents),
            *(*self.goals, *self.interventions, *self.commitments, *self.steps),
        ]


def revisions(viewer: Viewer, case: Case) -> list[Revision]:
    return list(Revision.objects.visible_to(viewer).filter(case=case).order_by("version", "id"))


def settled(viewer: Viewer, case: Case) -> list[PlanVersion]:
    return list(PlanVersion.objects.visible_to(viewer).filter(case=case).order_by("number"))


def meetings_of(viewer: Viewer, case: Case) -> list[Meeting]:
    """The meetings at which this case was on the agenda and that have begun, the newest first."""
    items = AgendaItem.objects.visible_to(viewer).filter(case=case)
    rows = Meeting.objects.visible_to(viewer).filter(pk__in=items.values("meeting"), opened_at__isnull=False)
    return list(rows.order_by("-opened_at"))


def recorded(viewer: Viewer, cases: list[UUID], *, since: datetime, until: datetime) -> Recorded:
    def during(column: str) -> Q:
        return Q(**{f"{column}__gte": since, f"{column}__lte": until})

    def of(model: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(case__in=cases)
        return rows

    contributions = list(
        of(Contribution).filter(during("made_at")).select_related("organisation").order_by("made_at", "id")
    )
    rounds = list(
        of(Round)
        .filter(during("concluded_at"), state=RoundState.CONCLUDED)
        .select_related("case")
        .order_by("concluded_at", "id")
    )
    return Recorded(
        contributions,
        list(of(Statement).filter(contribution__in=contributions).order_by("told_date", "id")),
        rounds,
        list(of(Dissent).filter(round__in=rounds).select_related("organisation").order_by("id")),
        list(of(Goal).filter(during("set_at")).select_related("owner", "case").order_by("set_at", "id")),
        list(
            of(Intervention)
            .filter(during("planned_at"))
            .select_related("organisation")
            .order_by("planned_at", "id")
        ),
        list(
            of(Commitment).filter(during("made_at")).select_related("organisation").order_by("due_date", "id")
        ),
        list(of(Step).filter(during("at")).order_by("at", "id")),
    )


def workplaces(viewer: Viewer, people: set[UUID]) -> dict[UUID, str]:
    """The organisation of each of these people, by name."""
    rows = Person.objects.visible_to(viewer).filter(pk__in=people)
    return dict(rows.values_list("id", "organisation__name"))
