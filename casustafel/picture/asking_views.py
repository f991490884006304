from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest
from casustafel.cases import policy
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.method import model
from casustafel.picture import (
    asking,
    asking_presenters,
    asking_queries,
    contributing_presenters,
    map_presenters,
)
from casustafel.picture.asking_forms import AskForm, DeclineForm, TakeBackForm
from casustafel.picture.choices import RequestState
from casustafel.picture.contributing_forms import ContributionForm, point_at, statement_rows
from casustafel.picture.door import participant
from casustafel.picture.models import InformationRequest
from casustafel.sharing import queries as sharing


@participant
def blank_spots(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now = cases.get(request.viewer, case_id), clock.now()
    marks = asking_queries.marks(request.viewer, case, day=now.date())
    organisations = cases.organisations_at(request.viewer, case, day=now.date())
    unfolded = request.GET.get("leefgebied", "")
    frame, page = map_presenters.blank_spots(
        request.viewer, case, marks, organisations, unfolded=unfolded, now=now
    )
    return render(request, "picture/blank_spots.html", {"case_page": frame, "page": page})


@participant
def ask(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now = cases.get(request.viewer, case_id), clock.now()
    version = model.of(case.model_version)
    organisations = cases.organisations_at(request.viewer, case, day=now.date())
    chosen = request.GET.getlist("organisation")
    initial = asking_presenters.proposal(case, request.GET.dict(), chosen, today=now.date())
    form = AskForm(request.POST or None, version=version, organisations=organisations, initial=initial)

    def act() -> None:
        wanted = form.cleaned_data["organisations"]
        asked = [each for each in organisations if each.id in wanted]
        asking.ask(case=case, organisations=asked, new=form.new(), by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:requests", case_id)
    context = {"form": form, "case_id": case_id}
    return render(request, "picture/ask.html", context, status=422 if form.is_bound else 200)


@participant
def requests(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now, state = cases.get(request.viewer, case_id), clock.now(), request.GET.get("state", "")
    page = asking_queries.requests(
        request.viewer, case, state=state, page=request.GET.get("page", 1), day=now.date()
    )
    frame, rows = asking_presenters.request_list(request.viewer, case, page, now=now)
    states = [("", _("All")), (RequestState.ASKED, _("Open")), ("LATE", _("Late")), *RequestState.choices[1:]]
    context = {"case_page": frame, "rows": rows, "page": page, "state": state, "states": states}
    return render(request, "picture/requests.html", context)


@participant
def one_request(request: ViewerRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """What was asked and what came of it; for who was asked, the way to say that there is no answer."""
    case = cases.get(request.viewer, case_id)
    asked = asking_queries.get_request(request.viewer, case, request_id)
    is_replied = asking_queries.is_replied(request.viewer, asked)
    initial = {"outcome": RequestState.REFUSED} if is_replied else {}
    form = DeclineForm(request.POST or None, initial=initial, is_partly=is_replied)

    def act() -> None:
        asking.decline(request=asked, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:request", case_id, request_id)
    return _request_page(request, asked, form, is_replied=is_replied)


def _request_page(
    request: ViewerRequest, asked: InformationRequest, form: forms.Form, *, is_replied: bool
) -> HttpResponse:
    role = policy.check_can_see(request.viewer, asked.case).role
    frame, page = asking_presenters.request_page(
        request.viewer, asked, role=role, is_replied=is_replied, now=clock.now()
    )
    context = {"case_page": frame, "page": page, "form": form}
    return render(request, "picture/request.html", context, status=422 if form.is_bound else 200)


@participant
def reply(request: ViewerRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Answer with a contribution; the form begins with what it is asked for."""
    case = cases.get(request.viewer, case_id)
    asked = asking_queries.get_request(request.viewer, case, request_id)
    line, minimum = asking_presenters.answering(request.viewer, asked, now=clock.now())
    first = {"purpose": line.purpose, "s0-domain": asked.domain}
    form = ContributionForm(
        request.POST or None,
        initial=first,
        viewer=request.viewer,
        seats=contributing_presenters.seats_to_name(request.viewer, case, day=clock.now().date()),
        aids=sharing.finished(request.viewer, now=clock.now()),
    )
    rows = statement_rows(request.POST or None, version=model.of(case.model_version), kept=first)
    if form.is_bound:
        point_at(form, rows)

    def act() -> None:
        asking.answer(
            request=asked,
            given=form.given(),
            aid_id=form.cleaned_data["aid_id"],
            statements=[row.statement() for row in rows if row.is_bound],
            by=request.viewer,
            now=clock.now(),
        )

    if carried_out(form, act):
        return redirect("picture:request", case_id, request_id)
    which = contributing_presenters.which_grounds(request.viewer)
    context = {
        **{"form": form, "rows": rows, "case_id": case_id, "which": which},
        **{"asked": line, "minimum": minimum},
    }
    return render(request, "picture/reply.html", context, status=422 if form.is_bound else 200)


@participant
def withdraw(request: ViewerRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    asked = asking_queries.get_request(request.viewer, cases.get(request.viewer, case_id), request_id)
    form = TakeBackForm(request.POST or None)

    def act() -> None:
        asking.withdraw(request=asked, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:request", case_id, request_id)
    context = {"form": form, "case_id": case_id, "request_id": request_id}
    return render(request, "picture/request_withdraw.html", context, status=422 if form.is_bound else 200)


@participant
@require_POST
def remind(request: ViewerRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    asked = asking_queries.get_request(request.viewer, cases.get(request.viewer, case_id), request_id)
    form = forms.Form(request.POST)

    def act() -> None:
        asking.remind(request=asked, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:request", case_id, request_id)
    is_replied = asking_queries.is_replied(request.viewer, asked)
    return _request_page(request, asked, form, is_replied=is_replied)
