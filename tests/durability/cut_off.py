"""A process that is ended in the middle, as by a power cut, and what it had acknowledged until then."""

import os
import signal
import time
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from casustafel.audit import sequencer, verify
from casustafel.audit.witness import Witness
from casustafel.lib import clock

LOG = "audit_userline, audit_processingline, audit_leaf, audit_checkpoint, audit_edge"


def end(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(patch: pytest.MonkeyPatch, owner: Any, name: str, *, time: int = 1) -> None:
    """End the process when this is about to be called for the so-manieth time."""
    real, called = getattr(owner, name), [0]

    def instead(*args: Any, **kwargs: Any) -> Any:
        called[0] += 1
        if called[0] == time:
            end()
        return real(*args, **kwargs)

    patch.setattr(owner, name, instead)


def after(patch: pytest.MonkeyPatch, owner: Any, name: str, *, time: int = 1) -> None:
    """End the process when this was called for the so-manieth time."""
    real, called = getattr(owner, name), [0]

    def instead(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        called[0] += 1
        if called[0] == time:
            end()
        return result

    patch.setattr(owner, name, instead)


def in_a_process(act: Callable[[Callable[[str], None]], None]) -> tuple[bool, list[str]]:
    """Whether it was ended in the middle, and what it had told the world by then."""
    connections.close_all()  # a child must not speak through its parent's connections
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            act(lambda said: os.write(writing, f"{said}\n".encode()) and None)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read().splitlines()
    _, status = os.waitpid(child, 0)
    was_ended = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert was_ended or os.waitstatus_to_exitcode(status) == 0
    return was_ended, said


def as_superuser(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE postgres; SET session_replication_role = replica")
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        cursor.execute("SET session_replication_role = origin; SET ROLE casustafel_app")
    return rows


def empty_the_log() -> None:
    as_superuser(f"TRUNCATE {LOG}")


def the_log_answers() -> bool:
    """Every line gets its place (other transactions on this server may hold that up a moment) and the whole
    answers to the witness."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        sequencer.advance(connections["worker"], now=clock.now())
        lines, leaves = as_superuser(
            "SELECT (SELECT count(*) FROM audit_userline) + (SELECT count(*) FROM audit_processingline),"
            " (SELECT count(*) FROM audit_leaf)"
        )[0]
        if lines == leaves:
            looked, finding = verify.verify(connections["worker"], Witness(settings.WITNESS_FOLDER))
            return (looked, finding) == (lines, None)
        time.sleep(0.05)
    raise AssertionError(f"{lines} lines, {leaves} places")
