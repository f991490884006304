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
# A copy of the database on another server counts its transactions anew, below the mark: then the mark is set
# back, and what had no place yet when the copy was made keeps its high number and is taken along at once.
NEW_LINES = """
    SELECT log, id, commitment FROM (
        SELECT 'U' AS log, id, commitment, transaction, sequence FROM audit_userline
        UNION ALL
        SELECT 'P', id, commitment, transaction, sequence FROM audit_processingline
    ) AS line
    WHERE (transaction >= %(since)s::text::xid8 AND transaction < %(until)s::text::xid8
           OR transaction >= %(beyond)s::text::xid8)
      AND NOT EXISTS (SELECT 1 FROM audit_leaf WHERE line_id = line.id)
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
        cursor.execute(NEW_LINES, _marks(edge.horizon, horizon))
        rows = cursor.fetchall()
        leaves = _append(cursor, edge.tree, rows)
        _checkpoint(cursor, edge.tree, horizon=horizon, now=now)
    _inform_witness(connection, edge.tree, now=now)
    return len(leaves)


def _marks(before: int, now: int) -> dict[str, str]:
    """Between which transactions to look. `beyond` is higher than any unless the database was moved."""
    was_moved = now < before
    since, beyond = (0, before) if was_moved else (before, 2**63 - 1)
    return {"since": str(since), "until": str(now), "beyond": str(beyond)}


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
    if known >= grown.size and notes:  # a log that became shorter is not signed for: `verify` says so
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT line_id, hash FROM audit_leaf WHERE position >= %s ORDER BY position", [known])
        leaves = [(line_id, bytes(leaf)) for line_id, leaf in cursor.fetchall()]
    seen.append(witness.sign(size=grown.size, root=grown.root(), at=now), leaves, start=known)
