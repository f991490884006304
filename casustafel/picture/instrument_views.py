from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.files.receiving import received, takes_files
from casustafel.lib import clock
from casustafel.lib.forms import result_of, sent_from
from casustafel.picture import (
    attaching,
    instrument_presenters,
    instrument_queries,
    instruments,
    rooms,
)
from casustafel.picture.door import participant
from casustafel.picture.instrument_forms import InstrumentForm
from casustafel.picture.models import InstrumentResult
from casustafel.reports.file_forms import FilesForm, are_kept


@participant
def show_all(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now = cases.get(request.viewer, case_id), clock.now()
    file = instrument_queries.results(request.viewer, case, day=now.date(), page=request.GET.get("page", "1"))
    frame, page = instrument_presenters.instruments_page(request.viewer, file, now=now)
    context = {"case_page": frame, "page": page, "rooms": rooms.beside(case_id, "picture:instruments")}
    return render(request, "picture/instruments.html", context)


@participant
def show(request: ViewerRequest, case_id: UUID, result_id: UUID) -> HttpResponse:
    return _page(request, *_result(request, case_id, result_id))


@participant
def add(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now = cases.get(request.viewer, case_id), clock.now()
    seats = cases.seats_at(request.viewer, case, day=now.date())
    offered = instrument_presenters.seats_to_name(request.viewer, seats)
    form = InstrumentForm(request.POST or None, seats=offered)

    def act() -> InstrumentResult:
        return instruments.add_result(
            case=case, given=form.given(), new=form.result(), by=request.viewer, now=clock.now()
        )

    made = result_of(form, act)
    if made is not None:
        return redirect("picture:instrument", case_id, made.id)
    context = {"form": form, "case_id": case_id}
    return render(request, "picture/add_instrument.html", context, status=422 if form.is_bound else 200)


@takes_files()
@participant
@sent_from("picture:instrument")
def add_report(request: ViewerRequest, case_id: UUID, result_id: UUID) -> HttpResponse:
    case, result = _result(request, case_id, result_id)
    arrived = received(request)
    form = FilesForm(request.POST, arrived=arrived)

    def act() -> None:
        instruments.add_reports(result=result, arrived=arrived.kept, by=request.viewer, now=clock.now())

    done = are_kept(form, act)
    if done and not form.errors:
        return redirect("picture:instrument", case_id, result_id)
    response = _page(request, case, result, files_form=form)
    if done:  # in part: sent again, the same files are not added once more
        response.headers["X-Sent-Already"] = "keep"
    return response


@participant
@require_POST
def open_report(
    request: ViewerRequest, case_id: UUID, result_id: UUID, report_file_id: UUID
) -> HttpResponseBase:
    """To keep, never shown in the browser."""
    case, result = _result(request, case_id, result_id)
    row = instrument_queries.get_report(request.viewer, result, report_file_id)
    form = forms.Form(request.POST)
    handed = result_of(form, lambda: attaching.open_report(report=row, by=request.viewer, now=clock.now()))
    return handed if handed is not None else _page(request, case, result, refused=form)


def _result(request: ViewerRequest, case_id: UUID, result_id: UUID) -> tuple[Case, InstrumentResult]:
    case = cases.get(request.viewer, case_id)
    return case, instrument_queries.get(request.viewer, case, result_id)


def _page(
    request: ViewerRequest,
    case: Case,
    result: InstrumentResult,
    *,
    files_form: FilesForm | None = None,
    refused: forms.Form | None = None,
) -> HttpResponse:
    now = clock.now()
    reports = instrument_queries.reports(request.viewer, result)
    file = instrument_queries.of_one(result, day=now.date())
    frame, page = instrument_presenters.instrument_page(request.viewer, file, reports, now=now)
    context = {
        "case_page": frame,
        "page": page,
        "rooms": rooms.beside(case.id, "picture:instruments"),
        "files_form": files_form or FilesForm(),
        "refused": refused,
    }
    return render(request, "picture/instrument.html", context, status=422 if files_form or refused else 200)
