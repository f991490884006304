from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casustafel.access import drafts
from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.files.receiving import received, takes_files
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of, sent_from
from casustafel.parties import queries as parties
from casustafel.reports import (
    actions,
    adding_files,
    attaching,
    deciding_presenters,
    deciding_queries,
    desk_presenters,
    handling,
    own_drafts,
    presenters,
    queries,
    receiving,
    steps,
    worklist,
)
from casustafel.reports.choices import Attached
from casustafel.reports.desk_forms import (
    AskForm,
    AssignForm,
    FileForm,
    SetApartForm,
    StaffWorryForm,
    WorklistForm,
)
from casustafel.reports.file_forms import FilesForm, are_kept
from casustafel.reports.forms import AnswerForm, SignalForm
from casustafel.reports.models import Message, Report

officer = needs(Permission.REPORT_HANDLE)
FILTERS = ("whose", "state", "channel", "due", "order", "page")


@officer
def list_reports(request: ViewerRequest) -> HttpResponse:
    day, asked = clock.now().date(), worklist.wanted(request.GET.get)
    page = desk_presenters.work_page(request.viewer, worklist.find(request.viewer, asked, day=day), day=day)
    here = _chosen(request.GET)
    context = {
        "page": page,
        "whose": asked.whose,
        "form": WorklistForm(initial=vars(asked)),
        "back": urlencode({"back": urlencode(here)}) if here else "",
        "late_url": _address(here, due="LATE", page=""),
        "previous_url": _address(here, page=str(page.number - 1)) if page.number > 1 else "",
        "next_url": _address(here, page=str(page.number + 1)) if page.has_next else "",
    }
    return render(request, "reports/list.html", context)


def _chosen(query: QueryDict) -> dict[str, str]:
    """The filters in an address, and nothing else that may stand in it."""
    return {name: str(query[name]) for name in FILTERS if query.get(name)}


def _address(chosen: dict[str, str], **changes: str) -> str:
    return "?" + urlencode({name: value for name, value in {**chosen, **changes}.items() if value})


@officer
def enter(request: ViewerRequest) -> HttpResponse:
    kept = "" if request.POST else drafts.find(by=request.viewer, place=own_drafts.STAFF, now=clock.now())
    form = StaffWorryForm(request.POST or None, initial=dict(parse_qsl(kept)))

    def act() -> tuple[Report, str]:
        received = receiving.receive(
            partnership=parties.own_partnership(request.viewer),
            worry=form.worry(),
            by=request.viewer,
            now=clock.now(),
        )
        own_drafts.drop(by=request.viewer, place=own_drafts.STAFF)
        return received

    received = result_of(form, act)
    if received:
        code = "" if form.cleaned_data["no_code"] else received[1]
        response = render(request, "reports/entered.html", {"report_id": received[0].id, "code": code})
        response.headers["X-Sent-Already"] = "keep"
        return response
    context = {"form": form, "is_kept": bool(kept)}
    return render(request, "reports/enter.html", context, status=422 if form.is_bound else 200)


@officer
@require_POST
def keep_entry(request: ViewerRequest) -> HttpResponse:
    """Called while an officer types; keeps the fields as they stand."""
    place, now = own_drafts.STAFF, clock.now()
    version = own_drafts.keep(by=request.viewer, place=place, fields=request.POST, now=now)
    return JsonResponse({"version": version})


