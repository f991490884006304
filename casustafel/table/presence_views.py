from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.table import presence, presence_presenters, queries

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def here(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """A part of its own: who comes and goes never draws the table anew."""
    meeting = queries.get(request.viewer, meeting_id)
    page = presence_presenters.strip(request.viewer, meeting, now=clock.now())
    return render(request, "table/_presence.html", {"page": page})


@participant
@require_POST
def typing(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """The same answer whether anybody is told or not."""
    meeting = queries.get(request.viewer, meeting_id)
    presence.say_typing(meeting=meeting, by=request.viewer, now=clock.now())
    return HttpResponse(status=204)
