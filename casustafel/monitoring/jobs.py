from datetime import timedelta

from django.db import connections
from procrastinate.contrib.django import app

from casustafel.access.roles import roles_with
from casustafel.lib import clock
from casustafel.notices.choices import DEPUTY_NEEDS, Kind

AHEAD = timedelta(days=7)


@app.periodic(cron="11 5 * * *")
@app.task(queueing_lock="monitoring.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Every morning: reviews that are due within a week, to who directs the case."""
    now = clock.now()
    deputies = roles_with(DEPUTY_NEEDS[Kind.REVIEW_DUE])
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT monitoring_remind(%s, %s, %s)", [now, now.date() + AHEAD, deputies])
