from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.insight import presenters
from casustafel.lib import clock


@needs(Permission.CASELOAD_READ)
def caseload(request: ViewerRequest) -> HttpResponse:
    bars = presenters.funnel(request.viewer, day=clock.now().date())
    return render(request, "insight/caseload.html", {"bars": bars, "lines": presenters.caseload()})


@needs(Permission.FIGURES_READ)
def figures(request: ViewerRequest) -> HttpResponse:
    today = clock.now().date()
    smallest = presenters.smallest_count(request.viewer, day=today)
    bars = presenters.funnel(request.viewer, day=today, smallest=smallest)
    return render(request, "insight/figures.html", {"bars": bars, "smallest": smallest})
