"""Asks the daemon of ClamAV about a kept file, over its own protocol (INSTREAM). What it does not answer
plainly counts as not scanned: a file is only clean when the daemon said so."""

import socket
from enum import StrEnum
from uuid import UUID

from django.conf import settings

from casustafel.files import store

SECONDS = 30.0
LONGEST_ANSWER = 1024
CLEAN_ANSWER = b"stream: OK"
FOUND_ANSWER = b" FOUND"


class Scan(StrEnum):
    CLEAN = "clean"
    FOUND = "found"
    UNREACHABLE = "unreachable"
    NOT_CONFIGURED = "not_configured"


def is_unreachable() -> bool:
    """Asked before a file is opened for it. Without a daemon there is nobody to reach."""
    if not settings.CLAMD:
        return False
    try:
        with _connected(settings.CLAMD) as daemon:
            daemon.sendall(b"zPING\0")
            return _answer(daemon) != b"PONG"
    except (OSError, ValueError):
        return True


def scan(blob: UUID, key: bytes) -> Scan:
    if not settings.CLAMD:
        return Scan.NOT_CONFIGURED
    try:
        with _connected(settings.CLAMD) as daemon:
            daemon.sendall(b"zINSTREAM\0")
            for piece in store.read(blob, key):
                daemon.sendall(len(piece).to_bytes(4, "big") + piece)
            daemon.sendall(bytes(4))
            answer = _answer(daemon)
    except (OSError, ValueError):
        return Scan.UNREACHABLE
    if answer == CLEAN_ANSWER:
        return Scan.CLEAN
    return Scan.FOUND if answer.endswith(FOUND_ANSWER) else Scan.UNREACHABLE


def _connected(place: str) -> socket.socket:
    """`place` is the path of a socket, or host:port."""
    if place.startswith("/"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(SECONDS)
        try:
            daemon.connect(place)
        except OSError:
            daemon.close()
            raise
        return daemon
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), SECONDS)


def _answer(daemon: socket.socket) -> bytes:
    """Until the zero that ends it; without that it is half an answer."""
    said = b""
    while len(said) < LONGEST_ANSWER:
        piece = daemon.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
        if b"\0" in piece:
            return said.partition(b"\0")[0]
    return b""
