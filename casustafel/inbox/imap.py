"""Talking to a mail server, as little as needed: what is there, what it says, and put it in its folder."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from casustafel.inbox.mailboxes import Address

PATIENCE = 60.0
PIECE = 1024 * 1024
HEADERS = "(BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)])"
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
UID = re.compile(rb"\bUID (\d+)")
NAMESPACE = re.compile(rb'^\(\("((?:[^"\\]|\\.)*)" (?:"((?:[^"\\]|\\.)+)"|NIL)')
AT_ONCE = 200


class Failed(Exception):
    """The mailbox cannot be read now. `trouble` is one of choices.Trouble; what the server said goes."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class NotGiven(Exception):
    """The server has this mail and does not hand it over."""


class Gone(Exception):
    """Somebody took this mail away meanwhile."""


@dataclass(frozen=True)
class Item:
    uid: int
    size: int
    day: date | None


@contextmanager
def _or(trouble: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Failed("NOT_TRUSTED") from error
    except (imaplib.IMAP4.abort, OSError, EOFError) as error:
        raise Failed("NO_ANSWER") from error
    except (imaplib.IMAP4.error, UnicodeError) as error:
        raise Failed(trouble) from error


@contextmanager
def opened(address: Address, password: str) -> "Iterator[Session]":
    with _or("NO_ANSWER"):
        server = _connect(address)
    try:
        with _or("REFUSED"):
            _sign_in(server, address.user, password)
        yield Session(server, address.folder)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _connect(address: Address) -> imaplib.IMAP4:
    if address.encrypted:
        trust = ssl.create_default_context()
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=trust, timeout=PATIENCE)
    return imaplib.IMAP4(address.host, address.port, timeout=PATIENCE)


def _sign_in(server: imaplib.IMAP4, user: str, password: str) -> None:
    if "AUTH=PLAIN" in server.capabilities:
        server.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
    else:
        server.login(user, password)


class Session:
    def __init__(self, server: imaplib.IMAP4, folder: str) -> None:
        self.server = server
        with _or("NO_FOLDER"):
            if server.select(_quoted(folder))[0] != "OK":
                raise Failed("NO_FOLDER")
            self.validity = int((server.response("UIDVALIDITY")[1][0] or b"0").decode())
        self.can = self._abilities()
        self._there: set[tuple[str, ...]] = set()

    def _abilities(self) -> frozenset[str]:
        """Servers tell more after signing in than before."""
        with _or("NO_ANSWER"):
            return frozenset(self.server.capability()[1][0].decode("ascii", "replace").upper().split())

    def waiting(self) -> list[Item]:
        """What was not thrown away, oldest first; the rest of a long row waits for the next round."""
        with _or("NO_ANSWER"):
            found = self.server.uid("SEARCH", "UNDELETED")[1][0] or b""
            uids = sorted(int(each) for each in found.split())[:AT_ONCE]
            return [self._item(uid) for uid in uids]

    def _item(self, uid: int) -> Item:
        said = b" ".join(_flat(self.server.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")[1]))
        size, moment = SIZE.search(said), imaplib.Internaldate2tuple(said)
        return Item(uid, int(size[1]) if size else 0, date(*moment[:3]) if moment else None)

    def pieces(self, uid: int) -> Iterator[bytes]:
        begin = 0
        while piece := self._fetch(uid, f"(BODY.PEEK[]<{begin}.{PIECE}>)"):
            yield piece
            begin += len(piece)
            if len(piece) < PIECE:
                return

    def headers(self, uid: int) -> bytes:
        with suppress(NotGiven):
            return self._fetch(uid, HEADERS)
        return b""

    def _fetch(self, uid: int, what: str) -> bytes:
        with _or("NO_ANSWER"):
            status, said = self.server.uid("FETCH", str(uid), what)
        if status != "OK":
            raise NotGiven
        parts = [each for each in said if isinstance(each, tuple)]
        if not parts:
            raise NotGiven if self._is_there(uid) else Gone
        return bytes(parts[0][1])

    def _is_there(self, uid: int) -> bool:
        with _or("NO_ANSWER"):
            return any(UID.search(each) for each in _flat(self.server.uid("FETCH", str(uid), "(FLAGS)")[1]))

    def move(self, uid: int, folder: tuple[str, ...]) -> None:
        """In one act where the server can; else a copy first, so that a mail is twice sooner than nowhere."""
        name = _quoted(self._folder(folder))
        with _or("NO_ANSWER"):
            if "MOVE" in self.can:
                _demand(self.server.uid("MOVE", str(uid), name))
                return
            _demand(self.server.uid("COPY", str(uid), name))
            _demand(self.server.uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Deleted)"))
            if "UIDPLUS" in self.can:  # without it others' thrown away mail would go as well
                _demand(self.server.uid("EXPUNGE", str(uid)))

    def _folder(self, parts: tuple[str, ...]) -> str:
        """Its name on this server, where it is made when it is missing."""
        prefix, separator = self._namespace()
        name = prefix + separator.join(parts)
        if parts not in self._there:
            with _or("NO_ANSWER"):
                if self.server.status(_quoted(name), "(MESSAGES)")[0] != "OK":
                    self.server.create(_quoted(name))
                    self.server.subscribe(_quoted(name))
            self._there.add(parts)
        return name

    def _namespace(self) -> tuple[str, str]:
        if "NAMESPACE" not in self.can:
            return "", "/"
        with _or("NO_ANSWER"):
            told = NAMESPACE.match(self.server.namespace()[1][0] or b"")
        if not told:
            return "", "/"
        return told[1].decode(), (told[2] or b"/").decode().replace("\\\\", "\\")


def _demand(answer: tuple[str, Any]) -> None:
    if answer[0] != "OK":
        raise Failed("NO_FOLDER")


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _flat(said: list[Any]) -> Iterator[bytes]:
    for each in said:
        if isinstance(each, bytes):
            yield each
        elif isinstance(each, tuple):
            yield from each
