from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case, Subject
from casustafel.joining.blocks import Block
from casustafel.lib.refusal import NotYours
from casustafel.table.choices import PAST, State
from casustafel.table.models import AgendaItem, Attendance, Expected, Leave, Meeting, Screen

PER_PAGE = 25


@dataclass(frozen=True)
class MeetingFile:
    """`expected` holds organisations and `away` people, by item; an item without any stands in neither."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    attending: Sequence[Attendance]
    expected: Mapping[UUID, frozenset[UUID]]
    away: Mapping[UUID, frozenset[UUID]]

    @cached_property
    def present(self) -> frozenset[UUID]:
        """Who confirmed secrecy and did not go home."""
        return frozenset(row.person_id for row in self.attending if row.left_at is None)

    @property
    def current(self) -> AgendaItem | None:
        return next((item for item in self.items if item.id == self.meeting.current), None)


def meetings(viewer: Viewer, *, state: str, page: int | str) -> Page[Meeting]:
    """The next one first, of what is past the last one; `state` is one of State, "ALL", or "" for planned and
    under way."""
    found: QuerySet[Meeting] = Meeting.objects.visible_to(viewer)
    if state in State.values:
        found = found.filter(state=state)
    elif state != "ALL":
        found = found.exclude(state__in=PAST)
    order = ("-day", "-starts", "id") if state in PAST else ("day", "starts", "id")
    return Paginator(found.order_by(*order), PER_PAGE).get_page(page)


def get(viewer: Viewer, meeting_id: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(viewer).select_related("chair")
    meeting: Meeting | None = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise NotYours
    return meeting


def whole(viewer: Viewer, meeting_id: UUID) -> MeetingFile:
    """The meeting, its items at whose tables the viewer sits with who is expected and who leaves for them,
    and who is there; in two readings if it can."""
    lists: dict[str, Any] = {
        "who": _in_one(Expected.objects.visible_to(viewer), "organisation_id"),
        "gone": _in_one(Leave.objects.visible_to(viewer), "person_id"),
        "earlier": ArraySubquery(_not_agreed(viewer).values(told=EARLIER)),
    }
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting_id).annotate(**lists)
    items = list(rows.select_related("case__key", "meeting__chair").order_by("place"))
    meeting = items[0].meeting if items else get(viewer, meeting_id)
    return MeetingFile(
        meeting,
        items,
        list(Attendance.objects.visible_in(meeting).select_related("person__organisation")),
        {item.id: frozenset(item.who) for item in items if item.who},
        {item.id: frozenset(item.gone) for item in items if item.gone},
    )


def _in_one(rows: QuerySet[Any], column: str) -> ArraySubquery:
    return ArraySubquery(rows.filter(item=OuterRef("pk")).values(column))


EARLIER = JSONObject(item="id", meeting="meeting", day="meeting__day")


def _not_agreed(viewer: Viewer) -> QuerySet[AgendaItem]:
    """Of a case on the agenda: when the table spoke about it before, and did not agree on the minutes yet."""
    rows: QuerySet[AgendaItem] = AgendaItem.objects.visible_to(viewer).filter(
        Q(meeting__day__lte=OuterRef("meeting__day")),
        case=OuterRef("case"),
        called_at__isnull=False,
        agreed_at__isnull=True,
        meeting__state=State.ENDED,
    )
    return rows.exclude(meeting=OuterRef("meeting")).order_by("meeting__ended_at", "id")


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


def screens(viewer: Viewer, meeting_id: UUID) -> tuple[Meeting, list[Screen]]:
    """The links to the big screen of this meeting, the newest first."""
    meeting = get(viewer, meeting_id)
    return meeting, list(Screen.objects.visible_in(meeting).order_by("-made_at", "id"))


def get_screen(viewer: Viewer, meeting_id: UUID, screen_id: UUID) -> Screen:
    rows = Screen.objects.visible_to(viewer).filter(meeting=meeting_id, pk=screen_id)
    screen: Screen | None = rows.select_related("meeting").first()
    if screen is None:
        raise NotYours
    return screen


def meetings_to_come(viewer: Viewer, case: Case) -> list[Block]:
    """Planned or under way with this case on the agenda: it goes up in no other before."""
    items = AgendaItem.objects.visible_to(viewer).filter(case=case).exclude(meeting__state__in=PAST)
    return [
        Block(
            gettext("meeting on %(date)s") % {"date": date_format(item.meeting.day, "j F Y")},
            reverse("table:table", args=[item.meeting_id]),
        )
        for item in items.select_related("meeting").order_by("meeting__day", "id")
    ]
