"""Cleans a kept file: lets the cleaner make it anew in a process of its own, and keeps what comes back.

The text goes through pipes and is on no disk. The cleaner gets no environment, so it is told no database and
no key.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, Any
from uuid import UUID

from casustafel.files import store
from casustafel.files.kinds import Kind
from casustafel.files.verdicts import Finding, Reason

PROJECT = Path(__file__).parents[2]
SECONDS = 120.0  # by the clock; of the processor it gets less (see the cleaner)
PIECE = 64 * 1024
LONGEST_VERDICT = 4096


class NotCleaned(Exception):
    """This file stays in quarantine: it is never shown half clean."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Cleaned:
    blob: UUID
    size: int
    kind: Kind
    findings: list[Finding]


def clean(blob: UUID, key: bytes, kind: Kind) -> Cleaned:
    """The cleaned file is kept under the same key, beside the one that was sent."""
    writer = store.begin(key)
    try:
        with _cleaner(kind) as cleaner:
            _give(cleaner, store.read(blob, key))
            verdict = _verdict(cleaner.stdout)
            for piece in _pieces(cleaner.stdout):
                writer.write(piece)
        if cleaner.returncode or writer.size != verdict["size"]:
            raise NotCleaned(Reason.FAILED)
        kept = writer.finish()
    except BaseException:
        writer.abort()
        raise
    return Cleaned(
        kept.blob, kept.size, Kind(verdict["kind"]), [Finding(each) for each in verdict["findings"]]
    )


@contextmanager
def _cleaner(kind: Kind) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-E", "-s", "-B", "-m", f"{__package__}.cleaner", kind]
    process = subprocess.Popen(  # noqa: S603  ourselves; the kind is one of ours
        command,
        cwd=PROJECT,
        env={"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    late = Timer(SECONDS, process.kill)
    late.start()
    try:
        yield process
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
    finally:
        late.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _give(cleaner: "subprocess.Popen[bytes]", pieces: Iterator[bytes]) -> None:
    assert cleaner.stdin is not None  # noqa: S101  asked for above
    with suppress(BrokenPipeError):  # it stopped reading; its verdict says why
        for piece in pieces:
            cleaner.stdin.write(piece)
        cleaner.stdin.close()


def _verdict(answers: IO[bytes] | None) -> dict[str, Any]:
    assert answers is not None  # noqa: S101  asked for above
    try:
        verdict: dict[str, Any] = json.loads(answers.readline(LONGEST_VERDICT))
    except ValueError as nothing:  # it was stopped by a limit, or broke
        raise NotCleaned(Reason.FAILED) from nothing
    if "reason" in verdict:
        raise NotCleaned(Reason(verdict["reason"]))
    return verdict


def _pieces(answers: IO[bytes] | None) -> Iterator[bytes]:
    assert answers is not None  # noqa: S101  asked for above
    while piece := answers.read(PIECE):
        yield piece
