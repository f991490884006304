"""A meeting before the day, in words: for who is expected, and for the chair what is missing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case, Seat
from casustafel.parties import names
from casustafel.parties.choices import Kind
from casustafel.parties.models import Parameter, Person
from casustafel.table import planning_queries
from casustafel.table.choices import State
from casustafel.table.models import AgendaItem, Meeting, Proxy
from casustafel.table.planning_queries import Planned, Ready
from casustafel.table.planning_rules import ends, hours
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class SeatLine:
    """An organisation at a case. `gap`: why nobody is to come for it yet."""

    organisation: str
    person: str
    instead: str
    ground: str
    gap: str
    is_ready: bool | None


@dataclass(frozen=True)
class CaseLine:
    """A case on the agenda. `lacks`: kinds of organisation the agreement asks for, of which nobody comes."""

    id: UUID
    case_id: UUID
    title: str
    begins: time
    ends: time
    minutes: int
    expected: list[SeatLine]
    left_out: list[str]
    lacks: list[str]

    @property
    def is_complete(self) -> bool:
        return not self.lacks and not any(line.gap or line.is_ready is False for line in self.expected)


@dataclass(frozen=True)
class Instead:
    person_id: UUID
    person: str
    stand_in: str
    may_take_back: bool


@dataclass(frozen=True)
class Agreed:
    """What the agreement asks for, and where that stands."""

    kinds: list[str]
    source: str
    article: str
    verified_by: str


@dataclass(frozen=True)
class Own:
    case_id: UUID
    title: str
    is_asked: bool
    is_ready: bool


@dataclass(frozen=True)
class BeforePage:
    id: UUID
    day: date
    begins: time
    ends: time
    place: str
    chair: str
    state: str
    state_name: str
    reason: str
    is_chair: bool
    may_name_stand_in: bool
    cases: list[CaseLine]
    instead: list[Instead]
    own: list[Own]
    agreed: Agreed

    @property
    def is_planned(self) -> bool:
        return self.state == State.PLANNED

    @property
    def is_complete(self) -> bool:
        return all(line.is_complete for line in self.cases)


@dataclass(frozen=True)
class _Words:
    """What was read and opened for one page."""

    plan: Planned
    ready: Ready
    opened: Opened
    people: dict[UUID, str]
    hours: dict[int, tuple[time, time]] = field(default_factory=dict)


def before_page(viewer: Viewer, plan: Planned, ready: Ready, *, now: datetime) -> BeforePage:
    words, meeting = _read(viewer, plan, ready, now=now), plan.meeting
    is_chair = meeting.chair_id == viewer.person_id and meeting.state == State.PLANNED
    return BeforePage(
        id=meeting.id,
        day=meeting.day,
        begins=meeting.starts,
        ends=ends(meeting.starts, plan.clock),
        place=words.opened(meeting, "place"),
        chair=words.people.get(meeting.chair_id, ""),
        state=meeting.state,
        state_name=meeting.get_state_display(),
        reason=words.opened(meeting, "reason"),
        is_chair=is_chair,
        may_name_stand_in=meeting.state == State.PLANNED and bool(planning_queries.replaceable(viewer, plan)),
        cases=[_case(item, words) for item in plan.items],
        instead=[_instead(each, words, viewer, is_chair=is_chair) for each in plan.proxies],
        own=[_own(item, words, viewer) for item in plan.items if _comes(plan, item, viewer)],
        agreed=agreed(plan.composition),
    )


def _read(viewer: Viewer, plan: Planned, ready: Ready, *, now: datetime) -> _Words:
    cases = [item.case for item in plan.items]
    rows = [plan.meeting, *cases, *plan.seats]
    opened = opening.open_all(rows, by=viewer, purpose="table.before", now=now)
    proxies = {person for each in plan.proxies for person in (each.person_id, each.stand_in_id)}
    wanted = {plan.meeting.chair_id, *(seat.person_id for seat in plan.seats), *proxies}
    return _Words(plan, ready, opened, names.of_people(viewer, wanted), _hours(plan))


def _hours(plan: Planned) -> dict[int, tuple[time, time]]:
    spans = hours(plan.meeting.starts, [minutes for _, minutes in plan.clock])
    return {place: span for (place, _), span in zip(plan.clock, spans, strict=True)}


def _case(item: AgendaItem, words: _Words) -> CaseLine:
    plan = words.plan
    begins, until = words.hours[item.place]
    seats = plan.seats_of(item)
    out = {seat.organisation.name for seat in seats if not plan.is_expected(item, seat.organisation_id)}
    return CaseLine(
        id=item.id,
        case_id=item.case_id,
        title=words.opened(item.case, "pseudonym"),
        begins=begins,
        ends=until,
        minutes=item.minutes,
        expected=[*(_seat(seat, words) for seat in plan.expected_seats(item)), *_empty(item, words)],
        left_out=sorted(out),
        lacks=[str(Kind(kind).label) for kind in plan.missing(item)],
    )


def _seat(seat: Seat, words: _Words) -> SeatLine:
    stand_in, comes = words.plan.stand_in(seat.person_id), words.plan.comes(seat)
    asked = words.ready.is_asked(seat.case_id) and comes is not None
    return SeatLine(
        organisation=seat.organisation.name,
        person=words.people.get(seat.person_id, ""),
        instead=words.people.get(stand_in, "") if stand_in else "",
        ground=words.opened(seat, "ground"),
        gap=_gap(comes, stand_in),
        is_ready=(seat.case_id, comes) in words.ready.done if asked else None,
    )


def _gap(comes: UUID | None, stand_in: UUID | None) -> str:
    if comes:
        return ""
    if stand_in:
        return gettext("Who comes instead has no seat at this case yet.")
    return gettext("This person no longer works here on that day.")


def _empty(item: AgendaItem, words: _Words) -> list[SeatLine]:
    """Expected, and nobody has a seat there on that day."""
    plan = words.plan
    seated = {seat.organisation_id for seat in plan.seats_of(item)}
    left = [name for (of, key), name in plan.expected.items() if of == item.id and key not in seated]
    gap = gettext("Nobody of this organisation has a seat on that day.")
    return [SeatLine(name, "", "", "", gap, None) for name in sorted(left)]


def _comes(plan: Planned, item: AgendaItem, viewer: Viewer) -> bool:
    return any(plan.comes(seat) == viewer.person_id for seat in plan.expected_seats(item))


def _own(item: AgendaItem, words: _Words, viewer: Viewer) -> Own:
    return Own(
        item.case_id,
        words.opened(item.case, "pseudonym"),
        words.ready.is_asked(item.case_id),
        (item.case_id, viewer.person_id) in words.ready.done,
    )


def _instead(row: Proxy, words: _Words, viewer: Viewer, *, is_chair: bool) -> Instead:
    return Instead(
        row.person_id,
        words.people.get(row.person_id, ""),
        words.people.get(row.stand_in_id, ""),
        words.plan.meeting.state == State.PLANNED and (is_chair or row.person_id == viewer.person_id),
    )


def agreed(composition: Parameter) -> Agreed:
    return Agreed(
        [str(Kind(kind).label) for kind in composition.organisations],
        composition.source,
        composition.article,
        composition.verified_by,
    )


@dataclass(frozen=True)
class Lacking:
    """A case, and what the agreement asks for that has not taken a place."""

    title: str
    kinds: list[str]


def lacking(viewer: Viewer, plan: Planned, *, now: datetime) -> list[Lacking]:
    missing = planning_queries.missing_now(plan)
    items = [item for item in plan.items if item.id in missing]
    opened = opening.open_all([i.case for i in items], by=viewer, purpose="table.before", now=now)
    return [
        Lacking(opened(item.case, "pseudonym"), [str(Kind(kind).label) for kind in missing[item.id]])
        for item in items
    ]


def titles(viewer: Viewer, cases: Collection[Case], *, now: datetime) -> dict[UUID, str]:
    opened = opening.open_all(list(cases), by=viewer, purpose="table.before", now=now)
    return {case.id: opened(case, "pseudonym") for case in cases}


def place_of(viewer: Viewer, meeting: Meeting, *, now: datetime) -> str:
    opened = opening.open_all([meeting], by=viewer, purpose="table.before", now=now)
    return opened(meeting, "place")


def choices(viewer: Viewer, people: Collection[Person]) -> list[tuple[str, str]]:
    """People with their organisation, to choose from."""
    known = names.of_rows(viewer, people)
    return [(str(row.id), f"{known[row.id]} ({row.organisation.name})") for row in people]
