from django.db import connections
from procrastinate.contrib.django import app

from casustafel.access.roles import roles_with
from casustafel.audit import trace
from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.notices.choices import DEPUTY_NEEDS, Kind
from casustafel.picture import attaching


@app.periodic(cron="23 5 * * *")
@app.task(queueing_lock="picture.alarm", pass_context=False)
def alarm(timestamp: int) -> None:
    """Every morning: requests for information past their day."""
    now = clock.now()
    deputies = roles_with(DEPUTY_NEEDS[Kind.INFORMATION_LATE])
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT picture_alarm(%s, %s, %s)", [now, now.date(), deputies])


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="picture.check_files", lock="reports.check_files", pass_context=False)
def check_files(timestamp: int) -> None:
    """One at a time, with the files of reports: a file that is being cleaned takes memory."""
    with trace.begin("worker"):
        attaching.check_waiting(by=Door("WORKER"), now=clock.now(), using="worker")
