"""Files with a report: taken in sealed to the desk, and checked before anybody opens them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db import connections, transaction
from django.http import StreamingHttpResponse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.audit.log import Actor, Door
from casustafel.files import checking, scanning, store
from casustafel.files.checking import Checked
from casustafel.files.handing_out import hand_out_or_refuse
from casustafel.files.intake import Incoming
from casustafel.files.kinds import Kind
from casustafel.files.store import DiskFull
from casustafel.lib.refusal import NotYours
from casustafel.reports import policy, rules, steps
from casustafel.reports.choices import Attached
from casustafel.reports.models import Attachment, Draft, Report
from casustafel.vault import keys, sealing

AT_ONCE = 50


@transaction.atomic
def attach(
    *, incoming: Incoming, by: Actor, now: datetime, report: Report | None = None, draft: Draft | None = None
) -> Attachment:
    """To a report, or to a draft (which is about nobody yet, so it has no line in the log)."""
    of = report or draft
    assert of is not None  # noqa: S101  a constraint says so too
    key, plain = keys.make_for_desk(of.partnership.desk, of.id, plain=incoming.key)
    row = Attachment(
        id=uuid4(),
        partnership_id=of.partnership_id,
        report=report,
        draft=draft,
        key=key,
        kind=incoming.kind,
        size=store.size_on_disk(incoming.size),
        raw_blob=incoming.blob,
        added_by_id=by.person_id,
        added_date=now.date(),
    )
    sealing.seal_with(plain, row, name=incoming.name, findings="")
    Attachment.objects.bulk_create([row])
    incoming.take()
    if report is not None:
        moment = now if _at_work(by, report) else rules.day_only(now)
        log.record("report.file_added", by=by, now=moment, on=("attachment", row.id), scope=report.id)
    return row


def _at_work(by: Actor, report: Report) -> bool:
    """The hour of a reporter is kept nowhere; that of who handles the report is."""
    return isinstance(by, Viewer) and policy.can_handle(by, report)


@transaction.atomic
def open_file(
    *, attachment: Attachment, by: Viewer, now: datetime, reason: str = ""
) -> StreamingHttpResponse:
    """The cleaned file; where there is none and somebody decided to open it, the file as it was sent."""
    row = attachment
    policy.check_can_handle(by, row)
    rules.check_may_open_file(row.state, reason)
    blob, scope = row.clean_blob or row.raw_blob, row.report_id or row.key.scope_id
    if blob is None:
        raise NotYours
    log.record("report.file_opened", by=by, now=now, on=("attachment", row.id), scope=scope)
    if row.state == Attached.QUARANTINE and row.report is not None:
        steps.put(row.report, "file_opened", by=by, now=now, reason=reason)
    return hand_out_or_refuse(blob=blob, key=keys.unwrap(row.key), kind=Kind(row.kind), day=row.added_date)


def check_waiting(*, by: Door, now: datetime, using: str) -> None:
    """Every file that waits, one by one. When the scanner or the disk is out of order they go on waiting."""
    waiting = Attachment.objects.of_mailbox().using(using).filter(state=Attached.WAITING)
    for row in waiting.select_related("key__desk").order_by("added_date", "id")[:AT_ONCE]:
        if scanning.is_unreachable():
            return
        try:
            check(attachment=row, by=replace(by, partnership_id=row.partnership_id), now=now)
        except DiskFull:
            return


def check(*, attachment: Attachment, by: Actor, now: datetime) -> None:
    """The worker's: asks the scanner, and has the file cleaned. What was not scanned or could not be cleaned
    is set apart; only what is clean opens by itself. The line in the log comes first: this reads it."""
    row = attachment
    scope = row.report_id or row.key.scope_id
    log.record("report.file_checked", by=by, now=rules.day_only(now), on=("attachment", row.id), scope=scope)
    key = keys.unwrap(row.key)
    checked = checking.look_at(row.raw_blob, key, Kind(row.kind))
    if checked is not None:
        _settle(row, key, checked)


def _settle(row: Attachment, key: bytes, checked: Checked) -> None:
    row.state = Attached(checked.standing)
    if checked.cleaned is not None:
        row.clean_blob, row.kind = checked.cleaned.blob, checked.cleaned.kind
    sealing.seal_with(key, row, findings="\n".join(checked.findings))
    row.save(update_fields=["state", "clean_blob", "kind", "findings"])


def forget(rows: Iterable[Attachment], *, using: str) -> None:
    """The rows, and the keys that open them: what is still on disk, or in a copy of it, opens no more."""
    held = [(row.id, row.key_id) for row in rows]
    Attachment.objects.of_mailbox().using(using).filter(pk__in=[row for row, _key in held]).delete()
    with connections[using].cursor() as cursor:
        cursor.execute("DELETE FROM vault_datakey WHERE id = ANY(%s)", [[key for _row, key in held]])


def let_go(rows: Iterable[Attachment]) -> None:
    """The files of rows that are gone: call it when that is sure."""
    for row in rows:
        for blob in (row.raw_blob, row.clean_blob):
            if blob is not None:
                store.remove(blob)
