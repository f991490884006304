"""What is read about results of instruments, and the files with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.lib.refusal import NotYours
from casustafel.parties import terms
from casustafel.picture.models import InstrumentReport, InstrumentResult

PER_PAGE = 10


@dataclass(frozen=True)
class ResultsFile:
    """`old_before`: who was assessed before this day was assessed longer ago than was agreed."""

    case: Case
    results: Sequence[InstrumentResult]
    old_before: date
    page: Page[InstrumentResult] | None = None

    def legible_to(self, viewer: Viewer) -> list[InstrumentResult]:
        """Without the words of what another organisation withdrew."""
        return [row for row in self.results if not row.is_hidden_from(viewer)]


def results(viewer: Viewer, case: Case, *, day: date, page: int | str) -> ResultsFile:
    found = Paginator(_results(viewer, case), PER_PAGE).get_page(page)
    return ResultsFile(case, list(found), _old_before(case, day), found)


def all_results(viewer: Viewer, case: Case, *, day: date) -> ResultsFile:
    return ResultsFile(case, list(_results(viewer, case)), _old_before(case, day))


def of_one(result: InstrumentResult, *, day: date) -> ResultsFile:
    return ResultsFile(result.case, [result], _old_before(result.case, day))


def get(viewer: Viewer, case: Case, result_id: UUID) -> InstrumentResult:
    found = _results(viewer, case).filter(pk=result_id).first()
    if found is None:
        raise NotYours
    return found


def reports(viewer: Viewer, result: InstrumentResult) -> list[InstrumentReport]:
    return list(_reports(viewer, result).order_by("added_date", "id"))


def get_report(viewer: Viewer, result: InstrumentResult, report_id: UUID) -> InstrumentReport:
    found = _reports(viewer, result).filter(pk=report_id).first()
    if found is None:
        raise NotYours
    return found


def _results(viewer: Viewer, case: Case) -> QuerySet[InstrumentResult]:
    rows: QuerySet[InstrumentResult] = InstrumentResult.objects.visible_to(viewer).filter(case=case)
    related = ("case__key", "key", "contribution__organisation")
    return rows.select_related(*related).order_by("-assessed_date", "id")


def _reports(viewer: Viewer, result: InstrumentResult) -> QuerySet[InstrumentReport]:
    """None to a receiver once the result was withdrawn."""
    rows: QuerySet[InstrumentReport] = InstrumentReport.objects.visible_to(viewer)
    if result.is_hidden_from(viewer):
        return rows.none()
    return rows.filter(result=result).select_related("key", "case")


def _old_before(case: Case, day: date) -> date:
    return terms.since(case.partnership_id, "INSTRUMENT_STALE", day)