@officer
def show(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    return _page(request, report_id, {})


@officer
@sent_from("reports:show")
def take_in(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report = queries.get(request.viewer, report_id)
    form = forms.Form(request.POST)
    if carried_out(form, lambda: actions.take_in(report=report, by=request.viewer, now=clock.now())):
        return redirect("reports:show", report_id)
    return _page(request, report_id, {"refused": form})


@officer
@sent_from("reports:show")
def assign(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, now = queries.get(request.viewer, report_id), clock.now()
    people = desk_presenters.desk(request.viewer, report, now=now).everybody
    form = AssignForm(request.POST, people=people)

    def act() -> None:
        handling.assign(report=report, **form.cleaned_data, by=request.viewer, now=now)

    return _done(request, report_id, form, "assign_form", carried_out(form, act))


@officer
@sent_from("reports:show")
def acknowledge(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), forms.Form(request.POST)

    def act() -> None:
        letter = desk_presenters.first_letter(report)
        handling.acknowledge(report=report, text=letter, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "refused", carried_out(form, act))


@officer
@sent_from("reports:show")
def ask(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), AskForm(request.POST)

    def act() -> None:
        handling.ask(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "ask_form", carried_out(form, act))


@officer
def set_apart(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    """The reporter's text, sentence by sentence: what is set apart, and what kind of thing is it?"""
    report, now = queries.get(request.viewer, report_id), clock.now()
    sentences = desk_presenters.story(request.viewer, queries.story(request.viewer, report), now=now)
    form = SetApartForm(request.POST or None, sentences=sentences)

    def act() -> None:
        handling.set_apart(report=report, signals=form.signals(), by=request.viewer, now=now)

    if carried_out(form, act):
        return redirect(f"{reverse('reports:show', args=[report_id])}#signals")
    context = {"form": form, "boxes": desk_presenters.boxes(form.rows), "report_id": report_id}
    return render(request, "reports/set_apart.html", context, status=422 if form.is_bound else 200)


@officer
@sent_from("reports:show")
def mark_signal(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), SignalForm(request.POST)

    def act() -> None:
        actions.mark_signal(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "signal_form", carried_out(form, act))


@officer
@require_POST
def open_file(request: ViewerRequest, report_id: UUID, file_id: UUID) -> HttpResponseBase:
    """To keep, never shown in the browser; what was set apart opens by a decision with its reason."""
    row = queries.file(request.viewer, report_id, file_id)
    is_clean = row.state == Attached.CLEAN
    form = forms.Form(request.POST) if is_clean else FileForm(request.POST)

    def act() -> HttpResponseBase:
        reason = "" if is_clean else form.cleaned_data["reason"]
        return attaching.open_file(attachment=row, reason=reason, by=request.viewer, now=clock.now())

    handed = result_of(form, act)
    if handed is not None:
        return handed
    return _page(request, report_id, {"refused" if is_clean else "file_form": form, "file_id": file_id})


@takes_files()
@officer
@sent_from("reports:show")
def add_files(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, arrived = queries.get(request.viewer, report_id), received(request)
    form = FilesForm(request.POST, arrived=arrived)

    def act() -> None:
        adding_files.by_desk(report=report, arrived=arrived.kept, by=request.viewer, now=clock.now())

    done = are_kept(form, act)
    if done and not form.errors:
        return redirect(reverse("reports:show", args=[report_id]) + "#files")
    response = _page(request, report_id, {"files_form": form})
    if done:  # in part: sent again, the same files are not added once more
        response.headers["X-Sent-Already"] = "keep"
    return response


@officer
@sent_from("reports:show")
def answer(request: ViewerRequest, report_id: UUID) -> HttpResponse:
    report, form = queries.get(request.viewer, report_id), AnswerForm(request.POST)

    def act() -> None:
        actions.answer(report=report, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, report_id, form, "answer_form", carried_out(form, act))


def _done(request: ViewerRequest, report_id: UUID, form: forms.Form, name: str, done: bool) -> HttpResponse:
    return redirect("reports:show", report_id) if done else _page(request, report_id, {name: form})


def _page(request: ViewerRequest, report_id: UUID, bound: Mapping[str, object]) -> HttpResponse:
    """The report with its forms; one of them may come back with what was typed and why it was not taken."""
    now = clock.now()
    file = queries.whole(request.viewer, report_id)
    ways = deciding_queries.ways(request.viewer, file.report)
    desk = desk_presenters.desk(request.viewer, file.report, now=now)
    page = presenters.report_page(request.viewer, file, now=now, known=dict(desk.everybody))
    _see(request, file.report, file.messages)
    context: dict[str, object] = {
        "report": page,
        "ways": deciding_presenters.ways(request.viewer, file.report, ways, now=now),
        "desk": desk,
        "back": urlencode(_chosen(QueryDict(request.GET.get("back", "")))),
        "refused": None,
        "assign_form": AssignForm(people=desk.colleagues, initial={"was": desk.was}),
        "ask_form": AskForm(),
        "signal_form": SignalForm(),
        "answer_form": AnswerForm(),
        "file_form": FileForm(),
        "new_file_form": FileForm(),
        "files_form": FilesForm(),
        "file_id": None,
    }
    return render(request, "reports/show.html", {**context, **bound}, status=422 if bound else 200)


def _see(request: ViewerRequest, report: Report, messages: Sequence[Message]) -> None:
    """Whoever opens the report has seen the letters of the reporter."""
    last = max((each.sequence for each in messages if each.direction in worklist.FROM_REPORTER), default=0)
    if last > report.letters_seen:
        steps.seen(report, upto=last, by=request.viewer)
