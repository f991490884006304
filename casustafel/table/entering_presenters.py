"""Who is in the room, who is not here yet, and what of the agenda is one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.parties import names
from casustafel.table import entering_queries as queries
from casustafel.table.choices import Role
from casustafel.table.entering_queries import Around, LeaveFile
from casustafel.table.entering_rules import is_expected
from casustafel.table.models import Attendance
from casustafel.table.queries import MeetingFile
from casustafel.vault import opening


@dataclass(frozen=True)
class HereLine:
    """`role` is empty for who simply takes part."""

    name: str
    organisation: str
    role: str
    leaves: bool


@dataclass(frozen=True)
class MissingLine:
    organisation: str
    people: Sequence[str]
    titles: Sequence[str]


@dataclass(frozen=True)
class Room:
    """`entry` is one of choices.Entry: whether one is inside, and else what one waits for."""

    entry: str
    here: Sequence[HereLine]
    missing: Sequence[MissingLine]
    attended: bool
    look_back: str


@dataclass(frozen=True)
class RoleLine:
    person_id: UUID
    name: str
    organisation: str
    role: str
    is_the_chair: bool


@dataclass(frozen=True)
class LeaveLine:
    """`reason` is empty for who is neither the chair nor the one it is about."""

    person_id: UUID
    name: str
    reason: str
    may_take_back: bool


@dataclass(frozen=True)
class LeavePage:
    title: str
    is_over: bool
    leaves: Sequence[LeaveLine]
    is_gone: bool


def room(
    viewer: Viewer, file: MeetingFile, around: Around, known: Mapping[UUID, str], titles: Mapping[UUID, str]
) -> Room:
    """`known`: names by person; `titles`: what the screen calls each item."""
    people = {person.id: person for person in around.people}
    current = file.current
    away = file.away.get(current.id, frozenset()) if current else frozenset()
    here = [
        HereLine(
            known[row.person_id],
            people[row.person_id].organisation.name,
            _role(row, file),
            row.person_id in away,
        )
        for row in file.attending
        if row.left_at is None and row.person_id in known
    ]
    missing = [
        MissingLine(
            each.organisation,
            [known[person] for person in each.people],
            [titles[item] for item in each.items],
        )
        for each in around.missing
    ]
    return Room(
        entry=queries.entry_of(viewer, file),
        here=sorted(here, key=lambda line: (line.organisation, line.name)),
        missing=missing,
        attended=any(row.person_id == viewer.person_id for row in file.attending),
        look_back=file.meeting.look_back,
    )


def _role(row: Attendance, file: MeetingFile) -> str:
    if row.person_id == file.meeting.chair_id:
        return str(Role.CHAIR.label)
    return "" if row.role == Role.PARTICIPANT else str(row.get_role_display())


def ways(viewer: Viewer, file: MeetingFile) -> dict[UUID, str]:
    """What each item is for this viewer: LEFT_ROOM, NOT_EXPECTED, NEXT (the first to come), or nothing."""
    chairs = queries.chairs(viewer, file)
    found: dict[UUID, str] = {}
    for item in file.items:
        if viewer.person_id in file.away.get(item.id, ()):
            found[item.id] = "LEFT_ROOM"
        elif not is_expected(file.expected.get(item.id, ()), viewer.organisation_id, chairs=chairs):
            found[item.id] = "NOT_EXPECTED"
        elif item.called_at is None and "NEXT" not in found.values():
            found[item.id] = "NEXT"
    return found


def roles(viewer: Viewer, rows: Sequence[Attendance], *, chair_id: UUID) -> list[RoleLine]:
    known = names.of_rows(viewer, [row.person for row in rows])
    return [
        RoleLine(
            row.person_id,
            known[row.person_id],
            row.person.organisation.name,
            str(Role.CHAIR.label if row.person_id == chair_id else row.get_role_display()),
            row.person_id == chair_id,
        )
        for row in rows
    ]


def leave_page(viewer: Viewer, file: LeaveFile, *, now: datetime) -> LeavePage:
    """The reason opens for who chairs, and for oneself."""
    item, own = file.item, viewer.person_id
    told = [row for row in file.leaves if file.chairs or row.person_id == own]
    opened = opening.open_all([item.case, *told], by=viewer, purpose="table.leave", now=now)
    known = names.of_rows(viewer, {row.person_id: row.person for row in file.leaves}.values())
    return LeavePage(
        title=opened(item.case, "pseudonym"),
        is_over=item.meeting.state == "ENDED",
        leaves=[
            LeaveLine(
                row.person_id,
                known[row.person_id],
                opened(row, "reason") if row in told else "",
                file.chairs or row.person_id == row.by_id == own,
            )
            for row in file.leaves
        ],
        is_gone=any(row.person_id == own for row in file.leaves),
    )


def who_may_leave(viewer: Viewer, file: LeaveFile) -> list[tuple[str, str]]:
    """The chair says it for everybody at the table of this case, others only for themselves."""
    gone = {row.person_id for row in file.leaves}
    people = {
        seat.person_id: seat.person
        for seat in file.seats
        if seat.person_id not in gone and (file.chairs or seat.person_id == viewer.person_id)
    }
    return [(str(person), name) for person, name in names.of_rows(viewer, people.values()).items()]
