"""Pages of their own for the ways out, and for the second look."""

from collections.abc import Callable
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.parties import queries as parties
from casustafel.reports import deciding, deciding_presenters, deciding_queries, queries
from casustafel.reports.choices import State
from casustafel.reports.deciding_forms import (
    AdviceForm,
    CloseForm,
    FeedbackForm,
    HandOnForm,
    NoteForm,
    NotForwardingForm,
    ReasonForm,
    SecondLookForm,
    WaitForm,
)
from casustafel.reports.models import Report

officer = needs(Permission.REPORT_HANDLE)
second = needs(Permission.REPORT_SECOND)


@officer
def advise(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    form = AdviceForm(request.POST or None)
    return _deed(request, report_id, form, deciding.decide, "advise", way_out=State.ADVICE)


@officer
def wait(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    form = WaitForm(request.POST or None)
    return _deed(request, report_id, form, deciding.decide, "wait", way_out=State.WAITING)


@officer
def hand_on(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report = queries.get(request.viewer, report_id)
    grounds = deciding_presenters.grounds_to_hand_on(request.viewer)
    form = HandOnForm(request.POST or None, grounds=grounds)

    def act() -> None:
        deciding.hand_on(report=report, handing=form.handing(), by=request.viewer, now=clock.now())

    return _page(request, report, form, act, "hand_on")


@officer
def note(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    form = NoteForm(request.POST or None)
    return _deed(request, report_id, form, deciding.add_note, "note")


@officer
def propose(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report = queries.get(request.viewer, report_id)
    people = deciding_queries.second_people(request.viewer, day=clock.now().date())
    choices = deciding_presenters.people_to_ask(request.viewer, people)
    form = NotForwardingForm(request.POST or None, people=choices)

    def act() -> None:
        told = form.cleaned_data
        asked = parties.person(request.viewer, UUID(told.pop("asked")))
        deciding.propose_not_forwarding(
            report=report, asked=asked, **told, by=request.viewer, now=clock.now()
        )

    return _page(request, report, form, act, "propose")


@officer
def withdraw(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    return _deed(request, report_id, form, deciding.withdraw_proposal, "withdraw")


@officer
def reopen(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    return _deed(request, report_id, form, deciding.reopen, "reopen")


@officer
def feedback(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    form = FeedbackForm(request.POST or None)
    return _deed(request, report_id, form, deciding.give_feedback, "feedback")


@officer
def close(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    form = CloseForm(request.POST or None)
    return _deed(request, report_id, form, deciding.close, "close")


def _deed(
    request: ViewerRequest, report_id: UUID, form: Form, deed: Callable[..., object], name: str, **given: str
) -> HttpResponse:
    """What the form asks is what the deed needs."""
    report = queries.get(request.viewer, report_id)

    def act() -> None:
        deed(report=report, **given, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _page(request, report, form, act, name)


def _page(
    request: ViewerRequest, report: Report, form: Form, act: Callable[[], object], name: str
) -> HttpResponse:
    if carried_out(form, act):
        return redirect("reports:show", report.id)
    context = {"report_id": report.id, "form": form, "words": deciding_presenters.words(name)}
    return render(request, "reports/deciding.html", context, status=422 if form.is_bound else 200)


@second
def looks(request: ViewerRequest) -> HttpResponse:
    page = deciding_queries.looks(request.viewer, page=request.GET.get("page", 1))
    context = {"page": page, "rows": deciding_presenters.look_rows(request.viewer, page)}
    return render(request, "reports/looks.html", context)


@second
def look(request: ViewerRequest, look_id: UUID) -> HttpResponse:
    """The report, for as long as the question stands, with the form that answers it."""
    file, form = deciding_queries.look(request.viewer, look_id), SecondLookForm(request.POST or None)

    def act() -> None:
        deciding.answer_second_look(look=file.look, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("reports:looks")
    page = deciding_presenters.look_page(request.viewer, file, now=clock.now())
    status = 422 if form.is_bound else 200
    return render(request, "reports/look.html", {"look": page, "form": form}, status=status)
