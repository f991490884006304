"""Secrets that live outside the database: one file each, only for the owner of the process to read."""

import os
import secrets
from functools import cache
from pathlib import Path

from casustafel.lib.refusal import N_, Refused


def folder() -> Path:
    """CASUSTAFEL_CREDENTIALS, or what systemd hands over (CREDENTIALS_DIRECTORY), or var/credentials."""
    chosen = os.environ.get("CASUSTAFEL_CREDENTIALS") or os.environ.get("CREDENTIALS_DIRECTORY")
    if chosen:
        return Path(chosen)
    var = os.environ.get("CASUSTAFEL_VAR")
    return (Path(var) if var else Path(__file__).parents[2] / "var") / "credentials"


def write_once(path: Path, value: bytes) -> None:
    """Make the file with mode 600, whole or not at all; FileExistsError when it is there already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()
    _sync(path.parent)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> bytes:
    """The secret; refused when others on the machine can read the file."""
    if path.stat().st_mode & 0o077:
        raise Refused(N_("Other people on this machine can read %(file)s. Run: chmod 600."), file=path.name)
    return path.read_bytes()


@cache
def secret(name: str) -> bytes:
    """32 random bytes under this name, made at first use."""
    path = folder() / name
    if not path.exists():
        try:
            write_once(path, secrets.token_bytes(32))
        except FileExistsError:  # another process was first
            return read(path)
    return read(path)
