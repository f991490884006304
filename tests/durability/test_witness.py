"""The sequencer, cut off between leaves, checkpoint and witness: afterwards the log answers."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from casustafel.audit import log, sequencer, verify, witness
from casustafel.audit.log import Door
from casustafel.audit.witness import Witness
from casustafel.lib import clock
from tests.durability import cut_off

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "worker"])
Prepare = Callable[[pytest.MonkeyPatch], None]

POINTS: dict[str, Prepare] = {
    "before the leaves": lambda patch: cut_off.before(patch, sequencer, "_append"),
    "between leaves and checkpoint": lambda patch: cut_off.after(patch, sequencer, "_append"),
    "before the commit": lambda patch: cut_off.before(patch, DatabaseWrapper, "_commit"),
    "after the commit": lambda patch: cut_off.after(patch, DatabaseWrapper, "_commit"),
    "before the witness": lambda patch: cut_off.before(patch, Witness, "append"),
    "with leaves in the file and no checkpoint": lambda patch: cut_off.after(patch, witness.os, "fsync"),
    "after the witness": lambda patch: cut_off.after(patch, Witness, "append"),
}


@pytest.fixture
def seen(settings) -> Witness:
    """Five lines that the witness saw."""
    written(5)
    assert cut_off.the_log_answers()
    return Witness(settings.WITNESS_FOLDER)


def written(lines: int) -> None:
    for _ in range(lines):
        with transaction.atomic():
            log.record("case.opened", by=Door("TEST"), now=clock.now())


def finding(seen: Witness) -> verify.Finding | None:
    return verify.verify(connections["worker"], seen)[1]


@pytest.mark.parametrize("point", POINTS)
def test_cut_off_anywhere_the_log_answers_afterwards(seen: Witness, point: str) -> None:
    written(3)

    def act(told: Callable[[str], None]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            POINTS[point](patch)
            for _ in range(400):  # others on this server may hold the edge back for a moment
                sequencer.advance(connections["worker"], now=clock.now())
                time.sleep(0.05)

    assert cut_off.in_a_process(act)[0]
    assert finding(seen) is None
    written(2)
    assert cut_off.the_log_answers()
    assert cut_off.as_superuser("SELECT count(*) FROM audit_leaf")[0][0] == 10


@pytest.mark.parametrize("name", ["checkpoints", "leaves"])
def test_a_file_cut_off_at_any_byte_is_made_whole(seen: Witness, name: str) -> None:
    files = {file: file.read_bytes() for file in (seen.checkpoints_file, seen.leaves_file)}
    written(2)
    assert cut_off.the_log_answers()
    file = seen.folder / name
    before, grown = len(files[file]), len(file.read_bytes())
    for length in range(before, grown, 11):
        for other, content in files.items():
            other.write_bytes(content)
        if name == "checkpoints":
            seen.leaves_file.write_bytes(files[seen.leaves_file] + bytes(96))
        _tear(file, files[file], length)
        sequencer.advance(connections["worker"], now=clock.now())
        assert finding(seen) is None, length
        assert seen.notes()[-1].size == 7, length


def _tear(file: Path, whole: bytes, length: int) -> None:
    """As if the power went while the next entry was written."""
    entry = (
        b"casustafel/log\n7\n" + b"A" * 43 + b"=\n2026-11-25T12:00:00+00:00\n\n\xe2\x80\x94 casustafel/log "
    )
    torn = (entry if file.name == "checkpoints" else b"l" * 96) + b"B" * 200
    file.write_bytes(whole + torn[: length - len(whole)])


def test_a_log_that_became_shorter_is_not_signed_for(seen: Witness) -> None:
    last = cut_off.as_superuser("SELECT line_id FROM audit_leaf WHERE position = 4")[0][0]
    cut_off.as_superuser("DELETE FROM audit_leaf WHERE position >= 4")
    cut_off.as_superuser(f"DELETE FROM audit_userline WHERE id = '{last}'")
    cut_off.as_superuser("UPDATE audit_edge SET size = 4, peaks = peaks[1:1]")
    sequencer.advance(connections["worker"], now=clock.now())
    assert finding(seen) == verify.Finding("cut off", 4, last)


def test_the_witness_is_for_the_owner_only(seen: Witness) -> None:
    modes = {os.stat(file).st_mode & 0o777 for file in (seen.checkpoints_file, seen.leaves_file)}
    assert modes == {0o600}
