from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.papers import case_file, minutes, presenters
from casustafel.papers.forms import PurposeForm
from casustafel.table import queries as table

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def case(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    found = cases.get(request.viewer, case_id)
    form = PurposeForm(request.POST or None)

    def act() -> None:
        form.made = case_file.case_file(case=found, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return _attachment(form.made, "casusdossier.pdf")
    frame, meetings = presenters.papers_page(request.viewer, found, now=clock.now())
    context = {"case_page": frame, "meetings": meetings, "form": form}
    return render(request, "papers/case.html", context, status=422 if form.is_bound else 200)


@participant
def meeting(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    file = table.whole(request.viewer, meeting_id)
    form = PurposeForm(request.POST or None)

    def act() -> None:
        form.made = minutes.minutes(file=file, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return _attachment(form.made, "verslag.pdf")
    context = {"form": form, "meeting_id": meeting_id}
    return render(request, "papers/minutes.html", context, status=422 if form.is_bound else 200)


def _attachment(made: bytes, name: str) -> HttpResponse:
    """A file to keep, not a page: it opens nothing in the browser and its name says nothing."""
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
