from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.parties import log_presenters, presenters


@needs(Permission.PARAMETER_READ)
def partnership(request: ViewerRequest) -> HttpResponse:
    page = presenters.partnership(request.viewer, today=clock.now().date())
    return render(request, "parties/partnership.html", {"partnership": page})


@needs(Permission.LOG_READ)
def log_page(request: ViewerRequest) -> HttpResponse:
    page = log_presenters.log_page(request.viewer, request.GET)
    return render(request, "parties/log.html", page)
