"""Looks at a file before anybody opens it: the scanner first, then the cleaner."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from casustafel.files import cleaning, scanning
from casustafel.files.cleaning import Cleaned, NotCleaned
from casustafel.files.kinds import Kind
from casustafel.files.scanning import Scan
from casustafel.files.store import Absent
from casustafel.files.verdicts import Finding, Reason
from casustafel.vault.cipher import CannotOpen


class Standing(StrEnum):
    CLEAN = "CLEAN"
    QUARANTINE = "QUARANTINE"
    REFUSED = "REFUSED"


@dataclass(frozen=True)
class Checked:
    standing: Standing
    cleaned: Cleaned | None
    findings: Sequence[str]


def look_at(blob: UUID | None, key: bytes, kind: Kind) -> Checked | None:
    """What was not scanned or could not be cleaned is set apart; only what is clean opens by itself. None
    when the scanner is out of order: ask again later."""
    try:
        return _scanned(blob, key, kind)
    except (Absent, CannotOpen):
        return Checked(Standing.QUARANTINE, None, [Reason.FAILED])


def _scanned(blob: UUID | None, key: bytes, kind: Kind) -> Checked | None:
    if blob is None:
        raise Absent
    scan = scanning.scan(blob, key)
    if scan is Scan.UNREACHABLE:
        return None
    if scan is Scan.FOUND:
        return Checked(Standing.REFUSED, None, [Finding.HARMFUL])
    return _cleaned(blob, key, kind, [] if scan is Scan.CLEAN else [Finding.NOT_SCANNED])


def _cleaned(blob: UUID, key: bytes, kind: Kind, unsure: list[str]) -> Checked:
    try:
        cleaned = cleaning.clean(blob, key, kind)
    except NotCleaned as stopped:
        return Checked(Standing.QUARANTINE, None, [*unsure, stopped.reason])
    standing = Standing.QUARANTINE if unsure else Standing.CLEAN
    return Checked(standing, cleaned, [*unsure, *cleaned.findings])
