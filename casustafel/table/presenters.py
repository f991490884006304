from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils.safestring import SafeString

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Subject
from casustafel.parties import names
from casustafel.picture import correcting_presenters, correcting_queries
from casustafel.picture.correcting_presenters import SinceLine
from casustafel.table import (
    console_presenters,
    drawing,
    entering_presenters,
    entering_queries,
    own,
    planning_queries,
    planning_rules,
    queries,
)
from casustafel.table.choices import PAST, State
from casustafel.table.common_presenters import Common, title_of
from casustafel.table.console_presenters import Console
from casustafel.table.entering_presenters import Room
from casustafel.table.models import AgendaItem, Meeting
from casustafel.table.own import Mine
from casustafel.table.queries import MeetingFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Row:
    id: UUID
    day: date
    starts: time
    ends: time
    state: str
    state_name: str
    place: str
    chair: str
    is_planned: bool


@dataclass(frozen=True)
class NotAgreed:
    """An earlier meeting about this case, of which the minutes were not agreed yet."""

    item_id: str
    meeting_id: str
    day: date


@dataclass(frozen=True)
class AgendaLine:
    id: UUID
    case_id: UUID
    place: int
    title: str
    step: str
    is_current: bool
    was_called: bool
    way: str
    not_agreed: list[NotAgreed]


@dataclass(frozen=True)
class TablePage:
    """One screen at the table: what this person may see of it, and nothing else.

    `common_html` is what drawing.py drew for all who may see it, `common` the facts about it. A field here is
    made at every fetch: what is the same for the whole table belongs in `Common`.
    """

    id: UUID
    day: date
    starts: time
    place: str
    state: str
    state_name: str
    chair: str
    is_chair: bool
    is_present: bool
    room: Room
    agenda: list[AgendaLine]
    current: AgendaLine | None
    common: Common | None
    common_html: SafeString
    mine: Mine
    console: Console
    since: list[SinceLine]


def rows(viewer: Viewer, meetings: list[Meeting], *, now: datetime) -> list[Row]:
    opened = opening.open_all(meetings, by=viewer, purpose="table.list", now=now)
    clocks = planning_queries.clocks([m.id for m in meetings])
    chairs = names.of_people(viewer, {m.chair_id for m in meetings})
    return [
        Row(
            m.id,
            m.day,
            m.starts,
            planning_rules.ends(m.starts, clocks.get(m.id, [])),
            m.state,
            m.get_state_display(),
            opened(m, "place"),
            chairs.get(m.chair_id, ""),
            m.state == State.PLANNED,
        )
        for m in meetings
    ]


def table_page(viewer: Viewer, file: MeetingFile, *, now: datetime) -> TablePage:
    current, chairs = entering_queries.enters(viewer, file), entering_queries.chairs(viewer, file)
    subjects, around = queries.unlocked_subjects(viewer, file.items), entering_queries.around(viewer, file)
    with drawing.share(viewer, current) as common:
        listens = entering_queries.listens(viewer, file)
        sees = own.gather(viewer, current, common.marks, listens=listens) if current else own.NOTHING
        opened = opening.open_all(
            [
                file.meeting,
                *around.people,
                *(item.case for item in file.items),
                *subjects.values(),
                *sees.rows,
                *common.rows,
            ],
            by=viewer,
            purpose="table.screen",
            now=now,
            again=common.again,
        )
        drawn = common.drawn(opened)
    people = {person.id: opened(person, "name") for person in around.people}
    ways = entering_presenters.ways(viewer, file)
    lines = [_line(item, file.meeting, opened, subjects, ways.get(item.id, "")) for item in file.items]
    return TablePage(
        id=file.meeting.id,
        day=file.meeting.day,
        starts=file.meeting.starts,
        place=opened(file.meeting, "place"),
        state=file.meeting.state,
        state_name=file.meeting.get_state_display(),
        chair=people[file.meeting.chair_id],
        is_chair=chairs and file.meeting.state not in PAST,
        is_present=viewer.person_id in file.present,
        room=entering_presenters.room(viewer, file, around, people, {line.id: line.title for line in lines}),
        agenda=lines,
        current=next((line for line in lines if line.is_current), None),
        common=drawn.common if drawn else None,
        common_html=drawn.html if drawn else SafeString(),
        mine=sees.present(opened),
        console=console_presenters.console(viewer, file, current, people, chairs=chairs, now=now),
        since=_since(viewer, file),
    )


def _since(viewer: Viewer, file: MeetingFile) -> list[SinceLine]:
    """What was put right after the meeting of what was known there."""
    ended = file.meeting.ended_at
    found = correcting_queries.since(viewer, [item.case_id for item in file.items], ended) if ended else []
    return correcting_presenters.since(found)


def _line(
    item: AgendaItem, meeting: Meeting, opened: Opened, subjects: dict[UUID, Subject], way: str
) -> AgendaLine:
    return AgendaLine(
        id=item.id,
        case_id=item.case_id,
        place=item.place,
        title=title_of(item, opened, subjects),
        step=item.step,
        is_current=item.id == meeting.current,
        was_called=item.called_at is not None,
        way=way,
        not_agreed=_not_agreed(item, meeting),
    )


def _not_agreed(item: AgendaItem, meeting: Meeting) -> list[NotAgreed]:
    """A meeting that has ended has no minutes of others left to agree on."""
    if meeting.state == State.ENDED:
        return []
    return [NotAgreed(row["item"], row["meeting"], date.fromisoformat(row["day"])) for row in item.earlier]
