"""A meeting before the day: when each case is on, who is expected, who comes instead, who is ready."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from casustafel.access.permissions import Permission
from casustafel.access.roles import roles_with
from casustafel.access.viewer import Viewer
from casustafel.cases.models import Seat
from casustafel.lib.refusal import NotYours
from casustafel.parties import queries as parties
from casustafel.parties.models import Organisation, Parameter, Person, in_force
from casustafel.picture.models import Preparation, Sharing
from casustafel.table import policy, queries
from casustafel.table.choices import State
from casustafel.table.models import AgendaItem, Attendance, Expected, Meeting, Proxy
from casustafel.table.planning_rules import missing_kinds

CLOCK = "SELECT meeting_id, place, minutes FROM table_clock(%s) ORDER BY meeting_id, place"


@dataclass(frozen=True)
class Planned:
    """A meeting as it is planned. `clock`: place and minutes of every case, also of those one may not see.
    `expected`: the name of each organisation that is expected, by item and organisation."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    clock: Sequence[tuple[int, int]]
    seats: Sequence[Seat]
    expected: dict[tuple[UUID, UUID], str]
    proxies: Sequence[Proxy]
    composition: Parameter

    def seats_of(self, item: AgendaItem) -> list[Seat]:
        return [seat for seat in self.seats if seat.case_id == item.case_id]

    def is_expected(self, item: AgendaItem, organisation_id: UUID) -> bool:
        return (item.id, organisation_id) in self.expected

    def expected_seats(self, item: AgendaItem) -> list[Seat]:
        return [seat for seat in self.seats_of(item) if self.is_expected(item, seat.organisation_id)]

    def stand_in(self, person_id: UUID) -> UUID | None:
        return next((each.stand_in_id for each in self.proxies if each.person_id == person_id), None)

    def comes(self, seat: Seat) -> UUID | None:
        """Who comes for this seat: the person, or a stand-in who has a seat at this case too."""
        stand_in = self.stand_in(seat.person_id)
        if stand_in is None:
            return seat.person_id if seat.person.works_on(self.meeting.day) else None
        at_case = {each.person_id for each in self.seats if each.case_id == seat.case_id}
        return stand_in if stand_in in at_case else None

    def missing(self, item: AgendaItem) -> list[str]:
        """Kinds of organisation that the agreement asks for, and of which nobody is to come for this case."""
        seats = self.expected_seats(item)
        coming = {seat.organisation.kind for seat in seats if self.comes(seat)}
        return missing_kinds(self.composition.organisations, coming)


@dataclass(frozen=True)
class Ready:
    """By case: whether sharing is open, and who says to be ready: done or not, and nothing more."""

    sharing: Collection[UUID]
    done: Collection[tuple[UUID, UUID]]

    def is_asked(self, case_id: UUID) -> bool:
        return case_id not in self.sharing


def planned(viewer: Viewer, meeting_id: UUID) -> Planned:
    meeting = queries.get(viewer, meeting_id)
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
    items = list(rows.select_related("case__key", "key").order_by("place"))
    expected = (
        Expected.objects.visible_to(viewer).filter(item__meeting=meeting).select_related("organisation")
    )
    composition = parties.parameter(meeting.partnership_id, "TABLE_COMPOSITION", day=meeting.day)
    return Planned(
        meeting,
        items,
        clock(meeting.id),
        _seats(viewer, [item.case_id for item in items], day=meeting.day),
        {(row.item_id, row.organisation_id): row.organisation.name for row in expected},
        list(Proxy.objects.visible_in(meeting).order_by("at", "id")),
        composition,
    )


def clock(meeting_id: UUID) -> list[tuple[int, int]]:
    return clocks([meeting_id]).get(meeting_id, [])


