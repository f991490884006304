from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Subject
from casustafel.lib.refusal import NotYours
from casustafel.table.choices import State
from casustafel.table.models import AgendaItem, Attendance, Meeting

PER_PAGE = 25


@dataclass(frozen=True)
class MeetingFile:
    meeting: Meeting
    items: Sequence[AgendaItem]
    present: frozenset[UUID]

    @property
    def current(self) -> AgendaItem | None:
        return next((item for item in self.items if item.id == self.meeting.current), None)


def meetings(viewer: Viewer, *, state: str, page: int | str) -> Page[Meeting]:
    """The next one first; `state` is one of State, "ALL", or "" for planned and under way."""
    found: QuerySet[Meeting] = Meeting.objects.visible_to(viewer)
    if state in State.values:
        found = found.filter(state=state)
    elif state != "ALL":
        found = found.exclude(state=State.ENDED)
    return Paginator(found.order_by("day", "starts", "id"), PER_PAGE).get_page(page)


def get(viewer: Viewer, meeting_id: UUID) -> Meeting:
    meeting: Meeting | None = Meeting.objects.visible_to(viewer).filter(pk=meeting_id).first()
    if meeting is None:
        raise NotYours
    return meeting


def whole(viewer: Viewer, meeting_id: UUID) -> MeetingFile:
    """The meeting, its items at whose tables the viewer sits, and who is there; in two readings if it can."""
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting_id)
    items = list(rows.select_related("case__key", "meeting", "key").order_by("place"))
    meeting = items[0].meeting if items else get(viewer, meeting_id)
    present = Attendance.objects.visible_in(meeting).values_list("person_id", flat=True)
    return MeetingFile(meeting, items, frozenset(present))


def unlocked_subjects(viewer: Viewer, items: Sequence[AgendaItem]) -> dict[UUID, Subject]:
    """By case, of those whose name the chair unlocked in this meeting."""
    unlocked = [item.case_id for item in items if item.name_unlocked]
    if not unlocked:
        return {}
    return {row.case_id: row for row in Subject.objects.visible_to(viewer).filter(case__in=unlocked)}


def get_item(viewer: Viewer, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting_id, pk=item_id)
    item: AgendaItem | None = rows.select_related("case__key", "key", "meeting").first()
    if item is None:
        raise NotYours
    return item
