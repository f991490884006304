from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import queries as cases
from casustafel.cases.presenters import case_frame
from casustafel.lib import clock
from casustafel.papers import case_file, minutes
from casustafel.papers.forms import PurposeForm
from casustafel.table import queries as table
from casustafel.vault import opening

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def case(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    found = cases.get(request.viewer, case_id)
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        made = case_file.case_file(
            case=found, purpose=form.cleaned_data["purpose"], by=request.viewer, now=clock.now()
        )
        return _attachment(made, "casusdossier.pdf")
    opened = opening.open_all([found], by=request.viewer, purpose="papers.page", now=clock.now())
    frame = case_frame(found, opened(found, "pseudonym"), current="papers:case")
    context = {"case_page": frame, "form": form}
    return render(request, "papers/case.html", context, status=422 if form.is_bound else 200)


@participant
def meeting(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    file = table.whole(request.viewer, meeting_id)
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        made = minutes.minutes(
            file=file, purpose=form.cleaned_data["purpose"], by=request.viewer, now=clock.now()
        )
        return _attachment(made, "verslag.pdf")
    context = {"form": form, "meeting_id": meeting_id}
    return render(request, "papers/minutes.html", context, status=422 if form.is_bound else 200)


def _attachment(made: bytes, name: str) -> HttpResponse:
    """A file to keep, not a page: it opens nothing in the browser and its name says nothing."""
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


