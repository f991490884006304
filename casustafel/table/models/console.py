"""What the chair did with the table, and who wants to speak."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from casustafel.lib.models import Record
from casustafel.parties.models import Person
from casustafel.table.choices import Turn
from casustafel.table.models.meetings import Meeting, OfMeetingQuerySet


class TableTurn(Record):
    """A turn the chair gave the table. `before`: codes and ids as they were, to take it back; never text.

    `number` counts within the meeting. `undone_at`: taken back.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Turn)
    item_id = models.UUIDField(null=True)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfMeetingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="table_turn_number")]


class Hand(Record):
    """Somebody wants to speak, in the order of the hands; `spoke_at` when the chair gave the floor."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    spoke_at = models.DateTimeField(null=True)
    lowered_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfMeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(lowered_at__isnull=True),
                name="table_one_hand_up",
            )
        ]


class Presence(Record):
    """A screen of somebody that follows this meeting now. Gone when it was not seen for a while."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    typing_until = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfMeetingQuerySet.as_manager()
