"""Is everything in order? The names of what is not, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from casustafel.access.gate import public
from casustafel.lib import clock
from casustafel.lib.refusal import Refused
from casustafel.vault import cipher, epochs, keys

WORKER_SILENT_AFTER = timedelta(seconds=60)


@transaction.non_atomic_requests  # without a database there is no transaction to ask it in
@public
def health(request: HttpRequest) -> JsonResponse:
    wrong = _wrong()
    return JsonResponse({"ok": not wrong, "wrong": wrong}, status=503 if wrong else 200)


def _wrong() -> list[str]:
    """Without the database the others cannot be asked, so only that is named."""
    if not _holds(_database):
        return ["database"]
    return [name for name, check in CHECKS.items() if not _holds(check)]


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError, Refused, cipher.CannotOpen):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations() -> bool:
    executor = MigrationExecutor(connections["default"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _key() -> bool:
    known = epochs.known()
    return bool(known) and len(epochs.key(known[-1])) == 32 and keys.open_every_desk()


def _worker() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        seen = cursor.fetchone()[0]
    return seen is not None and clock.now() - seen < WORKER_SILENT_AFTER


CHECKS = {"migrations": _migrations, "key": _key, "worker": _worker}
