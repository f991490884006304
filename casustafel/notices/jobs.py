from datetime import timedelta

from django.db import connections
from procrastinate.contrib.django import app

from casustafel.lib import clock
from casustafel.notices import post
from casustafel.notices.models import Notice, Postbox

KEEP_SEEN = timedelta(days=90)


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="notices.mail", lock="notices.mail", pass_context=False)
def mail(timestamp: int) -> int:
    """Every quarter of an hour: who wants mail at once, or whose morning it is."""
    return post.deliver(using="worker", now=clock.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="notices.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """What begins by itself, without anybody doing something."""
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT notices_remind(%s)", [clock.now()])


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="notices.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Notices that were seen long ago, and addresses of who no longer works here."""
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT postbox_id FROM notices_left()")
        left = [row[0] for row in cursor.fetchall()]
    Postbox.objects.behind_the_second_wall().using("worker").filter(pk__in=left).delete()
    old = clock.now() - KEEP_SEEN
    notices = Notice.objects.behind_the_second_wall().using("worker")
    notices.filter(seen_at__isnull=False, made_at__lt=old).delete()
