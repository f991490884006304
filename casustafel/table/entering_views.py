from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.table import entering, entering_presenters, entering_queries, policy, queries
from casustafel.table.entering_forms import HomeForm, LeaveForm, RoleForm
from casustafel.table.entering_queries import LeaveFile

participant = needs(Permission.CASE_PARTICIPATE)
chair = needs(Permission.MEETING_CHAIR)


@chair
def roles(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """Who does what at the table; the chair gives the roles."""
    viewer, meeting = request.viewer, queries.get(request.viewer, meeting_id)
    rows = entering_queries.attending(viewer, meeting)
    lines = entering_presenters.roles(viewer, rows, chair_id=meeting.chair_id)
    choices = [(str(line.person_id), line.name) for line in lines if not line.is_the_chair]
    people = {str(row.person_id): row.person for row in rows}
    form = RoleForm(_sent(request), people=choices)

    def act() -> None:
        data = form.cleaned_data
        entering.give_role(
            meeting=meeting, person=people[data["person"]], role=data["role"], by=viewer, now=clock.now()
        )

    if carried_out(form, act):
        return redirect("table:roles", meeting_id)
    context = {
        "form": form,
        "lines": lines,
        "others": choices,
        "meeting_id": meeting_id,
        "may_give": policy.can_chair(viewer, meeting) and meeting.state != "ENDED",
    }
    return render(request, "table/entering/roles.html", context, status=422 if form.is_bound else 200)


@participant
def leave(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Who is not in the room for this case; for oneself, and for the chair for everybody."""
    viewer, file = request.viewer, _leave_file(request, meeting_id, item_id)
    seated = {str(seat.person_id): seat.person for seat in file.seats}
    form = _leave_form(request, file, _sent(request))

    def act() -> None:
        who = form.cleaned_data.get("person", str(viewer.person_id))
        entering.leave_room(
            item=file.item,
            person=seated[who],
            reason=form.cleaned_data["reason"],
            by=viewer,
            now=clock.now(),
        )

    if carried_out(form, act):
        return redirect("table:table", meeting_id)
    return _leave_page(request, file, form)


@participant
@require_POST
def come_in(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    file = _leave_file(request, meeting_id, item_id)
    sent = forms.Form(request.POST)
    sent.fields["person"] = forms.UUIDField()

    def act() -> None:
        row = entering_queries.get_leave(request.viewer, file.item, sent.cleaned_data["person"])
        entering.come_in(leave=row, by=request.viewer, now=clock.now())

    if carried_out(sent, act):
        return redirect("table:table", meeting_id)
    return _leave_page(request, file, _leave_form(request, file, None), refused=sent)


@participant
def go_home(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting, form = queries.get(request.viewer, meeting_id), HomeForm(_sent(request))
    if carried_out(form, lambda: entering.go_home(meeting=meeting, by=request.viewer, now=clock.now())):
        return redirect("table:table", meeting_id)
    context = {"form": form, "meeting_id": meeting_id}
    return render(request, "table/entering/home.html", context, status=422 if form.is_bound else 200)


def _sent(request: ViewerRequest) -> QueryDict | None:
    """Also when nothing is filled in: there is nothing to fill in."""
    return request.POST if request.method == "POST" else None


def _leave_file(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> LeaveFile:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    return entering_queries.leave_file(
        request.viewer, item, chairs=policy.can_chair(request.viewer, item.meeting)
    )


def _leave_form(request: ViewerRequest, file: LeaveFile, sent: QueryDict | None) -> LeaveForm:
    people = entering_presenters.who_may_leave(request.viewer, file)
    return LeaveForm(sent, people=people, for_others=file.chairs)


def _leave_page(
    request: ViewerRequest, file: LeaveFile, form: LeaveForm, refused: forms.Form | None = None
) -> HttpResponse:
    page = entering_presenters.leave_page(request.viewer, file, now=clock.now())
    context = {
        "page": page,
        "form": form,
        "may_leave": file.chairs or not page.is_gone,
        "refused": refused,
        "meeting_id": file.item.meeting_id,
        "item_id": file.item.id,
    }
    bad = refused is not None or form.is_bound
    return render(request, "table/entering/leave.html", context, status=422 if bad else 200)
