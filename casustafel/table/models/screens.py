"""The big screen: an own link, bound to one meeting, that only reads."""

from typing import Any, ClassVar

from django.db import models

from casustafel.lib.models import Record
from casustafel.parties.models import Person
from casustafel.table.models.meetings import Meeting, OfMeetingQuerySet


class Screen(Record):
    """A link for the wall. The database keeps the SHA-256 of its code, so nobody can read a link back."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfMeetingQuerySet.as_manager()
