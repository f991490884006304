from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Subject
from casustafel.method import model
from casustafel.parties import names
from casustafel.table import queries, stage
from casustafel.table.choices import State
from casustafel.table.models import AgendaItem, Meeting
from casustafel.table.queries import MeetingFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Row:
    id: UUID
    day: date
    starts: time
    state: str
    state_name: str
    place: str


@dataclass(frozen=True)
class AgendaLine:
    id: UUID
    case_id: UUID
    place: int
    title: str
    step: str
    is_current: bool
    was_called: bool
    words: str


@dataclass(frozen=True)
class StepLine:
    code: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class TablePage:
    """One screen at the table: what this person may see of it, and nothing else."""

    id: UUID
    day: date
    starts: time
    place: str
    state: str
    state_name: str
    chair: str
    is_chair: bool
    is_present: bool
    present: list[str]
    agenda: list[AgendaLine]
    current: AgendaLine | None
    steps: list[StepLine]
    step: str
    instruction: str
    name_unlocked: bool
    content: dict[str, Any]


def rows(viewer: Viewer, meetings: list[Meeting], *, now: datetime) -> list[Row]:
    opened = opening.open_all(meetings, by=viewer, purpose="table.list", now=now)
    return [Row(m.id, m.day, m.starts, m.state, m.get_state_display(), opened(m, "place")) for m in meetings]


def table_page(viewer: Viewer, file: MeetingFile, *, now: datetime, big: bool = False) -> TablePage:
    """`big` is the screen on the wall: nothing for core partners, no forms, no name still locked."""
    meeting, current = file.meeting, file.current
    present = viewer.person_id in file.present
    subjects = queries.unlocked_subjects(viewer, file.items)
    sees = stage.gather(viewer, current, big=big) if current and (present or big) else stage.NOTHING
    opened = opening.open_all(
        [meeting, *file.items, *(i.case for i in file.items), *subjects.values(), *sees.rows],
        by=viewer,
        purpose="table.screen",
        now=now,
    )
    people = names.of_people(viewer, {meeting.chair_id, *file.present})
    lines = [_line(item, meeting, opened, subjects) for item in file.items]
    version = model.of(current.case.model_version) if current else model.current()
    step = current.step if current else ""
    return TablePage(
        id=meeting.id,
        day=meeting.day,
        starts=meeting.starts,
        place=opened(meeting, "place"),
        state=meeting.state,
        state_name=meeting.get_state_display(),
        chair=people.get(meeting.chair_id, ""),
        is_chair=viewer.person_id == meeting.chair_id and meeting.state != State.ENDED,
        is_present=present,
        present=sorted(people[person] for person in file.present if person in people),
        agenda=lines,
        current=next((line for line in lines if line.is_current), None),
        steps=[StepLine(s.code, s.label, s.code == step) for s in version.steps] if current else [],
        step=step,
        instruction=next((s.help for s in version.steps if s.code == step), ""),
        name_unlocked=bool(current and current.name_unlocked),
        content=sees.present(opened),
    )


def _line(item: AgendaItem, meeting: Meeting, opened: Opened, subjects: dict[UUID, Subject]) -> AgendaLine:
    title = opened(item.case, "pseudonym")
    if item.case_id in subjects:
        title = gettext("%(pseudonym)s (%(name)s)") % {
            "pseudonym": title,
            "name": opened(subjects[item.case_id], "name"),
        }
    return AgendaLine(
        id=item.id,
        case_id=item.case_id,
        place=item.place,
        title=title,
        step=item.step,
        is_current=item.id == meeting.current,
        was_called=item.called_at is not None,
        words=opened(item, "words"),
    )


def minutes_initial(viewer: Viewer, item: AgendaItem, *, now: datetime) -> dict[str, object]:
    opened = opening.open_all([item], by=viewer, purpose="table.minutes", now=now)
    return {"text": opened(item, "words"), "version": item.version}
