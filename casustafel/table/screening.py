"""The big screen's own link: made by the chair for one meeting, and ended."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.lib import codes, live
from casustafel.table import policy, rules
from casustafel.table.models import Meeting, Screen

# Longer than any day of meeting: a link that nobody ended is worth nothing by the next.
LASTS = timedelta(hours=12)


@transaction.atomic
def make_screen(*, meeting: Meeting, by: Viewer, now: datetime) -> tuple[Screen, str]:
    """The link, with the code that is shown once."""
    policy.check_can_chair(by, meeting)
    rules.check_may_join(meeting.state)
    code = codes.new_code()
    made = Screen(
        meeting=meeting, made_by_id=by.person_id, code_hash=_hash_of(code), made_at=now, until=now + LASTS
    )
    made.save(force_insert=True)
    log.record("table.screen_made", by=by, now=now, on=("meeting", meeting.id))
    return made, code


@transaction.atomic
def end_screen(*, screen: Screen, by: Viewer, now: datetime) -> Screen:
    """From now on the link shows nothing. Ended before is ended."""
    policy.check_can_chair(by, screen.meeting)
    locked: Screen = Screen.objects.visible_to(by).select_for_update(of=("self",)).get(pk=screen.pk)
    if locked.ended_at is None:
        locked.ended_at = now
        locked.save(update_fields=["ended_at"])
        live.changed(screen.meeting_id)
        log.record("table.screen_ended", by=by, now=now, on=("meeting", screen.meeting_id))
    return locked


def _hash_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
