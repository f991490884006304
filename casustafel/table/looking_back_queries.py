"""Who has looked back, what was said once it is shown together, and how that went over the meetings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.table import policy
from casustafel.table.choices import LookBackState
from casustafel.table.models import AgendaItem, Attendance, LookBack, LookedBack, Meeting

# So many meetings stand in the table of the trend, the newest first.
MEETINGS = 24


@dataclass(frozen=True)
class LookBackFile:
    """The same for everybody at the table. `answers` are empty until the chair shows them; their order is
    that of ids drawn at random, so it tells nothing about who or when."""

    meeting: Meeting
    attended: Sequence[Attendance]
    done: frozenset[UUID]
    answers: Sequence[LookBack]


@dataclass(frozen=True)
class Past:
    """What was answered at one meeting: how many said what."""

    meeting: Meeting
    heard: Counter[str]
    apart: Counter[str]


def look_back(viewer: Viewer, meeting: Meeting) -> LookBackFile:
    done = LookedBack.objects.visible_in(meeting).filter(person=OuterRef("person"))
    rows = Attendance.objects.visible_in(meeting).annotate(done=Exists(done))
    attended = list(rows.select_related("person__key").order_by("id"))
    shown = meeting.look_back == LookBackState.SHOWN
    answers = LookBack.objects.visible_to(viewer).filter(meeting=meeting).select_related("key")
    return LookBackFile(
        meeting,
        attended,
        frozenset(row.person_id for row in attended if row.done),
        list(answers.order_by("id")) if shown else (),
    )


def mine(viewer: Viewer, meeting: Meeting) -> LookBack | None:
    rows = LookBack.objects.visible_to(viewer).filter(meeting=meeting, person_id=viewer.person_id)
    found: LookBack | None = rows.select_related("key").first()
    return found


def chairs(viewer: Viewer, meeting: Meeting) -> bool:
    """Of a meeting that was read for this viewer already; asks more only of who may chair along."""
    if not viewer.may(Permission.MEETING_CHAIR):
        return False
    return meeting.chair_id == viewer.person_id or policy.can_chair(viewer, meeting)


def trend(viewer: Viewer, meeting: Meeting) -> list[Past]:
    """Of the meetings of these tables, for who sits at one of them: those with a case in common."""
    cases = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting).values("case")
    same = AgendaItem.objects.visible_to(viewer).filter(case__in=cases).values("meeting")
    shown = Meeting.objects.visible_to(viewer).filter(look_back=LookBackState.SHOWN, pk__in=same)
    found = {row.id: Past(row, Counter(), Counter()) for row in shown.order_by("-day", "-starts")[:MEETINGS]}
    answers = LookBack.objects.visible_to(viewer).filter(meeting__in=list(found))
    for each, heard, apart, number in (
        answers.order_by()
        .values_list("meeting", "heard", "apart")
        .annotate(number=Count("id"))
        .values_list("meeting", "heard", "apart", "number")
    ):
        found[each].heard[heard] += number
        found[each].apart[apart] += number
    return list(found.values())


def to_look_back(viewer: Viewer) -> list[Meeting]:
    """Meetings on which somebody has been asked to look back, and has not."""
    attended = Attendance.objects.visible_to(viewer).filter(person_id=viewer.person_id)
    done = LookedBack.objects.visible_to(viewer).filter(person_id=viewer.person_id)
    rows = Meeting.objects.visible_to(viewer).filter(
        look_back=LookBackState.ALONE, pk__in=attended.values("meeting")
    )
    return list(rows.exclude(pk__in=done.values("meeting")).order_by("day", "id")[:5])
