"""The web process as it runs for real, and its memory."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Web:
    port: int
    process: psutil.Process

    def memory_mb(self) -> float:
        """Resident memory of the web process and its children."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(each.memory_info().rss for each in family)) / 2**20


@contextmanager
def web() -> Iterator[Web]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "casustafel.asgi:application", "--port", str(port)]
    quiet = ["--no-access-log", "--log-level", "warning", "--lifespan", "off", "--timeout-keep-alive", "75"]
    child = subprocess.Popen([*command, *quiet], env=os.environ)  # noqa: S603  ourselves
    try:
        _wait(port)
        yield Web(port, psutil.Process(child.pid))
    finally:
        child.terminate()
        child.wait(20)


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
