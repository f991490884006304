from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.lib import codes, secret
from casustafel.lib.refusal import NotYours
from casustafel.reports import receipts
from casustafel.reports.choices import State
from casustafel.reports.models import Message, Report, Signal, Step

PER_PAGE = 25
OPEN = [State.RECEIVED, State.TAKEN_IN, State.WAITING, State.ADVICE, State.OTHER_ROUTE, State.TO_WEIGHING]


@dataclass(frozen=True)
class ReportFile:
    report: Report
    signals: Sequence[Signal]
    messages: Sequence[Message]
    steps: Sequence[Step]


def worklist(viewer: Viewer, *, state: str, page: int | str) -> Page[Report]:
    """Newest first. `state` is one of State, "ALL", or "" for all that are open."""
    found: QuerySet[Report] = Report.objects.visible_to(viewer)
    if state in State.values:
        found = found.filter(state=state)
    elif state != "ALL":
        found = found.filter(state__in=OPEN)
    return Paginator(found.order_by("-received_date", "id"), PER_PAGE).get_page(page)


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
    )


def _in_order(steps: Iterable[Step]) -> list[Step]:
    """Receiving comes first: its hour was not kept, so its moment says nothing."""
    return sorted(steps, key=lambda step: step.kind != "received")


@dataclass(frozen=True)
class Mailbox:
    report: Report
    messages: list[Message]
    receipt: receipts.Receipt


def open_mailbox(typed: str) -> Mailbox | None:
    """The mailbox that this receipt code opens, bound to this transaction; None when there is none."""
    signs = codes.read_code(typed)
    if signs is None:
        return None
    receipt = receipts.of_code(signs)
    with transaction.atomic():
        secret.ask("SELECT set_config('casustafel.receipt', %s, true)", receipt.lookup.hex())
        report = (
            Report.objects.of_mailbox()
            .select_related("partnership__desk")
            .filter(receipt_hash=receipt.hash)
            .first()
        )
        if report is None:
            return None
        messages = list(Message.objects.of_mailbox().filter(report=report).order_by("sequence"))
    return Mailbox(report, messages, receipt)
