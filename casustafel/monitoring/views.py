from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.lib.refusal import NotYours
from casustafel.monitoring import actions, presenters, queries
from casustafel.monitoring.forms import ClosingForm, DecisionForm, MeasureForm, ReviewForm, SendForm
from casustafel.plan import queries as plan

participant = needs(Permission.CASE_PARTICIPATE)
officer = needs(Permission.REPORT_HANDLE)


@participant
def case(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    now = clock.now()
    file = queries.whole(request.viewer, case_id, day=now.date())
    frame, page = presenters.monitoring_page(request.viewer, file, now=now)
    return render(request, "monitoring/case.html", {"case_page": frame, "page": page})


@participant
def hold_review(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    table = plan.table_of(request.viewer, case_id, day=clock.now().date())
    form = ReviewForm(request.POST or None)

    def act() -> None:
        actions.hold_review(case=table.case, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _form_page(request, case_id, "monitoring/review.html", form, carried_out(form, act), {})


@participant
def measure(request: ViewerRequest, case_id: UUID, review_id: UUID, goal_id: UUID) -> HttpResponse:
    review = queries.get_review(request.viewer, case_id, review_id)
    goal = plan.get_goal(request.viewer, case_id, goal_id)
    ladder = presenters.ladder_of(request.viewer, goal, now=clock.now())
    form = MeasureForm(request.POST or None, levels=ladder.levels)

    def act() -> None:
        actions.measure(review=review, goal=goal, **form.cleaned_data, by=request.viewer, now=clock.now())

    done = carried_out(form, act)
    return _form_page(request, case_id, "monitoring/measure.html", form, done, {"goal": ladder})


@participant
def decide(request: ViewerRequest, case_id: UUID, review_id: UUID) -> HttpResponse:
    review = queries.get_review(request.viewer, case_id, review_id)
    form = DecisionForm(request.POST or None)

    def act() -> None:
        actions.decide(review=review, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _form_page(request, case_id, "monitoring/decide.html", form, carried_out(form, act), {})


@participant
def close(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """What still stands in the way is said on the page, before and after the form is sent."""
    table = plan.table_of(request.viewer, case_id, day=clock.now().date())
    form = ClosingForm(request.POST or None, has_reporter=table.case.report_id is not None)

    def act() -> None:
        actions.close(case=table.case, **form.words(), by=request.viewer, now=clock.now())

    done = carried_out(form, act)
    blocks = [] if done else presenters.sentences(queries.work_left(request.viewer, table.case))
    return _form_page(request, case_id, "monitoring/close.html", form, done, {"blocks": blocks})


def _form_page(
    request: ViewerRequest,
    case_id: UUID,
    template: str,
    form: forms.Form,
    done: bool,
    context: dict[str, Any],
) -> HttpResponse:
    if done:
        return redirect("monitoring:case", case_id)
    shown = {"form": form, "case_id": case_id, **context}
    return render(request, template, shown, status=422 if form.is_bound else 200)


@participant
def due(request: ViewerRequest) -> HttpResponse:
    """Commitments and reviews that are due or late over my cases; the filters stand in the address."""
    now = clock.now()
    wanted = queries.Wanted(
        kind=request.GET.get("kind", ""),
        when=request.GET.get("when", ""),
        own=request.GET.get("own") == "1",
    )
    page, found = queries.due(request.viewer, wanted, day=now.date(), page=request.GET.get("page", 1))
    context = {
        "page": page,
        "rows": presenters.due_lines(request.viewer, found, now=now),
        "wanted": wanted,
        "whens": [("", _("Late, or within 14 days")), ("LATE", _("Late")), ("ALL", _("All"))],
        "kinds": [("", _("Everything")), ("COMMITMENT", _("Commitments")), ("REVIEW", _("Reviews"))],
        "owns": [("", _("Of everybody")), ("1", _("Of my organisation"))],
        "own": "1" if wanted.own else "",
    }
    return render(request, "monitoring/list.html", context)


@officer
def feedback_proposals(request: ViewerRequest) -> HttpResponse:
    """What tables propose to tell reporters. With ?report= that of one report, for the report's own page."""
    state = request.GET.get("state", "")
    page = queries.proposals(
        request.viewer,
        report_id=_report_asked(request),
        state=state,
        page=request.GET.get("page", 1),
    )
    context = {
        "page": page,
        "rows": presenters.proposals(request.viewer, list(page), now=clock.now()),
        "state": state,
        "states": [("", _("To send")), ("ALL", _("All"))],
    }
    return render(request, "monitoring/proposals.html", context)


def _report_asked(request: ViewerRequest) -> UUID | None:
    asked = request.GET.get("report", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as unknown:
        raise NotYours from unknown


@officer
def send_feedback(request: ViewerRequest, proposal_id: UUID) -> HttpResponse:
    proposal = queries.get_proposal(request.viewer, proposal_id)
    line = presenters.proposals(request.viewer, [proposal], now=clock.now())[0]
    form = SendForm(request.POST or None, initial={"text": line.text, "reason": line.reason})

    def act() -> None:
        actions.send_feedback(proposal=proposal, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("reports:show", proposal.report_id)
    context = {"form": form, "proposal": line}
    return render(request, "monitoring/send.html", context, status=422 if form.is_bound else 200)
