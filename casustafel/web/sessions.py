"""Where am I signed in? The owner sees and ends their own sessions."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access import own_sessions
from casustafel.access.gate import ViewerRequest, signed_in
from casustafel.lib import clock


@signed_in
def sessions(request: ViewerRequest) -> HttpResponse:
    here = request.session.session_key or ""
    return render(request, "web/sessions.html", {"sessions": own_sessions.of(here, now=clock.now())})


@signed_in
@require_POST
def end(request: ViewerRequest) -> HttpResponse:
    here = request.session.session_key or ""
    own_sessions.end(here, request.POST.get("number", ""), by=request.viewer, now=clock.now())
    return redirect("sessions")
