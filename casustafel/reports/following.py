"""What a professional does with the own report: add, answer a question, take it back."""

from datetime import datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.reports import bells, letters, policy, rules
from casustafel.reports.choices import Direction
from casustafel.reports.models import Message, Report


@transaction.atomic
def add(*, report: Report, text: str, by: Viewer, now: datetime, answers: Message | None = None) -> Message:
    """Something more, or the answer to a question."""
    policy.check_can_follow(by, report)
    rules.check_reason(text)
    message = letters.from_reporter(report, Direction.FROM_REPORTER, text, now=now, answers=answers)
    log.record("report.added_to", by=by, now=rules.day_only(now), on=("message", message.id), scope=report.id)
    bells.added_to(report, by=by, now=now)
    return message


@transaction.atomic
def take_back(*, report: Report, reason: str, by: Viewer, now: datetime) -> Report:
    """It does not disappear: the reporting officer sees the mark and the reason, and decides."""
    policy.check_can_follow(by, report)
    rules.check_reason(reason)
    locked: Report = Report.objects.of_reporter(by).select_for_update(of=("self",)).get(pk=report.pk)
    rules.check_not_taken_back(is_done=locked.withdrawn_date is not None)
    message = letters.from_reporter(report, Direction.WITHDRAWAL, reason, now=now)
    locked.withdrawn_date = now.date()
    locked.save(update_fields=["withdrawn_date"])
    log.record(
        "report.withdrawn", by=by, now=rules.day_only(now), on=("message", message.id), scope=report.id
    )
    bells.added_to(locked, by=by, now=now)
    return locked
