"""A log that was tampered with is found out, and the record is named; erasing content breaks nothing."""

import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from casustafel.audit import log, sequencer, verify
from casustafel.audit.log import Door
from casustafel.audit.witness import Witness
from casustafel.lib import clock

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "worker"])


@pytest.fixture
def seen(tmp_path, settings) -> Iterator[Witness]:
    """An empty log, thirty lines in three checkpoints, and the witness who saw them."""
    settings.WITNESS_FOLDER = tmp_path
    _as_superuser("TRUNCATE audit_userline, audit_processingline, audit_leaf, audit_checkpoint, audit_edge")
    for batch in range(3):
        for _ in range(10):
            with transaction.atomic():
                log.record("case.opened", by=Door("TEST"), now=clock.now())
        _advance_to(10 * (batch + 1))
    yield Witness(tmp_path)
    _as_superuser("TRUNCATE audit_userline, audit_processingline, audit_leaf, audit_checkpoint, audit_edge")


def _advance_to(size: int) -> None:
    """Transactions of other tests on this server hold the edge back for a moment; wait for them."""
    for _ in range(200):
        sequencer.advance(connections["worker"], now=clock.now())
        if _as_superuser("SELECT count(*) FROM audit_leaf")[0][0] == size:
            return
        time.sleep(0.1)
    raise AssertionError(f"the log did not grow to {size}")


def _as_superuser(statement: str, params: list[object] | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE postgres")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, params)
        rows = cursor.fetchall() if cursor.description else []
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET ROLE casustafel_app")
    return rows


def _line_at(position: int) -> UUID:
    return _as_superuser("SELECT line_id FROM audit_leaf WHERE position = %s", [position])[0][0]


def _finding(seen: Witness) -> verify.Finding | None:
    return verify.verify(connections["worker"], seen)[1]


def test_an_untouched_log_answers(seen: Witness) -> None:
    assert verify.verify(connections["worker"], seen) == (30, None)


def test_a_changed_line_is_named(seen: Witness) -> None:
    line = _line_at(17)
    _as_superuser(
        "UPDATE audit_userline SET content = jsonb_set(content, '{role}', '\"NOBODY\"') WHERE id = %s", [line]
    )
    assert _finding(seen) == verify.Finding("changed", 17, line)


def test_a_column_that_no_longer_says_what_was_committed_is_named(seen: Witness) -> None:
    line = _line_at(3)
    _as_superuser("UPDATE audit_userline SET action = 'case.closed' WHERE id = %s", [line])
    assert _finding(seen) == verify.Finding("changed", 3, line)


def test_a_line_rewritten_with_its_own_new_commitment_is_named(seen: Witness) -> None:
    line = _line_at(12)
    content, trace_id, span_id = _as_superuser(
        "SELECT content, trace_id, span_id FROM audit_userline WHERE id = %s", [line]
    )[0]
    import json

    content = json.loads(content) if isinstance(content, str) else content
    content["role"] = "NOBODY"
    salt = b"0" * 16
    commitment = log.commit_to(salt, {**content, "trace_id": trace_id, "span_id": span_id})
    _as_superuser(
        "UPDATE audit_userline SET content = %s, salt = %s, commitment = %s WHERE id = %s",
        [json.dumps(content), salt, commitment, line],
    )
    from casustafel.audit.tree import leaf_hash

    _as_superuser("UPDATE audit_leaf SET hash = %s WHERE position = 12", [leaf_hash(commitment)])
    assert _finding(seen) == verify.Finding("changed", 12, line)


def test_a_removed_line_is_named(seen: Witness) -> None:
    line = _line_at(5)
    _as_superuser("DELETE FROM audit_userline WHERE id = %s", [line])
    assert _finding(seen) == verify.Finding("removed", 5, line)


def test_a_line_removed_with_its_leaf_is_named(seen: Witness) -> None:
    line = _line_at(5)
    _as_superuser("DELETE FROM audit_userline WHERE id = %s", [line])
    _as_superuser("DELETE FROM audit_leaf WHERE position = 5")
    assert _finding(seen) == verify.Finding("removed", 5, line)


def test_reordering_is_found(seen: Witness) -> None:
    first, second = _line_at(8), _line_at(9)
    _as_superuser("UPDATE audit_leaf SET position = 1008 WHERE position = 8")
    _as_superuser("UPDATE audit_leaf SET position = 8 WHERE line_id = %s", [second])
    _as_superuser("UPDATE audit_leaf SET position = 9 WHERE line_id = %s", [first])
    assert _finding(seen) == verify.Finding("reordered", 8, first)


def test_cutting_off_the_end_is_found(seen: Witness) -> None:
    line = _line_at(28)
    _as_superuser("DELETE FROM audit_leaf WHERE position >= 28")
    assert _finding(seen) == verify.Finding("cut off", 28, line)


def test_a_line_slipped_in_afterwards_is_found(seen: Witness) -> None:
    _as_superuser(
        "INSERT INTO audit_userline (id, trace_id, span_id, commitment, at, action, transaction)"
        " OVERRIDING SYSTEM VALUE VALUES (gen_random_uuid(), '', '', '', now(), 'case.opened', '3')"
    )
    found = _finding(seen)
    assert found is not None and found.kind == "added"


def test_a_forged_checkpoint_is_found(seen: Witness) -> None:
    text = seen.checkpoints_file.read_text()
    seen.checkpoints_file.write_text(text.replace("\n20\n", "\n19\n"))
    found = _finding(seen)
    assert found is not None and found.kind == "witness forged"


def test_erasing_content_breaks_nothing(seen: Witness) -> None:
    _as_superuser("UPDATE audit_userline SET content = NULL, salt = NULL WHERE id = %s", [_line_at(7)])
    assert _finding(seen) is None


def test_the_order_is_that_of_commits_not_of_numbers(seen: Witness) -> None:
    """A transaction that began earlier and commits later gets its place later, and nothing is skipped."""
    slow = connections["worker"].copy("slow")
    try:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_userline (id, trace_id, span_id, commitment, at, action)"
                " VALUES (gen_random_uuid(), '', '', %s, now(), 'slow')",
                [b"c" * 32],
            )
        with transaction.atomic():
            log.record("case.opened", by=Door("TEST"), now=clock.now())
        assert sequencer.advance(connections["worker"], now=clock.now()) == 0
        slow.commit()
        _advance_to(32)
    finally:
        slow.close()


def test_the_log_cannot_be_changed_by_accident(seen: Witness) -> None:
    from django.db import DatabaseError

    for role in ("casustafel_app", "casustafel_owner"):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")
            with pytest.raises(DatabaseError):
                cursor.execute("DELETE FROM audit_userline")
            cursor.execute("SET ROLE casustafel_app")


def test_a_copy_on_another_server_goes_on_where_the_log_was(seen: Witness) -> None:
    """That server counts transactions anew, far below the mark of the old one."""
    far = 2**40
    with transaction.atomic():
        log.record("case.opened", by=Door("TEST"), now=clock.now())
    last = _as_superuser("SELECT id FROM audit_userline ORDER BY at DESC LIMIT 1")[0][0]
    _as_superuser(
        "UPDATE audit_userline SET transaction = %s::text::xid8 WHERE id = %s", [str(far + 5), last]
    )
    _as_superuser("UPDATE audit_edge SET horizon = %s", [far])
    with transaction.atomic():
        log.record("case.closed", by=Door("TEST"), now=clock.now())
    _advance_to(32)
    with transaction.atomic():
        log.record("case.closed", by=Door("TEST"), now=clock.now())
    _advance_to(33)
    assert verify.verify(connections["worker"], seen) == (33, None)
