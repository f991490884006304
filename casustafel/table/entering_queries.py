"""Who may come in for the case that is on, who is there, and who is expected and not here yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.cases.models import Seat
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import Person, in_force
from casustafel.table import entering_rules as rules
from casustafel.table.choices import Entry, Role
from casustafel.table.models import AgendaItem, Attendance, Leave, Meeting
from casustafel.table.queries import MeetingFile


@dataclass(frozen=True)
class Missing:
    """An organisation that is expected and of which nobody is here; its people, and for which items."""

    organisation: str
    people: Sequence[UUID]
    items: Sequence[UUID]


@dataclass(frozen=True)
class Around:
    """Everybody whose name stands on this screen, and for the chair who is not here yet."""

    people: Sequence[Person]
    missing: Sequence[Missing]


@dataclass(frozen=True)
class LeaveFile:
    """Who leaves the room for this case, and who may: the seats at its table today."""

    item: AgendaItem
    leaves: Sequence[Leave]
    seats: Sequence[Seat]
    chairs: bool


def entry_of(viewer: Viewer, file: MeetingFile) -> str:
    """One of choices.Entry, of a meeting that was read already. Twin: policy.check_can_enter."""
    meeting, current = file.meeting, file.current
    own = next((row for row in file.attending if row.person_id == viewer.person_id), None)
    return rules.entry(
        rules.Door(
            state=meeting.state,
            confirmed=own is not None,
            is_here=own is not None and own.left_at is None,
            has_case=meeting.current is not None,
            is_theirs=current is not None,
            chairs=chairs(viewer, file),
            expected=file.expected.get(current.id, frozenset()) if current else (),
            organisation=viewer.organisation_id,
            leaves=current is not None and viewer.person_id in file.away.get(current.id, ()),
        )
    )


def enters(viewer: Viewer, file: MeetingFile) -> AgendaItem | None:
    """The case that is on, for who may come in for it."""
    return file.current if entry_of(viewer, file) == Entry.INSIDE else None


def chairs(viewer: Viewer, file: MeetingFile) -> bool:
    """Of a meeting that was read already. Twin: policy.check_can_chair."""
    if not viewer.may(Permission.MEETING_CHAIR):
        return False
    return file.meeting.chair_id == viewer.person_id or any(
        row.person_id == viewer.person_id and row.role == Role.CHAIR and row.left_at is None
        for row in file.attending
    )


def listens(viewer: Viewer, file: MeetingFile) -> bool:
    return any(row.person_id == viewer.person_id and row.role == Role.LISTENER for row in file.attending)


def around(viewer: Viewer, file: MeetingFile) -> Around:
    seats = _expected_seats(viewer, file) if chairs(viewer, file) else []
    here = {row.person_id: row.person for row in file.attending if row.left_at is None}
    named = {seat.person_id: seat.person for seat in seats}
    people = {file.meeting.chair_id: file.meeting.chair} | named | here
    return Around(list(people.values()), _missing(file, seats))


def _expected_seats(viewer: Viewer, file: MeetingFile) -> list[Seat]:
    rows = Seat.objects.visible_to(viewer).filter(
        in_force(file.meeting.day), case__in=[item.case_id for item in file.items]
    )
    items = {item.case_id: file.expected.get(item.id, frozenset()) for item in file.items}
    return [
        seat
        for seat in rows.select_related("organisation", "person__organisation").order_by(
            "organisation__name", "id"
        )
        if rules.is_expected(items[seat.case_id], seat.organisation_id, chairs=False)
    ]


def _missing(file: MeetingFile, seats: Sequence[Seat]) -> list[Missing]:
    """Items in the order of the agenda."""
    here = {seat.organisation_id for seat in seats if seat.person_id in file.present}
    found: dict[UUID, list[Seat]] = {}
    for seat in seats:
        if seat.organisation_id not in here:
            found.setdefault(seat.organisation_id, []).append(seat)
    return [
        Missing(
            mine[0].organisation.name,
            list(dict.fromkeys(seat.person_id for seat in mine)),
            [item.id for item in file.items if item.case_id in {seat.case_id for seat in mine}],
        )
        for mine in found.values()
    ]


def attending(viewer: Viewer, meeting: Meeting) -> list[Attendance]:
    """Who is at the table now."""
    rows = Attendance.objects.visible_to(viewer).filter(meeting=meeting, left_at__isnull=True)
    return list(rows.select_related("person__organisation").order_by("person__organisation__name", "id"))


def leave_file(viewer: Viewer, item: AgendaItem, *, chairs: bool) -> LeaveFile:
    leaves = Leave.objects.visible_to(viewer).filter(item=item).select_related("key", "person")
    return LeaveFile(item, list(leaves.order_by("at", "id")), seats_at(viewer, item), chairs)


def seats_at(viewer: Viewer, item: AgendaItem) -> list[Seat]:
    rows = Seat.objects.visible_to(viewer).filter(in_force(item.meeting.day), case=item.case_id)
    return list(rows.select_related("person", "organisation").order_by("organisation__name", "id"))


def get_leave(viewer: Viewer, item: AgendaItem, person_id: UUID) -> Leave:
    rows = Leave.objects.visible_to(viewer).filter(item=item, person_id=person_id)
    found: Leave | None = rows.first()
    if found is None:
        raise NotYours
    return found
