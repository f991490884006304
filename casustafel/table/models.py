from typing import Self

from django.db import models
from django.db.models import Q

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord, open_seats
from casustafel.lib.models import GuardedQuerySet, M, Record
from casustafel.parties.models import Partnership, Person
from casustafel.table.choices import State
from casustafel.vault.models import SealedField, SealedRecord


class MeetingQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Meetings that one chairs, or with a case on the agenda at whose table one sits today."""
        items = AgendaItem.objects.behind_the_second_wall().filter(case__in=open_seats(viewer).values("case"))
        mine = Q(pk__in=items.values("meeting")) | Q(chair_id=viewer.person_id)
        return self._scoped().filter(mine, partnership_id=viewer.partnership_id)


class OfMeetingQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        meetings = Meeting.objects.visible_to(viewer)
        return self._scoped().filter(meeting__in=meetings.values("pk"))

    def visible_in(self, meeting: "Meeting") -> Self:
        """Of a meeting that was read for this viewer already."""
        return self._scoped().filter(meeting=meeting)


class Meeting(SealedRecord):
    """A sitting: day, hour, place, chair. `current` is the agenda item that is on the table."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    starts = models.TimeField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    current = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    place = SealedField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partnership", "day"], name="table_meeting_day")]


class AgendaItem(CaseRecord):
    """A case on the agenda, the step of the method it is at, and the words of the minutes about it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    step = models.CharField(max_length=20)
    called_at = models.DateTimeField(null=True)
    name_unlocked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    words = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="table_case_once"),
            models.UniqueConstraint(fields=["meeting", "place"], name="table_place_once"),
        ]


class Attendance(Record):
    """Somebody confirmed the statement of secrecy and takes part."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="table_attends_once")]
