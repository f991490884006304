from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.web import overview


@needs(Permission.CASE_PARTICIPATE)
def show(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    frame, page = overview.of_case(request.viewer, case_id, now=clock.now())
    return render(request, "web/case.html", {"case_page": frame, "page": page})
