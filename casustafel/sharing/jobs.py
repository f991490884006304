from django.db import connections, transaction
from procrastinate.contrib.django import app

from casustafel.audit import log, trace
from casustafel.audit.log import Door
from casustafel.lib import clock

# The second wall shows the worker what is past its term, and nothing else. The key goes with the row: what a
# copy of the database may still hold opens no more.
DESTROY = """
    WITH gone AS (DELETE FROM sharing_aid WHERE until_date < %s RETURNING id, key_id, partnership_id),
    typed AS (DELETE FROM access_draft WHERE key_id IN (SELECT key_id FROM gone)),
    closed AS (DELETE FROM vault_datakey WHERE id IN (SELECT key_id FROM gone))
    SELECT id, partnership_id FROM gone
"""


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="sharing.destroy", pass_context=False)
def destroy(timestamp: int) -> int:
    """Every night: sharing aids past their term, with their keys and what was typed in them."""
    now = clock.now()
    with trace.begin("worker"), transaction.atomic(using="worker"), transaction.atomic():
        with connections["worker"].cursor() as cursor:
            cursor.execute(DESTROY, [now.date()])
            gone = cursor.fetchall()
        for row, partnership in gone:
            by = Door("WORKER", partnership_id=partnership)
            log.record("sharing.destroyed", by=by, now=now, on=("aid", row), scope=row)
    return len(gone)
