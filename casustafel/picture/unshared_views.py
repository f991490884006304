from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture import preparing_queries, rooms, unshared_presenters, unshared_queries
from casustafel.picture.door import participant


@participant
def unshared(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """What one partner holds first; then what several hold; then what is contradicted."""
    viewer, case, now = request.viewer, cases.get(request.viewer, case_id), clock.now()
    domain = request.GET.get("domain", "")
    openings = preparing_queries.openings(viewer, case)
    file = unshared_queries.unshared(viewer, case, openings, domain=domain, page=request.GET.get("page", 1))
    stands = unshared_queries.stands(viewer, case, openings)
    frame, page = unshared_presenters.unshared_page(viewer, file, stands, now=now)
    domains = [(each.code, each.label) for each in model.of(case.model_version).domains]
    context = {
        "case_page": frame,
        "page": page,
        "chairs": file.chairs,
        "domain": domain,
        "domains": [("", gettext("All parts of life")), *domains],
        "rooms": rooms.beside(case_id, "picture:unshared"),
    }
    return render(request, "picture/unshared.html", context)
