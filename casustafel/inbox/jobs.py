from procrastinate.contrib.django import app

from casustafel.inbox import emptying, mailboxes
from casustafel.lib import clock


@app.periodic(cron="*/3 * * * *")
@app.task(queueing_lock="inbox.empty", lock="inbox.empty", pass_context=False)
def empty(timestamp: int) -> int:
    """Every few minutes: take in what came by mail. A mailbox that fails does not hold up the next one."""
    with emptying.as_worker():
        return sum(emptying.empty(address, now=clock.now()) for address in mailboxes.all_of_them())
