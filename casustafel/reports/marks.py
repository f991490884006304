"""Finding reports that may be about the same person: by keyed hashes of how a name sounds, which open
nothing; then compared, once opened. It suggests; linking.py is where people decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q

from casustafel.access.viewer import Viewer
from casustafel.reports import naming, policy
from casustafel.reports.models import NameMark, Report, SamePerson
from casustafel.reports.naming import Known, Likeness
from casustafel.vault import cipher, opening

AT_MOST = 20  # reports that are opened for one look; a common name has more


@dataclass(frozen=True)
class Suggestion:
    report: Report
    known: Known
    likeness: Likeness


@dataclass(frozen=True)
class Found:
    """`left_out`: more reports share a part of the name than were opened."""

    suggestions: Sequence[Suggestion]
    left_out: bool


def write(report: Report, *, by: Viewer, now: datetime) -> None:
    """Anew, from what the report says of the person now."""
    opened = opening.open_all([report], by=by, purpose="report.marks", now=now)
    known = Known(opened(report, "subject_name"), opened(report, "subject_birth"))
    NameMark.objects.visible_to(by).filter(report=report).delete()
    NameMark.objects.bulk_create(
        NameMark(partnership_id=report.partnership_id, report=report, mark=mark) for mark in _marks_of(known)
    )


def _marks_of(known: Known) -> set[bytes]:
    marks = {cipher.blind_index("report.name", sound) for sound in naming.sounds_of(known.name)}
    born = naming.birth_mark(known.birth)
    return marks | {cipher.blind_index("report.birth", born)} if born else marks


@transaction.atomic
def look_for_earlier(report: Report, *, by: Viewer, now: datetime) -> Found:
    """Opens the reports that share a part of the name or the day of birth, as the log says of each, and gives
    those that may be about the same person. Of what was decided before none comes back."""
    policy.check_can_handle(by, report)
    known_marks = NameMark.objects.visible_to(by)
    if not known_marks.filter(report=report).exists():
        write(report, by=by, now=now)
    mine = known_marks.filter(report=report).values("mark")
    shared = (
        known_marks.filter(mark__in=mine)
        .exclude(report=report)
        .exclude(report__in=_decided_with(by, report))
        .values("report")
        .annotate(parts=Count("id"), received=F("report__received_date"))
        .order_by("-parts", "-received", "report")
    )
    ids = [row["report"] for row in shared[: AT_MOST + 1]]
    rows = list(Report.objects.visible_to(by).filter(pk__in=ids[:AT_MOST]))
    opened = opening.open_all([report, *rows], by=by, purpose="report.same_person", now=now)
    own, known = _known(opened, report), {row.id: _known(opened, row) for row in rows}
    alike = [(row, naming.likeness(own, known[row.id])) for row in rows]
    found = [Suggestion(row, known[row.id], likeness) for row, likeness in alike if likeness]
    found.sort(key=lambda each: each.report.received_date, reverse=True)
    return Found(found, left_out=len(ids) > AT_MOST)


def _known(opened: opening.Opened, report: Report) -> Known:
    return Known(opened(report, "subject_name"), opened(report, "subject_birth"))


def _decided_with(by: Viewer, report: Report) -> list[UUID]:
    standing = SamePerson.objects.visible_to(by).filter(undone_at__isnull=True)
    pairs = standing.filter(Q(report=report) | Q(other=report)).values_list("report", "other")
    return [each for pair in pairs for each in pair if each != report.id]
