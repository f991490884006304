"""Files that come after the report: from who handles it, who told it with an account, or who holds its code.

Ten go along. The desk counts all that lie with the report; a reporter counts the own, and sees no others.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit.log import Actor
from casustafel.files.intake import Incoming
from casustafel.reports import attaching, bells, policy, queries, rules, steps
from casustafel.reports.models import Attachment, Report
from casustafel.reports.stops import MOST_FILES


@transaction.atomic
def by_desk(*, report: Report, arrived: Sequence[Incoming], by: Viewer, now: datetime) -> list[Attachment]:
    """A scan of a letter, a photo that somebody brought: it says in the report who put it there."""
    held = steps.locked(report, by=by)
    rules.check_takes_files(held.state)
    _check_fit(Attachment.objects.visible_to(by).filter(report=held).count(), arrived)
    steps.put(held, "files_added", by=by, now=now)
    return _attach(held, arrived, by=by, now=now)


@transaction.atomic
def by_professional(
    *, report: Report, arrived: Sequence[Incoming], by: Viewer, now: datetime
) -> list[Attachment]:
    policy.check_can_follow(by, report)
    held: Report = Report.objects.of_reporter(by).select_for_update(of=("self",)).get(pk=report.pk)
    rules.check_takes_files(held.state)
    _check_fit(Attachment.objects.of_reporter(by).filter(report=held).count(), arrived)
    added = _attach(held, arrived, by=by, now=rules.day_only(now))
    bells.added_to(held, by=by, now=now)
    return added


@transaction.atomic
def from_mailbox(
    *, report: Report, arrived: Sequence[Incoming], by: Actor, now: datetime
) -> list[Attachment]:
    """With the receipt in hand; the mailbox was opened in this transaction."""
    held: Report = Report.objects.of_mailbox().select_for_update(of=("self",)).get(pk=report.pk)
    _check_fit(queries.mailbox_files(held).count(), arrived)
    added = _attach(held, arrived, by=by, now=rules.day_only(now))
    if added:
        bells.added_to(held, by=by, now=now)
    return added


def _check_fit(there: int, arrived: Sequence[Incoming]) -> None:
    rules.check_files_fit(there=there, coming=len(arrived), most=MOST_FILES)


def _attach(report: Report, arrived: Sequence[Incoming], *, by: Actor, now: datetime) -> list[Attachment]:
    return [attaching.attach(incoming=each, report=report, by=by, now=now) for each in arrived]
