"""Where a database server lives: its folder, its programs, the user it runs as."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from casustafel.installation import account as accounts
from casustafel.installation import places, programs
from casustafel.installation.progress import say


@dataclass(frozen=True)
class Residence:
    folder: Path
    majors: dict[int, Path]
    account: accounts.Account | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def newest(self) -> int:
        return max(self.majors)

    def program(self, name: str, major: int | None = None) -> str:
        return str(self.majors[major or self.newest] / name)


def find(home: Path) -> Residence:
    """In `home`; for root, outside it when the server's user cannot enter there."""
    account = accounts.for_the_server(home / "database" / "data")
    package = programs.shipped()
    if account is None:
        return Residence(_folder(home / "database", None), programs.majors(package), None)
    folder = _folder(home / "database", account)
    if not account.enters(folder):
        folder = _elsewhere(home, folder, account)
    if not account.runs(programs.majors(package)[max(programs.majors(package))] / "postgres"):
        package = programs.copied(places.outside(home) / "programs")
    return Residence(folder, programs.majors(package), account)


def forget(home: Path) -> None:
    """Removes database and programs of `home`, wherever they are."""
    for folder in (home / "database", places.outside(home)):
        if folder.exists():
            shutil.rmtree(folder)


def _folder(folder: Path, account: accounts.Account | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if account is not None:
        account.give(folder)
    return folder


def _elsewhere(home: Path, closed: Path, account: accounts.Account) -> Path:
    if (closed / "data").exists():
        return closed  # the server itself will say that the way there was closed since
    closed.rmdir()
    root = places.outside(home)
    known = root.exists()
    root.mkdir(parents=True, exist_ok=True, mode=0o755)
    if not known:
        (root / "belongs-to").write_text(f"{home}\n")
        say(
            f"The database server refuses to run as root and its user {account.name} cannot enter {home}, "
            f"so the database is kept in {root}."
        )
    return _folder(root / "database", account)
