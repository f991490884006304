from collections.abc import Callable
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
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of
from casustafel.lib.refusal import Conflict
from casustafel.table import actions, presenters, queries
from casustafel.table.choices import State
from casustafel.table.forms import MeetingForm, MinutesForm
from casustafel.table.models import Meeting

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
            by=request.viewer,
            now=clock.now(),
        )

    meeting = result_of(form, act)
    if meeting:
        return redirect("table:table", meeting.id)
    return render(request, "table/plan.html", {"form": form}, status=422 if form.is_bound else 200)


@participant
def table(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    return _screen(request, meeting_id, "table/table.html")


@participant
def part(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """Only what follows the chair; fetched anew by each screen under its own rights."""
    return _screen(request, meeting_id, "table/_table.html")


@chair
def big_screen(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    file = queries.whole(request.viewer, meeting_id)
    page = presenters.table_page(request.viewer, file, now=clock.now(), big=True)
    return render(request, "table/big.html", {"table": page})


@participant
def stream(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """Where the live channel is; asgi.py serves it. Here only the answer to who may follow it."""
    queries.get(request.viewer, meeting_id)
    return HttpResponse(status=204)


@participant
@require_POST
def attend(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    return _act(
        request, meeting_id, lambda: actions.attend(meeting=meeting, by=request.viewer, now=clock.now())
    )


@participant
@require_POST
def start(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    return _act(
        request, meeting_id, lambda: actions.start(meeting=meeting, by=request.viewer, now=clock.now())
    )


@participant
@require_POST
def end(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    return _act(request, meeting_id, lambda: actions.end(meeting=meeting, by=request.viewer, now=clock.now()))


@participant
@require_POST
def call(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    return _act(request, meeting_id, lambda: actions.call(item=item, by=request.viewer, now=clock.now()))


@participant
@require_POST
def move(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item, step = queries.get_item(request.viewer, meeting_id, item_id), request.POST.get("step", "")
    return _act(
        request,
        meeting_id,
        lambda: actions.move(item=item, step=step, by=request.viewer, now=clock.now()),
    )


@participant
@require_POST
def unlock_name(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    return _act(
        request, meeting_id, lambda: actions.unlock_name(item=item, by=request.viewer, now=clock.now())
    )


@participant
def minutes(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    initial = {} if request.POST else presenters.minutes_initial(request.viewer, item, now=clock.now())
    form = MinutesForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.note_minutes(item=item, **form.cleaned_data, by=request.viewer, now=clock.now())

    context = {"form": form, "meeting_id": meeting_id}
    try:
        if carried_out(form, act):
            return redirect("table:table", meeting_id)
    except Conflict as conflict:
        there = presenters.minutes_initial(
            request.viewer, queries.get_item(request.viewer, meeting_id, item_id), now=clock.now()
        )
        again = MinutesForm(initial={**there, "text": conflict.mine})
        both = {"form": again, "mine": conflict.mine, "theirs": there["text"], "meeting_id": meeting_id}
        return render(request, "table/conflict.html", both, status=409)
    return render(request, "table/minutes.html", context, status=422 if form.is_bound else 200)


def _act(request: ViewerRequest, meeting_id: UUID, act: Callable[[], object]) -> HttpResponse:
    form = forms.Form(request.POST)
    if carried_out(form, act):
        return redirect("table:table", meeting_id)
    return _screen(request, meeting_id, "table/table.html", refused=form)


def _screen(
    request: ViewerRequest, meeting_id: UUID, template: str, refused: forms.Form | None = None
) -> HttpResponse:
    file = queries.whole(request.viewer, meeting_id)
    page = presenters.table_page(request.viewer, file, now=clock.now())
    context = {"table": page, "refused": refused}
    return render(request, template, context, status=422 if refused else 200)
