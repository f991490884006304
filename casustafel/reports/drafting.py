"""A report that is still being told: begun with a code, kept page by page under it, and confirmed once.

What is kept of a draft is noise without the code, and about nobody that the log knows: it has no line there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from casustafel.audit.log import Actor, Door
from casustafel.files.intake import Incoming
from casustafel.lib import codes, plans
from casustafel.lib.refusal import N_, NotYours, Refused
from casustafel.parties import terms
from casustafel.parties.models import Partnership
from casustafel.reports import attaching, queries, receipts, receiving, rules, stops
from casustafel.reports.choices import Channel, Naming
from casustafel.reports.models import Attachment, Draft, Report
from casustafel.reports.queries import OpenDraft
from casustafel.reports.stops import Stop, Told
from casustafel.reports.worry import Worry

KEPT_A_DAY, KEPT_ON_ASKING = "REPORT_DRAFT_UNSAVED", "REPORT_DRAFT_TERM"


@transaction.atomic
def begin(*, partnership: Partnership, stop: Stop, answers: Mapping[str, str], now: datetime) -> str:
    """The code under which this was kept: from here on the reporter holds it, and nobody else."""
    code = codes.new_code()
    row = sealed_new(partnership, code, Told().at(stop, answers), now=now)
    row.keep_until_date = terms.due(partnership.id, KEPT_A_DAY, now.date())
    put(code, row)
    return code


def put(code: str, row: Draft) -> None:
    """The second wall lets a draft in by its code."""
    queries.bind_receipt(receipts.of_code(code))
    Draft.objects.bulk_create([row])


def sealed_new(partnership: Partnership, code: str, told: Told, *, now: datetime) -> Draft:
    """Saves nothing."""
    receipt, row, day = receipts.of_code(code), uuid4(), now.date()
    sealed = receipts.seal_draft(receipt, row, told.as_text())
    return Draft(
        id=row,
        partnership=partnership,
        receipt_hash=receipt.hash,
        sealed=sealed,
        changed_date=day,
        keep_until_date=day,
    )


@transaction.atomic
def keep(*, code: str, stop: Stop, answers: Mapping[str, str], now: datetime) -> Told | None:
    """One page answered; None when there is no such draft any more."""
    receipt = receipts.of_code(code)
    opened = queries.open_draft(receipt, day=now.date(), to_change=True)
    if opened is None:
        return None
    return _sealed_anew(opened, receipt, opened.told.at(stop, answers), now=now)


def _sealed_anew(opened: OpenDraft, receipt: receipts.Receipt, told: Told, *, now: datetime) -> Told:
    opened.row.sealed = receipts.seal_draft(receipt, opened.row.id, told.as_text())
    _keep_longer(opened.row, now)
    return told


@transaction.atomic
def add_files(*, code: str, arrived: Sequence[Incoming], now: datetime) -> Told:
    """Files with what is still being told; NotYours when it is gone, Refused when they are too many."""
    receipt = receipts.of_code(code)
    opened = queries.open_draft(receipt, day=now.date(), to_change=True)
    if opened is None:
        raise NotYours
    rules.check_files_fit(there=len(opened.told.files), coming=len(arrived), most=stops.MOST_FILES)
    by = Door("PUBLIC_FORM", partnership_id=opened.row.partnership_id)
    names = {
        str(attaching.attach(incoming=each, by=by, now=now, draft=opened.row).id): each.name
        for each in arrived
    }
    return _sealed_anew(opened, receipt, opened.told.with_files(names), now=now)


@transaction.atomic
def take_away(*, code: str, file: str, now: datetime) -> None:
    """A file that should not go along after all. What is not there is gone already."""
    receipt = receipts.of_code(code)
    opened = queries.open_draft(receipt, day=now.date(), to_change=True)
    if opened is None or file not in opened.told.files:
        return
    rows = [row for row in queries.files_of(opened.row) if str(row.id) == file]
    attaching.forget(rows, using="default")
    _sealed_anew(opened, receipt, opened.told.without_file(file), now=now)
    transaction.on_commit(lambda: attaching.let_go(rows))


@transaction.atomic
def save_for_later(*, code: str, now: datetime) -> OpenDraft | None:
    opened = queries.open_draft(receipts.of_code(code), day=now.date(), to_change=True)
    if opened is None:
        return None
    opened.row.saved = True
    _keep_longer(opened.row, now)
    return opened


def _keep_longer(row: Draft, now: datetime) -> None:
    term = KEPT_ON_ASKING if row.saved else KEPT_A_DAY
    row.version += 1
    row.changed_date = now.date()
    row.keep_until_date = max(row.keep_until_date, terms.due(row.partnership_id, term, now.date()))
    row.save(update_fields=["sealed", "version", "saved", "changed_date", "keep_until_date"])


@dataclass(frozen=True)
class Confirmed:
    report: Report
    code: str
    is_new: bool = True


@transaction.atomic
def confirm(*, typed: str, now: datetime) -> Confirmed:
    """The draft becomes a report, once: who sends it again, also at the same moment, gets the same report.
    NotYours when this code has neither."""
    signs = codes.read_code(typed)
    if signs is None:
        raise NotYours
    plans.keep()
    code, receipt = codes.in_groups(signs), receipts.of_code(signs)
    opened = queries.open_draft(receipt, day=now.date(), to_change=True)
    if opened is None:
        return Confirmed(_sent_before(receipt), code, is_new=False)
    draft, told = opened.row, opened.told
    if not told.is_enough:
        raise Refused(N_("Tell us at least what you saw, or what you heard from others."), field="saw")
    by: Actor = Door("PUBLIC_FORM", partnership_id=draft.partnership_id)
    report, _code = receiving.receive(
        partnership=draft.partnership, worry=_worry(told), by=by, now=now, code=code
    )
    if told.files:
        Attachment.objects.of_mailbox().filter(draft=draft).update(draft=None, report=report)
    _take_out(draft)
    return Confirmed(report, code)


def _take_out(draft: Draft) -> None:
    """Its files went to the report, so nothing hangs on it and nothing needs to be looked for."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_draft WHERE id = %s", [draft.id])


def _worry(told: Told) -> Worry:
    """Of who wants advice only nothing was asked that names anybody; to nobody is then said who asked."""
    asked = {name for stop in told.road() for name in stop.asks}
    answers = {name: text for name, text in told.answers.items() if name in asked}
    naming = Naming.DESK if "naming" in asked else Naming.NOBODY
    usual: dict[str, Any] = {"channel": Channel.PUBLIC, "wants": "BOTH", "naming": naming}
    return Worry(**(usual | answers))


def _sent_before(receipt: receipts.Receipt) -> Report:
    report = queries.report_with(receipt)
    if report is None:
        raise NotYours
    return report


def forget(*, now: datetime, using: str) -> list[Attachment]:
    """Drafts whose days are over, with what was attached and its keys; the rows of those, whose files are
    still to go."""
    with transaction.atomic(using=using):
        over = Draft.objects.of_mailbox().using(using).filter(keep_until_date__lt=now.date())
        files = list(Attachment.objects.of_mailbox().using(using).filter(draft__in=over))
        attaching.forget(files, using=using)
        over.delete()
    return files
