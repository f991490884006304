from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of, sent_from
from casustafel.method import model
from casustafel.parties import names
from casustafel.parties import queries as parties
from casustafel.reports import queries as reports
from casustafel.triage import actions, presenters, queries
from casustafel.triage.choices import State
from casustafel.triage.forms import JointForm, PrepareForm, TakeUpForm, ViewForm


@needs(Permission.WEIGHING_READ)
def worklist(request: ViewerRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = queries.worklist(request.viewer, state=state, page=request.GET.get("page", 1))
    context = {
        "page": page,
        "rows": [presenters.row(weighing) for weighing in page],
        "state": state,
        "states": [("", _("All that are open")), *State.choices, ("ALL", _("All"))],
    }
    return render(request, "triage/list.html", context)


@needs(Permission.REPORT_HANDLE)
def prepare(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report = reports.get(request.viewer, report_id)
    number = reports.how_many_signals(request.viewer, report)
    form = PrepareForm(request.POST or None, signals=number)

    def act() -> None:
        told = {"summary": form.cleaned_data["summary"], "reason": form.why()}
        actions.prepare(report=report, **told, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("reports:show", report_id)
    context = {"form": form, "report_id": report_id}
    return render(request, "triage/prepare.html", context, status=422 if form.is_bound else 200)


@needs(Permission.WEIGHING_READ)
def show(request: ViewerRequest, weighing_id: UUID) -> HttpResponse:
    return _page(request, weighing_id, {})


@needs(Permission.WEIGHING_JUDGE)
@sent_from("triage:show")
def give_view(request: ViewerRequest, weighing_id: UUID) -> HttpResponse:
    weighing = queries.get(request.viewer, weighing_id)
    form = ViewForm(request.POST, criteria=model.of(weighing.model_version).criteria)

    def act() -> None:
        actions.give_view(
            weighing=weighing,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            criteria=form.texts(),
            by=request.viewer,
            now=clock.now(),
        )

    return _done(request, weighing_id, "view_form", form, carried_out(form, act))


@needs(Permission.WEIGHING_JUDGE)
@sent_from("triage:show")
def reveal(request: ViewerRequest, weighing_id: UUID) -> HttpResponse:
    weighing, form = queries.get(request.viewer, weighing_id), forms.Form(request.POST)
    done = carried_out(form, lambda: actions.reveal(weighing=weighing, by=request.viewer, now=clock.now()))
    return _done(request, weighing_id, "refused", form, done)


@needs(Permission.WEIGHING_JUDGE)
@sent_from("triage:show")
def decide(request: ViewerRequest, weighing_id: UUID) -> HttpResponse:
    file = queries.whole(request.viewer, weighing_id)
    form = JointForm(request.POST, team=file.team)

    def act() -> None:
        actions.decide(
            weighing=file.weighing,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            dissents=form.dissents(),
            by=request.viewer,
            now=clock.now(),
        )

    return _done(request, weighing_id, "joint_form", form, carried_out(form, act))


@needs(Permission.CASE_OPEN)
def take_up(request: ViewerRequest, weighing_id: UUID) -> HttpResponse:
    weighing = queries.get(request.viewer, weighing_id)
    today = clock.now().date()
    known = names.of_people(request.viewer)
    directors = {str(p.id): p for p in parties.with_role(request.viewer, "CASE_DIRECTOR", day=today)}
    participants = {str(p.id): p for p in parties.with_role(request.viewer, "PARTICIPANT", day=today)}
    form = TakeUpForm(
        request.POST or None,
        directors=[(key, f"{known[p.id]}, {p.organisation.name}") for key, p in directors.items()],
        participants=[(key, f"{known[p.id]}, {p.organisation.name}") for key, p in participants.items()],
    )

    def act() -> Case:
        data = form.cleaned_data
        new = actions.TakeUp(
            pseudonym=data["pseudonym"],
            regime=data["regime"],
            ground=data["ground"],
            reason=data["reason"],
            director=directors[data["director"]],
            core=[participants[key] for key in data["core"]],
        )
        return actions.take_up(weighing=weighing, new=new, by=request.viewer, now=clock.now())

    case = result_of(form, act)
    if case:
        return redirect("case", case.id)
    context = {"form": form, "weighing_id": weighing_id}
    return render(request, "triage/take_up.html", context, status=422 if form.is_bound else 200)


def _done(request: ViewerRequest, weighing_id: UUID, name: str, form: forms.Form, done: bool) -> HttpResponse:
    return redirect("triage:show", weighing_id) if done else _page(request, weighing_id, {name: form})


def _page(request: ViewerRequest, weighing_id: UUID, bound: dict[str, forms.Form]) -> HttpResponse:
    file, now = queries.whole(request.viewer, weighing_id), clock.now()
    page = presenters.weighing_page(request.viewer, file, now=now)
    context: dict[str, object] = {"weighing": page, "view_form": None, "joint_form": None, "refused": None}
    if page.may_weigh and "view_form" not in bound:
        criteria = model.of(file.weighing.model_version).criteria
        initial = presenters.own_initial(request.viewer, file, now=now)
        context["view_form"] = ViewForm(initial=initial, criteria=criteria)
    if page.may_decide and "joint_form" not in bound:
        context["joint_form"] = JointForm(team=file.team)
    return render(request, "triage/show.html", {**context, **bound}, status=422 if bound else 200)
