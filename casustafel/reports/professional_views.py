from urllib.parse import parse_qsl
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casustafel.access import drafts
from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.files.receiving import received, takes_files
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of, sent_from
from casustafel.parties import names
from casustafel.parties import queries as parties
from casustafel.reports import (
    adding_files,
    following,
    own_drafts,
    professional_presenters,
    queries,
    receiving,
)
from casustafel.reports.file_forms import FilesForm, are_kept
from casustafel.reports.models import Report
from casustafel.reports.more import SHARING_AID
from casustafel.reports.professional_forms import FollowForm, ProfessionalForm, TakeBackForm
from casustafel.sharing import queries as sharing

professional = needs(Permission.REPORT_MAKE)


@professional
def own_list(request: ViewerRequest) -> HttpResponse:
    page = queries.own_reports(request.viewer, page=request.GET.get("page", 1))
    rows = [professional_presenters.own_row(report) for report in page]
    return render(request, "reports/own_list.html", {"page": page, "rows": rows})


@professional
def tell(request: ViewerRequest) -> HttpResponse:
    """The longer form. What is typed is kept until it is sent."""
    place, now = own_drafts.PROFESSIONAL, clock.now()
    kept = "" if request.POST else drafts.find(by=request.viewer, place=place, now=now)
    initial = dict(parse_qsl(kept)) or {"organisation": _works_for(request)}
    aids = [(str(aid.id), aid.label) for aid in sharing.finished(request.viewer, now=now)]
    form = ProfessionalForm(request.POST or None, initial=initial, aids=aids)

    def act() -> Report:
        partnership = parties.own_partnership(request.viewer)
        worry = form.worry(more=_goes_along(request, form))
        report, _code = receiving.receive(partnership=partnership, worry=worry, by=request.viewer, now=now)
        own_drafts.drop(by=request.viewer, place=place)
        return report

    report = result_of(form, act)
    if report:
        return redirect("reports:own", report.id)
    context = {"form": form, "is_kept": bool(kept)}
    return render(request, "reports/tell.html", context, status=422 if form.is_bound else 200)


def _goes_along(request: ViewerRequest, form: ProfessionalForm) -> dict[str, str]:
    """Of the sharing aid that was chosen: the words, under the key of the report."""
    chosen = form.cleaned_data.get("sharing_aid")
    if not chosen:
        return {}
    return {SHARING_AID: sharing.result_text(request.viewer, UUID(chosen), now=clock.now())}


def _works_for(request: ViewerRequest) -> str:
    return names.of_organisations(request.viewer).get(request.viewer.organisation_id, "")


@professional
@require_POST
def keep_told(request: ViewerRequest) -> HttpResponse:
    """Called while a professional types; keeps the fields as they stand."""
    place, now = own_drafts.PROFESSIONAL, clock.now()
    version = own_drafts.keep(by=request.viewer, place=place, fields=request.POST, now=now)
    return JsonResponse({"version": version})


@professional
def own(request: ViewerRequest, own_id: UUID) -> HttpResponse:
    return _page(request, own_id, {})


@professional
@sent_from("reports:own")
def add(request: ViewerRequest, own_id: UUID) -> HttpResponse:
    report, form = queries.own_report(request.viewer, own_id), FollowForm(request.POST)

    def act() -> None:
        told = form.cleaned_data
        answers = queries.own_question(request.viewer, report, told["answers"])
        following.add(report=report, text=told["text"], answers=answers, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("reports:own", own_id)
    return _page(request, own_id, {"form": form})


@professional
@sent_from("reports:own")
def take_back(request: ViewerRequest, own_id: UUID) -> HttpResponse:
    report, form = queries.own_report(request.viewer, own_id), TakeBackForm(request.POST)

    def act() -> None:
        following.take_back(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("reports:own", own_id)
    return _page(request, own_id, {"take_back_form": form})


@takes_files()
@professional
@sent_from("reports:own")
def add_own_files(request: ViewerRequest, own_id: UUID) -> HttpResponse:
    report, arrived = queries.own_report(request.viewer, own_id), received(request)
    form = FilesForm(request.POST, arrived=arrived)

    def act() -> None:
        adding_files.by_professional(report=report, arrived=arrived.kept, by=request.viewer, now=clock.now())

    done = are_kept(form, act)
    if done and not form.errors:
        return redirect(reverse("reports:own", args=[own_id]) + "#files")
    response = _page(request, own_id, {"files_form": form})
    if done:  # in part: sent again, the same files are not added once more
        response.headers["X-Sent-Already"] = "keep"
    return response


def _page(request: ViewerRequest, own_id: UUID, bound: dict[str, object]) -> HttpResponse:
    report = queries.own_report(request.viewer, own_id)
    letters = queries.own_letters(request.viewer, report)
    files = queries.own_files(request.viewer, report)
    page = professional_presenters.own_page(request.viewer, report, letters, files, now=clock.now())
    questions = [
        (letter, FollowForm(initial={"answers": letter.id}), f"answer-{number}")
        for number, letter in enumerate(page.questions)
    ]
    context = {
        "own": page,
        "form": FollowForm(),
        "questions": questions,
        "files_form": FilesForm(),
        "take_back_form": TakeBackForm(),
    }
    return render(request, "reports/own.html", {**context, **bound}, status=422 if bound else 200)
