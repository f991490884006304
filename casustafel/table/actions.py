from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases.models import Case
from casustafel.lib import live, locking
from casustafel.lib.refusal import Conflict
from casustafel.method import model
from casustafel.parties import queries as parties
from casustafel.table import policy, rules
from casustafel.table.choices import State
from casustafel.table.models import AgendaItem, Attendance, Meeting
from casustafel.vault import sealing


@transaction.atomic
def plan_meeting(
    *, day: date, starts: time, place: str, agenda: Sequence[Case], by: Viewer, now: datetime
) -> Meeting:
    """The process director plans a sitting with the cases in this order."""
    rules.check_agenda(len(agenda))
    rules.check_day(day, now.date())
    for case in agenda:
        case_policy.check_can_chair(by, case)
    partnership = parties.own_partnership(by)
    meeting = Meeting(
        partnership=partnership, key=partnership.house_key, chair_id=by.person_id, day=day, starts=starts
    )
    sealing.seal(meeting, place=place)
    meeting.save(force_insert=True)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            case=case,
            key=case.key,
            meeting=meeting,
            place=n,
            step=model.of(case.model_version).steps[0].code,
        )
        for n, case in enumerate(agenda, start=1)
    )
    log.record("table.planned", by=by, now=now, on=("meeting", meeting.id))
    return meeting


@transaction.atomic
def attend(*, meeting: Meeting, by: Viewer, now: datetime) -> None:
    """Confirm that what is said here stays here, and take a place. A second time changes nothing."""
    policy.check_can_attend(by, meeting)
    locking.alone(f"attendance|{meeting.id}|{by.person_id}")
    if by.person_id in _present(meeting, by):
        return
    rules.check_may_join(meeting.state)
    row = Attendance(meeting=meeting, person_id=by.person_id, confirmed_at=now)
    row.save(force_insert=True)
    live.changed(meeting.id)
    log.record("table.attended", by=by, now=now, on=("meeting", meeting.id))


@transaction.atomic
def start(*, meeting: Meeting, by: Viewer, now: datetime) -> Meeting:
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
def call(*, item: AgendaItem, by: Viewer, now: datetime) -> Meeting:
    """This case is on the table now; every screen follows."""
    meeting = _under_way(item, by=by)
    meeting.current = item.id
    meeting.save(update_fields=["current"])
    item = _locked(item, by=by)
    if item.called_at is None:
        item.called_at = now
        item.save(update_fields=["called_at"])
        cases.record_step(item.case, "table.called", by=by, now=now)
    live.changed(meeting.id)
    log.record("table.called", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return meeting


@transaction.atomic
def move(*, item: AgendaItem, step: str, by: Viewer, now: datetime) -> AgendaItem:
    """To another step of the method, on or back."""
    meeting = _under_way(item, by=by)
    rules.check_step(step, [each.code for each in model.of(item.case.model_version).steps])
    item.step = step
    item.save(update_fields=["step"])
    live.changed(meeting.id)
    log.record("table.moved", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return item


@transaction.atomic
def unlock_name(*, item: AgendaItem, by: Viewer, now: datetime) -> AgendaItem:
    """From now on the screens of this meeting say the name; until then only the pseudonym."""
    meeting = _under_way(item, by=by)
    item.name_unlocked = True
    item.save(update_fields=["name_unlocked"])
    cases.record_step(item.case, "table.name_unlocked", by=by, now=now)
    live.changed(meeting.id)
    log.record("table.name_unlocked", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return item


@transaction.atomic
def note_minutes(*, item: AgendaItem, text: str, version: int, by: Viewer, now: datetime) -> AgendaItem:
    """The chair's words in the minutes about this case; what was decided stands beside them, unchanged."""
    policy.check_can_chair(by, item.meeting)
    rules.check_words(text)
    locked = _locked(item, by=by)
    if locked.version != version:
        raise Conflict(mine=text)
    locked.version += 1
    sealing.seal(locked, words=text)
    locked.save(update_fields=["version", "words"])
    log.record("table.minutes_noted", by=by, now=now, on=("item", locked.id), scope=locked.case_id)
    return locked


def _locked(item: AgendaItem, *, by: Viewer) -> AgendaItem:
    rows = (
        AgendaItem.objects.visible_to(by).select_for_update(of=("self",)).select_related("case__key", "key")
    )
    locked: AgendaItem = rows.get(pk=item.pk)
    return locked


def _present(meeting: Meeting, viewer: Viewer) -> set[UUID]:
    rows = Attendance.objects.visible_to(viewer).filter(meeting=meeting)
    return set(rows.values_list("person_id", flat=True))


def _moved(meeting: Meeting, to: State, *, by: Viewer) -> Meeting:
    policy.check_can_chair(by, meeting)
    locked: Meeting = Meeting.objects.visible_to(by).select_for_update(of=("self",)).get(pk=meeting.pk)
    rules.check_move(locked.state, to)
    locked.state = to
    live.changed(locked.id)
    return locked


def _under_way(item: AgendaItem, *, by: Viewer) -> Meeting:
    policy.check_can_chair(by, item.meeting)
    meeting: Meeting = Meeting.objects.visible_to(by).select_for_update(of=("self",)).get(pk=item.meeting_id)
    rules.check_under_way(meeting.state)
    return meeting
