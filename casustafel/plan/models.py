from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from casustafel.cases.models import CaseRecord
from casustafel.deciding.choices import ConsentKind
from casustafel.parties.models import Organisation, Person
from casustafel.plan.choices import CommitmentState, InterventionKind
from casustafel.vault.models import SealedField


class Goal(CaseRecord):
    """Something positive in the person's own life, with five levels of attainment agreed beforehand.

    `levels` is a JSON list of five texts, from -2 to +2; 0 is what the table expects by `due_date`.
    `changed_at`: when the goal last changed; what was agreed to before that was another plan.
    """

    domain = models.CharField(max_length=20)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    baseline = models.SmallIntegerField()
    due_date = models.DateField()
    set_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    text = SealedField()
    own_words = SealedField()
    levels = SealedField()

    class Meta:
        indexes = [models.Index(fields=["case", "set_at"], name="plan_goal_order")]
        constraints = [
            models.CheckConstraint(
                name="plan_baseline_on_the_ladder", condition=Q(baseline__gte=-2, baseline__lte=2)
            )
        ]


class GoalRevision(CaseRecord):
    """What a goal said before it was put otherwise."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()
    text = SealedField()


class Intervention(CaseRecord):
    """What one organisation does, in so many sessions, for one or more goals."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=InterventionKind)
    planned = models.PositiveIntegerField()
    planned_at = models.DateTimeField()
    text = SealedField()

    # Read along by queries.interventions.
    serves: list[UUID]
    deliveries: list[dict[str, Any]]

    class Meta:
        indexes = [models.Index(fields=["case", "planned_at"], name="plan_intervention_order")]


class ServedGoal(CaseRecord):
    """An intervention serves a goal."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intervention", "goal"], name="plan_goal_served_once")]


class Delivery(CaseRecord):
    """Sessions of an intervention that were held, up to this day since the delivery before."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="+")
    sessions = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delivered_date = models.DateField()


class Commitment(CaseRecord):
    """Who does what, why, by when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=CommitmentState, default=CommitmentState.OPEN)
    made_at = models.DateTimeField()
    due_date = models.DateField()
    ended_date = models.DateField(null=True)
    what = SealedField()
    why = SealedField()
    drop_reason = SealedField()

    class Meta:
        indexes = [models.Index(fields=["case", "state", "due_date"], name="plan_commitment_due")]
        constraints = [
            models.CheckConstraint(
                name="plan_ended_commitment_has_a_date",
                condition=Q(state=CommitmentState.OPEN, ended_date__isnull=True)
                | (~Q(state=CommitmentState.OPEN) & Q(ended_date__isnull=False)),
            )
        ]


class PlanVersion(CaseRecord):
    """The plan as it was settled. `content` is a JSON object (content.py): the plan in words."""

    number = models.PositiveIntegerField()
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()
    content = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="plan_version_number")]


class Consent(CaseRecord):
    """What one seat says to the plan as it stands. Without a version it belongs to the round under way."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ConsentKind)
    given_at = models.DateTimeField()
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, null=True, related_name="+")
    text = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(plan_version__isnull=True),
                name="plan_one_consent_in_a_round",
            )
        ]
