from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.lib.refusal import NotYours
from casustafel.picture import correcting, instrument_queries, queries, rooms
from casustafel.picture import correcting_presenters as words
from casustafel.picture import correcting_queries as read
from casustafel.picture.correcting_forms import ExportForm, WithdrawForm
from casustafel.picture.correcting_queries import Wanted
from casustafel.picture.door import participant


def _wanted(request: ViewerRequest) -> Wanted:
    asked = request.GET
    return Wanted(
        side=read.RECEIVED if asked.get("side") == read.RECEIVED else read.GIVEN,
        organisation=_id(asked.get("organisation", "")),
        category=asked.get("category", ""),
        state=asked.get("state", ""),
    )


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@participant
def provisions(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, wanted, now = cases.get(request.viewer, case_id), _wanted(request), clock.now()
    page = read.page(request.viewer, case, wanted, number=request.GET.get("page", 1))
    frame, lines = words.provisions_page(request.viewer, case, wanted, page, now=now)
    context = {
        "case_page": frame,
        "rooms": rooms.beside(case_id, "picture:provisions"),
        "page": page,
        "lines": lines,
        "export_url": f"{reverse('picture:export', args=[case_id])}?{request.GET.urlencode()}",
        "all_url": f"{reverse('picture:provisions', args=[case_id])}?side={wanted.side}",
        **words.filters(wanted, read.partners(request.viewer, case, wanted)),
    }
    return render(request, "picture/provisions.html", context)


@participant
def export(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """What the list shows, as it is narrowed there, as a file; made once somebody said what for."""
    case, wanted, now = cases.get(request.viewer, case_id), _wanted(request), clock.now()
    form = ExportForm(request.POST or None)

    def act() -> None:
        what_for = form.cleaned_data["what_for"]
        correcting.export(case=case, what_for=what_for, by=request.viewer, now=now)
        form.made = words.exported(request.viewer, case, wanted, what_for=what_for, now=now)

    if carried_out(form, act):
        return _attachment(form.made)
    back = f"{reverse('picture:provisions', args=[case_id])}?{request.GET.urlencode()}"
    context = {"form": form, "case_id": case_id, "back": back, "wanted": wanted}
    return render(request, "picture/export.html", context, status=422 if form.is_bound else 200)


def _attachment(made: bytes) -> HttpResponse:
    """A file to keep, not a page: it opens nothing in the browser and its name says nothing."""
    response = HttpResponse(made, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="verstrekkingen.csv"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@participant
def provided(request: ViewerRequest, case_id: UUID, contribution_id: UUID) -> HttpResponse:
    given = read.get_contribution(request.viewer, case_id, contribution_id)
    found = read.provided(request.viewer, given, number=request.GET.get("page", 1))
    frame, page = words.provided_page(request.viewer, found, now=clock.now())
    beside = rooms.beside(case_id, "picture:provisions")
    context = {"case_page": frame, "rooms": beside, "page": page, "pages_of": found.statements}
    return render(request, "picture/provided.html", context)


@participant
def withdraw_all(request: ViewerRequest, case_id: UUID, contribution_id: UUID) -> HttpResponse:
    given = read.get_contribution(request.viewer, case_id, contribution_id)

    def act(reason: str) -> None:
        correcting.withdraw_all(contribution=given, reason=reason, by=request.viewer, now=clock.now())

    return _withdrawing(request, given.case, contribution_id, act, {"is_all": True})


@participant
def withdraw(request: ViewerRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    statement = queries.get_statement(request.viewer, case, statement_id)
    if statement.is_hidden_from(request.viewer):
        raise NotYours

    def act(reason: str) -> None:
        correcting.withdraw(statement=statement, reason=reason, by=request.viewer, now=clock.now())

    text = words.words_of(request.viewer, statement, now=clock.now())
    return _withdrawing(request, case, statement.contribution_id, act, {"text": text})


@participant
def withdraw_result(request: ViewerRequest, case_id: UUID, result_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    result = instrument_queries.get(request.viewer, case, result_id)
    if result.is_hidden_from(request.viewer):
        raise NotYours

    def act(reason: str) -> None:
        correcting.withdraw_result(result=result, reason=reason, by=request.viewer, now=clock.now())

    return _withdrawing(request, case, result.contribution_id, act, {"is_result": True})


def _withdrawing(
    request: ViewerRequest,
    case: Case,
    contribution_id: UUID,
    act: Callable[[str], None],
    what: dict[str, object],
) -> HttpResponse:
    form = WithdrawForm(request.POST or None)
    if carried_out(form, lambda: act(form.cleaned_data["reason"])):
        return redirect("picture:provided", case.id, contribution_id)
    context = {"form": form, "case_id": case.id, "contribution_id": contribution_id, **what}
    return render(request, "picture/withdraw.html", context, status=422 if form.is_bound else 200)


@participant
def corrections(request: ViewerRequest) -> HttpResponse:
    return _corrections(request, None)


def _corrections(request: ViewerRequest, refused: forms.Form | None) -> HttpResponse:
    box = read.SENT if request.GET.get("box") == read.SENT else ""
    state = "ALL" if request.GET.get("state") == "ALL" else ""
    page = read.notices(request.viewer, box=box, state=state, number=request.GET.get("page", 1))
    lines = words.notices_page(request.viewer, page, now=clock.now())
    context = {"page": page, "lines": lines, "box": box, "state": state, "refused": refused}
    context |= words.boxes()
    return render(request, "picture/corrections.html", context, status=422 if refused else 200)


@participant
@require_POST
def acknowledge(request: ViewerRequest, notice_id: UUID) -> HttpResponse:
    notice, form = read.get_notice(request.viewer, notice_id), forms.Form(request.POST)
    done = carried_out(
        form, lambda: correcting.acknowledge(notice=notice, by=request.viewer, now=clock.now())
    )
    return redirect("picture:corrections") if done else _corrections(request, form)
