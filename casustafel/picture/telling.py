"""Who asked, told that there is an answer they may read."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from casustafel.access.roles import roles_with
from casustafel.notices.choices import DEPUTY_NEEDS, Kind


def tell_askers(case_id: UUID, *, now: datetime) -> None:
    """Of every answer in this case that its asker may read from this moment on. Called last, inside the act
    that brings it about: who does it may not read all that it opens, so the second wall looks and rings."""
    deputies = roles_with(DEPUTY_NEEDS[Kind.INFORMATION_GIVEN])
    with connection.cursor() as cursor:
        cursor.execute("SELECT picture_tell_askers(%s, %s, %s)", [case_id, now, deputies])
