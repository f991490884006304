"""Only a plain "OK" of the daemon counts as clean."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import override_settings

from casustafel.files import scanning, store
from casustafel.files.scanning import Scan
from casustafel.files.tests.keeping import keep

TEXT = b"piece " * 30_000
EVIL = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Daemon:
    """Speaks INSTREAM: takes the pieces, and answers by what was in them or as it is told."""

    def __init__(self, answer: bytes | None, *, hangs_up_after: int | None = None) -> None:
        self.answer, self.hangs_up_after = answer, hangs_up_after
        self.heard = b""
        self.command = b""

    def serve(self, listening: socket.socket) -> None:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as coming:
            self.command = coming.read(10)
            while size := int.from_bytes(coming.read(4), "big"):
                self.heard += coming.read(size)
                if self.hangs_up_after is not None and len(self.heard) > self.hangs_up_after:
                    return
            if self.answer is None:
                coming.read(1)  # says nothing until the other side has had enough
            else:
                connection.sendall(self._answer())

    def _answer(self) -> bytes:
        return b"stream: Eicar-Test-Signature FOUND\0" if EVIL in self.heard else self.answer or b""


@contextmanager
def listening(daemon: Daemon, path: Path | None = None) -> Iterator[None]:
    with socket.socket(socket.AF_UNIX if path else socket.AF_INET) as door:
        door.bind(str(path) if path else ("127.0.0.1", 0))
        door.listen()
        place = str(path) if path else f"127.0.0.1:{door.getsockname()[1]}"
        thread = threading.Thread(target=daemon.serve, args=[door])
        thread.start()
        with override_settings(CLAMD=place):
            yield
        door.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def asked(daemon: Daemon, text: bytes = TEXT, path: Path | None = None) -> Scan:
    key, kept = keep(text)
    with listening(daemon, path):
        return scanning.scan(kept.blob, key)


def test_all_of_it_is_sent_and_ok_is_clean() -> None:
    daemon = Daemon(b"stream: OK\0")
    assert asked(daemon) is Scan.CLEAN
    assert (daemon.command, daemon.heard) == (b"zINSTREAM\0", TEXT)


def test_through_a_socket_of_this_machine(tmp_path: Path) -> None:
    assert asked(Daemon(b"stream: OK\0"), path=tmp_path / "clamd") is Scan.CLEAN


def test_what_it_knows_is_found() -> None:
    assert asked(Daemon(b"stream: OK\0"), TEXT + EVIL) is Scan.FOUND


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK",
        b"",
        b"stream: OK maybe\0",
        b"other: OK\0",
        b"x" * 5000,
    ],
)
def test_any_other_answer_is_none(answer: bytes) -> None:
    assert asked(Daemon(answer)) is Scan.UNREACHABLE


def test_one_that_hangs_up_has_not_scanned() -> None:
    assert asked(Daemon(b"stream: OK\0", hangs_up_after=10), TEXT * 30) is Scan.UNREACHABLE


def test_one_that_says_nothing_has_not_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.1)
    assert asked(Daemon(None)) is Scan.UNREACHABLE


@pytest.mark.parametrize("place", ["127.0.0.1:1", "/nergens/clamd", "nonsense", "127.0.0.1:many"])
def test_one_that_is_not_there_has_not_scanned(place: str) -> None:
    key, kept = keep(TEXT)
    with override_settings(CLAMD=place):
        assert scanning.scan(kept.blob, key) is Scan.UNREACHABLE


def test_without_one_it_is_said_that_nothing_was_scanned() -> None:
    key, kept = keep(TEXT)
    with override_settings(CLAMD=""):
        assert scanning.scan(kept.blob, key) is Scan.NOT_CONFIGURED


def test_a_file_that_is_gone_is_no_answer_of_the_daemon() -> None:
    key, kept = keep(TEXT)
    store.remove(kept.blob)
    with listening(Daemon(b"stream: OK\0")), pytest.raises(store.Absent):
        scanning.scan(kept.blob, key)
