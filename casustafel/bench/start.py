"""From a fresh clone to the first page, with warm package caches."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from casustafel.bench.report import Figure
from casustafel.bench.serving import HOST

PROJECT = Path(__file__).parents[2]
AT_MOST = 240
INHERITED = {"CASUSTAFEL_VAR", "CASUSTAFEL_DATABASE_RUNS", "DJANGO_SETTINGS_MODULE", "CASUSTAFEL_CREDENTIALS"}


def measure() -> list[Figure]:
    git = shutil.which("git")
    if git is None or not (PROJECT / ".git").exists():
        return []
    with tempfile.TemporaryDirectory(prefix="casustafel-start-", ignore_cleanup_errors=True) as folder:
        clone = Path(folder) / "clone"
        subprocess.run([git, "clone", "--quiet", str(PROJECT), str(clone)], check=True)  # noqa: S603
        seconds = _first_page(clone)
    return [Figure("run.first_page_s", seconds, "s", 90, "make run in a fresh clone, caches warm")]


def _first_page(clone: Path) -> float:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in INHERITED}
    begin = time.monotonic()
    running = subprocess.Popen(
        ["make", "run"],  # noqa: S607  the command of the README
        cwd=clone,
        env=environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers(port):
            if running.poll() is not None or time.monotonic() - begin > AT_MOST:
                raise RuntimeError("make run did not come up")
            time.sleep(0.1)
        return time.monotonic() - begin
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(60)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/demo/")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
