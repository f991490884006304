"""The report of an assessment, as a file: sealed under a key of its own, and checked before it opens."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.http import StreamingHttpResponse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.audit.log import Door
from casustafel.cases import policy
from casustafel.files import checking, scanning, store
from casustafel.files.checking import Checked
from casustafel.files.handing_out import hand_out_or_refuse
from casustafel.files.intake import Incoming
from casustafel.files.kinds import Kind
from casustafel.files.store import DiskFull
from casustafel.lib.refusal import NotYours
from casustafel.picture import recognised_rules
from casustafel.picture.choices import ReportState
from casustafel.picture.models import InstrumentReport, InstrumentResult
from casustafel.vault import keys, sealing
from casustafel.vault.choices import Scope

AT_ONCE = 50


def attach(*, result: InstrumentResult, incoming: Incoming, now: datetime) -> InstrumentReport:
    """Called by the action, which checks and logs. It reaches whoever the result reaches, nobody else."""
    row = InstrumentReport(
        id=uuid4(),
        case=result.case,
        contribution=result.contribution,
        partnership_id=result.case.partnership_id,
        key=keys.make(Scope.SEALED, result.case_id, plain=incoming.key),
        result=result,
        kind=incoming.kind,
        size=store.size_on_disk(incoming.size),
        raw_blob=incoming.blob,
        added_date=now.date(),
    )
    sealing.seal_with(incoming.key, row, name=incoming.name, findings="")
    row.save(force_insert=True)
    incoming.take()
    return row


@transaction.atomic
def open_report(*, report: InstrumentReport, by: Viewer, now: datetime) -> StreamingHttpResponse:
    """The cleaned file, to keep; what was not found clean does not open."""
    policy.check_can_see(by, report.case)
    recognised_rules.check_may_open_report(report.state)
    blob = report.clean_blob
    if blob is None:
        raise NotYours
    log.record(
        "picture.report_opened", by=by, now=now, on=("instrument_report", report.id), scope=report.case_id
    )
    kind, day = Kind(report.kind), report.added_date
    return hand_out_or_refuse(blob=blob, key=keys.unwrap(report.key), kind=kind, day=day)


def check_waiting(*, by: Door, now: datetime, using: str) -> None:
    """The worker's: every file that waits, one by one. When the scanner or the disk is out of order they go
    on waiting."""
    rows = InstrumentReport.objects.behind_the_second_wall().using(using).filter(state=ReportState.WAITING)
    for row in rows.select_related("key").order_by("added_date", "id")[:AT_ONCE]:
        if scanning.is_unreachable():
            return
        try:
            check(report=row, by=replace(by, partnership_id=row.partnership_id), now=now)
        except DiskFull:
            return


def check(*, report: InstrumentReport, by: Door, now: datetime) -> None:
    """The line in the log comes first: this reads the file."""
    on = ("instrument_report", report.id)
    log.record("picture.report_checked", by=by, now=now, on=on, scope=report.case_id)
    key = keys.unwrap(report.key)
    checked = checking.look_at(report.raw_blob, key, Kind(report.kind))
    if checked is not None:
        _settle(report, key, checked)


def _settle(row: InstrumentReport, key: bytes, checked: Checked) -> None:
    row.state = ReportState(checked.standing)
    if checked.cleaned is not None:
        row.clean_blob, row.kind = checked.cleaned.blob, checked.cleaned.kind
    sealing.seal_with(key, row, findings="\n".join(checked.findings))
    row.save(update_fields=["state", "clean_blob", "kind", "findings"])
