"""One statement: with everything beside it, put otherwise, tied to another, confirmed or refuted."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, sent_from
from casustafel.lib.refusal import Conflict, NotYours
from casustafel.method import model
from casustafel.picture import correcting, linking, queries, rooms, stating_queries
from casustafel.picture import stating_presenters as presenters
from casustafel.picture.door import participant
from casustafel.picture.models import Statement
from casustafel.picture.stating_forms import LinkForm, ReviseForm, VerdictForm


@participant
def statement(request: ViewerRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    return _page(request, case_id, statement_id)


def _page(request: ViewerRequest, case_id: UUID, statement_id: UUID, **more: Any) -> HttpResponse:
    """`more` are forms that were refused."""
    case = cases.get(request.viewer, case_id)
    file = stating_queries.whole(request.viewer, case, statement_id)
    frame, page = presenters.statement_page(request.viewer, file, now=clock.now())
    context = {
        "case_page": frame,
        "page": page,
        "rooms": rooms.beside(case_id, "picture:picture"),
        "verdict_form": VerdictForm(),
        **more,
    }
    return render(request, "picture/statement.html", context, status=422 if more else 200)


@participant
@sent_from("picture:statement")
def verdict(request: ViewerRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    said, form = _get(request, case_id, statement_id), VerdictForm(request.POST)

    def act() -> None:
        linking.give_verdict(statement=said, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:statement", case_id, statement_id)
    return _page(request, case_id, statement_id, verdict_form=form)


@participant
def link(request: ViewerRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """Choose what supports or contradicts this statement, from what one may see of the case."""
    said = _get(request, case_id, statement_id)
    domain, number = request.GET.get("domain", ""), request.GET.get("page", 1)
    others = stating_queries.to_tie_to(request.viewer, said, domain=domain, page=number)
    page = presenters.link_page(request.viewer, said, others, domain=domain, now=clock.now())
    form = LinkForm(request.POST or None, others=page.choices)

    def act() -> None:
        other = queries.get_statement(request.viewer, said.case, form.cleaned_data["other"])
        kind = form.cleaned_data["kind"]
        linking.link(statement=other, other=said, kind=kind, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:statement", case_id, statement_id)
    context = {"form": form, "page": page, "case_id": case_id, "statement_id": statement_id}
    return render(request, "picture/link.html", context, status=422 if form.is_bound else 200)


@participant
@require_POST
def unlink(request: ViewerRequest, case_id: UUID, statement_id: UUID, link_id: UUID) -> HttpResponse:
    said, form = _get(request, case_id, statement_id), forms.Form(request.POST)
    found = stating_queries.get_link(request.viewer, said.case, link_id)
    if carried_out(form, lambda: linking.unlink(link=found, by=request.viewer, now=clock.now())):
        return redirect("picture:statement", case_id, statement_id)
    return _page(request, case_id, statement_id, refused=form)


def _get(request: ViewerRequest, case_id: UUID, statement_id: UUID) -> Statement:
    case = cases.get(request.viewer, case_id)
    return queries.get_statement(request.viewer, case, statement_id)


@participant
def revise(request: ViewerRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    said = _get(request, case_id, statement_id)
    if said.is_hidden_from(request.viewer):
        raise NotYours
    form = _form(said, request.POST or None, {} if request.POST else _now(request, said))

    def act() -> None:
        data = form.cleaned_data
        correcting.put_right(
            statement=said,
            version=data["version"],
            new=form.statement(),
            reason=data.get("reason", ""),
            by=request.viewer,
            now=clock.now(),
        )

    try:
        done = carried_out(form, act)
    except Conflict:
        return _conflict(request, form, _get(request, case_id, statement_id))
    if done:
        return redirect("picture:statement", case_id, statement_id)
    context = {"form": form, "case_id": case_id, "statement_id": statement_id}
    return render(request, "picture/revise.html", context, status=422 if form.is_bound else 200)


def _form(said: Statement, data: Any, initial: dict[str, Any]) -> ReviseForm:
    version = model.of(said.case.model_version)
    is_shared = said.contribution.shared_at is not None
    return ReviseForm(data, initial=initial, version=version, is_shared=is_shared)


def _now(request: ViewerRequest, said: Statement) -> dict[str, Any]:
    return presenters.as_typed(request.viewer, said, now=clock.now())


def _conflict(request: ViewerRequest, mine: ReviseForm, there: Statement) -> HttpResponse:
    """Both, with their marks, side by side; sending again is on the version that is now there."""
    theirs, version = _now(request, there), model.of(there.case.model_version)
    form = _form(there, None, {**mine.cleaned_data, "version": there.version})
    context = {
        "mine": presenters.as_read(mine.cleaned_data, version),
        "theirs": presenters.as_read(theirs, version),
        "form": form,
        "case_id": there.case_id,
        "statement_id": there.id,
    }
    return render(request, "picture/conflict.html", context, status=409)
