from django.db import connections
from procrastinate.contrib.django import app

from casustafel.access.roles import roles_with
from casustafel.lib import clock
from casustafel.notices.choices import DEPUTY_NEEDS, Kind


@app.periodic(cron="31 5 * * *")
@app.task(queueing_lock="table.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Every morning: who is expected at a meeting that comes up prepares for it."""
    now = clock.now()
    deputies = roles_with(DEPUTY_NEEDS[Kind.MEETING_PREPARE])
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT table_remind(%s, %s, %s)", [now, now.date(), deputies])
