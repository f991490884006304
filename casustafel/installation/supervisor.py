"""`casustafel run`: the database, the web process and the worker, from the first start to Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from casustafel.installation import children, database, locks, places, seeding, web_processes
from casustafel.installation.children import Child
from casustafel.installation.postgres import HOST, Server
from casustafel.installation.progress import say, step
from casustafel.installation.stop import Stop

PORT = 8000
SECONDS_TO_ANSWER = 60
SECONDS_TO_LET_GO = 8  # an orphaned web process of a killed run ends within its own grace
DEATHS_AT_START = 3
MEGABYTES_TO_RUN = 32


def run(arguments: list[str]) -> int:
    if arguments:
        raise Stop("casustafel run takes no arguments; PORT=8001 in the environment chooses the port.")
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        raise Stop(
            "casustafel run is for a trial on one machine. In production the web process and the worker "
            "stand behind a proxy with TLS; docs/how-to/install.md says how to start them."
        )
    port = _port()
    address = f"http://{HOST}:{port}"
    with _alone(address) as cut_off, _stopping_in_order():
        try:
            say("Starting Casustafel. Ctrl-C stops it.")
            if cut_off:
                say("The last run was cut off; what was saved is still there.")
            seeding.start_afresh_when_cut_off()
            _need_port(port, SECONDS_TO_LET_GO if cut_off else 0)
            _serve(port, address)
        except KeyboardInterrupt:
            say("Stopped. The data is kept; make run goes on where you were.")
    return 0


def _serve(port: int, address: str) -> None:
    with ExitStack() as stack:
        with step("Database"):
            stack.enter_context(database.ensure_running())
        environment = os.environ | {database.ALREADY: "1", "PYTHONUNBUFFERED": "1"}
        _prepare(environment)
        processes = _children(port, environment)
        try:
            with step("Web and worker", others_speak=True):
                _wait_for_health(processes, port)
            say(f"\nCasustafel runs on {address}")
            if seeding.is_demo():
                say(f"Choose who you want to be: {address}/demo/")
            _keep(processes)
        finally:
            say("\nStopping …")
            children.stop(processes)


def _prepare(environment: dict[str, str]) -> None:
    seeding.mark_when_new()
    with step("Tables"):
        manage(["migrate", "--verbosity=0"], environment)
    if seeding.is_due():
        say("Demo partnership:")
        manage(["seed_demo"], environment)
        seeding.done()


def manage(command: list[str], environment: dict[str, str]) -> None:
    status = subprocess.call([sys.executable, "-m", "casustafel", *command], env=environment)  # noqa: S603  ourselves
    if status:
        raise Stop(f"casustafel {command[0]} failed; the reason stands above. Nothing was started.")


def _children(port: int, environment: dict[str, str]) -> list[Child]:
    serve = web_processes.command(port)
    return [
        *(Child("web", serve, environment) for _each in range(web_processes.number())),
        Child(
            "worker",
            [sys.executable, "-m", "casustafel", "worker"],
            environment | {"CASUSTAFEL_JOBS_AS": "worker"},
        ),
    ]


def _wait_for_health(processes: list[Child], port: int) -> None:
    said = ""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        _tend(processes)
        if any(child.deaths >= DEATHS_AT_START for child in processes):
            raise Stop("It does not start; the reason stands above.")
        status, said = _health(port)
        if status == http.client.OK:
            return
        time.sleep(0.5 if status else 0.1)
    raise Stop(f"Casustafel does not get healthy within {SECONDS_TO_ANSWER} s: {said or 'no answer'}")


def _health(port: int) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        return answer.status, answer.read(500).decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def _keep(processes: list[Child]) -> None:
    server = None if os.environ.get("DATABASE_URL") else database.embedded()
    watch = _Watch(server)
    while True:
        _tend(processes)
        watch.look()
        time.sleep(0.2)


def _tend(processes: list[Child]) -> None:
    for child in processes:
        child.tend(time.monotonic())


class _Watch:
    """Looks at disk and database now and then."""

    def __init__(self, server: Server | None) -> None:
        self.server = server
        self.next = 0.0

    def look(self) -> None:
        if self.server is None or time.monotonic() < self.next:
            return
        self.next = time.monotonic() + 2
        places.need_space(places.var(), MEGABYTES_TO_RUN)
        if not self.server.alive():
            raise Stop(self.server.last_words())


def _port() -> int:
    given = os.environ.get("PORT") or str(PORT)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Stop(
            f"PORT is {given!r}, but a port is a number from 1 to 65535. For example: PORT=8001 make run"
        )
    return int(given)


def _need_port(port: int, patience: float) -> None:
    until = time.monotonic() + patience
    while not _is_free(port):
        if time.monotonic() >= until:
            raise Stop(
                f"Something else already listens on port {port} of this machine. "
                f"Stop it, or choose another: PORT={port + 1 if port < 65535 else 8001} make run"
            )
        time.sleep(0.2)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise Stop(f"Port {port} is only for root. Choose one above 1023: PORT=8001 make run") from error
        except OSError:
            return False
        return True


@contextmanager
def _alone(address: str) -> Iterator[bool]:
    """One run of this copy at a time. Gives whether the last run was cut off."""
    note = places.var() / "run.address"
    with locks.only(places.var() / "run.lock") as alone:
        before = note.read_text().strip() if note.exists() else ""
        if not alone:
            where = before or "another port"
            raise Stop(
                f"Casustafel already runs from this folder, on {where}. Use that, or stop it first (Ctrl-C)."
            )
        note.write_text(f"{address}\n")
        try:
            yield bool(before)
        finally:
            note.unlink(missing_ok=True)


@contextmanager
def _stopping_in_order() -> Iterator[None]:
    """The first Ctrl-C or SIGTERM begins the end; impatience does not cut it short."""

    def begin(number: int, frame: object) -> None:
        for either in (signal.SIGINT, signal.SIGTERM):
            signal.signal(either, lambda number, frame: None)
        raise KeyboardInterrupt

    for either in (signal.SIGINT, signal.SIGTERM):
        signal.signal(either, begin)
    yield
