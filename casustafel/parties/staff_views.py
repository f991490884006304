"""What the administrator does for one person. Nobody but the person learns the password."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.access.roles import ROLES
from casustafel.access.submissions import SENT_ALREADY
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of, sent_from, sentence
from casustafel.lib.refusal import Refused
from casustafel.parties import actions, names, queries, staff_actions, staff_presenters
from casustafel.parties.forms import (
    DeputyForm,
    DescriptionForm,
    EndMandateForm,
    InviteForm,
    LeaveForm,
    MandateForm,
    PersonForm,
)
from casustafel.parties.models import Person

administrator = needs(Permission.ACCOUNT_MANAGE)


def _today() -> date:
    return clock.now().date()


@administrator
def people(request: ViewerRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    context = staff_presenters.people_page(
        request.viewer, state=state, page=request.GET.get("page", 1), today=_today()
    )
    states = [("", _("At work")), ("WITHOUT_ROLE", _("Without a role")), ("LEFT", _("Left"))]
    return render(request, "parties/people.html", {**context, "state": state, "states": states})


@administrator
def person(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    return _person_page(request, person_id)


def _person_page(request: ViewerRequest, person_id: UUID, refused: str = "") -> HttpResponse:
    file = queries.person_file(request.viewer, person_id)
    page = staff_presenters.person_page(request.viewer, file, now=clock.now())
    context = {"person": page, "refused": refused}
    return render(request, "parties/person.html", context, status=422 if refused else 200)


@administrator
def add_person(request: ViewerRequest) -> HttpResponse:
    organisations = {str(row.id): row for row in queries.organisations(request.viewer)}
    choices = [(key, row.name) for key, row in organisations.items()]
    form = PersonForm(request.POST or None, organisations=choices, initial={"from_date": _today()})

    def act() -> actions.Invited:
        given = {**form.cleaned_data, "organisation": organisations[form.cleaned_data["organisation"]]}
        return actions.welcome(new=actions.NewPerson(**given), by=request.viewer, now=clock.now())

    made = result_of(form, act)
    if made:
        return _code_page(request, made, form.cleaned_data["name"])
    return _form_page(request, form, _("Add a person"), _("Add this person"), reverse("parties:people"))


def _code_page(request: ViewerRequest, invited: actions.Invited, name: str) -> HttpResponse:
    """Shown this once. Sent again by accident, the same form gets the same page."""
    context = {"invited": invited, "name": name}
    response = render(request, "parties/code.html", context)
    response.headers[SENT_ALREADY] = "keep"
    return response


@administrator
def invite(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    found = queries.person(request.viewer, person_id)
    form = InviteForm(request.POST if request.method == "POST" else None)

    def act() -> actions.Invited:
        return actions.invite(person=found, **form.cleaned_data, by=request.viewer, now=clock.now())

    made = result_of(form, act)
    if made:
        return _code_page(request, made, _name(request, found))
    return _form_page(request, form, _("A new code"), _("Make a new code"), _at(person_id), found)


@administrator
def describe(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    file = queries.person_file(request.viewer, person_id)
    page = staff_presenters.person_page(request.viewer, file, now=clock.now())
    form = DescriptionForm(request.POST or None, initial={"name": page.name, "function": page.function})
    done = carried_out(
        form,
        lambda: staff_actions.describe(
            person=file.person, **form.cleaned_data, by=request.viewer, now=clock.now()
        ),
    )
    return _done_or_form(request, done, form, _("Name and function"), _("Save"), file.person)


@administrator
def give_mandate(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    found = queries.person(request.viewer, person_id)
    form = MandateForm(request.POST or None, initial={"from_date": _today()})
    done = carried_out(
        form,
        lambda: actions.give_mandate(person=found, **form.cleaned_data, by=request.viewer, now=clock.now()),
    )
    return _done_or_form(request, done, form, _("Give a role"), _("Give this role"), found)


@administrator
def end_mandate(request: ViewerRequest, person_id: UUID, mandate_id: UUID) -> HttpResponse:
    found = queries.person(request.viewer, person_id)
    mandate = queries.mandate(request.viewer, found, mandate_id)
    form = EndMandateForm(request.POST or None, initial={"until_date": _today()})
    done = carried_out(
        form,
        lambda: actions.end_mandate(mandate=mandate, **form.cleaned_data, by=request.viewer, now=clock.now()),
    )
    return _done_or_form(request, done, form, _("End a role"), _("End this role"), found)


@administrator
def appoint_deputy(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    found = queries.person(request.viewer, person_id)
    choices = staff_presenters.choices_of_people(request.viewer, without=found, today=_today())
    form = DeputyForm(request.POST or None, people=choices, initial={"from_date": _today()})

    def act() -> None:
        deputy = queries.person(request.viewer, UUID(form.cleaned_data["deputy"]))
        given = {**form.cleaned_data, "deputy": deputy}
        staff_actions.appoint_deputy(person=found, **given, by=request.viewer, now=clock.now())

    done = carried_out(form, act)
    return _done_or_form(request, done, form, _("Appoint a deputy"), _("Appoint this deputy"), found)


@administrator
def leave(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    found = queries.person(request.viewer, person_id)
    form = LeaveForm(request.POST or None, initial={"until_date": _today()})
    done = carried_out(
        form,
        lambda: staff_actions.leave(person=found, **form.cleaned_data, by=request.viewer, now=clock.now()),
    )
    return _done_or_form(request, done, form, _("This person leaves"), _("End all roles"), found)


@administrator
@sent_from("parties:person")
def close_account(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    found = queries.person(request.viewer, person_id)
    return _pressed(
        request,
        person_id,
        lambda: staff_actions.close_account(person=found, by=request.viewer, now=clock.now()),
    )


@administrator
@sent_from("parties:person")
def reopen_account(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    found = queries.person(request.viewer, person_id)
    return _pressed(
        request,
        person_id,
        lambda: staff_actions.reopen_account(person=found, by=request.viewer, now=clock.now()),
    )


@administrator
def end_deputy(request: ViewerRequest, person_id: UUID, deputy_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("parties:person", person_id)
    found = queries.person(request.viewer, person_id)
    deputy = queries.deputy(request.viewer, found, deputy_id)
    return _pressed(
        request,
        person_id,
        lambda: staff_actions.end_deputy(deputy=deputy, by=request.viewer, now=clock.now()),
    )


def _pressed(request: ViewerRequest, person_id: UUID, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return _person_page(request, person_id, sentence(refused))
    return redirect("parties:person", person_id)


def _done_or_form(
    request: ViewerRequest, done: bool, form: forms.Form, title: str, submit: str, about: Person
) -> HttpResponse:
    if done:
        return redirect("parties:person", about.id)
    return _form_page(request, form, title, submit, _at(about.id), about)


def _form_page(
    request: ViewerRequest, form: forms.Form, title: str, submit: str, back: str, about: Person | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "about": _name(request, about) if about else "",
        "roles": [(_(role.display_name), _(role.description)) for role in ROLES.values()]
        if "role" in form.fields
        else [],
    }
    return render(request, "parties/person_form.html", context, status=422 if form.is_bound else 200)


def _name(request: ViewerRequest, about: Person) -> str:
    return names.of_people(request.viewer, [about.id])[about.id]


def _at(person_id: UUID) -> str:
    return reverse("parties:person", args=[person_id])
