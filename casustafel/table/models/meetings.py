from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord, tables_of
from casustafel.lib.models import GuardedQuerySet, M, Record
from casustafel.parties.models import Organisation, Partnership, Person
from casustafel.table.choices import Big, LookBackState, Role, State
from casustafel.vault.models import SealedField, SealedRecord

# What a case is planned to take when nobody says otherwise.
USUAL_MINUTES = 30


class MeetingQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Meetings that one chairs, or with a case on the agenda at whose table one sits today, or to which
        one comes instead of a colleague."""
        items = AgendaItem.objects.behind_the_second_wall().filter(case__in=tables_of(viewer))
        instead = Proxy.objects.behind_the_second_wall().filter(stand_in_id=viewer.person_id)
        mine = (
            Q(pk__in=items.values("meeting"))
            | Q(chair_id=viewer.person_id)
            | Q(pk__in=instead.values("meeting"))
        )
        return self._scoped().filter(mine, partnership_id=viewer.partnership_id)


class OfMeetingQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        meetings = Meeting.objects.visible_to(viewer)
        return self._scoped().filter(meeting__in=meetings.values("pk"))

    def visible_in(self, meeting: "Meeting") -> Self:
        """Of a meeting that was read for this viewer already."""
        return self._scoped().filter(meeting=meeting)


class Meeting(SealedRecord):
    """A sitting: day, hour, place, chair. `current` is the agenda item that is on the table.

    `version` goes up with every turn the chair gives the table, so that two screens of one chair do not undo
    each other. `paused_at` is set while the table pauses, `big` is what the big screen shows. `reason`: why
    it was called off.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    starts = models.TimeField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    current = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    paused_at = models.DateTimeField(null=True)
    big = models.CharField(max_length=10, choices=Big, default=Big.FOLLOW)
    look_back = models.CharField(max_length=8, choices=LookBackState, default=LookBackState.NOT_YET)
    place = SealedField()
    reason = SealedField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partnership", "day"], name="table_meeting_day")]


class AgendaItem(CaseRecord):
    """A case on the agenda, the step of the method it is at, and the words of the minutes about it.

    `minutes` is the time planned for it. `step_at` is when this step began, while the case is on the table,
    `paused_seconds` how long the table paused since and `spent_seconds` how long it was on before: what the
    timer shows follows from them (console_rules.Clock). `agreed_in` is the meeting that agreed on the
    minutes, `remarks` what was said about them then; after that the words do not change any more.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    step = models.CharField(max_length=20)
    called_at = models.DateTimeField(null=True)
    name_unlocked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    minutes = models.PositiveIntegerField(default=USUAL_MINUTES)
    step_at = models.DateTimeField(null=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    spent_seconds = models.PositiveIntegerField(default=0)
    agreed_in = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    words = SealedField()
    remarks = SealedField()

    # Read along by queries.whole: earlier items about this case of which the minutes were not agreed yet;
    # organisations that are expected; people who leave the room.
    earlier: list[dict[str, str]]
    who: list[UUID]
    gone: list[UUID]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="table_case_once"),
            models.UniqueConstraint(fields=["meeting", "place"], name="table_place_once"),
        ]


class MinutesWords(CaseRecord):
    """The words of the minutes as they were put down, each time anew. `number`: which version of the item."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="table_words_number")]


class Expected(CaseRecord):
    """An organisation is expected when this case is on; its ground stands with its seat."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "organisation"], name="table_expected_once")]


class Proxy(Record):
    """Somebody cannot come, and a colleague of the same organisation comes instead."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="table_proxy_once")]


class Leave(CaseRecord):
    """This person leaves the room while this case is on. `by`: who said so, oneself or the chair."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = SealedField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="table_leaves_once")]


class Attendance(Record):
    """Somebody confirmed the statement of secrecy and takes part, in this role at the table.

    `left_at`: went home; empty again for who came back.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    confirmed_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="table_attends_once")]
