"""Adding to a contribution of one's own: a line at a time, or a text that is cut into sentences."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access import drafts
from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.method import model
from casustafel.picture import stating, stating_queries
from casustafel.picture import stating_presenters as presenters
from casustafel.picture.door import participant
from casustafel.picture.models import Contribution
from casustafel.picture.splitting_forms import ADD, AGAIN, PasteForm, RowsForm
from casustafel.picture.stating_forms import QuickForm, hints_of

NOT_KEPT = ("csrfmiddlewaretoken", "form_id")


@participant
def quick(request: ViewerRequest, case_id: UUID, brought_id: UUID) -> HttpResponse:
    """One line of text and its marks; what is typed is kept, and the marks stay for the next line."""
    contribution = _own(request, case_id, brought_id)
    version = model.of(contribution.case.model_version)
    file = stating_queries.own_file(request.viewer, contribution, page=request.GET.get("page", 1))
    last = {"domain": file.lines[0].domain} if file.lines else {}
    kept = {} if request.POST else _kept(request, contribution)
    form = QuickForm(request.POST or None, version=version, initial={**last, **kept})

    def act() -> None:
        stating.add_statement(
            contribution=contribution, new=form.statement(), by=request.viewer, now=clock.now()
        )
        _keep(request, contribution, {**request.POST.dict(), "text": ""})

    if carried_out(form, act):
        return redirect("picture:quick", case_id, brought_id)
    page = presenters.quick_page(request.viewer, file, now=clock.now())
    context = {"form": form, "page": page, "case_id": case_id, "contribution_id": brought_id}
    return render(request, "picture/quick.html", context, status=422 if form.is_bound else 200)


@participant
@require_POST
def keep_line(request: ViewerRequest, case_id: UUID, brought_id: UUID) -> HttpResponse:
    """Called while somebody types: the half line, and the marks as they stand."""
    contribution = _own(request, case_id, brought_id)
    return JsonResponse({"version": _keep(request, contribution, request.POST.dict())})


def _own(request: ViewerRequest, case_id: UUID, brought_id: UUID) -> Contribution:
    case = cases.get(request.viewer, case_id)
    return stating_queries.own_contribution(request.viewer, case, brought_id)


def _keep(request: ViewerRequest, contribution: Contribution, typed: dict[str, Any]) -> int:
    body = urlencode({name: value for name, value in typed.items() if name not in NOT_KEPT})
    draft = drafts.keep(
        by=request.viewer, place=_place(contribution), key=contribution.key, body=body, now=clock.now()
    )
    return draft.version


def _kept(request: ViewerRequest, contribution: Contribution) -> dict[str, str]:
    draft = drafts.find(by=request.viewer, place=_place(contribution), now=clock.now())
    return dict(parse_qsl(draft, keep_blank_values=True))


def _place(contribution: Contribution) -> str:
    return f"quick:{contribution.id}"


@participant
def split(request: ViewerRequest, case_id: UUID, brought_id: UUID) -> HttpResponse:
    """First a text is pasted and cut; then its sentences are looked at, and added all or none."""
    contribution = _own(request, case_id, brought_id)
    if request.POST.get("step") in {AGAIN, ADD}:
        return _look(request, contribution)
    version = model.of(contribution.case.model_version)
    form = PasteForm(request.POST or None, version=version)
    if form.is_bound and form.is_valid():
        return _rows(request, contribution, RowsForm.of(form.pieces(), version=version))
    context = {"form": form, "case_id": case_id, "contribution_id": brought_id}
    return render(request, "picture/split.html", context, status=422 if form.is_bound else 200)


def _look(request: ViewerRequest, contribution: Contribution) -> HttpResponse:
    version = model.of(contribution.case.model_version)
    form = RowsForm(request.POST, version=version)
    if request.POST["step"] == AGAIN:
        pieces = form.cut_again()
        return _rows(request, contribution, RowsForm.of(pieces, version=version) if pieces else form)

    def act() -> None:
        stating.add_statements(
            contribution=contribution, new=form.statements(), by=request.viewer, now=clock.now()
        )

    if carried_out(form, act):
        return redirect("picture:quick", contribution.case_id, contribution.id)
    return _rows(request, contribution, form)


def _rows(request: ViewerRequest, contribution: Contribution, form: RowsForm) -> HttpResponse:
    context = {"form": form, "case_id": contribution.case_id, "contribution_id": contribution.id}
    return render(request, "picture/split_rows.html", context, status=422 if form.is_bound else 200)


@participant
@require_POST
def words(request: ViewerRequest) -> HttpResponse:
    """Labels in one sentence, said while it is typed. Keeps and logs nothing."""
    return render(request, "picture/_hints.html", {"hints": hints_of(request.POST)})
