"""How a turn of the chair is given: on the meeting alone, on the version that was seen, and written down so
that it can be taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.lib import live
from casustafel.table import console_rules, policy, rules
from casustafel.table.choices import Turn
from casustafel.table.console_rules import Clock
from casustafel.table.models import AgendaItem, Meeting, TableTurn


def locked(meeting: Meeting, *, by: Viewer) -> Meeting:
    """As it stands, for the chair alone until this turn is done."""
    policy.check_can_chair(by, meeting)
    found: Meeting = Meeting.objects.visible_to(by).select_for_update(of=("self",)).get(pk=meeting.pk)
    rules.check_under_way(found.state)
    return found


def item_in(meeting: Meeting, item_id: UUID | str | None, *, by: Viewer) -> AgendaItem | None:
    if not item_id:
        return None
    rows = AgendaItem.objects.visible_to(by).filter(meeting=meeting, pk=item_id)
    rows = rows.select_for_update(of=("self",)).select_related("case__key", "key")
    item: AgendaItem | None = rows.first()
    if item is not None:
        item.meeting = meeting
    return item


def current(meeting: Meeting, *, by: Viewer) -> AgendaItem | None:
    return item_in(meeting, meeting.current, by=by)


def give(
    meeting: Meeting,
    kind: Turn,
    before: dict[str, object],
    *,
    by: Viewer,
    now: datetime,
    item: AgendaItem | None = None,
) -> None:
    """Write it down, and let every screen follow. `before`: how it `was`, how this turn `left` it, and what
    more taking it back needs."""
    stamp(meeting)
    turn = TableTurn(
        meeting=meeting,
        number=meeting.version,
        kind=kind,
        item_id=item.id if item else None,
        before=before,
        by_id=by.person_id,
        at=now,
    )
    turn.save(force_insert=True)


def stamp(meeting: Meeting) -> None:
    """A new version: a screen that shows an older one gives no turns until it has looked again."""
    meeting.version += 1
    meeting.save(update_fields=["version", "current", "big", "paused_at"])
    live.changed(meeting.id)


def last(meeting: Meeting, *, by: Viewer) -> TableTurn | None:
    turns = TableTurn.objects.visible_to(by).filter(meeting=meeting, undone_at__isnull=True)
    turn: TableTurn | None = turns.order_by("-number").first()
    return turn


def clock_of(item: AgendaItem) -> Clock:
    return Clock(item.step_at, item.paused_seconds, item.spent_seconds)


def set_clock(item: AgendaItem, clock: Clock, *fields: str) -> None:
    item.step_at, item.paused_seconds, item.spent_seconds = clock.since, clock.paused, clock.spent
    item.save(update_fields=["step_at", "paused_seconds", "spent_seconds", *fields])


def tick(meeting: Meeting, now: datetime) -> datetime:
    return console_rules.ticks(meeting.paused_at, now)


def how_it_stands(meeting: Meeting, kind: str, item: AgendaItem | None) -> Any:
    """What a turn of this kind changes, as it is now."""
    match kind:
        case Turn.CALL:
            return str(meeting.current or "")
        case Turn.BIG:
            return meeting.big
        case Turn.PAUSE | Turn.RESUME:
            return meeting.paused_at is not None
        case Turn.MOVE:
            return item.step if item else None
    return item.name_unlocked if item else None
