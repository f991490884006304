from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture import rooms, search_presenters
from casustafel.picture.door import participant
from casustafel.picture.search_forms import SearchForm


@participant
def search(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """What is looked for comes as a form that is sent: it is never part of an address."""
    case = cases.get(request.viewer, case_id)
    form = SearchForm(request.POST or None, version=model.of(case.model_version))
    is_sound = form.is_bound and form.is_valid()
    wanted = form.wanted() if is_sound else None
    number = (form.cleaned_data["page"] or 1) if is_sound else 1
    frame, page = search_presenters.search_page(request.viewer, case, wanted, number=number, now=clock.now())
    context = {
        "case_page": frame,
        "page": page,
        "form": form,
        "is_asked": wanted is not None,
        "rooms": rooms.beside(case_id, "picture:search"),
    }
    status = 422 if form.is_bound and not is_sound else 200
    return render(request, "picture/search.html", context, status=status)
