"""Does the log still say what the witness saw? Names the first record that does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from casustafel.audit import tree
from casustafel.audit.log import is_intact
from casustafel.audit.models import ProcessingLine, UserLine
from casustafel.audit.witness import Witness

BATCH = 2000


@dataclass(frozen=True)
class Finding:
    """`position` counts from 0; `record` is the line as the witness knew it (None: nobody knew it)."""

    kind: str
    position: int
    record: UUID | None


@dataclass(frozen=True)
class Leaf:
    position: int
    log: str
    line_id: UUID
    hash: bytes


def verify(connection: BaseDatabaseWrapper, seen: Witness) -> tuple[int, Finding | None]:
    """How many leaves were looked at, and the first finding: forged witness, removed, cut off, reordered,
    changed or added. None when all is well."""
    forged = _first_forged_checkpoint(seen)
    if forged:
        return 0, forged
    size = seen.notes()[-1].size if seen.notes() else 0
    looked, finding = _compare(connection, seen, size)
    return looked, finding or _first_line_without_a_place(connection)


def _first_forged_checkpoint(seen: Witness) -> Finding | None:
    growing, leaves = tree.Tree(), seen.leaves()
    for note in seen.notes():
        while growing.size < note.size:
            entry = next(leaves, None)
            if entry is None:
                return Finding("witness cut off", growing.size, None)
            growing.append(entry[1])
        if not note.is_signed() or growing.root() != note.root:
            return Finding("witness forged", max(note.size - 1, 0), None)
    return None


def _compare(connection: BaseDatabaseWrapper, seen: Witness, size: int) -> tuple[int, Finding | None]:
    looked = 0
    for position, (witnessed, stored) in enumerate(
        zip_longest(_witnessed(seen, size), _stored(connection), fillvalue=None)
    ):
        looked += 1
        kind = _difference(position, witnessed, stored)
        if kind:
            known = witnessed[0] if witnessed else stored[0].line_id if stored else None
            return looked, Finding(kind, position, known)
    return looked, None


def _witnessed(seen: Witness, size: int) -> Iterator[tuple[UUID, bytes]]:
    for position, entry in enumerate(seen.leaves()):
        if position >= size:
            return
        yield entry


def _difference(
    position: int, witnessed: tuple[UUID, bytes] | None, stored: tuple[Leaf, "Line | None"] | None
) -> str:
    if stored is None:
        return "cut off"
    leaf, line = stored
    if leaf.position != position:
        return "removed"
    if witnessed and witnessed[0] != leaf.line_id:
        return "reordered"
    if line is None:
        return "removed"
    answers = tree.leaf_hash(bytes(line.commitment)) == leaf.hash and is_intact(line)
    if not answers or (witnessed and witnessed[1] != leaf.hash):
        return "changed"
    return ""


Line = UserLine | ProcessingLine


def _stored(connection: BaseDatabaseWrapper) -> Iterator[tuple[Leaf, Line | None]]:
    after = -1
    while batch := _leaves_after(connection, after):
        lines = _lines(connection, batch)
        yield from ((leaf, lines.get(leaf.line_id)) for leaf in batch)
        after = batch[-1].position


def _leaves_after(connection: BaseDatabaseWrapper, after: int) -> list[Leaf]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, log, line_id, hash FROM audit_leaf WHERE position > %s"
            " ORDER BY position LIMIT %s",
            [after, BATCH],
        )
        return [Leaf(row[0], row[1], row[2], bytes(row[3])) for row in cursor.fetchall()]


def _lines(connection: BaseDatabaseWrapper, leaves: list[Leaf]) -> dict[UUID, Line]:
    found: dict[UUID, Line] = {}
    for log, model in (("U", UserLine), ("P", ProcessingLine)):
        wanted = [leaf.line_id for leaf in leaves if leaf.log == log]
        found |= model.objects.using(connection.alias).in_bulk(wanted)
    return found


def _first_line_without_a_place(connection: BaseDatabaseWrapper) -> Finding | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line.id FROM (SELECT id, transaction FROM audit_userline"
            " UNION ALL SELECT id, transaction FROM audit_processingline) AS line"
            " WHERE line.transaction < (SELECT horizon::text::xid8 FROM audit_edge)"
            " AND NOT EXISTS (SELECT 1 FROM audit_leaf WHERE line_id = line.id) LIMIT 1"
        )
        row = cursor.fetchone()
    return Finding("added", -1, row[0]) if row else None