def clocks(meetings: Iterable[UUID]) -> dict[UUID, list[tuple[int, int]]]:
    """By meeting: place and minutes of each case in order; nothing of a meeting that one may not see."""
    found: dict[UUID, list[tuple[int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(CLOCK, [list(meetings)])
        for meeting_id, place, minutes in cursor.fetchall():
            found.setdefault(meeting_id, []).append((place, minutes))
    return found


def _seats(viewer: Viewer, cases: Sequence[UUID], *, day: date) -> list[Seat]:
    rows = Seat.objects.visible_to(viewer).filter(in_force(day), case__in=cases)
    return list(rows.select_related("organisation", "person", "key").order_by("organisation__name", "id"))


def ready(viewer: Viewer, items: Sequence[AgendaItem]) -> Ready:
    cases = [item.case_id for item in items]
    shared = Sharing.objects.visible_to(viewer).filter(case__in=cases).values("case")
    numbers: dict[UUID, int] = {}
    sharing = set()
    for row in shared.annotate(n=Count("id"), open=Count("id", filter=Q(closed_at__isnull=True))):
        numbers[row["case"]] = row["n"]
        if row["open"]:
            sharing.add(row["case"])
    done = Preparation.objects.visible_to(viewer).filter(case__in=cases)
    said = done.values_list("case_id", "person_id", "number")
    return Ready(sharing, {(case, person) for case, person, n in said if n == numbers.get(case, 0)})


def lacks(viewer: Viewer, meeting: Meeting) -> bool:
    """A planned meeting that this viewer chairs, or chairs along, where somebody the agreement asks for took
    no place yet."""
    if meeting.state != State.PLANNED or not policy.can_chair(viewer, meeting):
        return False
    plan = planned(viewer, meeting.id)
    return viewer.person_id in present(meeting) and bool(missing_now(plan))


def present(meeting: Meeting) -> set[UUID]:
    return set(Attendance.objects.visible_in(meeting).values_list("person_id", flat=True))


def people_expected(viewer: Viewer, meeting: Meeting, *, day: date) -> set[UUID]:
    """Who has a seat for an organisation that is expected, and who comes instead of somebody."""
    expected = Expected.objects.visible_to(viewer).filter(item__meeting=meeting)
    pairs = set(expected.values_list("case_id", "organisation_id"))
    seats = Seat.objects.visible_to(viewer).filter(in_force(day), case__in={case for case, _ in pairs})
    seated = seats.values_list("case_id", "organisation_id", "person_id")
    people = {person for case, organisation, person in seated if (case, organisation) in pairs}
    return people | set(Proxy.objects.visible_in(meeting).values_list("stand_in_id", flat=True))


def people_at_table(viewer: Viewer, meeting: Meeting, *, day: date) -> set[UUID]:
    """Who can open this meeting, as far as the viewer sees its agenda."""
    items = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
    seats = Seat.objects.visible_to(viewer).filter(in_force(day), case__in=items.values("case"))
    stand_ins = Proxy.objects.visible_in(meeting).values_list("stand_in_id", flat=True)
    return {meeting.chair_id, *seats.values_list("person_id", flat=True), *stand_ins}


def organisations_seated(viewer: Viewer, item: AgendaItem, *, day: date) -> list[Organisation]:
    seats = _seats(viewer, [item.case_id], day=day)
    return list({seat.organisation_id: seat.organisation for seat in seats}.values())


def expected_at(viewer: Viewer, item: AgendaItem) -> set[UUID]:
    rows = Expected.objects.visible_to(viewer).filter(item=item)
    return set(rows.values_list("organisation_id", flat=True))


def replaceable(viewer: Viewer, plan: Planned) -> list[Person]:
    """For whom the viewer may name a stand-in: oneself; the chair for everybody who is expected."""
    people = {seat.person_id: seat.person for item in plan.items for seat in plan.expected_seats(item)}
    people.pop(plan.meeting.chair_id, None)
    if plan.meeting.chair_id != viewer.person_id:
        people = {key: row for key, row in people.items() if key == viewer.person_id}
    return list(people.values())


def stand_ins(viewer: Viewer, organisations: Collection[UUID], *, day: date) -> list[Person]:
    """Colleagues there whose role is to work with cases."""
    at_work = parties.with_role(viewer, *roles_with(Permission.CASE_PARTICIPATE), day=day)
    rows = at_work.filter(organisation__in=organisations).order_by("organisation__name", "id")
    return list(rows)


def get_proxy(viewer: Viewer, meeting: Meeting, person_id: UUID) -> Proxy:
    found: Proxy | None = Proxy.objects.visible_to(viewer).filter(meeting=meeting, person=person_id).first()
    if found is None:
        raise NotYours
    return found


def missing_now(plan: Planned) -> dict[UUID, list[str]]:
    """By item: kinds of organisation that the agreement asks for and that have not taken a place."""
    there = present(plan.meeting)
    found = {}
    for item in plan.items:
        here = {seat.organisation.kind for seat in plan.seats_of(item) if seat.person_id in there}
        missing = missing_kinds(plan.composition.organisations, here)
        if missing:
            found[item.id] = missing
    return found


def coming_up(viewer: Viewer, *, day: date) -> tuple[list[Meeting], list[Meeting]]:
    """Planned meetings close enough to be reminded of: those one chairs, and those one still prepares for."""
    term = parties.parameter(viewer.partnership_id, "MEETING_REMINDER", day=day)
    rows = Meeting.objects.visible_to(viewer).filter(
        state=State.PLANNED, day__range=(day, day + timedelta(days=term.value))
    )
    meetings = list(rows.order_by("day", "starts", "id"))
    if not meetings:
        return [], []
    chaired = [row for row in meetings if row.chair_id == viewer.person_id]
    others = [row for row in meetings if row.chair_id != viewer.person_id]
    return chaired, _to_prepare(viewer, others)


def _to_prepare(viewer: Viewer, meetings: Sequence[Meeting]) -> list[Meeting]:
    """With a case for which one's organisation is expected, and for which one is not ready; unless somebody
    comes instead."""
    mine = Expected.objects.visible_to(viewer).filter(organisation_id=viewer.organisation_id)
    replaced = Proxy.objects.visible_to(viewer).filter(person_id=viewer.person_id)
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting__in=meetings, pk__in=mine.values("item"))
    items = list(rows.exclude(meeting__in=replaced.values("meeting"))) if meetings else []
    said = ready(viewer, items) if items else Ready(frozenset(), frozenset())
    waiting = {
        item.meeting_id
        for item in items
        if said.is_asked(item.case_id) and (item.case_id, viewer.person_id) not in said.done
    }
    return [row for row in meetings if row.id in waiting]
