from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.insight import presenters
from casustafel.lib import clock


@needs(Permission.CASELOAD_READ)
def caseload(request: ViewerRequest) -> HttpResponse:
    context = {"funnel": presenters.funnel(), "lines": presenters.caseload()}
    return render(request, "insight/caseload.html", context)


@needs(Permission.FIGURES_READ)
def figures(request: ViewerRequest) -> HttpResponse:
    smallest = presenters.smallest_count(request.viewer, day=clock.now().date())
    context = {"funnel": presenters.funnel(smallest=smallest), "smallest": smallest}
    return render(request, "insight/figures.html", context)
