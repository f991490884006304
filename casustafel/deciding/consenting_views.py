"""Saying whether one agrees, and what is done about an objection: of a decision, a goal or the plan."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.deciding import consenting, consenting_presenters, objecting, queries
from casustafel.deciding.forms import ConsentForm, EndImpasseForm, ImpasseForm, OverruleForm
from casustafel.deciding.models import ConsentRound, Impasse, Objection
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def say(request: ViewerRequest, case_id: UUID, consent_round_id: UUID) -> HttpResponse:
    """The form stands on the page of what it is about; what was not sound comes back on a page of its own."""
    found = queries.get_round(request.viewer, case_id, consent_round_id)
    form = ConsentForm(request.POST or None)

    def act() -> None:
        consenting.say(round=found, **form.said(), by=request.viewer, now=clock.now())

    return _page(request, "deciding/say.html", form, act, found, {})


@participant
@require_POST
def accept(request: ViewerRequest, case_id: UUID, consent_round_id: UUID) -> HttpResponse:
    found = queries.get_round(request.viewer, case_id, consent_round_id)
    form = forms.Form(request.POST)
    return _page(
        request,
        "deciding/accept.html",
        form,
        lambda: consenting.accept(round=found, by=request.viewer, now=clock.now()),
        found,
        {},
    )


@participant
def overrule(request: ViewerRequest, case_id: UUID, objection_id: UUID) -> HttpResponse:
    found = queries.get_objection(request.viewer, case_id, objection_id)
    form = OverruleForm(request.POST or None)

    def act() -> None:
        reason = form.cleaned_data["text"]
        objecting.overrule(objection=found, reason=reason, by=request.viewer, now=clock.now())

    return _objection_page(request, "deciding/overrule.html", form, act, found)


@participant
def flag_impasse(request: ViewerRequest, case_id: UUID, objection_id: UUID) -> HttpResponse:
    found = queries.get_objection(request.viewer, case_id, objection_id)
    form = ImpasseForm(request.POST or None)

    def act() -> None:
        objecting.flag_impasse(objection=found, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _objection_page(request, "deciding/impasse.html", form, act, found)


@participant
def end_impasse(request: ViewerRequest, case_id: UUID, impasse_id: UUID) -> HttpResponse:
    found = queries.get_impasse(request.viewer, case_id, impasse_id)
    form = EndImpasseForm(request.POST or None)

    def act() -> None:
        ending = form.cleaned_data["text"]
        objecting.end_impasse(impasse=found, ending=ending, by=request.viewer, now=clock.now())

    divides = consenting_presenters.one_impasse(request.viewer, found, now=clock.now())
    return _page(request, "deciding/end_impasse.html", form, act, found, {"divides": divides})


def _objection_page(
    request: ViewerRequest, template: str, form: forms.Form, act: Callable[[], None], found: Objection
) -> HttpResponse:
    whose, text = consenting_presenters.one_objection(request.viewer, found, now=clock.now())
    return _page(request, template, form, act, found, {"whose": whose, "text": text})


def _page(
    request: ViewerRequest,
    template: str,
    form: forms.Form,
    act: Callable[[], object],
    found: ConsentRound | Objection | Impasse,
    more: dict[str, Any],
) -> HttpResponse:
    back = objecting.subject_of(found).path
    if carried_out(form, act):
        return onward(request, back)
    context = {"form": form, "case_id": found.case_id, "back": back, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
