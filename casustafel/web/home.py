"""Vandaag: what waits for me, what is coming, what is late."""

from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, signed_in
from casustafel.lib import clock
from casustafel.web import meetings, waiting


@signed_in
def today(request: ViewerRequest) -> HttpResponse:
    context = {
        "waiting": waiting.for_now(request.viewer, day=clock.now().date()),
        "coming": meetings.meetings(request.viewer),
    }
    return render(request, "web/today.html", context)
