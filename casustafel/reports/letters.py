"""How a letter between desk and reporter lies in the vault: for the desk, and for who holds the receipt."""

from datetime import datetime

from django.db import connection
from django.db.models import Max

from casustafel.reports import receipts, rules
from casustafel.reports.choices import Direction
from casustafel.reports.models import Message, Report
from casustafel.vault import keys, sealing
from casustafel.vault.models import DataKey


def put(
    report: Report,
    direction: Direction,
    text: str,
    *,
    key: DataKey,
    now: datetime,
    plain: bytes | None = None,
    answers: Message | None = None,
) -> Message:
    message = Message(
        partnership_id=report.partnership_id,
        report=report,
        key=key,
        direction=direction,
        sent_date=now.date(),
        sequence=_next_number(report),
        answers=answers,
    )
    sealing.seal_with(keys.unwrap(key) if plain is None else plain, message, text=text)
    message.for_reporter = receipts.seal_letter(bytes(report.mailbox_key), message.id, text)
    message.save(force_insert=True)
    return message


def from_reporter(
    report: Report, direction: Direction, text: str, *, now: datetime, answers: Message | None = None
) -> Message:
    """Under a key of its own, sealed to the desk: who writes it cannot read it back here. Keeps the day."""
    key, plain = keys.make_for_desk(report.partnership.desk, report.id)
    return put(report, direction, text, key=key, plain=plain, now=rules.day_only(now), answers=answers)


def _next_number(report: Report) -> int:
    """One at a time: officer and reporter may write at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"letters|{report.id}"])
    last = Message.objects.of_mailbox().filter(report=report).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1
