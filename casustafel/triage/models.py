from typing import Self

from django.db import models
from django.db.models import Q

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet, M
from casustafel.parties.models import Organisation, Partnership, Person
from casustafel.triage.choices import Outcome, State
from casustafel.vault.models import SealedField, SealedRecord

TRIAGE, OFFICER, DIRECTOR = "TRIAGE_MEMBER", "REPORTING_OFFICER", "PROCESS_DIRECTOR"


def _may_read(viewer: Viewer, *, through: str) -> Q:
    """The triage team and the reporting officers all weighings of the partnership; the process director those
    that became, or are to become, a case."""
    if not viewer.may(Permission.WEIGHING_READ):
        return Q(pk__in=())
    own = Q(**{f"{through}partnership_id": viewer.partnership_id})
    if viewer.roles & {TRIAGE, OFFICER}:
        return own
    return own & Q(**{f"{through}outcome": Outcome.PERSON_CENTRED})


class WeighingQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self._scoped().filter(_may_read(viewer, through=""))


class OfWeighingQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self._scoped().filter(_may_read(viewer, through="weighing__"))


class ViewQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own organisation's view; the others' once on the table, for the team."""
        if TRIAGE not in viewer.roles:
            return self._scoped().none()
        seen = Q(organisation_id=viewer.organisation_id) | ~Q(weighing__state=State.ALONE)
        return self._scoped().filter(seen, weighing__partnership_id=viewer.partnership_id)


class Weighing(SealedRecord):
    """The joint decision whether a person is taken up. `summary` is what the reporting officer prepared."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    report_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.ALONE)
    outcome = models.CharField(max_length=20, choices=Outcome, default="", blank=True)
    model_version = models.CharField(max_length=40)
    prepared_at = models.DateTimeField()
    prepared_by = models.UUIDField(null=True)
    due_date = models.DateField()
    decided_at = models.DateTimeField(null=True)

    summary = SealedField()
    subject_name = SealedField()
    subject_birth = SealedField()
    reason = SealedField()

    objects = WeighingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partnership", "state", "due_date"], name="triage_worklist")]
        constraints = [
            models.CheckConstraint(
                name="triage_decided_has_an_outcome",
                condition=Q(state__in=[State.ALONE, State.TOGETHER], outcome="", decided_at__isnull=True)
                | Q(state__in=[State.DECIDED, State.TAKEN_UP], decided_at__isnull=False) & ~Q(outcome=""),
            )
        ]


class View(SealedRecord):
    """What one organisation makes of it, given alone."""

    weighing = models.ForeignKey(Weighing, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome)
    given_at = models.DateTimeField()
    reason = SealedField()
    criteria = SealedField()

    objects = ViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["weighing", "organisation"], name="triage_one_view_each")
        ]


class Dissent(SealedRecord):
    """Who did not agree with the joint outcome, and why; kept by name of the organisation."""

    weighing = models.ForeignKey(Weighing, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = SealedField()

    objects = OfWeighingQuerySet.as_manager()


class Turn(models.Model):
    """Which organisations have given a view: done or not done, and nothing more."""

    id = models.UUIDField(primary_key=True)
    weighing = models.ForeignKey(Weighing, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)

    objects = OfWeighingQuerySet.as_manager()
