"""What leaves is kept by whoever asked for it, and shown by no browser."""

from datetime import date
from pathlib import Path

import pytest

from casustafel.files import store
from casustafel.files.handing_out import hand_out
from casustafel.files.kinds import Kind
from casustafel.files.store import Absent
from casustafel.files.tests.keeping import keep
from casustafel.vault.cipher import CannotOpen

TEXT = b"<script>alert(1)</script>" * 9000


def test_it_is_whole_neutral_and_in_a_sandbox() -> None:
    key, kept = keep(TEXT)
    answer = hand_out(blob=kept.blob, key=key, kind=Kind.PDF, day=date(2026, 11, 26))
    assert b"".join(answer.streaming_content) == TEXT
    assert dict(answer.headers) == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": 'attachment; filename="pdf-2026-11-26.pdf"',
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def test_an_empty_one_is_empty() -> None:
    key, kept = keep(b"")
    answer = hand_out(blob=kept.blob, key=key, kind=Kind.TXT, day=date(2026, 11, 26))
    assert b"".join(answer.streaming_content) == b""


def other_at(place: int, kept: bytes) -> bytes:
    """One byte another than it was, whatever it was."""
    spoilt = bytearray(kept)
    spoilt[place] ^= 1
    return bytes(spoilt)


def test_what_is_absent_or_spoilt_fails_before_anything_is_sent(folder: Path) -> None:
    key, kept = keep(TEXT)
    path = folder / str(kept.blob)
    path.write_bytes(other_at(-1, path.read_bytes()))
    asked = {"key": key, "kind": Kind.PDF, "day": date(2026, 11, 26)}
    answer = hand_out(blob=kept.blob, **asked)
    with pytest.raises(CannotOpen):
        list(answer.streaming_content)
    path.write_bytes(other_at(0, path.read_bytes()))
    with pytest.raises(CannotOpen):
        hand_out(blob=kept.blob, **asked)
    store.remove(kept.blob)
    with pytest.raises(Absent):
        hand_out(blob=kept.blob, **asked)
