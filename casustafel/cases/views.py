from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.access.roles import roles_with
from casustafel.cases import actions, presenters, queries
from casustafel.cases.choices import SeatRole, State
from casustafel.cases.forms import EndSeatForm, SeatForm
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.parties import names
from casustafel.parties import queries as parties
from casustafel.parties.models import Person

participant = needs(Permission.CASE_PARTICIPATE)


@participant
def my_cases(request: ViewerRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = queries.mine(request.viewer, state=state, page=request.GET.get("page", 1))
    context = {
        "page": page,
        "rows": presenters.rows(request.viewer, list(page), now=clock.now()),
        "state": state,
        "states": [("", _("Open")), (State.CLOSED.value, State.CLOSED.label), ("ALL", _("All"))],
    }
    return render(request, "cases/list.html", context)


@participant
def seat(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case = queries.get(request.viewer, case_id)
    people = _who_may_sit(request)
    form = SeatForm(request.POST or None, people=[(key, label) for key, (label, _person) in people.items()])

    def act() -> None:
        chosen = people[form.cleaned_data["person"]][1]
        new = actions.NewSeat(chosen, SeatRole.PARTICIPANT, form.cleaned_data["ground"])
        actions.seat(case=case, new=new, by=request.viewer, now=clock.now())

    return _form_page(request, case_id, "cases/seat.html", form, carried_out(form, act))


@participant
def end_seat(request: ViewerRequest, case_id: UUID, seat_id: UUID) -> HttpResponse:
    case = queries.get(request.viewer, case_id)
    ending = queries.get_seat(request.viewer, case, seat_id)
    form = EndSeatForm(request.POST or None)

    def act() -> None:
        actions.end_seat(seat=ending, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _form_page(request, case_id, "cases/end_seat.html", form, carried_out(form, act))


def _form_page(
    request: ViewerRequest, case_id: UUID, template: str, form: forms.Form, done: bool
) -> HttpResponse:
    if done:
        return redirect("case", case_id)
    context = {"form": form, "case_id": case_id}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _who_may_sit(request: ViewerRequest) -> dict[str, tuple[str, Person]]:
    known = names.of_people(request.viewer)
    rows = parties.with_role(request.viewer, *roles_with(Permission.CASE_PARTICIPATE), day=clock.now().date())
    return {str(p.id): (f"{known[p.id]}, {p.organisation.name}", p) for p in rows}
