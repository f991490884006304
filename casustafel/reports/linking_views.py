"""Pages about the same person: looking, reading two beside each other, deciding, undoing."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of, sent_from
from casustafel.reports import (
    deciding_presenters,
    deciding_queries,
    linking,
    linking_presenters,
    marks,
    queries,
)
from casustafel.reports.deciding_forms import ReasonForm, SamePersonForm, SubjectForm

officer = needs(Permission.REPORT_HANDLE)


@officer
def describe(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, now = queries.get(request.viewer, report_id), clock.now()
    initial = linking_presenters.subject(request.viewer, report, now=now) if request.method == "GET" else None
    form = SubjectForm(request.POST or None, initial=initial)

    def act() -> None:
        linking.describe_person(report=report, **form.cleaned_data, by=request.viewer, now=now)

    if carried_out(form, act):
        return redirect("reports:show", report_id)
    context = {"report_id": report_id, "form": form, "words": deciding_presenters.words("describe")}
    return render(request, "reports/deciding.html", context, status=422 if form.is_bound else 200)


@officer
@sent_from("reports:show")
def look_for(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """Only when pressed: it opens other reports, and the log says of each that it was opened."""
    report, form = queries.get(request.viewer, report_id), forms.Form(request.POST)
    found = result_of(form, lambda: marks.look_for_earlier(report, by=request.viewer, now=clock.now()))
    if found is None:
        return redirect("reports:show", report_id)
    context = {
        "report_id": report_id,
        "suggestions": linking_presenters.suggestions(found),
        "left_out": found.left_out,
    }
    return render(request, "reports/suggestions.html", context)


@officer
def compare(request: ViewerRequest, report_id: UUID, other_id: UUID) -> HttpResponse:
    report, other = queries.get(request.viewer, report_id), queries.get(request.viewer, other_id)
    form = SamePersonForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        same, reason = data["same"] == "yes", data["reason"]
        linking.settle(
            report=report, other=other, same=same, reason=reason, by=request.viewer, now=clock.now()
        )

    if carried_out(form, act):
        return redirect("reports:show", report_id)
    sides = [
        linking_presenters.side(
            request.viewer, each, deciding_queries.signals_of(request.viewer, each), now=clock.now()
        )
        for each in (report, other)
    ]
    context = {
        "report_id": report_id,
        "sides": sides,
        "form": form,
        "decided": linking_presenters.decided(deciding_queries.standing(request.viewer, report, other)),
    }
    return render(request, "reports/compare.html", context, status=422 if form.is_bound else 200)


@officer
def undo(request: ViewerRequest, report_id: UUID, other_id: UUID) -> HttpResponse:
    report, other = queries.get(request.viewer, report_id), queries.get(request.viewer, other_id)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        linking.undo(report=report, other=other, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("reports:show", report_id)
    context = {"report_id": report_id, "form": form, "words": deciding_presenters.words("undo")}
    return render(request, "reports/deciding.html", context, status=422 if form.is_bound else 200)
