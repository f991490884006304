"""A meeting before the day: changed, put in order, called off; who is expected and who comes instead."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases.models import Case
from casustafel.lib import live, locking
from casustafel.notices.choices import Kind
from casustafel.parties.models import Organisation, Person
from casustafel.table import actions, agenda, planning_queries, policy, rules
from casustafel.table import planning_rules as planned
from casustafel.table.choices import State
from casustafel.table.models import AgendaItem, Expected, Meeting, Proxy
from casustafel.vault import sealing


@dataclass(frozen=True)
class Line:
    """A case that stays on the agenda, and for how long."""

    item_id: UUID
    minutes: int


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, day: date, starts: time, place: str, version: int, by: Viewer, now: datetime
) -> Meeting:
    """Another day, time or place. Everybody who is expected hears of it."""
    locked = _still_planned(meeting, version, by=by)
    rules.check_day(day, now.date())
    locked.day, locked.starts = day, starts
    sealing.seal(locked, place=place)
    _changed(locked, "day", "starts", "place")
    agenda.tell(locked, Kind.MEETING_CHANGED, by=by, now=now)
    log.record("table.changed_planning", by=by, now=now, on=("meeting", meeting.id))
    return locked


@transaction.atomic
def arrange(
    *,
    meeting: Meeting,
    lines: Sequence[Line],
    added: Sequence[tuple[Case, int]],
    version: int,
    by: Viewer,
    now: datetime,
) -> Meeting:
    """The agenda in this order. A case that the chair sees and does not name comes off; others stay."""
    locked = _still_planned(meeting, version, by=by)
    items = {row.id: row for row in AgendaItem.objects.visible_to(by).filter(meeting=locked)}
    kept = [(items[line.item_id], line.minutes) for line in lines if line.item_id in items]
    planned.check_minutes(minutes for _, minutes in (*kept, *added))
    rules.check_agenda(len(kept) + len(added))
    for case, _ in added:
        case_policy.check_can_chair(by, case)
    heard = planning_queries.people_expected(by, locked, day=now.date())
    agenda.take_off([row for row in items.values() if row not in [item for item, _ in kept]], by=by)
    agenda.put_in_order(kept, by=by)
    agenda.put_on(locked, added, by=by)
    _changed(locked)
    agenda.tell(locked, Kind.MEETING_CHANGED, by=by, now=now, also=heard)
    log.record("table.arranged", by=by, now=now, on=("meeting", meeting.id))
    return locked


@transaction.atomic
def expect(*, item: AgendaItem, organisations: Collection[Organisation], by: Viewer, now: datetime) -> None:
    """Which organisations with a seat are expected when this case is on: the chair may leave some out."""
    locked = _still_planned(item.meeting, None, by=by)
    seated = planning_queries.organisations_seated(by, item, day=locked.day)
    wanted = [row for row in seated if row in organisations]
    planned.check_somebody_expected(len(wanted))
    rows, there = Expected.objects.visible_to(by).filter(item=item), planning_queries.expected_at(by, item)
    heard = planning_queries.people_expected(by, locked, day=now.date())
    rows.exclude(organisation__in=wanted).delete()
    agenda.expect(item, [row for row in wanted if row.id not in there])
    _changed(locked)
    agenda.tell(locked, Kind.MEETING_CHANGED, by=by, now=now, also=heard)
    log.record("table.expected", by=by, now=now, on=("item", item.id), scope=item.case_id)


@transaction.atomic
def call_off(*, meeting: Meeting, reason: str, by: Viewer, now: datetime) -> Meeting:
    """It does not take place. Everybody who was expected hears of it, and reads why."""
    locked = _still_planned(meeting, None, by=by)
    planned.check_why(reason)
    rules.check_move(locked.state, State.OFF)
    locked.state = State.OFF
    sealing.seal(locked, reason=reason.strip())
    _changed(locked, "state", "reason")
    agenda.tell(locked, Kind.MEETING_OFF, by=by, now=now)
    log.record("table.called_off", by=by, now=now, on=("meeting", meeting.id))
    return locked


@transaction.atomic
def name_stand_in(*, meeting: Meeting, person: Person, stand_in: Person, by: Viewer, now: datetime) -> Proxy:
    """Somebody cannot come, and a colleague comes instead. One says so oneself, or the chair does."""
    policy.check_can_attend(by, meeting)
    plan = planning_queries.planned(by, meeting.id)
    planned.check_still_planned(plan.meeting.state)
    may = {row.id for row in planning_queries.replaceable(by, plan)}
    planned.check_comes(is_expected=person.id in may)
    colleagues = planning_queries.stand_ins(by, {person.organisation_id}, day=plan.meeting.day)
    planned.check_stand_in(is_colleague=stand_in in colleagues, is_same=stand_in == person)
    locking.alone(f"proxy|{meeting.id}|{person.id}")
    Proxy.objects.visible_to(by).filter(meeting=meeting, person=person).delete()
    made = Proxy(meeting=meeting, person=person, stand_in=stand_in, by_id=by.person_id, at=now)
    made.save(force_insert=True)
    agenda.ring(meeting, {stand_in.id}, Kind.MEETING_PROXY, by=by, now=now)
    live.changed(meeting.id)
    log.record("table.stand_in_named", by=by, now=now, on=("meeting", meeting.id))
    return made


@transaction.atomic
def comes_after_all(*, proxy: Proxy, by: Viewer, now: datetime) -> None:
    """Nobody has to come instead. Who would have come hears that the meeting changed for them."""
    meeting = proxy.meeting
    planned.check_still_planned(meeting.state)
    if proxy.person_id != by.person_id:
        policy.check_can_chair(by, meeting)
    if Proxy.objects.visible_to(by).filter(pk=proxy.pk).delete()[0]:
        agenda.tell(meeting, Kind.MEETING_CHANGED, by=by, now=now, also={proxy.stand_in_id})
        live.changed(meeting.id)
    log.record("table.stand_in_taken_back", by=by, now=now, on=("meeting", meeting.id))


@transaction.atomic
def open_meeting(*, meeting: Meeting, reason: str, by: Viewer, now: datetime) -> Meeting:
    """Open it. When organisations that the agreement asks for have not taken a place, the chair may go on and
    says why; that stays in the file of each case it is about."""
    plan = planning_queries.planned(by, meeting.id)
    missing = planning_queries.missing_now(plan)
    if missing:
        planned.check_why(reason)
    opened = actions.start(meeting=meeting, by=by, now=now)
    for item in plan.items:
        if item.id in missing:
            cases.record_step(item.case, "table.incomplete", by=by, now=now, reason=reason.strip())
            log.record("table.incomplete", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return opened


def _still_planned(meeting: Meeting, version: int | None, *, by: Viewer) -> Meeting:
    """Held until the act is done; of this version, when the chair had one on the screen."""
    policy.check_can_chair(by, meeting)
    locked: Meeting = (
        Meeting.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("key")
        .get(pk=meeting.pk)
    )
    planned.check_still_planned(locked.state)
    if version is not None:
        planned.check_version(version, locked.version)
    return locked


def _changed(meeting: Meeting, *fields: str) -> None:
    meeting.version += 1
    meeting.save(update_fields=["version", *fields])
    live.changed(meeting.id)
