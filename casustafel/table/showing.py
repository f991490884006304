"""The screen of somebody at the table, and what comes after a press on it."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casustafel.access.gate import ViewerRequest
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.table import presenters, queries


def pressed(
    request: ViewerRequest, meeting_id: UUID, form: forms.Form, act: Callable[[], object]
) -> HttpResponse:
    """Done: back at the table. Refused: the table as it stands now, and why."""
    if carried_out(form, act):
        return redirect("table:table", meeting_id)
    return screen(request, meeting_id, "table/table.html", refused=form)


def screen(
    request: ViewerRequest, meeting_id: UUID, template: str, refused: forms.Form | None = None
) -> HttpResponse:
    file = queries.whole(request.viewer, meeting_id)
    page = presenters.table_page(request.viewer, file, now=clock.now())
    context = {"table": page, "refused": refused}
    return render(request, template, context, status=422 if refused else 200)
