from django.db import models
from django.db.models import Q

from casustafel.cases.models import Case, CaseRecord
from casustafel.monitoring.choices import Decision, Voice
from casustafel.parties.models import Organisation, Person
from casustafel.plan.models import Goal
from casustafel.reports.models import DeskQuerySet, DeskRecord
from casustafel.vault.models import SealedField


class Review(CaseRecord):
    """A dated look at goals and agreements: is this still needed, and how do we go on?"""

    held_at = models.DateTimeField()
    held_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    next_date = models.DateField(null=True)
    necessity = SealedField()
    reason = SealedField()

    class Meta:
        indexes = [models.Index(fields=["case", "held_at"], name="monitoring_review_order")]
        constraints = [
            models.CheckConstraint(
                name="monitoring_decided_has_a_date",
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
            )
        ]


class Measure(CaseRecord):
    """The level of a goal, from -2 to +2, as one partner sees it at a review, with what it rests on."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    voice = models.CharField(max_length=8, choices=Voice, default=Voice.PARTNER)
    level = models.SmallIntegerField()
    given_at = models.DateTimeField()
    evidence = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "goal", "organisation", "voice"], name="monitoring_one_measure_each"
            ),
            models.CheckConstraint(
                name="monitoring_level_on_the_ladder", condition=Q(level__gte=-2, level__lte=2)
            ),
        ]


class Closing(CaseRecord):
    """Why the approach ended, who stays near, and what would open it again."""

    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = SealedField()
    aftercare = SealedField()
    reopening = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="monitoring_closed_once")]


class FeedbackProposal(DeskRecord):
    """What the table proposes to tell the reporter. Sealed to the reporting desk: the table that wrote it
    cannot read it back, and the reporting officer who reads it sees nothing of the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    report_id = models.UUIDField()
    proposed_date = models.DateField()
    sent_date = models.DateField(null=True)
    text = SealedField()
    reason = SealedField()

    objects = DeskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "sent_date", "proposed_date"], name="monitoring_proposals")
        ]
        constraints = [models.UniqueConstraint(fields=["case"], name="monitoring_one_proposal")]
