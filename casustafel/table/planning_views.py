from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.lib.refusal import NotYours
from casustafel.table import enclosing, planning, planning_presenters, planning_queries, queries
from casustafel.table.models import USUAL_MINUTES
from casustafel.table.planning_forms import (
    AgendaForm,
    CallOffForm,
    ChangeForm,
    ExpectedForm,
    IncompleteForm,
    PersonForm,
    StandInForm,
)
from casustafel.table.planning_queries import Planned

participant = needs(Permission.CASE_PARTICIPATE)
chair = needs(Permission.MEETING_CHAIR)


@participant
def before(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    return _before(request, planning_queries.planned(request.viewer, meeting_id))


def _before(request: ViewerRequest, plan: Planned, refused: forms.Form | None = None) -> HttpResponse:
    ready = planning_queries.ready(request.viewer, plan.items)
    page = planning_presenters.before_page(request.viewer, plan, ready, now=clock.now())
    context = {"meeting": page, "refused": refused}
    return render(request, "table/planning/before.html", context, status=422 if refused else 200)


@participant
def calendar(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """Leaves the walls, so it holds nothing of what the meeting is about."""
    meeting = queries.get(request.viewer, meeting_id)
    file = enclosing.of_meeting(meeting, now=clock.now())
    response = HttpResponse(file, content_type=f"{enclosing.KIND}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="overleg.ics"'
    return response


@chair
def change(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    place = planning_presenters.place_of(request.viewer, meeting, now=clock.now())
    initial = {"day": meeting.day, "starts": meeting.starts, "place": place, "version": meeting.version}
    form = ChangeForm(request.POST or None, initial=initial)

    def act() -> None:
        planning.change_meeting(meeting=meeting, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _answer(request, meeting_id, form, act, "change")


@chair
def agenda(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    plan = planning_queries.planned(viewer, meeting_id)
    on = {item.case_id for item in plan.items}
    more = {str(case.id): case for case in cases.chaired(viewer) if case.id not in on}
    known = planning_presenters.titles(viewer, [*(item.case for item in plan.items), *more.values()], now=now)
    form = AgendaForm(
        request.POST or None,
        initial={"version": plan.meeting.version},
        rows=[(item.id, known[item.case_id], item.minutes) for item in plan.items],
        cases=[(key, known[case.id]) for key, case in more.items()],
    )

    def act() -> None:
        data = form.cleaned_data
        planning.arrange(
            meeting=plan.meeting,
            lines=form.lines(),
            added=[(more[key], data["add_minutes"] or USUAL_MINUTES) for key in dict.fromkeys(data["add"])],
            version=data["version"],
            by=viewer,
            now=now,
        )

    return _answer(request, meeting_id, form, act, "agenda")


@chair
def expect(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    seated = planning_queries.organisations_seated(request.viewer, item, day=item.meeting.day)
    there = planning_queries.expected_at(request.viewer, item)
    form = ExpectedForm(
        request.POST or None,
        initial={"organisations": [str(key) for key in there]},
        organisations=[(str(row.id), f"{row.name} ({row.get_kind_display()})") for row in seated],
    )

    def act() -> None:
        wanted = set(form.cleaned_data["organisations"])
        planning.expect(
            item=item,
            organisations=[row for row in seated if str(row.id) in wanted],
            by=request.viewer,
            now=clock.now(),
        )

    title = planning_presenters.titles(request.viewer, [item.case], now=clock.now())[item.case_id]
    return _answer(request, meeting_id, form, act, "expect", case_title=title)


@chair
def call_off(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    form = CallOffForm(request.POST or None)

    def act() -> None:
        planning.call_off(meeting=meeting, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _answer(request, meeting_id, form, act, "call_off")


@participant
def stand_in(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    viewer = request.viewer
    plan = planning_queries.planned(viewer, meeting_id)
    people = {str(row.id): row for row in planning_queries.replaceable(viewer, plan)}
    offices = {row.organisation_id for row in people.values()}
    found = planning_queries.stand_ins(viewer, offices, day=plan.meeting.day)
    colleagues = {str(row.id): row for row in found}
    form = StandInForm(
        request.POST or None,
        people=planning_presenters.choices(viewer, people.values()),
        colleagues=planning_presenters.choices(viewer, colleagues.values()),
    )

    def act() -> None:
        data = form.cleaned_data
        planning.name_stand_in(
            meeting=plan.meeting,
            person=people[data["person"]],
            stand_in=colleagues[data["stand_in"]],
            by=viewer,
            now=clock.now(),
        )

    return _answer(request, meeting_id, form, act, "stand_in", people=people)


@participant
@require_POST
def comes_after_all(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    form = PersonForm(request.POST)
    if not form.is_valid():
        raise NotYours
    proxy = planning_queries.get_proxy(request.viewer, meeting, form.cleaned_data["person"])

    def act() -> None:
        planning.comes_after_all(proxy=proxy, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("table:before", meeting_id)
    return _before(request, planning_queries.planned(request.viewer, meeting_id), form)


@chair
def incomplete(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """Before opening: who of the organisations that the agreement asks for has not taken a place."""
    plan = planning_queries.planned(request.viewer, meeting_id)
    form = IncompleteForm(request.POST or None)

    def act() -> None:
        planning.open_meeting(meeting=plan.meeting, **form.cleaned_data, by=request.viewer, now=clock.now())

    lacking = planning_presenters.lacking(request.viewer, plan, now=clock.now())
    agreed = planning_presenters.agreed(plan.composition)
    return _answer(
        request, meeting_id, form, act, "incomplete", to="table:table", lacking=lacking, agreed=agreed
    )


def _answer(
    request: ViewerRequest,
    meeting_id: UUID,
    form: forms.Form,
    act: Callable[[], None],
    template: str,
    to: str = "table:before",
    **context: Any,
) -> HttpResponse:
    """Done, and back; or the form, with what was typed and why it was not done."""
    if carried_out(form, act):
        return redirect(to, meeting_id)
    context = {**context, "form": form, "meeting_id": meeting_id}
    status = 422 if form.is_bound else 200
    return render(request, f"table/planning/{template}.html", context, status=status)
