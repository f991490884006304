"""Against floods without tracking: how much room there is now, counted in memory only. Plain Python.

An address is counted under a keyed hash whose key lives an hour and is written nowhere. Nobody is locked out:
who asks too much is asked for work or for patience (a ticket), and everybody for a while when all is full.
"""

import hashlib
import hmac
import ipaddress
import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

HOUR = 3600.0
MOST_ADDRESSES = 50_000
TICKET_LIVES = 30 * 60.0
LEAST_WAIT, MOST_WAIT = 10, 60  # seconds
BITS = 16  # about a second or two in a browser


class Room(NamedTuple):
    """So many at once, and so many a second from then on."""

    burst: float
    a_second: float


@dataclass(frozen=True)
class Rule:
    """What one address may do, and all of them together."""

    each: Room
    all: Room


RULES = {
    "begin": Rule(Room(20, 1 / 10), Room(600, 30)),
    "send": Rule(Room(10, 1 / 20), Room(600, 60)),
    "file": Rule(Room(40, 1 / 5), Room(300, 10)),
    "code": Rule(Room(3, 1 / 30), Room(600, 20)),  # wrong codes
    "screen": Rule(Room(3, 1 / 30), Room(600, 20)),  # wrong codes of a big screen
}


# Who tries many wrong codes keeps no right one out: then work or patience is asked of all.
NEVER_FULL = {"code", "screen"}


@dataclass
class Bucket:
    left: float
    at: float

    def refill(self, room: Room, now: float) -> float:
        self.left = min(room.burst, self.left + max(0.0, now - self.at) * room.a_second)
        self.at = now
        return self.left


@dataclass(frozen=True)
class Ask:
    """Work or patience is asked first. `ticket` passes after `wait` seconds, or at once with the sum done."""

    ticket: str
    wait: int
    bits: int = BITS


class Full(Exception):
    """All together it is too much now: come back in a moment."""


@dataclass
class Brakes:
    """`secret` signs tickets, so that each process knows those of the others; each counts for itself."""

    secret: bytes
    times: float = 1.0
    clock: Callable[[], float] = time.time
    _each: dict[bytes, Bucket] = field(default_factory=dict)
    _all: dict[str, Bucket] = field(default_factory=dict)
    _used: dict[str, float] = field(default_factory=dict)
    _hour: tuple[int, bytes] = (0, b"")
    _lock: Lock = field(default_factory=Lock)

    def admit(self, kind: str, address: str, *, ticket: str = "", answer: str = "") -> Ask | None:
        """None: go on, and it is counted. Raises Full."""
        with self._lock:
            asked = self._look(kind, address, ticket, answer)
            if asked is None:
                self._count(kind, address)
            return asked

    def look(self, kind: str, address: str, *, ticket: str = "", answer: str = "") -> Ask | None:
        """The same, for what is counted only when it turns out wrong (`count`)."""
        with self._lock:
            return self._look(kind, address, ticket, answer)

    def count(self, kind: str, address: str) -> int:
        """Seconds to wait before the next may come without being asked for patience; 0: none."""
        with self._lock:
            self._count(kind, address)
            return self._wait(kind, self._of(kind, address).left)

    def ask(self, kind: str, address: str) -> Ask:
        with self._lock:
            return self._ask(kind, self._of(kind, address).left)

    def _look(self, kind: str, address: str, ticket: str, answer: str) -> Ask | None:
        room, now = self._room(RULES[kind].all), self.clock()
        together = self._all.setdefault(kind, Bucket(room.burst, now))
        is_full, own = together.refill(room, now) < 1, self._of(kind, address).left
        if is_full and kind not in NEVER_FULL:
            raise Full
        own = min(own, 0.0) if is_full else own
        if own >= 1:
            return None
        known = self._known(kind, ticket)
        if known is None:
            return self._ask(kind, own)
        matures, ends = known
        if matures > now and not is_solved(ticket, answer):
            return Ask(ticket, math.ceil(matures - now))
        self._used[ticket] = ends
        return None

    def _count(self, kind: str, address: str) -> None:
        own = self._of(kind, address)
        own.left = max(own.left - 1, -self._room(RULES[kind].each).burst)
        together = self._all.get(kind)
        if together is not None:
            together.left = max(together.left - 1, 0.0)

    def _of(self, kind: str, address: str) -> Bucket:
        room, now = self._room(RULES[kind].each), self.clock()
        name = hmac.new(self._key(now), f"{kind}|{_of_one_house(address)}".encode(), hashlib.sha256).digest()
        if name not in self._each and len(self._each) >= MOST_ADDRESSES:
            self._each.clear()  # those together are held by the room for all
        bucket = self._each.setdefault(name, Bucket(room.burst, now))
        bucket.refill(room, now)
        return bucket

    def _key(self, now: float) -> bytes:
        """Of this hour. What was counted before is forgotten with its key."""
        hour = int(now // HOUR)
        if self._hour[0] != hour:
            self._hour = (hour, secrets.token_bytes(32))
            self._each.clear()
            self._used = {name: until for name, until in self._used.items() if until > now}
        return self._hour[1]

    def _room(self, room: Room) -> Room:
        return Room(room.burst * self.times, room.a_second * self.times)

    def _wait(self, kind: str, left: float) -> int:
        """Longer the more was asked beyond the room, and never long."""
        if left >= 1:
            return 0
        return min(MOST_WAIT, LEAST_WAIT + 5 * math.floor(max(0.0, -left)))

    def _ask(self, kind: str, left: float) -> Ask:
        now, wait = self.clock(), self._wait(kind, left)
        body = f"{kind}.{math.ceil(now + wait)}.{math.ceil(now + TICKET_LIVES)}.{secrets.token_hex(8)}"
        return Ask(f"{body}.{self._mark(body)}", wait)

    def _known(self, kind: str, ticket: str) -> tuple[float, float] | None:
        """From when until when it passes: a ticket of ours, for this, not used yet."""
        body, _, mark = ticket.rpartition(".")
        if not hmac.compare_digest(mark.encode(), self._mark(body).encode()):
            return None
        of, matures, ends, _random = body.split(".")
        if of != kind or self.clock() >= int(ends) or ticket in self._used:
            return None
        return float(matures), float(ends)

    def _mark(self, body: str) -> str:
        return hmac.new(self.secret, body.encode(), hashlib.sha256).hexdigest()[:32]


def is_solved(ticket: str, answer: str, bits: int = BITS) -> bool:
    """The hash of ticket and answer begins with so many zero bits."""
    if not answer or len(answer) > 20:
        return False
    found = hashlib.sha256(f"{ticket}:{answer}".encode()).digest()
    return int.from_bytes(found, "big") >> (256 - bits) == 0


def _of_one_house(address: str) -> str:
    """Of IPv6 the first half: the rest a house chooses itself."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
