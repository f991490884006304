from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import presenters as case_presenters
from casustafel.cases import queries as cases
from casustafel.lib import clock, plans
from casustafel.lib.forms import result_of
from casustafel.picture import rooms
from casustafel.table import actions, changes, changes_presenters, planning_queries, presenters, queries
from casustafel.table.choices import State
from casustafel.table.forms import MeetingForm, SinceForm
from casustafel.table.models import USUAL_MINUTES, Meeting
from casustafel.table.showing import pressed, screen

participant = needs(Permission.CASE_PARTICIPATE)
chair = needs(Permission.MEETING_CHAIR)


@participant
def meetings(request: ViewerRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = queries.meetings(request.viewer, state=state, page=request.GET.get("page", 1))
    context = {
        "page": page,
        "rows": presenters.rows(request.viewer, list(page), now=clock.now()),
        "state": state,
        "states": [("", _("To come")), *State.choices, ("ALL", _("All"))],
        "may_plan": request.viewer.may(Permission.MEETING_CHAIR),
    }
    return render(request, "table/list.html", context)


@chair
def plan(request: ViewerRequest) -> HttpResponse:
    mine = {str(case.id): case for case in cases.chaired(request.viewer)}
    titles = case_presenters.rows(request.viewer, list(mine.values()), now=clock.now())
    choices = [(str(row.id), row.pseudonym) for row in titles]
    form = MeetingForm(request.POST or None, cases=choices)

    def act() -> Meeting:
        data = form.cleaned_data
        return actions.plan_meeting(
            day=data["day"],
            starts=data["starts"],
            place=data["place"],
            agenda=[mine[key] for key in dict.fromkeys(data["cases"])],
            minutes=dict.fromkeys((case.id for case in mine.values()), data["minutes"] or USUAL_MINUTES),
            by=request.viewer,
            now=clock.now(),
        )

    meeting = result_of(form, act)
    if meeting:
        return redirect("table:before", meeting.id)
    return render(request, "table/plan.html", {"form": form}, status=422 if form.is_bound else 200)


@participant
def table(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    return screen(request, meeting_id, "table/table.html")


@participant
def part(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """Only what follows the chair; fetched anew by each screen under its own rights."""
    plans.keep()
    return screen(request, meeting_id, "table/_table.html")


@participant
def stream(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """Where the live channel is; asgi.py serves it. Here only the answer to who may follow it."""
    queries.get(request.viewer, meeting_id)
    return HttpResponse(status=204)


@participant
def changed(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """What is new in a case since its table last met."""
    case, form = cases.get(request.viewer, case_id), SinceForm(request.GET)
    form.full_clean()
    since = form.cleaned_data.get("since")
    file = changes.since_last_meeting(request.viewer, case, chosen=since, page=request.GET.get("page", 1))
    frame, page = changes_presenters.changed_page(request.viewer, file, now=clock.now())
    context = {
        "case_page": frame,
        "page": page,
        "form": form,
        "is_chosen": since is not None,
        "rooms": rooms.beside(case_id, "table:changed"),
    }
    return render(request, "table/changed.html", context)


@participant
@require_POST
def attend(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)

    def act() -> None:
        actions.attend(meeting=meeting, by=request.viewer, now=clock.now())

    return pressed(request, meeting_id, forms.Form(request.POST), act)


@participant
@require_POST
def start(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """When organisations that the agreement asks for are not there, the chair first says why to go on."""
    meeting = queries.get(request.viewer, meeting_id)
    if planning_queries.lacks(request.viewer, meeting):
        return redirect("table:incomplete", meeting_id)

    def act() -> None:
        actions.start(meeting=meeting, by=request.viewer, now=clock.now())

    return pressed(request, meeting_id, forms.Form(request.POST), act)


@participant
@require_POST
def end(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)

    def act() -> None:
        actions.end(meeting=meeting, by=request.viewer, now=clock.now())

    return pressed(request, meeting_id, forms.Form(request.POST), act)
