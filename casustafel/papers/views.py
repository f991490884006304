from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.papers import action_list, case_file, docx_writing, minutes, presenters, summary
from casustafel.papers.choices import Form
from casustafel.papers.forms import PurposeForm, TakeAlongForm
from casustafel.table import queries as table

participant = needs(Permission.CASE_PARTICIPATE)
TYPES = {Form.PDF: "application/pdf", Form.DOCX: docx_writing.MIME}


@participant
def case(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    found = cases.get(request.viewer, case_id)
    form = PurposeForm(request.POST or None)

    def act() -> None:
        form.made = case_file.case_file(case=found, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return _attachment(form.made, "casusdossier")
    frame, meetings = presenters.papers_page(request.viewer, found, now=clock.now())
    context = {"case_page": frame, "meetings": meetings, "form": form}
    return render(request, "papers/case.html", context, status=422 if form.is_bound else 200)


@participant
def one_sheet(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    found = cases.get(request.viewer, case_id)
    form = PurposeForm(request.POST or None)

    def act() -> None:
        form.made = summary.summary(case=found, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return _attachment(form.made, "casus-op-een-blad")
    frame, paper = presenters.sheet_page(request.viewer, found, now=clock.now())
    context = {"case_page": frame, "paper": paper, "form": form}
    return render(request, "papers/of_case.html", context, status=422 if form.is_bound else 200)


@participant
def case_actions(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    found = cases.get(request.viewer, case_id)
    form = TakeAlongForm(request.POST or None)

    def act() -> None:
        form.made = action_list.of_case(case=found, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return _attachment(form.made, "actielijst", form.cleaned_data["form"])
    frame, paper = presenters.case_actions_page(request.viewer, found, now=clock.now())
    context = {"case_page": frame, "paper": paper, "form": form}
    return render(request, "papers/of_case.html", context, status=422 if form.is_bound else 200)


@participant
def meeting(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """What is shown is what is taken along: the address says of which case, and for whom."""
    file = table.whole(request.viewer, meeting_id)
    chosen = presenters.chosen(file, case=request.GET.get("case", ""), reader=request.GET.get("reader", ""))
    form = TakeAlongForm(request.POST or None)

    def act() -> None:
        form.made = minutes.minutes(
            file=chosen.file,
            for_all=chosen.for_all,
            **form.cleaned_data,
            by=request.viewer,
            now=clock.now(),
        )

    if carried_out(form, act):
        return _attachment(form.made, "verslag", form.cleaned_data["form"])
    page = presenters.minutes_page(request.viewer, file, chosen, now=clock.now())
    context = {"page": page, "paper": page.paper, "form": form, "meeting_id": meeting_id}
    return render(request, "papers/minutes.html", context, status=422 if form.is_bound else 200)


@participant
def meeting_actions(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    file = table.whole(request.viewer, meeting_id)
    form = TakeAlongForm(request.POST or None)

    def act() -> None:
        form.made = action_list.of_meeting(file=file, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return _attachment(form.made, "actielijst", form.cleaned_data["form"])
    paper = action_list.meeting_document(file, by=request.viewer, now=clock.now())
    context = {"paper": paper, "form": form, "meeting_id": meeting_id}
    return render(request, "papers/of_meeting.html", context, status=422 if form.is_bound else 200)


def _attachment(made: bytes, name: str, form: str = Form.PDF) -> HttpResponse:
    """A file to keep, not a page: it opens nothing in the browser and its name says nothing."""
    response = HttpResponse(made, content_type=TYPES[Form(form)])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form.lower()}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
