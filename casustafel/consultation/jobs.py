from datetime import datetime

from django.db import connections, transaction
from procrastinate.contrib.django import app

from casustafel.audit import log
from casustafel.audit.log import Door
from casustafel.lib import clock

DUE = "SELECT id, partnership_id FROM consultation_consultation WHERE until_date <= %s"
WITH_ALL_THAT_HANGS_ON_IT = (
    "DELETE FROM consultation_reply WHERE consultation_id = %s",
    "DELETE FROM consultation_occasion WHERE consultation_id = %s",
    "DELETE FROM consultation_consultation WHERE id = %s",
    "DELETE FROM vault_datakey WHERE scope = 'CONSULTATION' AND scope_id = %s",
)
# Row-level security lets the worker see only those that were left alone.
OLD_DRAFTS = "DELETE FROM access_draft WHERE place LIKE 'consultation:%%' AND saved_at < %s"


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="consultation.destroy", pass_context=False)
def destroy(timestamp: int) -> int:
    """Every night: questions past their day, with their keys, and drafts nobody went on with."""
    return destroy_due("worker", now=clock.now())


def destroy_due(alias: str, *, now: datetime) -> int:
    """The line in the log is there before the question is gone; should the rest fail, it goes next night."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(OLD_DRAFTS, [now])
        cursor.execute(DUE, [now.date()])
        due = cursor.fetchall()
        for row, partnership in due:
            by = Door("WORKER", partnership_id=partnership)
            log.record("consultation.destroyed", by=by, now=now, on=("consultation", row), scope=row)
            for statement in WITH_ALL_THAT_HANGS_ON_IT:
                cursor.execute(statement, [row])
    return len(due)
