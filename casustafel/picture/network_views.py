from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, sent_from
from casustafel.lib.refusal import Conflict
from casustafel.method import model
from casustafel.picture import contacts, network_presenters, network_queries, rooms
from casustafel.picture.door import participant
from casustafel.picture.forms import NarrowForm
from casustafel.picture.models import Contact
from casustafel.picture.network_forms import ContactChangeForm, ContactForm, TieForm


@participant
def network(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    file = network_queries.network(request.viewer, case)
    frame, page = network_presenters.network_page(request.viewer, file, now=clock.now())
    context = {"case_page": frame, "page": page, "rooms": rooms.beside(case_id, "picture:network")}
    return render(request, "picture/network.html", context)


@participant
def add(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, now = cases.get(request.viewer, case_id), clock.now()
    own = network_queries.own_contributions(request.viewer, case, day=now.date())
    by_id = {str(row.id): row for row in own}
    choices = network_presenters.contribution_choices(request.viewer, own, now=now)
    form = ContactForm(request.POST or None, contributions=choices)

    def act() -> None:
        contribution = by_id[form.cleaned_data["contribution"]]
        contacts.add(contribution=contribution, near=form.near(), by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:network", case_id)
    context = {"form": form, "case_id": case_id, "has_contributions": bool(own)}
    return render(request, "picture/add_contact.html", context, status=422 if form.is_bound else 200)


@participant
def contact(request: ViewerRequest, case_id: UUID, contact_id: UUID) -> HttpResponse:
    """Somebody around: what speaks of them, and what one may tie to them."""
    case = cases.get(request.viewer, case_id)
    return _contact(request, case, contact_id)


@participant
def change(request: ViewerRequest, case_id: UUID, contact_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    found = network_queries.get_contact(request.viewer, case, contact_id)
    initial = network_presenters.change_initial(request.viewer, found, now=clock.now())
    form = ContactChangeForm(request.POST or None, initial=initial)

    def act() -> None:
        version = form.cleaned_data["version"]
        contacts.change(contact=found, near=form.near(), version=version, by=request.viewer, now=clock.now())

    try:
        done = carried_out(form, act)
    except Conflict as conflict:
        return _conflict(request, found, conflict.mine, form)
    if done:
        return redirect("picture:contact", case_id, contact_id)
    context = {"form": form, "case_id": case_id, "contact_id": contact_id}
    return render(request, "picture/change_contact.html", context, status=422 if form.is_bound else 200)


@participant
@sent_from("picture:contact")
def end(request: ViewerRequest, case_id: UUID, contact_id: UUID) -> HttpResponse:
    case, form = cases.get(request.viewer, case_id), forms.Form(request.POST)
    found = network_queries.get_contact(request.viewer, case, contact_id)
    if carried_out(form, lambda: contacts.end(contact=found, by=request.viewer, now=clock.now())):
        return redirect("picture:network", case_id)
    return _contact(request, case, contact_id, refused=form)


def _contact(
    request: ViewerRequest, case: Case, contact_id: UUID, refused: forms.Form | None = None
) -> HttpResponse:
    domains = [(each.code, each.label) for each in model.of(case.model_version).domains]
    narrow = NarrowForm(request.GET, domains=domains, only=("domain",))
    file = network_queries.contact(
        request.viewer,
        case,
        contact_id,
        domain=narrow.wanted().domain,
        page=request.GET.get("page", 1),
        more=request.GET.get("more", 1),
    )
    frame, page = network_presenters.contact_page(request.viewer, file, now=clock.now())
    bound = request.POST if request.method == "POST" and refused is None else None
    form = TieForm(bound, statements=page.offered)
    offered = {str(row.id): row for row in file.offered or ()}

    def act() -> None:
        chosen = [offered[each] for each in form.cleaned_data["statements"]]
        contacts.tie(contact=file.contact, statements=chosen, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:contact", case.id, contact_id)
    context = {
        "case_page": frame,
        "page": page,
        "form": form,
        "narrow": narrow,
        "refused": refused,
        "rooms": rooms.beside(case.id, "picture:network"),
    }
    return render(request, "picture/contact.html", context, status=422 if refused or form.is_bound else 200)


def _conflict(request: ViewerRequest, there: Contact, mine: str, sent: ContactChangeForm) -> HttpResponse:
    """Both, side by side; sending again is on the version that is now there."""
    theirs = network_presenters.change_initial(request.viewer, there, now=clock.now())
    form = ContactChangeForm(initial={**sent.cleaned_data, "version": theirs["version"]})
    context = {
        "form": form,
        "case_id": there.case_id,
        "contact_id": there.id,
        "mine": mine,
        "theirs": theirs["called"],
    }
    return render(request, "picture/change_contact.html", context, status=409)
