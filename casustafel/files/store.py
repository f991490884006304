"""Sealed files on disk. Each is a row of equal pieces that say how much of them is text, so a size on disk
tells little; what is whole has no draft's name, and nothing is whole before the disk has it."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings

from casustafel.vault.cipher import CannotOpen, Chunks, binding_of_file

VERSION = b"\x01"
PIECE = 64 * 1024
LENGTH = 4
TEXT = PIECE - LENGTH
SEALED = PIECE + Chunks.TAG
HEAD = len(VERSION) + Chunks.PREFIX
STEP = 16  # pieces: from 1 MiB on, sizes go up by 1 MiB
DRAFT = ".draft-"
RESERVE = 256 * 2**20  # left free for what else must be written: nothing that was acknowledged may be lost
LOOK_AT_SPACE_EVERY = 64  # pieces
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskFull(Exception):
    """There is no room to keep this file. Nothing of it is left behind."""


class Absent(Exception):
    """There is no such file."""


@dataclass(frozen=True)
class Kept:
    blob: UUID
    size: int


def size_on_disk(size: int) -> int:
    """In steps, so that it does not tell which file this is."""
    return _pieces_for(-(-size // TEXT)) * PIECE


def _pieces_for(used: int) -> int:
    return max(used, 1) if used <= STEP else -(-used // STEP) * STEP


def folder() -> Path:
    path = Path(settings.FILES_FOLDER)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def begin(key: bytes) -> "Writer":
    return Writer(key)


class Writer:
    """Takes bytes until `finish` or `abort`; after a failure it has aborted itself."""

    def __init__(self, key: bytes) -> None:
        self.blob = uuid4()
        self._draft = folder() / f"{DRAFT}{self.blob}"
        self._waiting, self._size, self._number = bytearray(), 0, 0
        prefix = secrets.token_bytes(Chunks.PREFIX)
        self._chunks = Chunks(key, prefix, binding_of_file(self.blob))
        self._file: BinaryIO | None = None
        try:
            handle = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(handle, "wb", buffering=0)
        except OSError as error:
            raise _said(error) from error
        self._put(VERSION + prefix)

    @property
    def size(self) -> int:
        return self._size

    def write(self, text: bytes) -> None:
        self._size += len(text)
        self._waiting += text
        while len(self._waiting) > TEXT:
            self._seal(bytes(self._waiting[:TEXT]))
            del self._waiting[:TEXT]

    def finish(self) -> Kept:
        """On disk for good once this returns: the file, and its name in the folder."""
        used = self._number + 1
        whole = _pieces_for(used)
        rest = [bytes(self._waiting)] + [b""] * (whole - used)
        for left, text in zip(range(len(rest) - 1, -1, -1), rest, strict=True):
            self._seal(text, last=left == 0)
        try:
            self._settle()
        except OSError as error:
            self.abort()
            raise _said(error) from error
        return Kept(self.blob, self._size)

    def abort(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        self._waiting.clear()
        self._draft.unlink(missing_ok=True)

    def _seal(self, text: bytes, *, last: bool = False) -> None:
        if self._number % LOOK_AT_SPACE_EVERY == 0 and shutil.disk_usage(self._draft.parent).free < RESERVE:
            self.abort()
            raise DiskFull
        piece = len(text).to_bytes(LENGTH, "big") + text.ljust(TEXT, b"\0")
        self._put(self._chunks.seal(self._number, piece, last=last))
        self._number += 1

    def _put(self, sealed: bytes) -> None:
        if self._file is None:
            raise ValueError("this file was finished or given up")
        try:
            written = 0
            while written < len(sealed):
                written += self._file.write(sealed[written:])
        except OSError as error:
            self.abort()
            raise _said(error) from error

    def _settle(self) -> None:
        assert self._file is not None  # noqa: S101  _seal has just written to it
        os.fsync(self._file.fileno())
        self._file.close()
        self._file = None
        day = os.stat(self._draft).st_mtime // 86400 * 86400
        os.utime(self._draft, (day, day))
        os.rename(self._draft, folder() / str(self.blob))
        _sync()


def read(blob: UUID, key: bytes) -> Iterator[bytes]:
    """The text, piece by piece. CannotOpen at the first that is not as it was written, or lacks."""
    path = folder() / str(blob)
    if not path.is_file():
        raise Absent
    with path.open("rb") as file:
        head = file.read(HEAD)
        if len(head) != HEAD or head[:1] != VERSION:
            raise CannotOpen("not a kept file")
        yield from _pieces(file, Chunks(key, head[1:], binding_of_file(blob)))


def _pieces(file: BinaryIO, chunks: Chunks) -> Iterator[bytes]:
    number, sealed = 0, file.read(SEALED)
    while True:
        following = file.read(SEALED)
        piece = chunks.open(number, sealed, last=not following)
        if text := piece[LENGTH : LENGTH + int.from_bytes(piece[:LENGTH], "big")]:
            yield text
        if not following:
            return
        number, sealed = number + 1, following


def remove(blob: UUID) -> None:
    """Also what is gone already."""
    (folder() / str(blob)).unlink(missing_ok=True)
    _sync()


def sweep_drafts(*, now: datetime, older_than: timedelta = timedelta(days=1)) -> int:
    """Drafts whose writer was cut off."""
    swept = 0
    for path in folder().glob(f"{DRAFT}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < (now - older_than).timestamp():
                path.unlink()
                swept += 1
    return swept


def _said(error: OSError) -> Exception:
    return DiskFull() if error.errno in NO_ROOM else error


def _sync() -> None:
    handle = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
