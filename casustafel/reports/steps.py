"""How a report moves on, one at a time, and what hangs on it: how it reads back, what was set apart, what was
seen and heard. The deeds that write it check and log."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.reports import policy, rules
from casustafel.reports.choices import State
from casustafel.reports.models import Report, Signal, Step
from casustafel.vault import sealing


def put(
    report: Report, kind: str, *, by: Viewer, now: datetime, reason: str = "", to: UUID | None = None
) -> None:
    step = Step(
        partnership_id=report.partnership_id,
        report=report,
        key=report.key,
        kind=kind,
        by_id=by.person_id,
        to_id=to,
        at=now,
    )
    sealing.seal(step, reason=reason)
    step.save(force_insert=True)


def locked(report: Report, *, by: Viewer) -> Report:
    """The row as it is now, for an officer, held until the act is done."""
    policy.check_can_handle(by, report)
    rows = Report.objects.visible_to(by).select_related("key__desk").select_for_update(of=("self",))
    found: Report = rows.get(pk=report.pk)
    return found


def moved(report: Report, to: State, *, by: Viewer) -> Report:
    found = locked(report, by=by)
    rules.check_move(found.state, to)
    found.state = to
    return found


@dataclass(frozen=True)
class NewSignal:
    text: str
    nature: str
    contradicts: bool = False
    observed_date: date | None = None


def mark(report: Report, new: NewSignal, *, now: datetime) -> Signal:
    signal = Signal(
        partnership_id=report.partnership_id,
        report=report,
        key=report.key,
        nature=new.nature,
        observed_date=new.observed_date,
        contradicts=new.contradicts,
        marked_at=now,
    )
    sealing.seal(signal, text=new.text)
    signal.save(force_insert=True)
    return signal


def heard(report: Report, *, now: datetime) -> None:
    """The first letter is what the term of acknowledgement is about."""
    if report.acknowledged_date is None:
        report.acknowledged_date = now.date()
        report.save(update_fields=["acknowledged_date"])


def seen(report: Report, *, upto: int, by: Viewer) -> None:
    """Somebody of the reporting point opened these letters, as the log says: they are new no more."""
    Report.objects.visible_to(by).filter(pk=report.pk, letters_seen__lt=upto).update(letters_seen=upto)
