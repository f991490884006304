from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, sent_from, sentence
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import actions, log_presenters, parameter_actions, presenters, queries
from casustafel.parties.forms import AgreementForm, OrganisationForm, SignatureForm, ValueForm

administrator = needs(Permission.ACCOUNT_MANAGE)
officer = needs(Permission.PARAMETER_VERIFY)


@needs(Permission.PARAMETER_READ)
def partnership(request: ViewerRequest) -> HttpResponse:
    page = presenters.partnership(request.viewer, today=clock.now().date())
    return render(request, "parties/partnership.html", {"partnership": page})


@needs(Permission.LOG_READ)
def log_page(request: ViewerRequest) -> HttpResponse:
    page = log_presenters.log_page(request.viewer, request.GET)
    return render(request, "parties/log.html", page)


@administrator
def add_organisation(request: ViewerRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)

    def act() -> None:
        own = queries.own_partnership(request.viewer)
        actions.add_organisation(partnership=own, **form.cleaned_data, by=request.viewer, now=clock.now())

    return _form_page(request, form, act, _("Add an organisation"), _("Add this organisation"))


@administrator
def record_agreement(request: ViewerRequest) -> HttpResponse:
    organisations = {row.id: row for row in queries.organisations(request.viewer)}
    choices = [(str(key), row.name) for key, row in organisations.items()]
    form = AgreementForm(request.POST or None, organisations=choices)

    def act() -> None:
        signed = form.signed_dates()
        actions.sign_agreement(
            partnership=queries.own_partnership(request.viewer),
            **{name: form.cleaned_data[name] for name in ("title", "purpose", "from_date", "until_date")},
            organisations=[organisations[key] for key in signed],
            signed_dates=signed,
            by=request.viewer,
            now=clock.now(),
        )

    return _form_page(request, form, act, _("Record an agreement"), _("Record this agreement"))


@administrator
def sign(request: ViewerRequest) -> HttpResponse:
    """An organisation that signs later."""
    agreement = queries.agreements(request.viewer, day=clock.now().date()).current
    if agreement is None:
        raise NotYours
    signed = queries.signed_dates(request.viewer, agreement)
    waiting = {str(row.id): row for row in queries.organisations(request.viewer) if row.id not in signed}
    form = SignatureForm(
        request.POST or None, organisations=[(key, row.name) for key, row in waiting.items()]
    )

    def act() -> None:
        given = {**form.cleaned_data, "organisation": waiting[form.cleaned_data["organisation"]]}
        actions.sign(agreement=agreement, **given, by=request.viewer, now=clock.now())

    return _form_page(request, form, act, _("An organisation signed"), _("Record this signature"))


def _form_page(
    request: ViewerRequest, form: forms.Form, act: Callable[[], None], title: str, submit: str
) -> HttpResponse:
    if carried_out(form, act):
        return redirect("parties:partnership")
    context = {"form": form, "title": title, "submit": submit}
    return render(request, "parties/form.html", context, status=422 if form.is_bound else 200)


@officer
def parameter(request: ViewerRequest, parameter_id: UUID) -> HttpResponse:
    return _parameter_page(request, parameter_id)


def _parameter_page(request: ViewerRequest, parameter_id: UUID, refused: str = "") -> HttpResponse:
    found = queries.own_parameter(request.viewer, parameter_id)
    page = presenters.parameter_page(found, today=clock.now().date())
    context = {"parameter": page, "refused": refused}
    return render(request, "parties/parameter.html", context, status=422 if refused else 200)


@officer
@sent_from("parties:parameter")
def verify(request: ViewerRequest, parameter_id: UUID) -> HttpResponse:
    found = queries.own_parameter(request.viewer, parameter_id)
    try:
        parameter_actions.verify(parameter=found, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _parameter_page(request, parameter_id, sentence(refused))
    return redirect("parties:parameter", parameter_id)


@officer
def set_value(request: ViewerRequest, parameter_id: UUID) -> HttpResponse:
    found = queries.own_parameter(request.viewer, parameter_id)
    form = ValueForm(
        request.POST or None,
        counts_organisations=bool(found.organisations),
        initial={
            "source": found.source,
            "article": found.article,
            "organisations": found.organisations,
        },
    )
    done = carried_out(
        form,
        lambda: parameter_actions.set_value(
            parameter=found, **form.cleaned_data, by=request.viewer, now=clock.now()
        ),
    )
    if done:
        return redirect("parties:parameter", parameter_id)
    context = {"form": form, "parameter": presenters.parameter_line(found)}
    return render(request, "parties/value.html", context, status=422 if form.is_bound else 200)
