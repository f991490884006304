"""Data of an older PostgreSQL, after an upgrade of Casustafel brought a newer one."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casustafel.installation import places, postgres
from casustafel.installation.account import run
from casustafel.installation.progress import step
from casustafel.installation.residence import Residence
from casustafel.installation.stop import Stop


def upgrade_when_older(home: Residence, password: str) -> None:
    major = int((home.data / "PG_VERSION").read_text())
    if major != home.newest:
        upgrade(home, major, password)


def upgrade(home: Residence, major: int, password: str) -> None:
    """With the programs of both versions: into a new folder, the old one kept beside it untouched."""
    if major > home.newest:
        raise Stop(
            f"The data in {home.folder} was made by PostgreSQL {major}, newer than the {home.newest} that "
            "this version of Casustafel brings. Nothing was changed. Go back to the version you ran before."
        )
    if major not in home.majors:
        raise Stop(
            f"The data in {home.folder} was made by PostgreSQL {major}, and this version of Casustafel "
            f"brings only {_list(home)}. Nothing was changed. Start a version in between once, "
            "then this one; see UPGRADING.md."
        )
    places.need_space(home.folder, _megabytes(home) + postgres.MEGABYTES_TO_MAKE)
    with step(f"Data of PostgreSQL {major} to {home.newest}"):
        _carry_over(home, major, password)


def finish(home: Residence) -> None:
    """An upgrade that was cut off between its last two steps."""
    if _ready(home).exists() and not home.data.exists():
        _ready(home).rename(home.data)


def _carry_over(home: Residence, major: int, password: str) -> None:
    shutil.rmtree(_ready(home), ignore_errors=True)
    fresh = home.folder / "data.new"
    postgres.make(
        home, fresh, password, "--data-checksums" if _has_checksums(home, major) else "--no-data-checksums"
    )
    with _socket_folder(home) as sockets:
        _close_cleanly(home, major)
        answer = run(
            [
                home.program("pg_upgrade"),
                *("--old-bindir", str(home.majors[major]), "--new-bindir", str(home.majors[home.newest])),
                *("--old-datadir", str(home.data), "--new-datadir", str(fresh)),
                *("--username", postgres.SUPERUSER, "--socketdir", sockets),
            ],
            home.account,
            timeout=None,
            folder=sockets,
            PGPASSWORD=password,
        )
    if answer.returncode:
        raise Stop(
            f"The data of PostgreSQL {major} in {home.folder} could not be carried over; it is unchanged. "
            f"pg_upgrade says: {' '.join(answer.stdout.split())[-400:]}"
        )
    fresh.rename(_ready(home))
    home.data.rename(home.folder / f"data.{major}")
    finish(home)


def _close_cleanly(home: Residence, major: int) -> None:
    """pg_upgrade wants data that was closed in order; a killed server left it open."""
    (home.data / "postmaster.pid").unlink(missing_ok=True)
    control = run([home.program("pg_controldata", major), str(home.data)], home.account).stdout
    if re.search(r"cluster state: +shut down$", control, re.MULTILINE):
        return
    for action in ("start", "stop"):
        pg_ctl = [home.program("pg_ctl", major), action, "-D", str(home.data), "-l", str(home.log), "-w"]
        run(pg_ctl, home.account)


def _has_checksums(home: Residence, major: int) -> bool:
    control = run([home.program("pg_controldata", major), str(home.data)], home.account).stdout
    return re.search(r"checksum version: +[1-9]", control) is not None


@contextmanager
def _socket_folder(home: Residence) -> Iterator[str]:
    """Short, because the path of a socket may have no more than 107 bytes; private, because it is a door."""
    with tempfile.TemporaryDirectory(prefix="casustafel-") as folder:
        if home.account is not None:
            home.account.give(Path(folder))
        yield folder


def _ready(home: Residence) -> Path:
    return home.folder / "data.upgraded"


def _megabytes(home: Residence) -> int:
    return sum(path.stat().st_size for path in home.data.rglob("*") if path.is_file()) // 2**20


def _list(home: Residence) -> str:
    return " and ".join(str(major) for major in sorted(home.majors))
