from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture import drawing_presenters, queries, rooms
from casustafel.picture import timeline as drawing
from casustafel.picture.door import participant
from casustafel.picture.forms import NarrowForm

NARROWS = ("since", "until", "organisation", "domain", "nature")
LANES = ("", drawing_presenters.BY_NATURE)
LIST = "list"


@participant
def timeline(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """Drawn, or to read: with the same choice of statements."""
    case = cases.get(request.viewer, case_id)
    form = _form(request, case)
    form.wanted()
    lanes = request.GET.get("lanes", "")
    lanes = lanes if lanes in LANES else ""
    shows = request.GET.get("as", "")
    context = {
        "form": form,
        "is_narrowed": form.is_narrowed,
        "lanes": lanes,
        "lane_choices": [
            ("", gettext("A lane for each organisation")),
            (drawing_presenters.BY_NATURE, gettext("A lane for each kind")),
        ],
        "shows": LIST if shows == LIST else "",
        "show_choices": [("", gettext("Drawn")), (LIST, gettext("To read"))],
        "rooms": rooms.beside(case_id, "picture:timeline"),
    }
    context |= _listed(request, case, form) if shows == LIST else _drawn(request, case, form, lanes)
    return render(request, "picture/timeline.html", context)


def _form(request: ViewerRequest, case: Case) -> NarrowForm:
    return NarrowForm(
        request.GET,
        organisations=queries.voices(request.viewer, case),
        domains=[(each.code, each.label) for each in model.of(case.model_version).domains],
        only=NARROWS,
    )


def _drawn(request: ViewerRequest, case: Case, form: NarrowForm, lanes: str) -> dict[str, object]:
    moments = drawing.moments(request.viewer, case, form.wanted())
    kept = {name: request.GET[name] for name in (*NARROWS, "lanes") if request.GET.get(name)}
    frame, page = drawing_presenters.timeline_page(
        request.viewer, case, moments, lanes=lanes, kept=kept, now=clock.now()
    )
    return {"case_page": frame, "page": page}


def _listed(request: ViewerRequest, case: Case, form: NarrowForm) -> dict[str, object]:
    found = drawing.listed(request.viewer, case, form.wanted(), page=request.GET.get("page", 1))
    frame, page = drawing_presenters.list_page(request.viewer, found, now=clock.now())
    return {"case_page": frame, "listed": page}
