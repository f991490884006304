"""What comes in at the reporting point, and what the reporter does with the receipt in hand. Nothing here is
ever read back: it is sealed to the desk, and to who holds the receipt."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.lib import codes
from casustafel.parties import terms
from casustafel.parties.models import Partnership
from casustafel.reports import bells, letters, receipts, rules
from casustafel.reports.choices import Direction
from casustafel.reports.models import Message, Report, Step
from casustafel.reports.worry import Worry
from casustafel.vault import keys, sealing

TERMS = ("REPORT_ACKNOWLEDGEMENT", "REPORT_FEEDBACK")


@transaction.atomic(savepoint=False)
def receive(
    *, partnership: Partnership, worry: Worry, by: Actor, now: datetime, code: str = ""
) -> tuple[Report, str]:
    """Keep a worry; the receipt code comes back this once and is kept nowhere. `code` is one that the
    reporter holds already, because the report was begun with it."""
    code = code or codes.new_code()
    receipt = receipts.of_code(code)
    row = uuid4()
    key, plain = keys.make_for_desk(partnership.desk, row)
    acknowledge_by, feedback_by = terms.due_each(partnership.id, TERMS, now.date())
    report = Report(
        id=row,
        partnership=partnership,
        key=key,
        channel=worry.channel,
        wants=worry.wants,
        naming=worry.naming,
        received_date=now.date(),
        receipt_hash=receipt.hash,
        mailbox_key=receipt.public_key,
        entered_by_id=by.person_id,
        acknowledge_by_date=acknowledge_by,
        feedback_by_date=feedback_by,
    )
    sealing.seal_with(plain, report, **worry.texts())
    Report.objects.bulk_create([report])
    step = Step(partnership=partnership, report=report, key=key, kind="received", at=rules.day_only(now))
    sealing.seal_with(plain, step, reason="")
    Step.objects.bulk_create([step])
    log.record("report.received", by=by, now=rules.day_only(now), on=("report", report.id), scope=report.id)
    bells.came_in(partnership.id, by=by, now=now)
    return report, code


@transaction.atomic
def add_from_reporter(
    *, report: Report, text: str, by: Actor, now: datetime, answers: Message | None = None
) -> Message:
    """The reporter adds something or answers a question, with the receipt in hand. Sealed to the desk: not to
    be read back here."""
    rules.check_reason(text)
    moment = rules.day_only(now)
    message = letters.from_reporter(report, Direction.FROM_REPORTER, text, now=now, answers=answers)
    log.record("report.added_to", by=by, now=moment, on=("message", message.id), scope=report.id)
    bells.added_to(report, by=by, now=now)
    return message


@transaction.atomic
def withdraw(*, report: Report, reason: str, by: Actor, now: datetime) -> None:
    """The reporter takes the report back: a mark on it and a letter. The desk decides what follows. Once."""
    held = Report.objects.of_mailbox().select_for_update(of=("self",)).get(pk=report.pk)
    if held.withdrawn_date is not None:
        return
    held.withdrawn_date = now.date()
    held.save(update_fields=["withdrawn_date"])
    moment = rules.day_only(now)
    message = letters.from_reporter(report, Direction.WITHDRAWAL, reason, now=now)
    log.record("report.withdrawn", by=by, now=moment, on=("message", message.id), scope=report.id)
    bells.added_to(held, by=by, now=now)
