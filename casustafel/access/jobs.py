from datetime import timedelta

from procrastinate.contrib.django import app

from casustafel.access.models import Invitation, Session, Submission
from casustafel.lib import clock

KEEP_ANSWERS = timedelta(hours=24)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="access.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Sessions that are over, codes nobody used, and answers to forms nobody will send again."""
    now = clock.now()
    Session.objects.using("worker").filter(idle_until__lt=now).delete()
    Invitation.objects.using("worker").filter(valid_until__lt=now).delete()
    Submission.objects.using("worker").filter(at__lt=now - KEEP_ANSWERS).delete()
