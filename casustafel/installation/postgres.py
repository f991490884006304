"""One PostgreSQL server of our own, out of the wheel: made, started, found running, recovered, stopped."""

import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from casustafel.installation import locks, places, residence
from casustafel.installation.account import run
from casustafel.installation.credentials import secret_at
from casustafel.installation.stop import Stop, plain_words

HOST = "127.0.0.1"
SUPERUSER = "postgres"
MEGABYTES_TO_MAKE = 96
MEGABYTES_TO_START = 24
SECONDS_TO_RECOVER = 300
LAST_WORDS = 2000
LARGEST_LOG = 5 * 2**20

INITDB = (
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--no-instructions",
)
SETTINGS = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 100
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
min_wal_size = '32MB'
max_wal_size = '512MB'
# Statements and parameters carry what people wrote: they stay out of the server's log.
log_min_error_statement = 'panic'
log_parameter_max_length_on_error = 0
log_error_verbosity = 'terse'
"""
DURABLE = """\
fsync = on
synchronous_commit = on
full_page_writes = on
"""
FORGETFUL = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = 'minimal'
max_wal_senders = 0
"""


class Server:
    """`home` holds the port, the locks and (unless its user cannot enter there) the data."""

    def __init__(self, home: Path, *, durable: bool = True, credential: Path | None = None) -> None:
        self.home = home
        self.durable = durable
        self.credential = credential or places.credentials() / "database-super"
        self._share: locks.Share | None = None
        self._found: residence.Residence | None = None

    def port(self) -> int:
        """The port this copy keeps; chosen at first use."""
        path = self.home / "database.port"
        if not path.exists():
            self._keep_port(_free_port())
        return int(path.read_text())

    def url(self, user: str, password: str, database: str) -> str:
        return f"postgresql://{user}:{quote(password, safe='')}@{HOST}:{self.port()}/{database}"

    def super_url(self, database: str = "postgres") -> str:
        return self.url(SUPERUSER, secret_at(self.credential), database)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Several processes may use it at once; whoever leaves last stops it."""
        self.enter()
        try:
            yield
        finally:
            self.leave()

    def enter(self) -> None:
        with plain_words(), locks.held(self.home / "database.lock"):
            self._share = locks.Share(self.home / "database.users")
            try:
                self._start(self._residence())
            except BaseException:
                self._share.leave()
                raise

    def leave(self) -> None:
        with locks.held(self.home / "database.lock"):
            if self._share is None:
                return
            if self._share.last():
                self._stop(self._residence())
            self._share.leave()
            self._share = None

    def alive(self) -> bool:
        return _pid(self._residence().data) is not None

    def last_words(self) -> str:
        home = self._residence()
        with home.log.open("rb") as file:
            file.seek(max(0, _log_size(home) - LAST_WORDS))
            return _why(home, file.read().decode(errors="replace"), _log_size(home))

    def in_use(self) -> bool:
        with locks.held(self.home / "database.lock"), locks.only(self.home / "database.users") as alone:
            return not alone

    def forget(self) -> None:
        """Stops the server and removes its data."""
        with locks.held(self.home / "database.lock"):
            self._stop(self._residence())
            residence.forget(self.home)
            self._found = None
            (self.home / "database.port").unlink(missing_ok=True)

    def _residence(self) -> residence.Residence:
        """Looked up once: for root that takes trying doors as another user."""
        self._found = self._found or residence.find(self.home)
        return self._found

    def _start(self, home: residence.Residence) -> None:
        if _pid(home.data) is None:
            self._make_ready(home)
            self._launch(home)
        _wait_until_ready(home)

    def _make_ready(self, home: residence.Residence) -> None:
        from casustafel.installation import upgrade  # it needs this module

        upgrade.finish(home)
        if (home.data / "PG_VERSION").exists():
            self._recognise(home)
            upgrade.upgrade_when_older(home, secret_at(self.credential))
        else:
            places.need_space(home.folder, MEGABYTES_TO_MAKE)
            make(home, home.folder / "data.new", secret_at(self.credential))
            (home.folder / "data.new").rename(home.data)
        places.need_space(home.folder, MEGABYTES_TO_START)

    def _recognise(self, home: residence.Residence) -> None:
        if not self.credential.exists():
            raise Stop(strangers(home))

    def _launch(self, home: residence.Residence) -> None:
        (home.data / "postmaster.pid").unlink(missing_ok=True)  # of a server that was killed
        if not _is_free(self.port()):
            self._keep_port(_free_port())
        _write(
            home,
            "casustafel.conf",
            SETTINGS.format(port=self.port()) + (DURABLE if self.durable else FORGETFUL),
        )
        began = _log_size(home)
        command = ["start", "-D", str(home.data), "-l", str(home.log), "-w", "-t", str(SECONDS_TO_RECOVER)]
        answer = run([home.program("pg_ctl"), *command], home.account, SECONDS_TO_RECOVER + 10)
        if answer.returncode:
            raise Stop(_why(home, answer.stdout, began))

    def _stop(self, home: residence.Residence) -> None:
        if _pid(home.data) is None:
            return
        answer = run([home.program("pg_ctl"), "stop", "-D", str(home.data), "-m", "fast", "-w"], home.account)
        if answer.returncode and _pid(home.data) is not None:
            raise Stop(f"The database server did not stop: {answer.stdout.strip()} Its log is {home.log}.")

    def _keep_port(self, port: int) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        draft = self.home / f".database.port.{os.getpid()}"
        draft.write_text(f"{port}\n")
        draft.replace(self.home / "database.port")


def make(home: residence.Residence, data: Path, password: str, checksums: str = "--data-checksums") -> None:
    """A new, empty cluster. Sorting goes by code point: it never changes with the machine's libraries."""
    shutil.rmtree(data, ignore_errors=True)
    _write(home, "password", password)
    try:
        command = ["-D", str(data), *INITDB, checksums, f"--pwfile={home.folder / 'password'}"]
        answer = run([home.program("initdb"), *command], home.account)
    finally:
        (home.folder / "password").unlink()
    if answer.returncode:
        raise Stop(_why(home, answer.stdout, 0))
    with (data / "postgresql.conf").open("a") as file:
        file.write("include '../casustafel.conf'\n")


