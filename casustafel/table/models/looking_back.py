"""Looking back on the talk itself: each alone, then together."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from casustafel.access.viewer import Viewer
from casustafel.lib.models import M, Record
from casustafel.parties.models import Person
from casustafel.table.choices import Heard, LookBackState
from casustafel.table.models.meetings import Meeting, OfMeetingQuerySet
from casustafel.vault.models import SealedField, SealedRecord


class LookBackQuerySet(OfMeetingQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own; those of the others once the chair has shown them together."""
        seen = Q(person_id=viewer.person_id) | Q(meeting__look_back=LookBackState.SHOWN)
        return super().visible_to(viewer).filter(seen)


class LookBack(SealedRecord):
    """What one person says of the talk: was I heard, did fact and opinion stay apart, what next time."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    heard = models.CharField(max_length=8, choices=Heard)
    apart = models.CharField(max_length=8, choices=Heard)
    given_at = models.DateTimeField()
    differently = SealedField()

    objects: ClassVar[Any] = LookBackQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="table_looks_back_once")]


class LookedBack(Record):
    """Who has looked back: done, and nothing more."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = OfMeetingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="table_looked_back_once")]
