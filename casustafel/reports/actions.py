from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Max

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.lib import codes
from casustafel.parties.models import Partnership
from casustafel.reports import policy, receipts, rules
from casustafel.reports.choices import Direction, State
from casustafel.reports.models import Message, Report, Signal, Step
from casustafel.vault import cipher, keys, sealing
from casustafel.vault.models import DataKey


@dataclass(frozen=True)
class Worry:
    """What a reporter tells, in their words; only `saw` or `heard` must be there."""

    channel: str
    wants: str
    may_be_named: bool = False
    reporter: str = ""
    subject_name: str = ""
    subject_birth: str = ""
    saw: str = ""
    when_where: str = ""
    heard: str = ""
    think: str = ""
    against: str = ""
    protects: str = ""
    done: str = ""

    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in Report.sealed_columns()}


@transaction.atomic
def receive(*, partnership: Partnership, worry: Worry, by: Actor, now: datetime) -> tuple[Report, str]:
    """Keep a worry; the receipt code comes back this once and is kept nowhere."""
    code = codes.new_code()
    receipt = receipts.of_code(code)
    row = uuid4()
    key, plain = keys.make_for_desk(partnership.desk, row)
    report = Report(
        id=row,
        partnership=partnership,
        key=key,
        channel=worry.channel,
        wants=worry.wants,
        may_be_named=worry.may_be_named,
        received_date=now.date(),
        receipt_hash=receipt.hash,
        mailbox_key=receipt.public_key,
    )
    sealing.seal_with(plain, report, **worry.texts())
    Report.objects.bulk_create([report])
    step = Step(partnership=partnership, report=report, key=key, kind="received", at=_day_only(now))
    Step.objects.bulk_create([step])
    log.record("report.received", by=by, now=_day_only(now), on=("report", report.id), scope=report.id)
    return report, code


def _day_only(now: datetime) -> datetime:
    """Noon of the day: the hour at which somebody reported is kept nowhere."""
    return now.replace(hour=12, minute=0, second=0, microsecond=0)


@transaction.atomic
def take_in(*, report: Report, by: Viewer, now: datetime) -> Report:
    report = _move(report, State.TAKEN_IN, by=by)
    report.handled_by_id = by.person_id
    report.save(update_fields=["state", "handled_by"])
    _step(report, "taken_in", by=by, now=now)
    log.record("report.taken_in", by=by, now=now, on=("report", report.id), scope=report.id)
    return report


@transaction.atomic
def mark_signal(
    *,
    report: Report,
    nature: str,
    text: str,
    observed_date: date | None,
    contradicts: bool,
    by: Viewer,
    now: datetime,
) -> Signal:
    """Set one thing apart from the reporter's text, marked with what kind of thing it is."""
    policy.check_can_handle(by, report)
    signal = Signal(
        partnership_id=report.partnership_id,
        report=report,
        key=report.key,
        nature=nature,
        observed_date=observed_date,
        contradicts=contradicts,
        marked_at=now,
    )
    sealing.seal(signal, text=text)
    signal.save(force_insert=True)
    log.record("report.signal_marked", by=by, now=now, on=("signal", signal.id), scope=report.id)
    return signal


@transaction.atomic
def answer(*, report: Report, text: str, by: Viewer, now: datetime) -> Message:
    """Write to the reporter; only the receipt code opens it on their side."""
    policy.check_can_handle(by, report)
    rules.check_reason(text)
    message = _message(report, Direction.REPLY, text, key=report.key, now=now)
    log.record("report.answered", by=by, now=now, on=("message", message.id), scope=report.id)
    return message


@transaction.atomic
def decide(*, report: Report, way_out: str, reason: str, by: Viewer, now: datetime) -> Report:
    """Advice, another route, waiting, or to weighing; always with the reason."""
    rules.check_reason(reason)
    report = _move(report, State(way_out), by=by)
    report.save(update_fields=["state"])
    _step(report, "decided." + way_out.lower(), by=by, now=now, reason=reason)
    log.record("report.decided", by=by, now=now, on=("report", report.id), scope=report.id)
    return report


@transaction.atomic
def give_feedback(*, report: Report, text: str, reason: str, by: Viewer, now: datetime) -> None:
    """Decide what the reporter may be told, with the reason; an empty text tells nothing."""
    policy.check_can_handle(by, report)
    rules.check_reason(reason)
    if text.strip():
        _message(report, Direction.FEEDBACK, text, key=report.key, now=now)
    _step(report, "feedback", by=by, now=now, reason=reason)
    log.record("report.feedback_decided", by=by, now=now, on=("report", report.id), scope=report.id)


@transaction.atomic
def close(*, report: Report, reason: str, by: Viewer, now: datetime) -> Report:
    rules.check_reason(reason)
    steps = Step.objects.visible_to(by).filter(report=report, kind="feedback")
    rules.check_may_close(has_feedback=steps.exists())
    report = _move(report, State.CLOSED, by=by)
    report.save(update_fields=["state"])
    _step(report, "closed", by=by, now=now, reason=reason)
    log.record("report.closed", by=by, now=now, on=("report", report.id), scope=report.id)
    return report


@transaction.atomic
def add_from_reporter(*, report: Report, text: str, by: Actor, now: datetime) -> Message:
    """The reporter adds something, with the receipt in hand. Sealed to the desk: not to be read back here."""
    rules.check_reason(text)
    key, plain = keys.make_for_desk(report.partnership.desk, report.id)
    moment = _day_only(now)
    message = _message(report, Direction.FROM_REPORTER, text, key=key, plain=plain, now=moment)
    log.record("report.added_to", by=by, now=moment, on=("message", message.id), scope=report.id)
    return message


def _move(report: Report, to: State, *, by: Viewer) -> Report:
    policy.check_can_handle(by, report)
    locked: Report = Report.objects.visible_to(by).select_for_update(of=("self",)).get(pk=report.pk)
    rules.check_move(locked.state, to)
    locked.state = to
    return locked


def _message(
    report: Report,
    direction: Direction,
    text: str,
    *,
    key: DataKey,
    now: datetime,
    plain: bytes | None = None,
) -> Message:
    message = Message(
        partnership_id=report.partnership_id,
        report=report,
        key=key,
        direction=direction,
        sent_date=now.date(),
        sequence=_next_number(report),
    )
    if plain is None:
        sealing.seal(message, text=text)
    else:
        sealing.seal_with(plain, message, text=text)
    binding = f"message|{message.id}".encode()
    message.for_reporter = cipher.encrypt_to(bytes(report.mailbox_key), text.encode(), binding)
    message.save(force_insert=True)
    return message


def _next_number(report: Report) -> int:
    """One at a time: officer and reporter may write at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"letters|{report.id}"])
    last = Message.objects.of_mailbox().filter(report=report).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


def _step(report: Report, kind: str, *, by: Viewer, now: datetime, reason: str = "") -> None:
    step = Step(
        partnership_id=report.partnership_id,
        report=report,
        key=report.key,
        kind=kind,
        by_id=by.person_id,
        at=now,
    )
    sealing.seal(step, reason=reason)
    step.save(force_insert=True)
