from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import presenters as case_presenters
from casustafel.cases import queries as cases
from casustafel.joining import actions, presenters, queries
from casustafel.joining.forms import MergeForm, UndoForm
from casustafel.joining.models import Joining
from casustafel.joining.tables import GivenSeat
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of

chair = needs(Permission.MEETING_CHAIR)
participant = needs(Permission.CASE_PARTICIPATE)


@chair
def choose(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """By pseudonym, of the cases this person chairs; nothing is proposed."""
    case, now = cases.get(request.viewer, case_id), clock.now()
    others = queries.to_merge_with(request.viewer, case)
    context = {
        "case_page": presenters.frame_of(request.viewer, case, purpose="joining.choose", now=now),
        "rows": case_presenters.rows(request.viewer, others, now=now),
    }
    return render(request, "joining/choose.html", context)


@chair
def merge(request: ViewerRequest, case_id: UUID, joined_id: UUID) -> HttpResponse:
    here, now = queries.chaired(request.viewer, case_id), clock.now()
    there = queries.chaired(request.viewer, joined_id)
    seats = queries.to_be_seated(request.viewer, here, there, day=now.date())
    form = MergeForm(request.POST or None, seats=presenters.seat_labels(request.viewer, seats))

    def act() -> Joining:
        given = [GivenSeat(seat, form.grounds()[seat.id]) for seat in seats if seat.id in form.grounds()]
        reason = form.cleaned_data["reason"]
        return actions.merge(case=here, other=there, seats=given, reason=reason, by=request.viewer, now=now)

    looks = request.POST.get("go") == "later"
    made = None if looks else result_of(form, act)
    if made:
        return redirect("joining:show", here.id, made.id)
    files = queries.both_files(request.viewer, here, there, day=now.date())
    chosen = [seat for seat in seats if seat.id in form.chosen()]
    context = {
        "preview": presenters.preview(request.viewer, files, chosen, now=now),
        "form": form,
        "case_id": case_id,
        "looks": looks,
    }
    return render(request, "joining/merge.html", context, status=422 if form.is_bound and not looks else 200)


@participant
def show(request: ViewerRequest, case_id: UUID, joining_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    context = _joining(request, joining_id, case_id=case.id)
    name = "joining/shown_split.html" if context["page"].is_split else "joining/show.html"
    return render(request, name, context)


@chair
def undo(request: ViewerRequest, case_id: UUID, undone_id: UUID) -> HttpResponse:
    case = queries.chaired(request.viewer, case_id)
    joining = queries.get_merged(request.viewer, case, undone_id)
    form = UndoForm(request.POST or None)

    def act() -> None:
        actions.undo(joining=joining, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("case", case_id)
    context = {**_joining(request, undone_id, case_id=case_id), "form": form}
    return render(request, "joining/undo.html", context, status=422 if form.is_bound else 200)


def _joining(request: ViewerRequest, joining_id: UUID, *, case_id: UUID) -> dict[str, Any]:
    now, case = clock.now(), cases.get(request.viewer, case_id)
    joining = queries.get(request.viewer, case, joining_id)
    page = presenters.joining_page(request.viewer, case, joining, page=request.GET.get("page", 1), now=now)
    return {"page": page, "case_id": case_id}
