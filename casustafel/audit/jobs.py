from django.db import connections
from procrastinate.contrib.django import app

from casustafel.audit import sequencer
from casustafel.lib import clock


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="audit.advance", pass_context=False)
def advance(timestamp: int) -> int:
    """Every minute: give the new lines their place, sign, and tell the witness."""
    return sequencer.advance(connections["worker"], now=clock.now())
