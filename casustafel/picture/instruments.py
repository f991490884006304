"""That an assessment was made with an instrument, and what the professional concludes: nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import policy
from casustafel.cases.models import Case
from casustafel.files.intake import Incoming
from casustafel.lib import locking
from casustafel.picture import attaching, contributing, recognised_rules, rules
from casustafel.picture.contributing import Given
from casustafel.picture.models import InstrumentReport, InstrumentResult
from casustafel.vault import sealing

MOST_FILES = 10


@dataclass(frozen=True)
class NewResult:
    instrument: str
    edition: str
    assessor: str
    assessed_date: date
    conclusion: str
    certificate: str = ""
    certified_until: date | None = None


@transaction.atomic
def add_result(*, case: Case, given: Given, new: NewResult, by: Viewer, now: datetime) -> InstrumentResult:
    """A contribution of its own: for one purpose, on one ground, to one audience."""
    for name in ("instrument", "edition", "assessor"):
        rules.check_reason(getattr(new, name), name)
    recognised_rules.check_conclusion_in_words(new.conclusion)
    brought_in = contributing.bring_in(case=case, given=given, by=by, now=now)
    made = InstrumentResult.beside(
        brought_in, assessed_date=new.assessed_date, certified_until=new.certified_until
    )
    sealing.seal(
        made,
        instrument=new.instrument,
        edition=new.edition,
        assessor=new.assessor,
        certificate=new.certificate,
        conclusion=new.conclusion,
    )
    made.save(force_insert=True)
    log.record("picture.instrument_added", by=by, now=now, on=("instrument_result", made.id), scope=case.id)
    return made


@transaction.atomic
def add_reports(
    *, result: InstrumentResult, arrived: Sequence[Incoming], by: Viewer, now: datetime
) -> list[InstrumentReport]:
    """The report in full, as files; to a result of one's own organisation."""
    policy.check_can_work(by, result.case)
    rules.check_is_own(maker=result.contribution.organisation_id, own=by.organisation_id)
    locking.alone(f"instrument_reports|{result.id}")
    stands = InstrumentResult.objects.visible_to(by).filter(pk=result.pk, withdrawn_at__isnull=True)
    rules.check_some_stand(stands.count())
    there = InstrumentReport.objects.visible_to(by).filter(result=result).count()
    recognised_rules.check_reports_fit(there=there, coming=len(arrived), most=MOST_FILES)
    rows = [attaching.attach(result=result, incoming=each, now=now) for each in arrived]
    for row in rows:
        on = ("instrument_report", row.id)
        log.record("picture.report_added", by=by, now=now, on=on, scope=result.case_id)
    return rows
