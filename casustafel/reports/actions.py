from datetime import date, datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.reports import letters, marks, policy, rules, steps
from casustafel.reports.choices import Direction, State
from casustafel.reports.models import Message, Report, Signal


@transaction.atomic
def take_in(*, report: Report, by: Viewer, now: datetime) -> Report:
    """From here on it can be found by how the name of the person sounds."""
    report = steps.locked(report, by=by)
    rules.check_stands(report.state, at=State.RECEIVED)
    report.state, report.handled_by_id = State.TAKEN_IN, by.person_id
    report.save(update_fields=["state", "handled_by"])
    marks.write(report, by=by, now=now)
    steps.put(report, "taken_in", by=by, now=now)
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
    """Set one thing apart, in one's own words, marked with what kind of thing it is."""
    policy.check_can_handle(by, report)
    new = steps.NewSignal(text, nature, contradicts, observed_date)
    signal = steps.mark(report, new, now=now)
    log.record("report.signal_marked", by=by, now=now, on=("signal", signal.id), scope=report.id)
    return signal


@transaction.atomic
def answer(*, report: Report, text: str, by: Viewer, now: datetime) -> Message:
    """Write to the reporter; only the receipt code opens it on their side."""
    policy.check_can_handle(by, report)
    rules.check_reason(text)
    message = letters.put(report, Direction.REPLY, text, key=report.key, now=now)
    steps.heard(report, now=now)
    log.record("report.answered", by=by, now=now, on=("message", message.id), scope=report.id)
    return message
