"""Files of one form, sealed into the store while they come in. What drives it (the filter in front of Django,
or Django's own parser) says when a file begins, hands on its bytes, and says when it ends."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from threading import Lock
from uuid import UUID

from django.db import transaction

from casustafel.files import kinds, store
from casustafel.files.kinds import Kind
from casustafel.files.limits import MEGABYTE, Limits
from casustafel.lib.refusal import N_, Refused
from casustafel.vault import cipher

TOO_LARGE = N_("This file is too large. At most %(megabytes)s MB for each file.")
TOO_MANY = N_("These are too many files. At most %(files)s at once; the rest was not kept.")
NO_ROOM = N_("There is no room to keep this file now. Your text is kept. Try the file again later.")


LONGEST_NAME = 200


class State(Enum):
    OPEN = auto()
    CLAIMED = auto()  # a record says it holds it; whether that is so is known at the commit
    HELD = auto()
    GONE = auto()


@dataclass
class Incoming:
    """One file as it was kept. It is gone after the request, unless the view takes it into a record."""

    field: str
    name: str
    kind: Kind
    size: int
    blob: UUID
    key: bytes = dataclasses.field(repr=False)
    state: State = State.OPEN
    _lock: Lock = dataclasses.field(default_factory=Lock, repr=False)

    def take(self) -> None:
        """In the transaction that writes the record: if that is undone, the file goes as well."""
        with self._lock:
            if self.state is not State.OPEN:
                raise ValueError("this file was taken before, or is gone")
            self.state = State.CLAIMED
        transaction.on_commit(self._hold)

    def _hold(self) -> None:
        self.state = State.HELD

    def drop_unless(self, *kept: State) -> None:
        with self._lock:
            if self.state in kept:
                return
            self.state = State.GONE
        store.remove(self.blob)


@dataclass(frozen=True)
class Problem:
    """A file that was not kept, and the sentence that says why."""

    field: str
    name: str
    refused: Refused


@dataclass
class Received:
    kept: list[Incoming] = dataclasses.field(default_factory=list)
    problems: list[Problem] = dataclasses.field(default_factory=list)


class Intake:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.received = Received()
        self._one: _Coming | None = None
        self._seen = 0

    def begin(self, field: str, name: str) -> None:
        """A field in which nobody chose a file comes with an empty name, and counts for nothing."""
        if not name:
            return
        self._one = _Coming(field, name, self.limits)
        self._seen += 1
        if self._seen > self.limits.files:
            self._one.refuse(Refused(TOO_MANY, files=self.limits.files))

    def data(self, text: bytes) -> None:
        if self._one is not None:
            self._one.data(text)

    def end(self) -> None:
        one, self._one = self._one, None
        if one is None:
            return
        kept = one.end()
        if kept is not None:
            self.received.kept.append(kept)
        elif one.refused is not None:
            self.received.problems.append(Problem(one.field, one.name, one.refused))

    def give_up(self) -> None:
        """The sender is gone, or what they send makes no sense: nothing is kept."""
        if self._one is not None:
            self._one.abort()
            self._one = None
        self.drop_unless()

    def drop_unless(self, *kept: State) -> None:
        for incoming in self.received.kept:
            incoming.drop_unless(*kept)


class _Coming:
    """The file that is coming in now. Nothing of it reaches the disk before its kind is known."""

    def __init__(self, field: str, name: str, limits: Limits) -> None:
        self.field, self.name, self.limits = field, _shown(name), limits
        self.refused: Refused | None = None
        self.key = cipher.new_key()
        self._head = bytearray()
        self._kind: Kind | None = None
        self._writer: store.Writer | None = None

    def refuse(self, why: Refused) -> None:
        self.abort()
        self.refused = why

    def abort(self) -> None:
        self._head.clear()
        if self._writer is not None:
            self._writer.abort()
            self._writer = None

    def data(self, text: bytes) -> None:
        if self.refused is not None:
            return
        with _saying(self):
            if self._writer is not None:
                self._write(text)
                return
            self._head += text
            if len(self._head) >= kinds.HEAD:
                self._open()

    def end(self) -> Incoming | None:
        with _saying(self):
            if self.refused is None and self._writer is None:
                self._open()
            if self.refused is None and self._writer is not None and self._kind is not None:
                kept = self._writer.finish()
                return Incoming(self.field, self.name, self._kind, kept.size, kept.blob, self.key)
        return None

    def _open(self) -> None:
        head = bytes(self._head)
        self._kind = kinds.check(self.name, head[: kinds.HEAD])
        self._head.clear()
        self._writer = store.begin(self.key)
        self._write(head)

    def _write(self, text: bytes) -> None:
        assert self._writer is not None  # noqa: S101  both callers have just looked
        if self._writer.size + len(text) > self.limits.file_bytes:
            raise Refused(TOO_LARGE, megabytes=self.limits.file_bytes // MEGABYTE)
        self._writer.write(text)


def _shown(name: str) -> str:
    """Without folders, and without signs that turn a line of text around or take it apart. The end stays: it
    says the kind."""
    return "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())[
        -LONGEST_NAME:
    ]


@contextmanager
def _saying(coming: _Coming) -> Iterator[None]:
    """A refusal ends this file, not the form it came with."""
    try:
        yield
    except store.DiskFull:
        coming.refuse(Refused(NO_ROOM))
    except Refused as why:
        coming.refuse(why)
