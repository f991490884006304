"""The epoch keys: files outside the database, one for each epoch still in use."""

import re
from pathlib import Path

from casustafel.lib import credentials
from casustafel.vault import cipher
from casustafel.vault.cipher import CannotOpen

NAME = re.compile(r"epoch-(\d+)\.key")


def _path(epoch: int) -> Path:
    return credentials.folder() / f"epoch-{epoch}.key"


def known() -> list[int]:
    folder = credentials.folder()
    names = (NAME.fullmatch(file.name) for file in folder.glob("epoch-*.key")) if folder.exists() else ()
    return sorted(int(name[1]) for name in names if name)


def current() -> int:
    """The newest epoch. The first is made when there is none: at the first run."""
    epochs = known()
    if epochs:
        return epochs[-1]
    return begin(1)


def begin(epoch: int) -> int:
    try:
        credentials.write_once(_path(epoch), cipher.new_key())
    except FileExistsError:  # an interrupted rotation had begun it
        return epoch
    return epoch


def end(epoch: int) -> None:
    _path(epoch).unlink(missing_ok=True)


def is_known(epoch: int | None) -> bool:
    return epoch is not None and _path(epoch).exists()


_kept: dict[Path, tuple[int, bytes]] = {}


def key(epoch: int) -> bytes:
    path = _path(epoch)
    try:
        changed = path.stat().st_ctime_ns  # also of who may read it
    except FileNotFoundError as missing:
        _kept.pop(path, None)
        raise CannotOpen(f"the key of epoch {epoch} is not there") from missing
    kept = _kept.get(path)
    if kept is None or kept[0] != changed:
        kept = _kept[path] = (changed, credentials.read(path))
    return kept[1]
