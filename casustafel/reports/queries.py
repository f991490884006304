from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.lib import codes, secret
from casustafel.lib.refusal import NotYours
from casustafel.reports import receipts
from casustafel.reports.choices import Direction, State
from casustafel.reports.models import Attachment, Draft, Message, Report, Signal, Step
from casustafel.reports.stops import Told, told_in

PER_PAGE = 25


@dataclass(frozen=True)
class ReportFile:
    report: Report
    signals: Sequence[Signal]
    messages: Sequence[Message]
    steps: Sequence[Step]
    files: Sequence[Attachment] = ()


def get(viewer: Viewer, report_id: UUID) -> Report:
    report = (
        Report.objects.visible_to(viewer).select_related("partnership__desk").filter(pk=report_id).first()
    )
    if report is None:
        raise NotYours
    return report


def whole(viewer: Viewer, report_id: UUID) -> ReportFile:
    report = get(viewer, report_id)
    return ReportFile(
        report,
        list(Signal.objects.visible_to(viewer).filter(report=report).order_by("observed_date", "marked_at")),
        list(Message.objects.visible_to(viewer).filter(report=report).order_by("sequence")),
        _in_order(Step.objects.visible_to(viewer).filter(report=report).order_by("at", "id")),
        list(Attachment.objects.visible_to(viewer).filter(report=report).order_by("added_date", "id")),
    )


def how_many_signals(viewer: Viewer, report: Report) -> int:
    return Signal.objects.visible_to(viewer).filter(report=report).count()


def file(viewer: Viewer, report_id: UUID, file_id: UUID) -> Attachment:
    rows = Attachment.objects.visible_to(viewer).select_related("key__desk", "report__key__desk")
    found = rows.filter(report=report_id, pk=file_id).first()
    if found is None:
        raise NotYours
    return found


def story(viewer: Viewer, report: Report) -> ReportFile:
    """What was told and written by the reporter, and what was set apart from it already."""
    letters = Message.objects.visible_to(viewer).filter(report=report, direction=Direction.FROM_REPORTER)
    signals = Signal.objects.visible_to(viewer).filter(report=report)
    return ReportFile(report, list(signals), list(letters.order_by("sequence")), ())


def own_reports(viewer: Viewer, *, page: int | str) -> Page[Report]:
    """What a professional reported, newest first."""
    found = Report.objects.of_reporter(viewer).defer("told", "subject_name", "subject_birth")
    return Paginator(found.order_by("-received_date", "id"), PER_PAGE).get_page(page)


def own_report(viewer: Viewer, report_id: UUID) -> Report:
    found = Report.objects.of_reporter(viewer).select_related("partnership__desk").filter(pk=report_id)
    report = found.first()
    if report is None:
        raise NotYours
    return report


def own_letters(viewer: Viewer, report: Report) -> list[Message]:
    return list(Message.objects.of_reporter(viewer).filter(report=report).order_by("sequence"))


def own_files(viewer: Viewer, report: Report) -> list[Attachment]:
    """That they are there: what they are called is sealed to the reporting point."""
    found = Attachment.objects.of_reporter(viewer).filter(report=report)
    return list(found.defer("name", "findings").order_by("added_date", "id"))


def asked_of_reporter(viewer: Viewer) -> list[Report]:
    """Own reports with a question that is open, the oldest first."""
    letters = Message.objects.of_reporter(viewer)
    answered = letters.filter(answers=OuterRef("pk"))
    asked = letters.filter(~Exists(answered), direction=Direction.QUESTION)
    found = Report.objects.of_reporter(viewer).filter(pk__in=asked.values("report"))
    found = found.exclude(state=State.CLOSED).defer("told", "subject_name", "subject_birth")
    return list(found.order_by("received_date", "id")[:10])


def own_question(viewer: Viewer, report: Report, question: UUID | None) -> Message | None:
    """The question of the reporting point that is answered; None when something is added."""
    if question is None:
        return None
    asked = Message.objects.of_reporter(viewer).filter(report=report, direction=Direction.QUESTION)
    return asked.filter(pk=question).first()


def _in_order(steps: Iterable[Step]) -> list[Step]:
    """Receiving comes first: its hour was not kept, so its moment says nothing."""
    return sorted(steps, key=lambda step: step.kind != "received")


@dataclass(frozen=True)
class Mailbox:
    report: Report
    messages: list[Message]
    receipt: receipts.Receipt
    files: list[Attachment]


def open_mailbox(typed: str) -> Mailbox | None:
    """The mailbox that this receipt code opens, bound to this transaction; None when there is none."""
    receipt = receipt_of(typed)
    if receipt is None:
        return None
    with transaction.atomic():
        report = report_with(receipt)
        if report is None:
            return None
        messages = list(Message.objects.of_mailbox().filter(report=report).order_by("sequence"))
        files = list(mailbox_files(report).order_by("added_date", "id"))
    return Mailbox(report, messages, receipt, files)


def mailbox_files(report: Report) -> QuerySet[Attachment]:
    """Those of the reporter: what somebody with an account put there is not theirs."""
    found: QuerySet[Attachment] = Attachment.objects.of_mailbox().filter(report=report, added_by=None)
    return found


def report_with(receipt: receipts.Receipt) -> Report | None:
    bind_receipt(receipt)
    found = Report.objects.of_mailbox().select_related("partnership__desk")
    return found.filter(receipt_hash=receipt.hash).first()


def receipt_of(typed: str) -> receipts.Receipt | None:
    signs = codes.read_code(typed)
    return receipts.of_code(signs) if signs else None


def bind_receipt(receipt: receipts.Receipt) -> None:
    """From here on this transaction sees what belongs to this receipt."""
    secret.ask("SELECT set_config('casustafel.receipt', %s, true)", receipt.lookup.hex())


@dataclass(frozen=True)
class OpenDraft:
    row: Draft
    told: Told


def open_draft(receipt: receipts.Receipt, *, day: date, to_change: bool = False) -> OpenDraft | None:
    """What was told so far with this code, as long as it is kept. `to_change` waits for a twin."""
    bind_receipt(receipt)
    found = Draft.objects.of_mailbox().select_related("partnership__desk")
    if to_change:
        found = found.select_for_update(of=("self",))
    row = found.filter(receipt_hash=receipt.hash, keep_until_date__gte=day).first()
    if row is None:
        return None
    return OpenDraft(row, told_in(receipts.open_draft(receipt, row.id, bytes(row.sealed))))


def files_of(draft: Draft) -> list[Attachment]:
    """Bound by open_draft."""
    return list(Attachment.objects.of_mailbox().filter(draft=draft).order_by("id"))


def by_code(typed: str, *, day: date) -> OpenDraft | Report | None:
    """What this code opens: a report that is still being told, or one that was sent."""
    receipt = receipt_of(typed)
    if receipt is None:
        return None
    return open_draft(receipt, day=day) or report_with(receipt)


def question(mailbox: Mailbox, number: int | None) -> Message | None:
    """The question of the desk with this number; None when the letter with it is none."""
    asked = {each.sequence: each for each in mailbox.messages if each.direction == Direction.QUESTION}
    return asked.get(number) if number else None
