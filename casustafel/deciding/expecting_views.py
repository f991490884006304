from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import queries as cases
from casustafel.cases.choices import State
from casustafel.deciding import expecting, expecting_presenters, presenters, queries
from casustafel.deciding.choices import ExpectationState
from casustafel.deciding.forms import AnswerForm, ExpectationForm, OutcomeForm
from casustafel.deciding.models import Expectation
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def expectations(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    viewer, now, state = request.viewer, clock.now(), request.GET.get("state", "")
    case = cases.get(viewer, case_id)
    page = queries.expectations(viewer, case, state=state, page=request.GET.get("page", 1))
    frame, rows = expecting_presenters.expectation_list(viewer, case, page, now=now)
    states = [("", _("All")), *ExpectationState.choices]
    context = {"case_page": frame, "rows": rows, "page": page, "state": state, "states": states}
    return render(request, "deciding/expectations.html", {**context, "work": case.state == State.OPEN})


@participant
def expect(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    viewer = request.viewer
    case = cases.get(viewer, case_id)
    seats = cases.seats_at(viewer, case, day=clock.now().date())
    others = {str(o.id): o for o in cases.organisations_of(seats) if o.id != viewer.organisation_id}
    choices = [each for each in presenters.organisation_choices(seats) if each[0] in others]
    initial = {"meeting": request.GET.get("overleg")}
    form = ExpectationForm(request.POST or None, organisations=choices, initial=initial)

    def act() -> None:
        data = form.cleaned_data
        expecting.expect(
            case=case,
            asked=others[data["asked"]],
            text=data["text"],
            until_date=data["until_date"],
            meeting_id=data["meeting"],
            by=viewer,
            now=clock.now(),
        )

    if carried_out(form, act):
        return onward(request, "deciding:expectations", case_id)
    context = {"form": form, "case_id": case_id}
    return render(request, "deciding/expect.html", context, status=422 if form.is_bound else 200)


@participant
def answer(request: ViewerRequest, case_id: UUID, expectation_id: UUID) -> HttpResponse:
    found = queries.get_expectation(request.viewer, case_id, expectation_id)
    form = AnswerForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        accepts = data["accepts"] == "YES"
        expecting.answer(
            expectation=found, accepts=accepts, text=data["text"], by=request.viewer, now=clock.now()
        )

    return _page(request, "deciding/answer.html", form, act, found)


@participant
def look_back(request: ViewerRequest, case_id: UUID, expectation_id: UUID) -> HttpResponse:
    found = queries.get_expectation(request.viewer, case_id, expectation_id)
    form = OutcomeForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        done = data["done"] == "YES"
        expecting.look_back(
            expectation=found, done=done, text=data["text"], by=request.viewer, now=clock.now()
        )

    return _page(request, "deciding/look_back.html", form, act, found)


def _page(
    request: ViewerRequest,
    template: str,
    form: forms.Form,
    act: Callable[[], None],
    found: Expectation,
) -> HttpResponse:
    line = expecting_presenters.one_expectation(request.viewer, found, now=clock.now())
    if carried_out(form, act):
        return onward(request, "deciding:expectations", found.case_id)
    context = {"form": form, "case_id": found.case_id, "line": line}
    return render(request, template, context, status=422 if form.is_bound else 200)