def strangers(home: residence.Residence) -> str:
    return (
        f"The database in {home.folder} has other credentials than those in {places.credentials()}. "
        "Put the credentials back from your backup, or run make reset (that destroys the data)."
    )


def _write(home: residence.Residence, name: str, text: str) -> None:
    path = home.folder / name
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    if home.account is not None:
        home.account.give(path)


def _pid(data: Path) -> int | None:
    """The server of this data folder, if it lives; a number that went to another process does not count."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return pid if os.fsencode(data) in command.split(b"\0") else None


def _wait_until_ready(home: residence.Residence) -> None:
    for _ in range(SECONDS_TO_RECOVER * 20):
        lines = (home.data / "postmaster.pid").read_text().splitlines()
        if len(lines) > 7 and lines[7].strip() == "ready":
            return
        time.sleep(0.05)
    raise Stop(f"The database server does not get ready. Its log is {home.log}.")


def _why(home: residence.Residence, said: str, began: int) -> str:
    if home.log.exists():
        with home.log.open(errors="replace") as file:
            file.seek(began)
            said += file.read()
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return f"The disk with {home.folder} is full. Make room and start again; nothing was lost."
    if "ermission denied" in said and home.account is not None:
        return (
            f"The user {home.account.name}, as whom the database server runs, cannot enter {home.folder}. "
            "Open the folders above it (chmod o+x) and start again."
        )
    end = " ".join(said.split())[-400:]
    return f"The database server does not run. Its log is {home.log}; the end of it: {end}"


def _log_size(home: residence.Residence) -> int:
    if home.log.exists() and home.log.stat().st_size > LARGEST_LOG:
        home.log.replace(home.log.with_suffix(".old"))
    return home.log.stat().st_size if home.log.exists() else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
