"""The witness outside the database: signed checkpoints, and the leaves they speak of.

With the leaves beside the checkpoints a check can name the first record that does not answer, not only
say that something is wrong. A leaf is a hash over a salted commitment; it tells nothing.
"""

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casustafel.lib import credentials

ORIGIN = "casustafel/log"
LEAF_BYTES = 16 + 32


@dataclass(frozen=True)
class Note:
    """A checkpoint: origin, size and root (base64) on three lines, the moment on a fourth, a signature."""

    size: int
    root: bytes
    at: str
    signature: bytes

    @property
    def body(self) -> str:
        return f"{ORIGIN}\n{self.size}\n{base64.b64encode(self.root).decode()}\n{self.at}\n"

    def text(self) -> str:
        return f"{self.body}\n— {ORIGIN} {base64.b64encode(self.signature).decode()}\n"

    def is_signed(self) -> bool:
        try:
            _key().public_key().verify(self.signature, self.body.encode())
        except InvalidSignature:
            return False
        return True


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(credentials.secret("checkpoint.key"))


def sign(*, size: int, root: bytes, at: datetime) -> Note:
    unsigned = Note(size=size, root=root, at=at.isoformat(), signature=b"")
    return Note(size, root, unsigned.at, _key().sign(unsigned.body.encode()))


def parse(text: str) -> Note:
    lines = text.split("\n")
    signature = base64.b64decode(lines[5].rpartition(" ")[2])
    return Note(int(lines[1]), base64.b64decode(lines[2]), lines[3], signature)


def _starts(lines: list[str]) -> list[int]:
    return [n for n, line in enumerate(lines) if line == ORIGIN and len(lines) > n + 6]


class Witness:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkpoints_file = folder / "checkpoints"
        self.leaves_file = folder / "leaves"

    def append(self, note: Note, leaves: list[tuple[UUID, bytes]], *, start: int) -> None:
        """Leaves first, then the checkpoint that signs for them; cut back what an interrupted run left."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.leaves_file, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            file.seek(start * LEAF_BYTES)
            file.write(b"".join(line.bytes + leaf for line, leaf in leaves))
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        whole = self._whole_checkpoints()
        handle = os.open(self.checkpoints_file, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as journal:
            journal.seek(len(whole))
            journal.write((("\n" if whole else "") + note.text() + "\n").encode())
            journal.truncate()
            journal.flush()
            os.fsync(journal.fileno())

    def notes(self) -> list[Note]:
        """Whole checkpoints only: a last one cut short by a crash is written again by the next run."""
        lines = self._lines()
        return [parse("\n".join(lines[n : n + 6])) for n in _starts(lines)]

    def _whole_checkpoints(self) -> bytes:
        lines = self._lines()
        end = max(_starts(lines), default=-6) + 6
        return "".join(f"{line}\n" for line in lines[:end]).encode()

    def _lines(self) -> list[str]:
        """Of bytes, for a crash may leave half a sign."""
        if not self.checkpoints_file.exists():
            return []
        return self.checkpoints_file.read_bytes().decode(errors="replace").split("\n")

    def leaves(self) -> Iterator[tuple[UUID, bytes]]:
        if not self.leaves_file.exists():
            return
        with self.leaves_file.open("rb") as file:
            while len(entry := file.read(LEAF_BYTES)) == LEAF_BYTES:
                yield UUID(bytes=entry[:16]), entry[16:]
