"""Locks that the kernel lets go of when their process dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Alone: waits for the one who holds it."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def only(path: Path) -> Iterator[bool]:
    """Alone or not at all: gives False when somebody else holds it."""
    handle = _open(path)
    try:
        yield _try(handle)
    finally:
        os.close(handle)


class Share:
    """One of many who use something; the last one out is told so."""

    def __init__(self, path: Path) -> None:
        self._handle = _open(path)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def last(self) -> bool:
        return _try(self._handle)

    def leave(self) -> None:
        os.close(self._handle)


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
