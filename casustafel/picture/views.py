from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours
from casustafel.method import model
from casustafel.picture import presenters, queries, rooms
from casustafel.picture.door import chairs, participant
from casustafel.picture.forms import NarrowForm

BESIDE = "bearing"
OF_DOMAIN = ("nature", "bearing", "organisation", "since", "standing")


@participant
def picture(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    return _page(request, cases.get(request.viewer, case_id))


@participant
def domain(request: ViewerRequest, case_id: UUID, domain: str) -> HttpResponse:
    """All that is known in one part of life."""
    case, now = cases.get(request.viewer, case_id), clock.now()
    if domain not in {each.code for each in model.of(case.model_version).domains}:
        raise NotYours
    voices = queries.voices(request.viewer, case)
    form = NarrowForm(request.GET, organisations=voices, only=OF_DOMAIN)
    wanted = form.wanted(domain=domain)
    found = queries.of_domain(request.viewer, case, wanted, page=request.GET.get("page", 1))
    frame, page = presenters.domain_page(request.viewer, found, domain, now=now)
    context = {
        "case_page": frame,
        "page": page,
        "domain_code": domain,
        "form": form,
        "is_narrowed": form.is_narrowed,
        "rooms": rooms.beside(case_id, "picture:picture"),
    }
    return render(request, "picture/domain.html", context)


def _page(request: ViewerRequest, case: Case) -> HttpResponse:
    beside = request.GET.get("beside", "")
    file = queries.newest(request.viewer, case, by_bearing=beside == BESIDE)
    frame, page = presenters.picture_page(
        request.viewer, file, chairs=chairs(request, case), by_bearing=beside == BESIDE, now=clock.now()
    )
    context = {
        "case_page": frame,
        "page": page,
        "beside": BESIDE if beside == BESIDE else "",
        "layouts": [("", gettext("Seen beside thought")), (BESIDE, gettext("Protective beside worrying"))],
        "rooms": rooms.beside(case.id, "picture:picture"),
    }
    return render(request, "picture/picture.html", context)
