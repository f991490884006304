from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, CaseRecord, Seat
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import Organisation, in_force
from casustafel.plan.models import Commitment, Consent, Delivery, Goal, Intervention, PlanVersion, ServedGoal


@dataclass(frozen=True)
class Table:
    """A case with who sits at it today, in one reading."""

    case: Case
    organisations: Sequence[Organisation]
    directs: bool
    seats: Sequence[Seat]


@dataclass(frozen=True)
class PlanFile:
    case: Case
    organisations: Sequence[Organisation]
    directs: bool
    goals: Sequence[Goal]
    interventions: Sequence[Intervention]
    commitments: Sequence[Commitment]
    consents: Sequence[Consent]
    seats: Sequence[Seat]

    @property
    def changed_at(self) -> datetime | None:
        """When goals or interventions last changed: what was agreed to before that was another plan."""
        moments = [g.changed_at for g in self.goals] + [i.planned_at for i in self.interventions]
        return max(moments, default=None)

    def sealed_rows(self) -> list[CaseRecord]:
        """What is to be opened to put the plan into words."""
        return [*self.goals, *self.interventions, *self.commitments, *self.consents]

    @property
    def round(self) -> list[Consent]:
        return [each for each in self.consents if each.plan_version_id is None]

    @property
    def standing(self) -> list[Consent]:
        """What was said in this round since the plan last changed."""
        changed = self.changed_at
        return [each for each in self.round if changed is None or each.given_at >= changed]


def table_of(viewer: Viewer, case_id: UUID, *, day: date) -> Table:
    rows: list[Seat] = list(
        Seat.objects.visible_to(viewer)
        .filter(in_force(day), case=case_id)
        .select_related("organisation", "case__key")
        .order_by("organisation__name", "id")
    )
    own = next((seat for seat in rows if seat.person_id == viewer.person_id), None)
    if own is None:
        raise NotYours
    organisations = {seat.organisation_id: seat.organisation for seat in rows}
    directs = own.role in {SeatRole.CHAIR, SeatRole.DIRECTOR}
    return Table(own.case, list(organisations.values()), directs, rows)


def whole(viewer: Viewer, case: Case) -> PlanFile:
    """The plan of a case as it lies on the table today."""
    return plan(viewer, case.id, day=clock.now().date())


def plan(viewer: Viewer, case_id: UUID, *, day: date) -> PlanFile:
    table = table_of(viewer, case_id, day=day)
    consents = Consent.objects.visible_to(viewer).filter(case=table.case)
    return PlanFile(
        table.case,
        table.organisations,
        table.directs,
        goals(viewer, table.case),
        interventions(viewer, table.case),
        commitments(viewer, table.case),
        list(consents.select_related("organisation", "plan_version").order_by("given_at", "id")),
        table.seats,
    )


def goals(viewer: Viewer, case: Case) -> list[Goal]:
    rows = Goal.objects.visible_to(viewer).filter(case=case).select_related("owner")
    return list(rows.order_by("set_at", "id"))


def interventions(viewer: Viewer, case: Case) -> list[Intervention]:
    """Each with `serves` (ids of its goals) and `deliveries` (objects with `sessions` and `day`), in this one
    reading."""
    mine: dict[str, Any] = {"intervention": OuterRef("pk")}
    held = JSONObject(sessions="sessions", day="delivered_date")
    deliveries = Delivery.objects.visible_to(viewer).filter(**mine).order_by("delivered_date", "id")
    lists: dict[str, Any] = {
        "serves": ArraySubquery(ServedGoal.objects.visible_to(viewer).filter(**mine).values("goal")),
        "deliveries": ArraySubquery(deliveries.values(held=held)),
    }
    rows = (
        Intervention.objects.visible_to(viewer)
        .filter(case=case)
        .select_related("organisation")
        .annotate(**lists)
    )
    return list(rows.order_by("planned_at", "id"))


def commitments(viewer: Viewer, case: Case) -> list[Commitment]:
    rows = Commitment.objects.visible_to(viewer).filter(case=case).select_related("organisation")
    return list(rows.order_by("due_date", "id"))


def get_goal(viewer: Viewer, case_id: UUID, goal_id: UUID) -> Goal:
    found: Goal | None = (
        Goal.objects.visible_to(viewer)
        .filter(case=case_id, pk=goal_id)
        .select_related("case__key", "key", "owner")
        .first()
    )
    if found is None:
        raise NotYours
    return found


def get_intervention(viewer: Viewer, case_id: UUID, intervention_id: UUID) -> Intervention:
    found: Intervention | None = (
        Intervention.objects.visible_to(viewer)
        .filter(case=case_id, pk=intervention_id)
        .select_related("case__key", "key", "organisation")
        .first()
    )
    if found is None:
        raise NotYours
    return found


def get_commitment(viewer: Viewer, case_id: UUID, commitment_id: UUID) -> Commitment:
    found: Commitment | None = (
        Commitment.objects.visible_to(viewer)
        .filter(case=case_id, pk=commitment_id)
        .select_related("case__key", "key", "organisation")
        .first()
    )
    if found is None:
        raise NotYours
    return found


def get_version(viewer: Viewer, case_id: UUID, version_id: UUID) -> tuple[PlanVersion, list[Consent]]:
    """A settled plan with what each seat said to it."""
    found: PlanVersion | None = (
        PlanVersion.objects.visible_to(viewer)
        .filter(case=case_id, pk=version_id)
        .select_related("case")
        .first()
    )
    if found is None:
        raise NotYours
    said = Consent.objects.visible_to(viewer).filter(plan_version=found).select_related("organisation")
    return found, list(said.order_by("given_at", "id"))
