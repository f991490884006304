"""What is past its term goes, with its keys: what a copy of the database may still hold opens no more. The
second wall shows the worker only what is past its term, and nothing of what it says."""

from datetime import date, datetime
from uuid import UUID

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import ForeignKey, Model
from django.db.models.fields.reverse_related import ForeignObjectRel

from casustafel.audit import log
from casustafel.audit.log import Door
from casustafel.files import store
from casustafel.reports.models import Attachment, Report, SamePerson
from casustafel.vault.models import DataKey, SealedRecord


def destroy(*, now: datetime, using: str) -> int:
    """One report after another, each whole: ended halfway, the next night does the rest."""
    past = _past(now.date(), using=using)
    for report, partnership in past:
        # What was logged and then not done is logged again; nothing goes without a line.
        with transaction.atomic(using=using), transaction.atomic():
            by = Door("WORKER", partnership_id=partnership)
            log.record("report.destroyed", by=by, now=now, on=("report", report), scope=report)
            with connections[using].cursor() as cursor:
                _destroy(cursor, report)
    return len(past)


def hangs_on_a_report() -> list[tuple[type[Model], str]]:
    """Every table that names a report, and the column that does."""
    named = [
        each for each in Report._meta.get_fields(include_hidden=True) if isinstance(each, ForeignObjectRel)
    ]
    return [(each.related_model, each.field.attname) for each in named if isinstance(each.field, ForeignKey)]


def _past(day: date, *, using: str) -> list[tuple[UUID, UUID]]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT id, partnership_id FROM reports_report WHERE destroy_date < %s", [day])
        return list(cursor.fetchall())


def _destroy(cursor: CursorWrapper, report: UUID) -> None:
    """Files first: what is gone from the disk and still has a row can be taken away again."""
    for blob in ("raw_blob", "clean_blob"):
        for kept in _column(cursor, Attachment, blob, "report_id", report):
            store.remove(kept)
    keys: set[UUID] = set()
    tables: list[tuple[type[Model], str]] = [*hangs_on_a_report(), (Report, "id")]
    for model, column in tables:
        # The key of a pair of reports may be the other's, and stays.
        if issubclass(model, SealedRecord) and model is not SamePerson:
            keys |= _column(cursor, model, "key_id", column, report)
        cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE "{column}" = %s', [report])  # noqa: S608
    cursor.execute(f"DELETE FROM {DataKey._meta.db_table} WHERE id = ANY(%s)", [list(keys)])  # noqa: S608


def _column(cursor: CursorWrapper, model: type[Model], wanted: str, column: str, report: UUID) -> set[UUID]:
    cursor.execute(f'SELECT "{wanted}" FROM "{model._meta.db_table}" WHERE "{column}" = %s', [report])  # noqa: S608
    return {row[0] for row in cursor.fetchall() if row[0]}
