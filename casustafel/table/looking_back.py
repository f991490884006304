"""Looking back on the talk: each alone, then all together.

Until the chair shows it, nothing of what somebody says leaves a trace for the others: no event when it is
said anew, no number, no moment. Only that somebody has looked back shows.
"""

from datetime import datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.lib import live, locking
from casustafel.table import looking_back_queries as queries
from casustafel.table import looking_back_rules as rules
from casustafel.table import policy
from casustafel.table.choices import Heard, LookBackState
from casustafel.table.models import Attendance, LookBack, LookedBack, Meeting
from casustafel.vault import sealing


@transaction.atomic
def open_look_back(*, meeting: Meeting, by: Viewer, now: datetime) -> None:
    """The chair asks everybody who took a place to look back, each alone."""
    policy.check_can_chair(by, meeting)
    meeting = _alone_with(meeting, by=by)
    rules.check_may_open(meeting.state, meeting.look_back)
    _turn(meeting, LookBackState.ALONE)
    log.record("table.look_back_opened", by=by, now=now, on=("meeting", meeting.id))


@transaction.atomic
def look_back(
    *, meeting: Meeting, heard: str, apart: str, differently: str, by: Viewer, now: datetime
) -> None:
    """What one says oneself; may be said otherwise until the chair shows it together."""
    policy.check_can_attend(by, meeting)
    locking.share(f"look-back|{meeting.id}")
    rules.check_alone(_now(meeting, by).look_back)
    own = Attendance.objects.visible_to(by).filter(meeting=meeting, person_id=by.person_id)
    rules.check_was_there(own.exists())
    locking.alone(f"look-back|{meeting.id}|{by.person_id}")
    there = queries.mine(by, meeting)
    row = there or LookBack(meeting=meeting, key=meeting.key, person_id=by.person_id)
    row.heard, row.apart, row.given_at = Heard(heard), Heard(apart), now
    sealing.seal(row, differently=differently.strip())
    row.save(force_insert=there is None)
    if there is None:
        LookedBack(meeting=meeting, person_id=by.person_id).save(force_insert=True)
        live.changed(meeting.id)
    log.record("table.looked_back", by=by, now=now, on=("meeting", meeting.id))


@transaction.atomic
def show_look_back(*, meeting: Meeting, by: Viewer, now: datetime) -> None:
    """What each said lies together now, without names, and changes no more."""
    policy.check_can_chair(by, meeting)
    meeting = _alone_with(meeting, by=by)
    done = LookedBack.objects.visible_to(by).filter(meeting=meeting).count()
    rules.check_may_show(meeting.look_back, done=done)
    _turn(meeting, LookBackState.SHOWN)
    log.record("table.look_back_shown", by=by, now=now, on=("meeting", meeting.id))


def _alone_with(meeting: Meeting, *, by: Viewer) -> Meeting:
    """Nobody says anything meanwhile."""
    locking.alone(f"look-back|{meeting.id}")
    return _now(meeting, by)


def _now(meeting: Meeting, by: Viewer) -> Meeting:
    found: Meeting = Meeting.objects.visible_to(by).get(pk=meeting.pk)
    return found


def _turn(meeting: Meeting, to: LookBackState) -> None:
    meeting.look_back = to
    meeting.save(update_fields=["look_back"])
    live.changed(meeting.id)
