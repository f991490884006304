"""What the chair does from the console beside calling a case and moving its step: pause, the name, the big
screen, and taking the last turn back."""

from datetime import datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.table import console_rules, console_turns
from casustafel.table.choices import Big, Turn
from casustafel.table.models import AgendaItem, Meeting, TableTurn


@transaction.atomic
def pause(*, meeting: Meeting, by: Viewer, now: datetime, version: int | None = None) -> Meeting:
    """The clock stands still and every screen says so. Judging and typing go on."""
    meeting = console_turns.locked(meeting, by=by)
    if meeting.paused_at is not None:
        return meeting
    console_rules.check_version(meeting.version, version)
    meeting.paused_at = now
    console_turns.give(meeting, Turn.PAUSE, {"was": False, "left": True}, by=by, now=now)
    log.record("table.paused", by=by, now=now, on=("meeting", meeting.id))
    return meeting


@transaction.atomic
def resume(*, meeting: Meeting, by: Viewer, now: datetime, version: int | None = None) -> Meeting:
    meeting = console_turns.locked(meeting, by=by)
    if meeting.paused_at is None:
        return meeting
    console_rules.check_version(meeting.version, version)
    paused_at, seconds = meeting.paused_at, 0
    item = console_turns.current(meeting, by=by)
    if item is not None:
        clock = console_turns.clock_of(item)
        seconds = clock.in_step(paused_at)
        console_turns.set_clock(item, clock.gone_on(paused_at, now))
    meeting.paused_at = None
    before: dict[str, object] = {
        "was": True,
        "left": False,
        "paused_at": paused_at.isoformat(),
        "seconds": seconds,
    }
    console_turns.give(meeting, Turn.RESUME, before, by=by, now=now)
    log.record("table.resumed", by=by, now=now, on=("meeting", meeting.id))
    return meeting


@transaction.atomic
def lock_name(*, item: AgendaItem, by: Viewer, now: datetime, version: int | None = None) -> AgendaItem:
    """From now on the screens say the pseudonym alone again."""
    meeting = console_turns.locked(item.meeting, by=by)
    found = console_turns.item_in(meeting, item.id, by=by) or item
    if not found.name_unlocked:
        return found
    console_rules.check_version(meeting.version, version)
    found.name_unlocked = False
    found.save(update_fields=["name_unlocked"])
    console_turns.give(meeting, Turn.LOCK, {"was": True, "left": False}, item=found, by=by, now=now)
    log.record("table.name_locked", by=by, now=now, on=("item", found.id), scope=found.case_id)
    return found


@transaction.atomic
def show_on_big(
    *, meeting: Meeting, big: Big, by: Viewer, now: datetime, version: int | None = None
) -> Meeting:
    """Choose what the big screen shows; what may never be there the big screen leaves out itself."""
    meeting = console_turns.locked(meeting, by=by)
    if meeting.big == big:
        return meeting
    console_rules.check_version(meeting.version, version)
    was, meeting.big = meeting.big, big
    console_turns.give(meeting, Turn.BIG, {"was": was, "left": big}, by=by, now=now)
    log.record("table.big_chosen", by=by, now=now, on=("meeting", meeting.id))
    return meeting


@transaction.atomic
def undo(*, meeting: Meeting, by: Viewer, now: datetime, version: int | None = None) -> TableTurn:
    """Take back the last turn that was not taken back yet."""
    meeting = console_turns.locked(meeting, by=by)
    console_rules.check_version(meeting.version, version)
    turn = console_turns.last(meeting, by=by)
    console_rules.check_can_take_back(turn is not None)
    assert turn is not None  # noqa: S101  the rule above says so
    item = console_turns.item_in(meeting, turn.item_id, by=by)
    stands = console_turns.how_it_stands(meeting, turn.kind, item)
    console_rules.check_stands_as_left(stands, turn.before["left"])
    _put_back(meeting, turn, item, by=by, now=now)
    turn.undone_at = now
    turn.save(update_fields=["undone_at"])
    console_turns.stamp(meeting)
    scope = item.case_id if item else None
    log.record("table.undone", by=by, now=now, on=("meeting", meeting.id), scope=scope)
    return turn


def _put_back(
    meeting: Meeting, turn: TableTurn, item: AgendaItem | None, *, by: Viewer, now: datetime
) -> None:
    was = turn.before["was"]
    match turn.kind:
        case Turn.BIG:
            meeting.big = was
        case Turn.PAUSE:
            meeting.paused_at = None
        case Turn.RESUME:
            _pause_again(meeting, turn, by=by)
        case Turn.CALL:
            _call_back(meeting, turn, item, by=by, now=now)
        case Turn.MOVE if item is not None:
            _step_back(meeting, turn, item, now=now)
        case Turn.UNLOCK | Turn.LOCK if item is not None:
            item.name_unlocked = was
            item.save(update_fields=["name_unlocked"])


def _pause_again(meeting: Meeting, turn: TableTurn, *, by: Viewer) -> None:
    meeting.paused_at = datetime.fromisoformat(turn.before["paused_at"])
    item = console_turns.current(meeting, by=by)
    if item is not None:
        clock = console_turns.clock_of(item)
        console_turns.set_clock(item, clock.set_back(meeting.paused_at, already=turn.before["seconds"]))


def _call_back(
    meeting: Meeting, turn: TableTurn, item: AgendaItem | None, *, by: Viewer, now: datetime
) -> None:
    """The case that was on before comes back, at the time it had reached."""
    at = console_turns.tick(meeting, now)
    if item is not None:
        item.called_at = None if turn.before["is_first"] else item.called_at
        console_turns.set_clock(item, console_turns.clock_of(item).stopped(at), "called_at")
    before = console_turns.item_in(meeting, turn.before["was"], by=by)
    meeting.current = before.id if before else None
    if before is not None:
        clock = console_turns.clock_of(before)
        console_turns.set_clock(before, clock.begun(at, already=turn.before["seconds"]))


def _step_back(meeting: Meeting, turn: TableTurn, item: AgendaItem, *, now: datetime) -> None:
    item.step, clock = turn.before["was"], console_turns.clock_of(item)
    if clock.since is not None:
        clock = clock.begun(console_turns.tick(meeting, now), already=turn.before["seconds"])
    console_turns.set_clock(item, clock, "step")
