"""Who leaves the room for which case and comes in again, who does what at the table, and who goes home."""

from datetime import datetime

from django.db import transaction

from casustafel.access.permissions import Permission
from casustafel.access.roles import roles_with
from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.lib import live, locking
from casustafel.lib.refusal import NotYours
from casustafel.parties import queries as parties
from casustafel.parties.models import Person
from casustafel.table import entering_queries as queries
from casustafel.table import entering_rules as rules
from casustafel.table import policy
from casustafel.table.choices import Role
from casustafel.table.models import AgendaItem, Attendance, Leave, Meeting
from casustafel.vault import sealing


@transaction.atomic
def leave_room(*, item: AgendaItem, person: Person, reason: str, by: Viewer, now: datetime) -> Leave:
    """This person is not in the room while this case is on: by oneself, or because the chair asks it. Also
    said beforehand. Said twice, the first reason stands."""
    policy.check_can_attend(by, item.meeting)
    rules.check_not_over(item.meeting.state)
    rules.check_speaks_for(person.pk, by.person_id, chairs=policy.can_chair(by, item.meeting))
    rules.check_sits(person.pk, {seat.person_id for seat in queries.seats_at(by, item)})
    rules.check_reason(reason)
    locking.alone(f"leave|{item.id}|{person.pk}")
    there: Leave | None = Leave.objects.visible_to(by).filter(item=item, person=person).first()
    if there:
        return there
    made = Leave(case_id=item.case_id, key=item.key, item=item, person=person, by_id=by.person_id, at=now)
    sealing.seal(made, reason=reason.strip())
    made.save(force_insert=True)
    live.changed(item.meeting_id)
    log.record("table.left_room", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return made


@transaction.atomic
def come_in(*, leave: Leave, by: Viewer, now: datetime) -> None:
    """Back in the room for this case; what the chair asked, only the chair takes back."""
    item = leave.item
    policy.check_can_attend(by, item.meeting)
    chairs = policy.can_chair(by, item.meeting)
    rules.check_speaks_for(leave.person_id, by.person_id, chairs=chairs)
    rules.check_not_over(item.meeting.state)
    rules.check_may_take_back(leave.by_id, by.person_id, chairs=chairs)
    Leave.objects.visible_to(by).filter(pk=leave.pk).delete()
    live.changed(item.meeting_id)
    log.record("table.came_in", by=by, now=now, on=("item", item.id), scope=item.case_id)


@transaction.atomic
def give_role(*, meeting: Meeting, person: Person, role: str, by: Viewer, now: datetime) -> None:
    """The chair says what somebody who is here does at the table."""
    policy.check_can_chair(by, meeting)
    rules.check_not_over(meeting.state)
    own = Attendance.objects.visible_to(by).select_for_update(of=("self",))
    row: Attendance | None = own.filter(meeting=meeting, person=person, left_at__isnull=True).first()
    if row is None:
        raise NotYours
    rules.check_role(
        role=role,
        is_the_chair=person.pk == meeting.chair_id,
        may_chair=_may_chair(by, person, now=now),
    )
    row.role = Role(role)
    row.save(update_fields=["role"])
    live.changed(meeting.id)
    log.record("table.role_given", by=by, now=now, on=("meeting", meeting.id))


def _may_chair(by: Viewer, person: Person, *, now: datetime) -> bool:
    able = parties.with_role(by, *roles_with(Permission.MEETING_CHAIR), day=now.date())
    return bool(able.filter(pk=person.pk).exists())


@transaction.atomic
def go_home(*, meeting: Meeting, by: Viewer, now: datetime) -> None:
    """From now on the table goes on without me; what I said stays. Who is gone already stays so."""
    policy.check_can_attend(by, meeting)
    locking.alone(f"attendance|{meeting.id}|{by.person_id}")
    here = Attendance.objects.visible_to(by).filter(meeting=meeting, left_at__isnull=True)
    own: Attendance | None = here.filter(person_id=by.person_id).first()
    if own is None:
        return
    others = here.filter(role=Role.CHAIR).exclude(person_id=by.person_id)
    rules.check_may_go_home(
        meeting.state, is_last_chair=policy.can_chair(by, meeting) and not others.exists()
    )
    own.left_at = now
    own.save(update_fields=["left_at"])
    live.changed(meeting.id)
    log.record("table.went_home", by=by, now=now, on=("meeting", meeting.id))
