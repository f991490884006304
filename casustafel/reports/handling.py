"""Looking after a report: who does, what the reporter heard and is asked, what is set apart."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.parties import queries as parties
from casustafel.reports import bells, letters, policy, rules, steps
from casustafel.reports.choices import Direction, State
from casustafel.reports.models import Message, Report, Signal
from casustafel.reports.steps import NewSignal

OFFICER = "REPORTING_OFFICER"


@transaction.atomic
def assign(
    *, report: Report, to: UUID | None, was: UUID | None, reason: str = "", by: Viewer, now: datetime
) -> Report:
    """Give a report to a colleague, take it on, or put it back for whoever has time (`to` is nobody).
    `was` is who looked after it when the page was opened."""
    locked = steps.locked(report, by=by)
    rules.check_can_be_given(locked.state)
    rules.check_still(same=locked.handled_by_id == was)
    rules.check_another(same=locked.handled_by_id == to)
    if to is not None:
        officers = parties.with_role(by, OFFICER, day=now.date())
        rules.check_officer(is_one=officers.filter(pk=to).exists())
    locked.handled_by_id = to
    locked.save(update_fields=["handled_by"])
    steps.put(locked, "assigned" if to else "given_back", by=by, now=now, reason=reason, to=to)
    log.record("report.assigned", by=by, now=now, on=("report", report.id), scope=report.id)
    if to is not None:
        bells.given(locked, to, by=by, now=now)
    return locked


@transaction.atomic
def acknowledge(*, report: Report, text: str, by: Viewer, now: datetime) -> Message:
    """The first letter: we have it, and you hear more by that day."""
    locked = steps.locked(report, by=by)
    rules.check_not_yet_acknowledged(is_done=locked.acknowledged_date is not None)
    message = letters.put(locked, Direction.REPLY, text, key=locked.key, now=now)
    steps.heard(locked, now=now)
    log.record("report.acknowledged", by=by, now=now, on=("message", message.id), scope=report.id)
    return message


@transaction.atomic
def ask(*, report: Report, text: str, wait: bool, by: Viewer, now: datetime) -> Message:
    """A question to the reporter; with `wait` the report waits for the answer."""
    rules.check_reason(text)
    locked = steps.locked(report, by=by)
    rules.check_can_ask(locked.state)
    message = letters.put(locked, Direction.QUESTION, text, key=locked.key, now=now)
    steps.heard(locked, now=now)
    if wait and locked.state == State.TAKEN_IN:
        locked.state = State.WAITING
        locked.save(update_fields=["state"])
    steps.put(locked, "asked", by=by, now=now)
    log.record("report.asked", by=by, now=now, on=("message", message.id), scope=report.id)
    return message


@transaction.atomic
def set_apart(*, report: Report, signals: Sequence[NewSignal], by: Viewer, now: datetime) -> list[Signal]:
    """Things out of the reporter's text, each marked with what kind of thing it is."""
    policy.check_can_handle(by, report)
    rules.check_something_is_set_apart(number=len(signals))
    made = []
    for new in signals:
        signal = steps.mark(report, new, now=now)
        log.record("report.signal_marked", by=by, now=now, on=("signal", signal.id), scope=report.id)
        made.append(signal)
    return made
