from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.deciding import consenting
from casustafel.deciding import queries as deciding
from casustafel.deciding.choices import About
from casustafel.deciding.forms import ConsentForm
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward, sent_from
from casustafel.lib.refusal import Conflict
from casustafel.method import model
from casustafel.method.model import Item
from casustafel.plan import actions, agreeing_presenters, presenters, queries
from casustafel.plan.forms import (
    CommitmentForm,
    DropForm,
    GoalForm,
    GoalTextForm,
    InterventionForm,
    SessionsForm,
    from_example,
)

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def plan(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    return _page(request, case_id, {})


@participant
def settled(request: ViewerRequest, case_id: UUID, version_id: UUID) -> HttpResponse:
    version, said = queries.get_version(request.viewer, case_id, version_id)
    frame, page = presenters.settled_page(request.viewer, version, said, now=clock.now())
    return render(request, "plan/settled.html", {"case_page": frame, "page": page})


@participant
def set_goal(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """A new goal, on an empty page or on an example of the working model (?example=code)."""
    table = queries.table_of(request.viewer, case_id, day=clock.now().date())
    version = model.of(table.case.model_version)
    form = GoalForm(
        request.POST or None,
        version=version,
        organisations=presenters.table_choices(table),
        initial=_example(request, version.goals),
    )

    def act() -> None:
        data = form.cleaned_data
        actions.set_goal(
            case=table.case,
            domain=data["domain"],
            text=data["text"],
            own_words=data["own_words"],
            levels=form.levels(),
            baseline=data["baseline"],
            owner=_chosen(table, data["owner"]),
            due_date=data["due_date"],
            by=request.viewer,
            now=clock.now(),
        )

    done = carried_out(form, act)
    return _form_page(request, case_id, "plan/goal.html", form, done, {"examples": _by_domain(version)})


def _example(request: ViewerRequest, items: tuple[Item, ...]) -> dict[str, object]:
    chosen = next((item for item in items if item.code == request.GET.get("example")), None)
    return from_example(chosen) if chosen else {}


def _by_domain(version: model.Model) -> list[tuple[str, list[Item]]]:
    groups = [(d.label, [goal for goal in version.goals if goal.domain == d.code]) for d in version.domains]
    return [(label, goals) for label, goals in groups if goals]


def _chosen(table: queries.Table, organisation_id: str) -> Any:
    return next(each for each in table.organisations if str(each.id) == organisation_id)


@participant
def revise_goal(request: ViewerRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    goal = queries.get_goal(request.viewer, case_id, goal_id)
    version = model.of(goal.case.model_version)
    initial = {} if request.POST else presenters.text_of(request.viewer, goal, now=clock.now())
    form = GoalTextForm(request.POST or None, version=version, initial=initial)

    def act() -> None:
        actions.revise_goal(goal=goal, **form.cleaned_data, by=request.viewer, now=clock.now())

    try:
        done = carried_out(form, act)
    except Conflict as conflict:
        there = queries.get_goal(request.viewer, case_id, goal_id)
        theirs = presenters.text_of(request.viewer, there, now=clock.now())
        both = {
            "form": GoalTextForm(initial={**theirs, "text": conflict.mine}, version=version),
            "mine": conflict.mine,
            "theirs": theirs["text"],
            "case_id": case_id,
        }
        return render(request, "plan/conflict.html", both, status=409)
    return _form_page(request, case_id, "plan/revise_goal.html", form, done, {})


@participant
def agree_goal(request: ViewerRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """Who agrees with one goal. Sending asks everybody."""
    viewer, now = request.viewer, clock.now()
    goal = queries.get_goal(viewer, case_id, goal_id)
    form, subject = forms.Form(request.POST if request.method == "POST" else None), actions.of_goal(goal)
    if carried_out(form, lambda: consenting.open_round(subject=subject, by=viewer, now=clock.now())):
        return onward(request, "plan:agree_goal", case_id, goal_id)
    spoken = deciding.spoken(viewer, goal.case, about={About.GOAL}, subject_id=goal.id)
    table = queries.table_of(viewer, case_id, day=now.date())
    frame, page = agreeing_presenters.goal_consent(viewer, goal, spoken, table, now=now)
    mine = page.spoken.current.mine if page.spoken.current else {}
    context = {
        "case_page": frame,
        "page": page,
        "case_id": case_id,
        "work": frame.is_open,
        "consent_form": ConsentForm(initial=mine),
        "refused": form if form.errors else None,
    }
    return render(request, "plan/agree_goal.html", context, status=422 if form.errors else 200)


@participant
def plan_intervention(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    table = queries.table_of(viewer, case_id, day=now.date())
    goals = {str(goal.id): goal for goal in queries.goals(viewer, table.case)}
    version = model.of(table.case.model_version)
    chosen = next((i for i in version.interventions if i.code == request.GET.get("example")), None)
    form = InterventionForm(
        request.POST or None,
        goals=presenters.goal_texts(viewer, list(goals.values()), now=now),
        organisations=presenters.table_choices(table),
        initial={"kind": chosen.kind, "text": chosen.label} if chosen else {},
    )

    def act() -> None:
        data = form.cleaned_data
        actions.plan_intervention(
            case=table.case,
            kind=data["kind"],
            text=data["text"],
            organisation=_chosen(table, data["organisation"]),
            goals=[goals[key] for key in data["goals"]],
            planned=data["planned"],
            by=viewer,
            now=clock.now(),
        )

    done = carried_out(form, act)
    context = {"examples": version.interventions, "has_goals": bool(goals)}
    return _form_page(request, case_id, "plan/intervention.html", form, done, context)


@participant
def deliver(request: ViewerRequest, case_id: UUID, intervention_id: UUID) -> HttpResponse:
    intervention = queries.get_intervention(request.viewer, case_id, intervention_id)
    form = SessionsForm(request.POST or None)

    def act() -> None:
        actions.deliver(intervention=intervention, **form.cleaned_data, by=request.viewer, now=clock.now())

    done = carried_out(form, act)
    text = presenters.one_intervention(request.viewer, intervention, now=clock.now())
    return _form_page(request, case_id, "plan/deliver.html", form, done, {"text": text})


@participant
def commit(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    table = queries.table_of(request.viewer, case_id, day=clock.now().date())
    form = CommitmentForm(
        request.POST or None,
        organisations=presenters.table_choices(table),
        initial={"organisation": str(request.viewer.organisation_id)},
    )

    def act() -> None:
        data = form.cleaned_data
        actions.commit(
            case=table.case,
            organisation=_chosen(table, data["organisation"]),
            what=data["what"],
            why=data["why"],
            due_date=data["due_date"],
            by=request.viewer,
            now=clock.now(),
        )

    return _form_page(request, case_id, "plan/commitment.html", form, carried_out(form, act), {})


@participant
def fulfil(request: ViewerRequest, case_id: UUID, commitment_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("plan:plan", case_id)
    commitment = queries.get_commitment(request.viewer, case_id, commitment_id)
    form = forms.Form(request.POST)
    done = carried_out(
        form, lambda: actions.fulfil(commitment=commitment, by=request.viewer, now=clock.now())
    )
    return onward(request, "plan:plan", case_id) if done else _page(request, case_id, {"refused": form})


@participant
def drop(request: ViewerRequest, case_id: UUID, commitment_id: UUID) -> HttpResponse:
    commitment = queries.get_commitment(request.viewer, case_id, commitment_id)
    form = DropForm(request.POST or None)

    def act() -> None:
        actions.drop(commitment=commitment, **form.cleaned_data, by=request.viewer, now=clock.now())

    done = carried_out(form, act)
    text = presenters.one_commitment(request.viewer, commitment, now=clock.now())
    return _form_page(request, case_id, "plan/drop.html", form, done, {"text": text})


@participant
@sent_from("plan:plan")
def agree(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    table = queries.table_of(request.viewer, case_id, day=clock.now().date())
    form = ConsentForm(request.POST)

    def act() -> None:
        actions.agree(case=table.case, **form.said(), by=request.viewer, now=clock.now())

    done = carried_out(form, act)
    return onward(request, "plan:plan", case_id) if done else _page(request, case_id, {"consent_form": form})


@participant
@sent_from("plan:plan")
def settle(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    table = queries.table_of(request.viewer, case_id, day=clock.now().date())
    form = forms.Form(request.POST)
    done = carried_out(form, lambda: actions.settle(case=table.case, by=request.viewer, now=clock.now()))
    return onward(request, "plan:plan", case_id) if done else _page(request, case_id, {"refused": form})


def _form_page(
    request: ViewerRequest,
    case_id: UUID,
    template: str,
    form: forms.Form,
    done: bool,
    context: dict[str, Any],
) -> HttpResponse:
    if done:
        return onward(request, "plan:plan", case_id)
    shown = {"form": form, "case_id": case_id, **context}
    return render(request, template, shown, status=422 if form.is_bound else 200)


def _page(request: ViewerRequest, case_id: UUID, bound: dict[str, forms.Form]) -> HttpResponse:
    now = clock.now()
    file = queries.plan(request.viewer, case_id, day=now.date())
    spoken = deciding.spoken(request.viewer, file.case, about={About.PLAN, About.GOAL})
    frame, page = presenters.plan_page(request.viewer, file, spoken, now=now)
    context = {
        "case_page": frame,
        "page": page,
        "case_id": case_id,
        "work": page.may_work,
        "consent_form": ConsentForm(initial=page.mine),
        **bound,
    }
    return render(request, "plan/plan.html", context, status=422 if bound else 200)
