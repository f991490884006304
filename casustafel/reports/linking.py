"""Which reports are about the same person: decided and undone by people. Nothing is merged."""

from datetime import datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.lib.refusal import NotYours
from casustafel.reports import marks, policy, rules, steps
from casustafel.reports.models import Report, SamePerson
from casustafel.vault import opening, sealing


@transaction.atomic
def describe_person(
    *, report: Report, name: str, birth: str, reason: str, by: Viewer, now: datetime
) -> Report:
    """Put right who it is about. What stood there before stays in the story of the report."""
    rules.check_reason(reason)
    report = steps.locked(report, by=by)
    before = opening.open_all([report], by=by, purpose="report.describe_person", now=now)
    was = ", ".join(filter(None, (before(report, "subject_name"), before(report, "subject_birth"))))
    sealing.seal(report, subject_name=name, subject_birth=birth)
    report.save(update_fields=["subject_name", "subject_birth"])
    marks.write(report, by=by, now=now)
    steps.put(report, "person_described", by=by, now=now, reason=f"{reason}\n\n({was})" if was else reason)
    log.record("report.person_described", by=by, now=now, on=("report", report.id), scope=report.id)
    return report


@transaction.atomic
def settle(
    *, report: Report, other: Report, same: bool, reason: str, by: Viewer, now: datetime
) -> SamePerson:
    """Somebody read both, and says that they are about the same person, or that they are not."""
    rules.check_reason(reason)
    policy.check_can_handle(by, report)
    policy.check_can_handle(by, other)
    rules.check_two_reports(report.id, other.id)
    first, second = _in_order(report, other)
    steps.locked(first, by=by)
    pair = SamePerson.objects.visible_to(by).filter(report=first, other=second, undone_at__isnull=True)
    rules.check_not_decided(already=pair.exists())
    made = SamePerson(
        partnership_id=first.partnership_id,
        report=first,
        other=second,
        key=first.key,
        same=same,
        made_by_id=by.person_id,
        made_at=now,
    )
    sealing.seal(made, reason=reason, undone_reason="")
    made.save(force_insert=True)
    for each in (first, second):
        steps.put(each, "linked" if same else "told_apart", by=by, now=now, reason=reason)
        log.record("report.same_person_decided", by=by, now=now, on=("report", each.id), scope=each.id)
    return made


@transaction.atomic
def undo(*, report: Report, other: Report, reason: str, by: Viewer, now: datetime) -> None:
    """What was decided about these two stands no longer; it stays to be read."""
    rules.check_reason(reason)
    policy.check_can_handle(by, report)
    first, second = _in_order(report, other)
    rows = SamePerson.objects.visible_to(by).select_for_update(of=("self",))
    standing = rows.filter(report=first, other=second, undone_at__isnull=True).first()
    if standing is None:
        raise NotYours
    standing.undone_by_id, standing.undone_at = by.person_id, now
    sealing.seal(standing, undone_reason=reason)
    standing.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    for each in (first, second):
        steps.put(each, "unlinked", by=by, now=now, reason=reason)
        log.record("report.same_person_undone", by=by, now=now, on=("report", each.id), scope=each.id)


def _in_order(report: Report, other: Report) -> tuple[Report, Report]:
    return (report, other) if report.id < other.id else (other, report)
