"""The words of the minutes: put down, and agreed at a later meeting."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.lib.refusal import Conflict
from casustafel.table import minuting, minuting_presenters, minuting_queries, queries
from casustafel.table.forms import AgreeForm, MinutesForm
from casustafel.table.minuting_presenters import WordsPage
from casustafel.table.models import AgendaItem

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def minutes(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    form = MinutesForm(request.POST or None)

    def act() -> None:
        minuting.note_minutes(item=item, **form.cleaned_data, by=request.viewer, now=clock.now())

    context = {"meeting_id": meeting_id, "form": form}
    try:
        if carried_out(form, act):
            return redirect("table:table", meeting_id)
    except Conflict as conflict:
        page = _words(request, queries.get_item(request.viewer, meeting_id, item_id))
        again = MinutesForm(initial={**page.initial, "text": conflict.mine})
        both = {"form": again, "mine": conflict.mine, "theirs": page.text, "meeting_id": meeting_id}
        return render(request, "table/conflict.html", both, status=409)
    page = _words(request, item)
    if not form.is_bound:
        context["form"] = MinutesForm(initial=page.initial)
    return render(
        request, "table/minutes.html", {**context, "page": page}, status=422 if form.is_bound else 200
    )


@participant
def agree(request: ViewerRequest, meeting_id: UUID, earlier_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    item = minuting_queries.get_earlier(request.viewer, meeting, earlier_id)
    form, status = AgreeForm(request.POST or None), 200

    def act() -> None:
        minuting.agree_minutes(
            item=item, meeting=meeting, **form.cleaned_data, by=request.viewer, now=clock.now()
        )

    mine, is_changed = "", False
    try:
        if carried_out(form, act):
            return redirect("table:table", meeting_id)
        status = 422 if form.is_bound else 200
    except Conflict as conflict:
        mine, status, is_changed = conflict.mine, 409, True
        item = minuting_queries.get_earlier(request.viewer, meeting, earlier_id)
    page = _words(request, item)
    if status != 422:
        form = AgreeForm(initial={"remarks": mine, "version": page.version})
    context = {"form": form, "page": page, "meeting_id": meeting_id, "of": item.meeting_id}
    return render(request, "table/agree_minutes.html", {**context, "is_changed": is_changed}, status=status)


def _words(request: ViewerRequest, item: AgendaItem) -> WordsPage:
    return minuting_presenters.words_page(request.viewer, item, now=clock.now())
