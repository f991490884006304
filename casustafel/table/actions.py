from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases.models import Case
from casustafel.lib import live, locking
from casustafel.method import model
from casustafel.notices.choices import Kind
from casustafel.parties import queries as parties
from casustafel.table import agenda as agendas
from casustafel.table import console_rules, console_turns, planning_rules, policy, rules
from casustafel.table.choices import Role, State, Turn
from casustafel.table.models import USUAL_MINUTES, AgendaItem, Attendance, Meeting
from casustafel.vault import sealing


@transaction.atomic
def plan_meeting(
    *,
    day: date,
    starts: time,
    place: str,
    agenda: Sequence[Case],
    minutes: Mapping[UUID, int] | None = None,
    by: Viewer,
    now: datetime,
) -> Meeting:
    """The process director plans a sitting with the cases in this order, each for so many minutes."""
    added = [(case, (minutes or {}).get(case.id, USUAL_MINUTES)) for case in agenda]
    rules.check_agenda(len(agenda))
    planning_rules.check_minutes(each for _, each in added)
    rules.check_day(day, now.date())
    for case in agenda:
        case_policy.check_can_chair(by, case)
    partnership = parties.own_partnership(by)
    meeting = Meeting(
        partnership=partnership, key=partnership.house_key, chair_id=by.person_id, day=day, starts=starts
    )
    sealing.seal(meeting, place=place)
    meeting.save(force_insert=True)
    agendas.put_on(meeting, added, by=by)
    agendas.tell(meeting, Kind.MEETING_PLANNED, by=by, now=now)
    log.record("table.planned", by=by, now=now, on=("meeting", meeting.id))
    return meeting


@transaction.atomic
def attend(*, meeting: Meeting, by: Viewer, now: datetime) -> None:
    """Confirm that what is said here stays here, and take a place; again for who went home. Who is here
    already stays so, without a word."""
    policy.check_can_attend(by, meeting)
    locking.alone(f"attendance|{meeting.id}|{by.person_id}")
    own = Attendance.objects.visible_to(by).filter(meeting=meeting, person_id=by.person_id).first()
    if own and own.left_at is None:
        return
    rules.check_may_join(meeting.state)
    if own:
        own.left_at = None
        own.save(update_fields=["left_at"])
    else:
        role = Role.CHAIR if policy.can_chair(by, meeting) else Role.PARTICIPANT
        made = Attendance(meeting=meeting, person_id=by.person_id, role=role, confirmed_at=now)
        made.save(force_insert=True)
    live.changed(meeting.id)
    live.changed(meeting.id, "presence")  # who was there already is now at the table
    log.record("table.attended", by=by, now=now, on=("meeting", meeting.id))


@transaction.atomic
def start(*, meeting: Meeting, by: Viewer, now: datetime) -> Meeting:
    """Who opens it is at the table; those who come later join as it stands."""
    rules.check_confirmed(by.person_id, _present(meeting, by))
    meeting = _moved(meeting, State.OPEN, by=by)
    meeting.opened_at = now
    meeting.save(update_fields=["state", "opened_at"])
    log.record("table.opened", by=by, now=now, on=("meeting", meeting.id))
    return meeting


@transaction.atomic
def end(*, meeting: Meeting, by: Viewer, now: datetime) -> Meeting:
    meeting = _moved(meeting, State.ENDED, by=by)
    meeting.ended_at, meeting.current = now, None
    meeting.save(update_fields=["state", "ended_at", "current"])
    log.record("table.ended", by=by, now=now, on=("meeting", meeting.id))
    return meeting


@transaction.atomic
def call(*, item: AgendaItem, by: Viewer, now: datetime, version: int | None = None) -> Meeting:
    """This case is on the table now; every screen follows. The clock of the case that was on stops."""
    meeting = console_turns.locked(item.meeting, by=by)
    if meeting.current == item.id:
        return meeting
    console_rules.check_version(meeting.version, version)
    before: dict[str, object] = {
        "was": str(meeting.current or ""),
        "seconds": _clear(meeting, by=by, now=now),
    }
    item = console_turns.item_in(meeting, item.id, by=by) or item
    is_first, meeting.current = item.called_at is None, item.id
    if is_first:
        item.called_at = now
        cases.record_step(item.case, "table.called", by=by, now=now)
    clock = console_turns.clock_of(item).begun(console_turns.tick(meeting, now))
    console_turns.set_clock(item, clock, "called_at")
    before |= {"left": str(item.id), "is_first": is_first}
    console_turns.give(meeting, Turn.CALL, before, item=item, by=by, now=now)
    log.record("table.called", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return meeting


@transaction.atomic
def move(*, item: AgendaItem, step: str, by: Viewer, now: datetime, version: int | None = None) -> AgendaItem:
    """To another step of the method, on or back."""
    meeting = console_turns.locked(item.meeting, by=by)
    item = console_turns.item_in(meeting, item.id, by=by) or item
    rules.check_step(step, [each.code for each in model.of(item.case.model_version).steps])
    if item.step == step:
        return item
    console_rules.check_version(meeting.version, version)
    at, clock = console_turns.tick(meeting, now), console_turns.clock_of(item)
    before: dict[str, object] = {"was": item.step, "left": step, "seconds": clock.in_step(at)}
    item.step = step
    console_turns.set_clock(item, clock.begun(at) if clock.since else clock, "step")
    console_turns.give(meeting, Turn.MOVE, before, item=item, by=by, now=now)
    log.record("table.moved", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return item


@transaction.atomic
def unlock_name(*, item: AgendaItem, by: Viewer, now: datetime, version: int | None = None) -> AgendaItem:
    """From now on the screens of this meeting say the name; until then only the pseudonym."""
    meeting = console_turns.locked(item.meeting, by=by)
    item = console_turns.item_in(meeting, item.id, by=by) or item
    if item.name_unlocked:
        return item
    console_rules.check_version(meeting.version, version)
    item.name_unlocked = True
    item.save(update_fields=["name_unlocked"])
    cases.record_step(item.case, "table.name_unlocked", by=by, now=now)
    console_turns.give(meeting, Turn.UNLOCK, {"was": False, "left": True}, item=item, by=by, now=now)
    log.record("table.name_unlocked", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return item


def _locked(item: AgendaItem, *, by: Viewer) -> AgendaItem:
    rows = (
        AgendaItem.objects.visible_to(by).select_for_update(of=("self",)).select_related("case__key", "key")
    )
    locked: AgendaItem = rows.get(pk=item.pk)
    return locked


def _present(meeting: Meeting, viewer: Viewer) -> set[UUID]:
    rows = Attendance.objects.visible_to(viewer).filter(meeting=meeting, left_at__isnull=True)
    return set(rows.values_list("person_id", flat=True))


def _moved(meeting: Meeting, to: State, *, by: Viewer) -> Meeting:
    policy.check_can_chair(by, meeting)
    locked: Meeting = Meeting.objects.visible_to(by).select_for_update(of=("self",)).get(pk=meeting.pk)
    rules.check_move(locked.state, to)
    locked.state = to
    live.changed(locked.id)
    return locked


def _clear(meeting: Meeting, *, by: Viewer, now: datetime) -> int:
    """The case that was on leaves the table; how long its step had lasted."""
    item = console_turns.current(meeting, by=by)
    if item is None:
        return 0
    at, clock = console_turns.tick(meeting, now), console_turns.clock_of(item)
    console_turns.set_clock(item, clock.stopped(at))
    return clock.in_step(at)
