"""Gives every committed line its place in the tree, behind the acts and never in their way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from casustafel.audit import tree, witness

# Of one transaction every line is committed or none, and a transaction below the oldest one still running
# can add nothing any more: so the lines between two such marks are complete, in any order of commit.
NEW_LINES = """
    SELECT log, id, commitment FROM (
        SELECT 'U' AS log, id, commitment, transaction, sequence FROM audit_userline
        UNION ALL
        SELECT 'P', id, commitment, transaction, sequence FROM audit_processingline
    ) AS line
    WHERE transaction >= %s::text::xid8 AND transaction < %s::text::xid8
    ORDER BY transaction, log, sequence
"""


@dataclass(frozen=True)
class Edge:
    tree: tree.Tree
    horizon: int


def advance(connection: BaseDatabaseWrapper, *, now: datetime) -> int:
    """Sequence what was committed since last time, sign the new root and give it to the witness.

    Returns the number of new leaves. Safe to stop anywhere: the leaves and the checkpoint are one
    transaction, and the witness is brought up to date from the table when it lags.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.sequencer'))")
        edge = _edge(cursor)
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        horizon = int(cursor.fetchone()[0])
        cursor.execute(NEW_LINES, [str(edge.horizon), str(horizon)])
        rows = cursor.fetchall()
        leaves = _append(cursor, edge.tree, rows)
        _checkpoint(cursor, edge.tree, horizon=horizon, now=now)
    _inform_witness(connection, edge.tree, now=now)
    return len(leaves)


def _edge(cursor: CursorWrapper) -> Edge:
    cursor.execute("SELECT size, peaks, horizon FROM audit_edge")
    row = cursor.fetchone()
    if row is None:
        cursor.execute("INSERT INTO audit_edge (single, size, peaks, horizon) VALUES (true, 0, '{}', 0)")
        return Edge(tree.Tree(), 0)
    return Edge(tree.Tree(size=row[0], peaks=[bytes(peak) for peak in row[1]]), int(row[2]))


def _append(
    cursor: CursorWrapper, growing: tree.Tree, rows: list[tuple[str, UUID, bytes]]
) -> list[tuple[UUID, bytes]]:
    leaves = [(log, line_id, tree.leaf_hash(bytes(commitment))) for log, line_id, commitment in rows]
    cursor.executemany(
        "INSERT INTO audit_leaf (position, log, line_id, hash) VALUES (%s, %s, %s, %s)",
        [(growing.size + n, log, line_id, leaf) for n, (log, line_id, leaf) in enumerate(leaves)],
    )
    growing.extend(leaf for _, _, leaf in leaves)
    return [(line_id, leaf) for _, line_id, leaf in leaves]


def _checkpoint(cursor: CursorWrapper, grown: tree.Tree, *, horizon: int, now: datetime) -> None:
    cursor.execute(
        "UPDATE audit_edge SET size = %s, peaks = %s, horizon = %s", [grown.size, grown.peaks, horizon]
    )
    note = witness.sign(size=grown.size, root=grown.root(), at=now)
    cursor.execute(
        "INSERT INTO audit_checkpoint (size, root, at, note) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (size) DO NOTHING",
        [note.size, note.root, now, note.text()],
    )


def _inform_witness(connection: BaseDatabaseWrapper, grown: tree.Tree, *, now: datetime) -> None:
    seen = witness.Witness(settings.WITNESS_FOLDER)
    notes = seen.notes()
    known = notes[-1].size if notes else 0
    if known == grown.size and notes:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT line_id, hash FROM audit_leaf WHERE position >= %s ORDER BY position", [known])
        leaves = [(line_id, bytes(leaf)) for line_id, leaf in cursor.fetchall()]
    seen.append(witness.sign(size=grown.size, root=grown.root(), at=now), leaves, start=known)
