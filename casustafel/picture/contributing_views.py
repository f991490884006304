from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access import drafts
from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward, sent_from
from casustafel.method import model
from casustafel.method.model import Model
from casustafel.picture import contributing, rooms
from casustafel.picture import contributing_presenters as presenters
from casustafel.picture import contributing_queries as queries
from casustafel.picture.contributing_forms import (
    ROWS,
    ContributionForm,
    ProlongForm,
    ReleaseForm,
    ToldForm,
    WidenForm,
    point_at,
    statement_rows,
)
from casustafel.picture.door import participant
from casustafel.picture.models import Contribution
from casustafel.sharing import queries as sharing

MANY = ("conditions", "seats")  # fields of the form that hold more than one value


@participant
def contribute(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """Bring in one's own statements. What is typed is kept as a draft until it is sent."""
    case, now = cases.get(request.viewer, case_id), clock.now()
    version = model.of(case.model_version)
    kept = {} if request.POST else _kept(request, case_id)
    typed = _asked(version, request.GET.get("question", ""), {name: each[-1] for name, each in kept.items()})
    initial = {"until_date": queries.proposed_day(case, now.date()), **typed}
    form = ContributionForm(
        request.POST or None,
        initial={**initial, **{name: kept[name] for name in MANY if name in kept}},
        aids=sharing.finished(request.viewer, now=now),
        **_of(request, case),
    )
    rows = statement_rows(request.POST or None, version=version, kept=typed)
    if form.is_bound:
        point_at(form, rows)

    def act() -> None:
        contributing.contribute(
            case=case,
            given=form.given(),
            aid_id=form.cleaned_data["aid_id"],
            statements=[row.statement() for row in rows if row.is_bound],
            by=request.viewer,
            now=clock.now(),
        )
        drafts.drop(by=request.viewer, place=_place(case_id))

    if carried_out(form, act):
        return onward(request, "picture:picture", case_id)
    return _form_page(request, "picture/contribute.html", form, case_id, rows=rows, is_kept=bool(kept))


@participant
def told(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """That something was told aloud and is not kept."""
    case, now = cases.get(request.viewer, case_id), clock.now()
    form = ToldForm(
        request.POST or None,
        initial={"told_date": now.date()},
        version=model.of(case.model_version),
        **_of(request, case),
    )

    def act() -> None:
        data = form.cleaned_data
        contributing.record_told(
            case=case,
            given=form.given(),
            domain=data["domain"],
            told_date=data["told_date"],
            by=request.viewer,
            now=clock.now(),
        )

    if carried_out(form, act):
        return onward(request, "picture:contributions", case_id)
    return _form_page(request, "picture/contribute_told.html", form, case_id)


@participant
def contributions(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now = cases.get(request.viewer, case_id), clock.now()
    which = request.GET.get("which", "")
    page = queries.listed(request.viewer, case, which=which, page=request.GET.get("page", 1), day=now.date())
    frame, lines = presenters.list_page(request.viewer, case, list(page), now=now)
    choices = presenters.choices()
    context = {"case_page": frame, "lines": lines, "paging": page, "which": which, "choices": choices}
    return render(request, "picture/contributions.html", {**context, "rooms": _rooms(case_id)})


@participant
def contribution(request: ViewerRequest, case_id: UUID, contribution_id: UUID) -> HttpResponse:
    return _page(request, *_get(request, case_id, contribution_id))


@participant
@sent_from("picture:contribution")
def release(request: ViewerRequest, case_id: UUID, contribution_id: UUID) -> HttpResponse:
    case, found = _get(request, case_id, contribution_id)
    form = ReleaseForm(request.POST, **_of(request, case))

    def act() -> None:
        contributing.release(
            contribution=found,
            audience=form.cleaned_data["audience"],
            seats=form.named,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            now=clock.now(),
        )

    return _done(request, case, found, "release_form", form, carried_out(form, act))


@participant
@sent_from("picture:contribution")
def widen(request: ViewerRequest, case_id: UUID, contribution_id: UUID) -> HttpResponse:
    case, found = _get(request, case_id, contribution_id)
    form = WidenForm(request.POST, seats=_of(request, case)["seats"])

    def act() -> None:
        contributing.widen(
            contribution=found,
            seats=[UUID(each) for each in form.cleaned_data["seats"]],
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            now=clock.now(),
        )

    return _done(request, case, found, "widen_form", form, carried_out(form, act))


@participant
@sent_from("picture:contribution")
def prolong(request: ViewerRequest, case_id: UUID, contribution_id: UUID) -> HttpResponse:
    case, found = _get(request, case_id, contribution_id)
    form = ProlongForm(request.POST)

    def act() -> None:
        contributing.prolong(contribution=found, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _done(request, case, found, "prolong_form", form, carried_out(form, act))


@participant
@require_POST
def keep_draft(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """Called while somebody types; keeps the fields as they stand."""
    case, typed = cases.get(request.viewer, case_id), request.POST.copy()
    for name in ("csrfmiddlewaretoken", "form_id"):
        typed.pop(name, None)
    draft = drafts.keep(
        by=request.viewer,
        place=_place(case_id),
        key=case.key,
        body=typed.urlencode(),
        now=clock.now(),
    )
    return JsonResponse({"version": draft.version})


def _get(request: ViewerRequest, case_id: UUID, contribution_id: UUID) -> tuple[Case, Contribution]:
    found = queries.get_contribution(request.viewer, case_id, contribution_id)
    return found.case, found


def _done(
    request: ViewerRequest, case: Case, found: Contribution, name: str, form: Form, done: bool
) -> HttpResponse:
    if done:
        return redirect("picture:contribution", case.id, found.id)
    return _page(request, case, found, **{name: form})


def _page(request: ViewerRequest, case: Case, found: Contribution, **forms: Form) -> HttpResponse:
    """One contribution; for its own organisation with what can be done with it. A form that was refused comes
    back in its place."""
    now, viewer = clock.now(), request.viewer
    statements = queries.statements_of(viewer, found, page=request.GET.get("page", 1))
    frame, page = presenters.contribution_page(
        viewer, found, list(statements), queries.around(viewer, found, day=now.date()), now=now
    )
    context = {"case_page": frame, "page": page, "paging": statements, "rooms": _rooms(case.id)}
    context |= _deeds(request, page)
    for name, form in forms.items():
        context[name if name in context else "refused"] = form
    return render(request, "picture/contribution.html", context, status=422 if forms else 200)


def _deeds(request: ViewerRequest, page: presenters.ContributionPage) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    if page.can_prolong:
        forms["prolong_form"] = ProlongForm()
    if page.can_release:
        forms["release_form"] = ReleaseForm(viewer=request.viewer, seats=page.nameable)
    if page.can_widen and page.nameable:
        forms["widen_form"] = WidenForm(seats=page.nameable)
    return forms


def _of(request: ViewerRequest, case: Case) -> dict[str, Any]:
    """Who asks, and which seats can be named."""
    day = clock.now().date()
    return {
        "viewer": request.viewer,
        "seats": presenters.seats_to_name(request.viewer, case, day=day),
    }


def _form_page(
    request: ViewerRequest, template: str, form: Form, case_id: UUID, **more: object
) -> HttpResponse:
    context = {"form": form, "case_id": case_id, "which": presenters.which_grounds(request.viewer), **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _rooms(case_id: UUID) -> list[Any]:
    return list(rooms.beside(case_id, "picture:contributions"))


def _kept(request: ViewerRequest, case_id: UUID) -> dict[str, list[str]]:
    """What was typed and not sent, by name of the field."""
    draft = drafts.find(by=request.viewer, place=_place(case_id), now=clock.now())
    return parse_qs(draft, keep_blank_values=True)


def _asked(version: Model, code: str, typed: dict[str, str]) -> dict[str, str]:
    """The question somebody comes from, in the first statement that was not begun."""
    known = next((each for each in version.questions if each.code == code), None)
    free = next((n for n in range(ROWS) if not typed.get(f"s{n}-text")), None)
    if known is None or free is None:
        return typed
    return {**typed, f"s{free}-question": known.code, f"s{free}-domain": known.domain}


def _place(case_id: UUID) -> str:
    return f"contribute:{case_id}"
