"""Who wants to speak. Everybody raises and lowers their own hand; who chairs gives the floor, in the order of
the hands or another."""

from datetime import datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.lib import live, locking
from casustafel.table import console_rules, policy, rules
from casustafel.table.models import Attendance, Hand, Meeting
from casustafel.table.models.meetings import OfMeetingQuerySet


@transaction.atomic
def raise_hand(*, meeting: Meeting, by: Viewer, now: datetime) -> Hand:
    """A hand that is up stays where it is in the order."""
    policy.check_can_attend(by, meeting)
    locking.alone(f"hands|{meeting.id}")
    rules.check_under_way(Meeting.objects.visible_to(by).get(pk=meeting.pk).state)
    present = Attendance.objects.visible_to(by).filter(meeting=meeting, person_id=by.person_id)
    console_rules.check_may_speak(present.exists())
    hand: Hand | None = _up(meeting, by).filter(person_id=by.person_id).first()
    if hand is not None:
        return hand
    hand = Hand(meeting=meeting, person_id=by.person_id, raised_at=now)
    hand.save(force_insert=True)
    live.changed(meeting.id)
    log.record("table.hand_raised", by=by, now=now, on=("meeting", meeting.id))
    return hand


@transaction.atomic
def lower_hand(*, hand: Hand, by: Viewer, now: datetime) -> None:
    """One's own, or by the chair. A hand that is down stays down."""
    if hand.person_id != by.person_id:
        policy.check_can_chair(by, hand.meeting)
    locking.alone(f"hands|{hand.meeting_id}")
    if not _up(hand.meeting, by).filter(pk=hand.pk).update(lowered_at=now):
        return
    live.changed(hand.meeting_id)
    log.record("table.hand_lowered", by=by, now=now, on=("meeting", hand.meeting_id))


@transaction.atomic
def give_floor(*, hand: Hand, by: Viewer, now: datetime) -> None:
    """Who spoke until now has spoken: that hand goes down."""
    policy.check_can_chair(by, hand.meeting)
    locking.alone(f"hands|{hand.meeting_id}")
    up = {each.id: each for each in _up(hand.meeting, by)}
    console_rules.check_hand_is_up(hand.id in up)
    if up[hand.id].spoke_at is not None:
        return
    _up(hand.meeting, by).filter(spoke_at__isnull=False).update(lowered_at=now)
    _up(hand.meeting, by).filter(pk=hand.pk).update(spoke_at=now)
    live.changed(hand.meeting_id)
    log.record("table.floor_given", by=by, now=now, on=("meeting", hand.meeting_id))


def _up(meeting: Meeting, by: Viewer) -> OfMeetingQuerySet[Hand]:
    return Hand.objects.visible_to(by).filter(meeting=meeting, lowered_at__isnull=True)
