from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from casustafel.access.roles import roles_with
from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.lib import locking
from casustafel.notices import rules
from casustafel.notices.choices import DEPUTY_NEEDS, Kind, Rhythm
from casustafel.notices.models import Notice, Postbox
from casustafel.parties import queries as parties
from casustafel.vault import sealing

TELL = "SELECT notices_tell(%s, %s, %s, %s, %s)"
TELL_DESK = "SELECT notices_tell_desk(%s, %s, %s, %s, %s)"
LOOK = """
    WITH here AS (
        UPDATE notices_notice SET seen_at = %(now)s
        WHERE to_id = %(person)s AND path = %(path)s AND seen_at IS NULL RETURNING 1
    )
    SELECT count(*) - (SELECT count(*) FROM here) FROM notices_notice
    WHERE to_id = %(person)s AND seen_at IS NULL
"""


def tell(*, to: Iterable[UUID], kind: Kind, path: str, by: Actor, now: datetime) -> None:
    """Ring the bell of these people of the own partnership, and of who stands in for them. Called inside the
    action of any step. The same again changes nothing while it was not seen; nobody is told their own act."""
    people = sorted({person for person in to if person != by.person_id})
    if people:
        needed = DEPUTY_NEEDS.get(kind)
        _ask(TELL, people, kind.value, path, now, roles_with(needed) if needed else [])


def tell_desk(
    *,
    partnership_id: UUID,
    kind: Kind,
    path: str,
    by: Actor,
    now: datetime,
    handler_id: UUID | None = None,
) -> None:
    """The reporting officers, or the one with the report in hand. Anybody may: so the public form says that
    something came in. It keeps the day, for the hours of reporters are nobody's business."""
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    _ask(TELL_DESK, partnership_id, kind.value, path, noon, handler_id)


def _ask(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def look(*, path: str, by: Viewer, now: datetime) -> int:
    """How many notices wait for this person. Those of the page they have before them are seen from now on."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, {"now": now, "person": by.person_id, "path": path})
        return int(cursor.fetchone()[0])


def see_all(*, by: Viewer, now: datetime) -> None:
    Notice.objects.visible_to(by).filter(seen_at__isnull=True).update(seen_at=now)


@transaction.atomic
def choose_mail(*, mail: str, rhythm: str, by: Viewer, now: datetime) -> Postbox:
    """Where and when this person wants to hear that something waits. What did not go out goes to the new
    address."""
    rules.check_can_be_reached(mail=mail, is_wanted=rhythm != Rhythm.NEVER)
    locking.alone(f"postbox|{by.person_id}")
    home = parties.own_partnership(by).house_key
    box: Postbox = Postbox.objects.visible_to(by).select_related("key").first() or Postbox(
        partnership_id=by.partnership_id, person_id=by.person_id, key=home
    )
    box.rhythm, box.waits_since, box.tried_at = Rhythm(rhythm), None, None
    sealing.seal(box, mail=mail.strip())
    box.save()
    log.record("notice.mail_chosen", by=by, now=now, on=("person", by.person_id))
    return box
