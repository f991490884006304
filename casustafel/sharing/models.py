from typing import Self

from django.db import models
from django.db.models import Q

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet, M
from casustafel.parties.models import Partnership, Person
from casustafel.sharing.choices import Outcome, State, Step
from casustafel.vault.models import SealedField, SealedRecord


class AidQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, while one may weigh sharing in this partnership. Nobody else's business."""
        if not viewer.may(Permission.SHARING_WEIGH):
            return self._scoped().none()
        return self._scoped().filter(made_by_id=viewer.person_id, partnership_id=viewer.partnership_id)


class Aid(SealedRecord):
    """One weighing of whether and what to share: seven steps, an outcome that the maker chose, and why.
    Under a key of its own. `called` is a word of the maker's to find it again by."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    outcome = models.CharField(max_length=16, choices=Outcome, default="", blank=True)
    catalogue = models.CharField(max_length=20)
    begun_date = models.DateField()
    changed_date = models.DateField()
    done_date = models.DateField(null=True)
    until_date = models.DateField()

    called = SealedField()
    signals = SealedField()
    colleagues = SealedField()
    person = SealedField()
    consent = SealedField()
    secrecy = SealedField()
    risk = SealedField()
    receiver = SealedField()
    reason = SealedField()

    objects = AidQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["made_by", "-changed_date"], name="sharing_mine"),
            models.Index(fields=["until_date"], name="sharing_until"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sharing_done_has_an_outcome",
                condition=Q(state=State.DRAFT, done_date__isnull=True)
                | Q(state=State.DONE, done_date__isnull=False) & ~Q(outcome=""),
            )
        ]

    @property
    def answered(self) -> list[Step]:
        """The steps that were answered, without opening one."""
        return [step for step in Step if bytes(getattr(self, step.value))]
