from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of, sent_from
from casustafel.parties import queries as parties
from casustafel.reports import actions, presenters, queries
from casustafel.reports.choices import State
from casustafel.reports.forms import (
    AnswerForm,
    CloseForm,
    DecisionForm,
    FeedbackForm,
    SignalForm,
    StaffWorryForm,
)
from casustafel.reports.models import Report

officer = needs(Permission.REPORT_HANDLE)


@officer
def worklist(request: ViewerRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = queries.worklist(request.viewer, state=state, page=request.GET.get("page", 1))
    context = {
        "page": page,
        "rows": [presenters.row(report) for report in page],
        "state": state,
        "states": [("", _("All that are open")), *State.choices, ("ALL", _("All"))],
    }
    return render(request, "reports/list.html", context)


@officer
def enter(request: ViewerRequest) -> HttpResponse:
    form = StaffWorryForm(request.POST or None)

    def act() -> tuple[Report, str]:
        partnership = parties.own_partnership(request.viewer)
        worry = actions.Worry(**form.cleaned_data)
        return actions.receive(partnership=partnership, worry=worry, by=request.viewer, now=clock.now())

    received = result_of(form, act)
    if received:
        report, code = received
        response = render(request, "reports/entered.html", {"report_id": report.id, "code": code})
        response.headers["X-Sent-Already"] = "keep"
        return response
    return render(request, "reports/enter.html", {"form": form}, status=422 if form.is_bound else 200)


@officer
def show(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    return _page(request, report_id, {})


@officer
@sent_from("reports:show")
def take_in(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report = queries.get(request.viewer, report_id)
    form = forms.Form(request.POST)
    if carried_out(form, lambda: actions.take_in(report=report, by=request.viewer, now=clock.now())):
        return redirect("reports:show", report_id)
    return _page(request, report_id, {"refused": form})


@officer
@sent_from("reports:show")
def mark_signal(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), SignalForm(request.POST)

    def act() -> None:
        actions.mark_signal(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "signal_form", carried_out(form, act))


@officer
@sent_from("reports:show")
def answer(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), AnswerForm(request.POST)

    def act() -> None:
        actions.answer(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "answer_form", carried_out(form, act))


@officer
@sent_from("reports:show")
def decide(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), DecisionForm(request.POST)

    def act() -> None:
        actions.decide(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "decision_form", carried_out(form, act))


@officer
@sent_from("reports:show")
def feedback(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), FeedbackForm(request.POST)

    def act() -> None:
        actions.give_feedback(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "feedback_form", carried_out(form, act))


@officer
@sent_from("reports:show")
def close(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), CloseForm(request.POST)

    def act() -> None:
        actions.close(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "close_form", carried_out(form, act))


def _done(request: ViewerRequest, report_id: UUID, form: forms.Form, name: str, done: bool) -> HttpResponse:
    return redirect("reports:show", report_id) if done else _page(request, report_id, {name: form})


def _page(request: ViewerRequest, report_id: UUID, bound: dict[str, forms.Form]) -> HttpResponse:
    """The report with its forms; one of them may come back with what was typed and why it was not taken."""
    file = queries.whole(request.viewer, report_id)
    page = presenters.report_page(request.viewer, file, now=clock.now())
    context: dict[str, object] = {
        "report": page,
        "refused": None,
        "signal_form": SignalForm(),
        "answer_form": AnswerForm(),
        "decision_form": DecisionForm(ways=page.ways_out),
        "feedback_form": FeedbackForm(),
        "close_form": CloseForm(),
    }
    return render(request, "reports/show.html", {**context, **bound}, status=422 if bound else 200)
