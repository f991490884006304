"""The web processes as they run for real, and their memory."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from django.db import connection

from casustafel.installation import web_processes

HOST = "127.0.0.1"
# All come from one address; the brakes count as always, and have room for them.
ROOM = {"CASUSTAFEL_REPORT_ROOM": "10000"}


@dataclass(frozen=True)
class Web:
    port: int
    processes: list[psutil.Process]

    def memory_mb(self) -> float:
        """Resident memory of the web processes and their children."""
        children = [child for each in self.processes for child in each.children(recursive=True)]
        family = [*self.processes, *children]
        return float(sum(each.memory_info().rss for each in family)) / 2**20


@contextmanager
def web() -> Iterator[Web]:
    with web_processes.place(0) as held:
        port = held.getsockname()[1]
        running = [
            subprocess.Popen(web_processes.command(port), env=os.environ | ROOM)  # noqa: S603  ourselves
            for _each in range(web_processes.number())
        ]
        try:
            _wait(port)
            yield Web(port, [psutil.Process(child.pid) for child in running])
        finally:
            for child in running:
                child.terminate()
            for child in running:
                child.wait(20)


@contextmanager
def running_worker() -> Iterator[psutil.Process]:
    command = [sys.executable, "-m", "casustafel", "worker"]
    child = subprocess.Popen(command, env=os.environ | {"CASUSTAFEL_JOBS_AS": "worker"})  # noqa: S603  ourselves
    try:
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait(20)


def all_processes(web: Web, worker: psutil.Process) -> list[psutil.Process]:
    """Web processes, worker and PostgreSQL; who of them has children is asked when they are weighed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0]).parent()
    return [*web.processes, worker, *([server] if server else [])]


def together_mb(processes: list[psutil.Process]) -> float:
    """With their children; what they share is counted once."""
    each = [one for first in processes for one in (first, *first.children(recursive=True))]
    return sum(_share_mb(one) for one in each)


def busy_seconds(processes: list[psutil.Process]) -> float:
    """Processor time of these processes and their children up to now."""
    each = [one for first in processes for one in (first, *first.children(recursive=True))]
    return sum(float(sum(one.cpu_times()[:2])) for one in each)


def _share_mb(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss) / 2**20
    except psutil.NoSuchProcess:
        return 0.0


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(HOST, port, timeout=2)
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError("the web process does not answer")
