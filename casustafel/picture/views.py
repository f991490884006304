from urllib.parse import parse_qsl
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access import drafts
from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import policy
from casustafel.cases import queries as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward
from casustafel.lib.refusal import Conflict
from casustafel.method import model
from casustafel.picture import actions, presenters, queries
from casustafel.picture.forms import (
    AskForm,
    ContributionForm,
    ReplyForm,
    StatementTextForm,
    point_at,
    statement_rows,
)
from casustafel.picture.models import Statement

participant = needs(Permission.CASE_PARTICIPATE)


def chairs(request: ViewerRequest, case: Case) -> bool:
    return policy.check_can_see(request.viewer, case).role == SeatRole.CHAIR


@participant
def picture(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    file = queries.picture(request.viewer, case)
    frame, page = presenters.picture_page(request.viewer, file, chairs=chairs(request, case), now=clock.now())
    return render(request, "picture/picture.html", {"case_page": frame, "page": page})


@participant
def contribute(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """Bring in one's own statements. What is typed is kept as a draft until it is sent."""
    case = cases.get(request.viewer, case_id)
    version = model.of(case.model_version)
    kept = {} if request.POST else _kept(request, case_id)
    form = ContributionForm(request.POST or None, initial=kept)
    rows = statement_rows(request.POST or None, version=version, kept=kept)
    if form.is_bound:
        point_at(form, rows)

    def act() -> None:
        actions.contribute(
            case=case,
            **form.cleaned_data,
            statements=[row.statement() for row in rows if row.is_bound],
            by=request.viewer,
            now=clock.now(),
        )
        drafts.drop(by=request.viewer, place=_place(case_id))

    if carried_out(form, act):
        return onward(request, "picture:picture", case_id)
    context = {"form": form, "rows": rows, "case_id": case_id, "is_kept": bool(kept)}
    return render(request, "picture/contribute.html", context, status=422 if form.is_bound else 200)


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


def _kept(request: ViewerRequest, case_id: UUID) -> dict[str, str]:
    """What was typed and not sent, by name of the field."""
    draft = drafts.find(by=request.viewer, place=_place(case_id), now=clock.now())
    return dict(parse_qsl(draft, keep_blank_values=True))


def _place(case_id: UUID) -> str:
    return f"contribute:{case_id}"


@participant
def revise(request: ViewerRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    statement = queries.get_statement(request.viewer, case, statement_id)
    initial = presenters.text_of(request.viewer, statement, now=clock.now()) if not request.POST else {}
    form = StatementTextForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.revise_statement(statement=statement, **form.cleaned_data, by=request.viewer, now=clock.now())

    try:
        done = carried_out(form, act)
    except Conflict as conflict:
        there = queries.get_statement(request.viewer, case, statement_id)
        return _conflict(request, conflict.mine, there, case_id)
    if done:
        return redirect("picture:picture", case_id)
    context = {"form": form, "case_id": case_id, "statement_id": statement_id}
    return render(request, "picture/revise.html", context, status=422 if form.is_bound else 200)


def _conflict(request: ViewerRequest, mine: str, there: Statement, case_id: UUID) -> HttpResponse:
    """Both texts, side by side; sending again is on the version that is now there."""
    theirs = presenters.text_of(request.viewer, there, now=clock.now())
    form = StatementTextForm(initial={**theirs, "text": mine})
    context = {"mine": mine, "theirs": theirs["text"], "form": form, "case_id": case_id}
    return render(request, "picture/conflict.html", context, status=409)


@participant
@require_POST
def open_sharing(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, form = cases.get(request.viewer, case_id), forms.Form(request.POST)
    done = carried_out(form, lambda: actions.open_sharing(case=case, by=request.viewer, now=clock.now()))
    if done:
        return onward(request, "picture:picture", case_id)
    frame, page = presenters.picture_page(
        request.viewer,
        queries.picture(request.viewer, case),
        chairs=chairs(request, case),
        now=clock.now(),
    )
    return render(
        request, "picture/picture.html", {"case_page": frame, "page": page, "refused": form}, status=422
    )


@participant
def blank_spots(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now = cases.get(request.viewer, case_id), clock.now()
    file = queries.who_knows_what(request.viewer, case)
    organisations = cases.organisations_at(request.viewer, case, day=now.date())
    frame, page = presenters.blank_spots(request.viewer, file, organisations, now=now)
    return render(request, "picture/blank_spots.html", {"case_page": frame, "page": page})


@participant
def ask(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now = cases.get(request.viewer, case_id), clock.now()
    version = model.of(case.model_version)
    organisations = cases.organisations_at(request.viewer, case, day=now.date())
    initial = {
        "organisation": request.GET.get("organisation", ""),
        "question": next((q.code for q in version.questions_of(request.GET.get("domain", ""))), ""),
    }
    form = AskForm(request.POST or None, version=version, organisations=organisations, initial=initial)

    def act() -> None:
        data = dict(form.cleaned_data)
        wanted = data.pop("organisation")
        chosen = next(each for each in organisations if str(each.id) == wanted)
        domain = version.question(data["question"]).domain
        actions.ask(case=case, organisation=chosen, domain=domain, **data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:blank_spots", case_id)
    context = {"form": form, "case_id": case_id}
    return render(request, "picture/ask.html", context, status=422 if form.is_bound else 200)


@participant
def reply(request: ViewerRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    asked = queries.get_request(request.viewer, case, request_id)
    form = ReplyForm(request.POST or None)

    def act() -> None:
        actions.reply_to_request(request=asked, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:blank_spots", case_id)
    line = presenters.one_request(request.viewer, asked, now=clock.now())
    context = {"form": form, "case_id": case_id, "asked": line}
    return render(request, "picture/reply.html", context, status=422 if form.is_bound else 200)
