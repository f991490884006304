"""What is kept comes back as it was, or not at all; and the disk tells nothing of it."""

import errno
import os
import secrets
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.files import store
from casustafel.files.store import HEAD, SEALED, STEP, TEXT, Absent, DiskFull
from casustafel.files.tests.keeping import all_kept, keep, text_of
from casustafel.lib import clock
from casustafel.vault import cipher
from casustafel.vault.cipher import CannotOpen

THREE = secrets.token_bytes(2 * TEXT + 5)


def file_of(folder: Path, kept: store.Kept) -> Path:
    return folder / str(kept.blob)


@pytest.mark.parametrize("size", [0, 1, TEXT - 1, TEXT, TEXT + 1, 3 * TEXT, STEP * TEXT + 1])
def test_what_goes_in_comes_out(size: int) -> None:
    content = secrets.token_bytes(size)
    key, kept = keep(content)
    assert (text_of(kept.blob, key), kept.size) == (content, size)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=st.lists(st.binary(max_size=3000), max_size=40))
def test_however_it_comes_in(pieces: list[bytes]) -> None:
    key = cipher.new_key()
    writer = store.begin(key)
    for piece in pieces:
        writer.write(piece * 20)
    assert text_of(writer.finish().blob, key) == b"".join(piece * 20 for piece in pieces)


@pytest.mark.parametrize(
    ("size", "pieces"), [(0, 1), (1, 1), (TEXT, 1), (TEXT + 1, 2), (TEXT * STEP, 16), (TEXT * STEP + 1, 32)]
)
def test_sizes_on_disk_go_in_steps(folder: Path, size: int, pieces: int) -> None:
    _, kept = keep(bytes(size))
    assert file_of(folder, kept).stat().st_size == HEAD + pieces * SEALED


def test_nobody_else_can_read_it_and_its_time_is_a_day(folder: Path) -> None:
    _, kept = keep(THREE)
    found = file_of(folder, kept).stat()
    assert (found.st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert found.st_mtime % 86400 == 0


def spoilt(sealed: bytes) -> dict[str, bytes]:
    head, pieces = sealed[:HEAD], [sealed[at : at + SEALED] for at in range(HEAD, len(sealed), SEALED)]
    return {
        "cut at a piece": sealed[:-SEALED],
        "cut within": sealed[:-1],
        "longer": sealed + b"\0",
        "one piece twice": head + pieces[0] + b"".join(pieces),
        "last piece twice": sealed + pieces[-1],
        "swapped": head + pieces[1] + pieces[0] + pieces[2],
        "one left out": head + pieces[0] + pieces[2],
        "only its head": head,
        "less than its head": head[:3],
        "empty": b"",
    }


@pytest.mark.parametrize("way", spoilt(bytes(HEAD + 3 * SEALED)))
def test_pieces_that_lack_or_moved_are_refused(folder: Path, way: str) -> None:
    key, kept = keep(THREE)
    path = file_of(folder, kept)
    path.write_bytes(spoilt(path.read_bytes())[way])
    with pytest.raises(CannotOpen):
        text_of(kept.blob, key)


def test_every_byte_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PIECE", 64)
    monkeypatch.setattr(store, "TEXT", 60)
    monkeypatch.setattr(store, "SEALED", 80)
    key, kept = keep(secrets.token_bytes(100))
    path = file_of(folder, kept)
    whole = path.read_bytes()
    assert len(whole) == HEAD + 160
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(CannotOpen):
            text_of(kept.blob, key)


def test_another_key_or_the_place_of_another_file_opens_nothing(folder: Path) -> None:
    key, kept = keep(THREE)
    writer = store.begin(key)
    other = writer.finish()
    with pytest.raises(CannotOpen):
        text_of(kept.blob, cipher.new_key())
    file_of(folder, kept).rename(file_of(folder, other))
    with pytest.raises(CannotOpen):
        text_of(other.blob, key)


def test_the_disk_has_no_word_of_it_and_no_draft_when_done(folder: Path) -> None:
    keep(b"Dit staat nergens leesbaar. " * 10_000)
    assert len(list(folder.iterdir())) == 1
    assert all(b"leesbaar" not in path.read_bytes() for path in folder.iterdir())


def test_what_is_given_up_is_gone(folder: Path) -> None:
    writer = store.begin(cipher.new_key())
    writer.write(THREE)
    assert list(all_kept()) == [] and len(list(folder.iterdir())) == 1
    writer.abort()
    assert list(folder.iterdir()) == []
    with pytest.raises(ValueError, match="given up"):
        writer.write(THREE)


def test_what_was_removed_is_absent_and_removing_twice_is_no_fault() -> None:
    key, kept = keep(THREE)
    assert list(all_kept()) == [kept.blob]
    store.remove(kept.blob)
    store.remove(kept.blob)
    with pytest.raises(Absent):
        text_of(kept.blob, key)


class TestFullDisk:
    @pytest.mark.parametrize("act", ["write", "fsync", "rename", "open"])
    def test_is_said_and_leaves_nothing(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, act: str
    ) -> None:
        def full(*arguments: object) -> None:
            raise OSError(errno.ENOSPC, "full")

        key = cipher.new_key()
        if act == "open":
            monkeypatch.setattr(store.os, "open", full)
        with pytest.raises(DiskFull):
            writer = store.begin(key)
            if act == "write":
                monkeypatch.setattr(writer, "_file", FullFile())
            else:
                monkeypatch.setattr(store.os, act, full)
            writer.write(THREE)
            writer.finish()
        assert list(folder.iterdir()) == []

    def test_is_seen_before_others_have_no_room(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        usage = namedtuple("usage", "free")
        monkeypatch.setattr(store.shutil, "disk_usage", lambda path: usage(store.RESERVE - 1))
        with pytest.raises(DiskFull):
            keep(b"one word")
        assert list(folder.iterdir()) == []

    def test_what_came_before_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        key, kept = keep(THREE)
        usage = namedtuple("usage", "free")
        monkeypatch.setattr(store.shutil, "disk_usage", lambda path: usage(0))
        with pytest.raises(DiskFull):
            keep(b"one word")
        assert text_of(kept.blob, key) == THREE


class FullFile:
    def write(self, sealed: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    def close(self) -> None:
        pass


def test_drafts_of_writers_that_were_cut_off_are_swept_and_those_at_work_are_not(folder: Path) -> None:
    store.begin(cipher.new_key()).write(THREE)
    old, young = folder / ".draft-old", next(folder.iterdir())
    old.touch()
    os.utime(old, (0, 0))
    _, kept = keep(THREE)
    assert store.sweep_drafts(now=clock.now()) == 1
    assert set(folder.iterdir()) == {young, file_of(folder, kept)}
    assert store.sweep_drafts(now=clock.now() + timedelta(days=2)) == 1
