from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward
from casustafel.table import looking_back, looking_back_presenters, looking_back_queries, queries
from casustafel.table.looking_back_forms import LookBackForm
from casustafel.table.models import Meeting

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def look_back(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """One's own look back, what was shown together, and how it went over the meetings of these tables."""
    meeting = queries.get(request.viewer, meeting_id)
    if request.method != "POST":
        return _page(request, meeting)
    form = LookBackForm(request.POST)

    def act() -> None:
        looking_back.look_back(meeting=meeting, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return onward(request, "table:look_back", meeting_id)
    return _page(request, meeting, form)


@participant
@require_POST
def open_look_back(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting, sent = queries.get(request.viewer, meeting_id), forms.Form(request.POST)
    if carried_out(
        sent,
        lambda: looking_back.open_look_back(meeting=meeting, by=request.viewer, now=clock.now()),
    ):
        return onward(request, "table:look_back", meeting_id)
    return _page(request, meeting, sent)


@participant
@require_POST
def show_look_back(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting, sent = queries.get(request.viewer, meeting_id), forms.Form(request.POST)
    if carried_out(
        sent,
        lambda: looking_back.show_look_back(meeting=meeting, by=request.viewer, now=clock.now()),
    ):
        return onward(request, "table:look_back", meeting_id)
    return _page(request, meeting, sent)


def _page(request: ViewerRequest, meeting: Meeting, sent: forms.Form | None = None) -> HttpResponse:
    viewer = request.viewer
    page = looking_back_presenters.look_back_page(
        viewer,
        looking_back_queries.look_back(viewer, meeting),
        looking_back_queries.mine(viewer, meeting),
        looking_back_queries.trend(viewer, meeting),
        now=clock.now(),
    )
    is_answer = isinstance(sent, LookBackForm)
    context = {
        "page": page,
        "form": sent if is_answer else page.own.form,
        "refused": None if is_answer else sent,
        "meeting_id": meeting.id,
    }
    return render(request, "table/looking_back/look_back.html", context, status=422 if sent else 200)
