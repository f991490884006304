import hashlib
import os
import shutil
from pathlib import Path

from casustafel.installation.stop import Stop
from casustafel.lib import credentials as lib_credentials

PROJECT = Path(__file__).resolve().parents[2]
OURS = ".casustafel"  # marks a folder that we made, so that a reset may empty it
KEPT = {
    OURS,
    "test",
    "run.lock",
    "run.address",
    "database.lock",
    "database.users",
    "set-up.lock",
}  # survive a reset


def var() -> Path:
    """Where this copy keeps what it makes itself; git ignores it. The folder in the project is always ours,
    one that somebody chose only when we found it empty."""
    chosen = os.environ.get("CASUSTAFEL_VAR")
    folder = Path(chosen).absolute() if chosen else PROJECT / "var"
    is_marked = (folder / OURS).exists()
    if not is_marked and (not chosen or not folder.exists() or not any(folder.iterdir())):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / OURS).touch()
    return folder


def credentials_elsewhere() -> bool:
    return not lib_credentials.folder().is_relative_to(var())


def credentials() -> Path:
    """For the owner of the process only (mode 700)."""
    folder = lib_credentials.folder()
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    return folder


def files() -> Path:
    """Where what people send is kept, encrypted; `settings` reads it too."""
    chosen = os.environ.get("CASUSTAFEL_FILES")
    return Path(chosen) if chosen else lib_credentials.folder().parent / "files"


def files_elsewhere() -> bool:
    return files().exists() and not files().absolute().is_relative_to(var())


def outside(home: Path) -> Path:
    """Where the database of `home` lives when its own server cannot enter `home`."""
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(os.environ.get("CASUSTAFEL_OUTSIDE", "/var/lib/casustafel")) / name


def need_space(folder: Path, megabytes: int) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise Stop(
            f"The disk with {folder} is full: {free} MB left, the database needs {megabytes} MB to start. "
            "Make room and start again; nothing was lost."
        )
