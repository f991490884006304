"""The product as it runs for real: its own database, web and worker, and Debian's chromium before it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.screens import House

PROJECT = Path(__file__).parents[2]
LEFT_OUT = {
    "CASUSTAFEL_CREDENTIALS",
    "CASUSTAFEL_WITNESS",
    "DJANGO_SETTINGS_MODULE",
    "CASUSTAFEL_DATABASE_RUNS",
}
SECONDS_TO_START = 180


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`casustafel run` with the demo lives, in a folder of its own; or one that runs already."""
    if "CASUSTAFEL_AT" in os.environ:
        yield os.environ["CASUSTAFEL_AT"]
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    var = tmp_path_factory.mktemp("journeys")
    log = (var / "run.log").open("w")
    running = subprocess.Popen(
        [sys.executable, "-m", "casustafel", "run"],
        cwd=PROJECT,
        env=kept | {"CASUSTAFEL_VAR": str(var), "PORT": str(port)},
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/health", running, var / "run.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(60)
        log.close()


def _wait(url: str, running: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"the house did not open: {log.read_text()[-2000:]}")


@pytest.fixture
def house(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[House]:
    made, failed = House(browser, address), request.session.testsfailed
    yield made
    if request.session.testsfailed > failed:
        made.shows_where_it_stood(PROJECT / "var" / "journeys")
    made.close()
