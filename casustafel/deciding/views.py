from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import queries as cases
from casustafel.cases.choices import State
from casustafel.deciding import actions, consenting, objecting, presenters, queries
from casustafel.deciding.choices import DecisionState
from casustafel.deciding.forms import AdviceForm, ChangeForm, ConsentForm, ProposalForm, WithdrawForm
from casustafel.deciding.models import Decision
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward, result_of, sent_from
from casustafel.lib.refusal import Conflict

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def decisions(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    viewer, now, state = request.viewer, clock.now(), request.GET.get("state", "")
    case = cases.get(viewer, case_id)
    page = queries.decisions(viewer, case, state=state, page=request.GET.get("page", 1))
    impasses = [(objecting.subject_of(row).path, row) for row in queries.open_impasses(viewer, case)]
    expected = queries.open_expectations(viewer, case)
    seats = cases.seats_at(viewer, case, day=now.date())
    frame, shown = presenters.list_page(viewer, case, page, impasses, expected, seats, now=now)
    states = [("", _("All")), *DecisionState.choices]
    context = {"case_page": frame, "shown": shown, "page": page, "state": state, "states": states}
    return render(request, "deciding/list.html", {**context, "work": case.state == State.OPEN})


@participant
def propose(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    viewer = request.viewer
    case = cases.get(viewer, case_id)
    seats = cases.seats_at(viewer, case, day=clock.now().date())
    form = ProposalForm(
        request.POST or None,
        organisations=presenters.organisation_choices(seats),
        initial={"meeting": request.GET.get("overleg")},
    )

    def act() -> Decision:
        data = form.cleaned_data
        known = {str(each.id): each for each in cases.organisations_of(seats)}
        new = actions.Proposal(
            question=data["question"],
            ways=form.ways(),
            chosen=data["chosen"],
            words=data["words"],
            reasons=data["reasons"],
            ground=data["ground"],
            decides=known[data["decides"]],
        )
        return actions.propose(case=case, new=new, meeting_id=data["meeting"], by=viewer, now=clock.now())

    made = result_of(form, act)
    if made is not None:
        return redirect("deciding:decision", case_id, made.id)
    context = {"form": form, "case_id": case_id}
    return render(request, "deciding/propose.html", context, status=422 if form.is_bound else 200)


@participant
def decision(request: ViewerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    return decision_page(request, queries.get_decision(request.viewer, case_id, decision_id), {})


@participant
def revise(request: ViewerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    found = queries.get_decision(request.viewer, case_id, decision_id)
    there = _there(request, found)
    form = ChangeForm(request.POST or None, ways=there["ways"], initial=there)

    def act() -> None:
        data = form.cleaned_data
        actions.revise(
            decision=found,
            version=data["version"],
            words=data["text"],
            reasons=data["reasons"],
            chosen=data["chosen"],
            by=request.viewer,
            now=clock.now(),
        )

    try:
        done = carried_out(form, act)
    except Conflict as conflict:
        return _both(request, found, form, conflict.mine)
    return _form_page(request, found, "deciding/revise.html", form, done)


def _there(request: ViewerRequest, found: Decision) -> dict[str, Any]:
    file = queries.file_of(request.viewer, found, day=clock.now().date())
    return presenters.change_initial(request.viewer, file, now=clock.now())


def _both(request: ViewerRequest, found: Decision, form: ChangeForm, mine: str) -> HttpResponse:
    """Two who put it otherwise at once: both texts, and mine to send again on what is there now."""
    newest = queries.get_decision(request.viewer, found.case_id, found.id)
    there = _there(request, newest)
    own = {name: form.cleaned_data[name] for name in ("reasons", "chosen")}
    again = ChangeForm(ways=there["ways"], initial={**there, **own, "text": mine})
    context = {"form": again, "mine": mine, "theirs": there["text"]}
    context |= {"case_id": found.case_id, "decision_id": found.id}
    return render(request, "deciding/conflict.html", context, status=409)


@participant
@sent_from("deciding:decision")
def advise(request: ViewerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    found = queries.get_decision(request.viewer, case_id, decision_id)
    form = AdviceForm(request.POST)
    done = carried_out(
        form,
        lambda: actions.advise(decision=found, **form.cleaned_data, by=request.viewer, now=clock.now()),
    )
    return _acted(request, found, done, {"advice_form": form})


@participant
@sent_from("deciding:decision")
def ask(request: ViewerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    found = queries.get_decision(request.viewer, case_id, decision_id)
    form, subject = forms.Form(request.POST), actions.subject_of(found)
    done = carried_out(
        form, lambda: consenting.open_round(subject=subject, by=request.viewer, now=clock.now())
    )
    return _acted(request, found, done, {"refused": form})


@participant
@sent_from("deciding:decision")
def decide(request: ViewerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    found = queries.get_decision(request.viewer, case_id, decision_id)
    form = forms.Form(request.POST)
    done = carried_out(form, lambda: actions.decide(decision=found, by=request.viewer, now=clock.now()))
    return _acted(request, found, done, {"refused": form})


@participant
def withdraw(request: ViewerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    found = queries.get_decision(request.viewer, case_id, decision_id)
    form = WithdrawForm(request.POST or None)

    def act() -> None:
        reason = form.cleaned_data["text"]
        actions.withdraw(decision=found, reason=reason, by=request.viewer, now=clock.now())

    return _form_page(request, found, "deciding/withdraw.html", form, carried_out(form, act))


def _form_page(
    request: ViewerRequest, found: Decision, template: str, form: forms.Form, done: bool
) -> HttpResponse:
    if done:
        return onward(request, "deciding:decision", found.case_id, found.id)
    context = {"form": form, "case_id": found.case_id, "decision_id": found.id}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _acted(request: ViewerRequest, found: Decision, done: bool, bound: dict[str, forms.Form]) -> HttpResponse:
    if done:
        return onward(request, "deciding:decision", found.case_id, found.id)
    return decision_page(request, found, bound)


def decision_page(request: ViewerRequest, found: Decision, bound: dict[str, forms.Form]) -> HttpResponse:
    now = clock.now()
    file = queries.file_of(request.viewer, found, day=now.date())
    frame, page = presenters.decision_page(request.viewer, file, now=now)
    context = {
        "case_page": frame,
        "case_id": found.case_id,
        "page": page,
        "work": found.case.state == State.OPEN,
        "advice_form": AdviceForm(initial=page.own_advice),
        "consent_form": ConsentForm(initial=page.spoken.current.mine if page.spoken.current else {}),
        **bound,
    }
    return render(request, "deciding/decision.html", context, status=422 if bound else 200)
