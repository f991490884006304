from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe

from casustafel.installation import places
from casustafel.installation.stop import Stop
from casustafel.lib import credentials as lib_credentials
from casustafel.lib.refusal import Refused


def password() -> str:
    return token_urlsafe(32)


def secret(name: str, make: Callable[[], str] = password) -> str:
    """The credential of this name; made at first use, and never changed by itself afterwards."""
    return secret_at(places.credentials() / name, make)


def secret_at(path: Path, make: Callable[[], str] = password) -> str:
    if not path.exists():
        with suppress(FileExistsError):  # another process was first: its value is the one
            lib_credentials.write_once(path, make().encode())
    return _read(path)


def _read(path: Path) -> str:
    try:
        value = lib_credentials.read(path).decode()
    except Refused as refused:
        raise Stop(f"Other people on this machine can read {path}. Run: chmod 600 '{path}'") from refused
    if not value:
        raise Stop(
            f"The credential file {path} is empty. Put it back from your backup; do not make a new one."
        )
    return value
