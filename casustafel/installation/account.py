"""PostgreSQL refuses to run as root, so for root it runs as a user of the system without rights."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from casustafel.installation.stop import Stop

NAME = "casustafel"


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def give(self, path: Path) -> None:
        if path.stat().st_uid != self.uid:
            os.chown(path, self.uid, self.gid)

    def enters(self, folder: Path) -> bool:
        return self._may("-w", folder) and self._may("-x", folder)

    def runs(self, program: Path) -> bool:
        return self._may("-x", program)

    def _may(self, what: str, path: Path) -> bool:
        return run(["/bin/sh", "-c", f'test {what} "$0"', str(path)], self).returncode == 0


def for_the_server(data: Path) -> Account | None:
    """None: the server runs as whoever starts it. Data that another user made stays with that user."""
    if os.geteuid() != 0:
        return None
    known = _owner(data) or _find(NAME) or _made() or _find("nobody")
    if known is None:
        raise Stop(
            "The database server refuses to run as root, and this machine has no other user for it. "
            f"Run: useradd --system {NAME}"
        )
    return known


def run(
    command: list[str],
    account: Account | None,
    timeout: float | None = 600,
    folder: str = "/",
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """In a session of its own: Ctrl-C in the terminal reaches us, and we end the server in order."""
    return subprocess.run(  # noqa: S603  our own programs, no shell
        command,
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"} | environment,
        umask=0o077,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=timeout,
        start_new_session=True,
        check=False,
    )


def _owner(data: Path) -> Account | None:
    if not data.exists() or data.stat().st_uid == 0:
        return None
    owner = data.stat()
    return Account(str(owner.st_uid), owner.st_uid, owner.st_gid)


def _find(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid)


def _made() -> Account | None:
    useradd = shutil.which("useradd", path=f"{os.defpath}:/usr/sbin:/sbin")
    if useradd is None:
        return None
    subprocess.run(  # noqa: S603  a program of the system
        [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        capture_output=True,
        check=False,
    )
    return _find(NAME)
