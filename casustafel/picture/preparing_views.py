from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward
from casustafel.method import model
from casustafel.picture import preparing, preparing_presenters, preparing_queries
from casustafel.picture.door import participant
from casustafel.picture.preparing_forms import AnewForm, PreparingForm


@participant
def prepare(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """The questions of the model, one's own parts of life first. What is kept here nobody else sees yet."""
    case = cases.get(request.viewer, case_id)
    if request.method != "POST":
        return _page(request, case)
    form, viewer = _form(request, case), request.viewer

    def act() -> None:
        preparing.say(case=case, said=form.said(), by=viewer, now=clock.now())
        if request.POST.get("go") == "later":
            preparing.say_ready(case=case, by=viewer, now=clock.now())

    return redirect(request.get_full_path()) if carried_out(form, act) else _page(request, case, form)


@participant
@require_POST
def keep(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """The same while one types: what is filled in well is kept."""
    case = cases.get(request.viewer, case_id)
    form, sent = _form(request, case), forms.Form(request.POST)
    is_whole = form.is_valid()
    done = carried_out(
        sent, lambda: preparing.say(case=case, said=form.said(), by=request.viewer, now=clock.now())
    )
    return JsonResponse({}, status=200 if done and is_whole else 422)


@participant
@require_POST
def take_ready_back(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, form = cases.get(request.viewer, case_id), forms.Form(request.POST)
    done = carried_out(form, lambda: preparing.take_ready_back(case=case, by=request.viewer, now=clock.now()))
    return redirect("picture:prepare", case_id) if done else _page(request, case, refused=form)


@participant
def open_sharing(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """The chair sees who is not ready, and opens sharing with or without them."""
    case, form = cases.get(request.viewer, case_id), forms.Form(_sent(request))
    done = carried_out(form, lambda: preparing.open_sharing(case=case, by=request.viewer, now=clock.now()))
    if done:
        return onward(request, "picture:unshared", case_id)
    back = (request.POST or request.GET).get("back", "")
    context: dict[str, object] = {"back": back, "refused": form if form.is_bound else None}
    return _sharing(request, case, "picture/open_sharing.html", context, is_refused=form.is_bound)


@participant
def prepare_anew(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, form = cases.get(request.viewer, case_id), AnewForm(_sent(request))

    def act() -> None:
        preparing.prepare_anew(case=case, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("picture:prepare", case_id)
    return _sharing(request, case, "picture/prepare_anew.html", {"form": form}, is_refused=form.is_bound)


def _sent(request: ViewerRequest) -> QueryDict | None:
    """A press without a field is sent as well."""
    return request.POST if request.method == "POST" else None


def _form(request: ViewerRequest, case: Case) -> PreparingForm:
    version = model.of(case.model_version)
    domain = request.GET.get("domain", "")
    shown = preparing_presenters.shown_domains(version, request.viewer.organisation_kind, domain)
    return PreparingForm(request.POST, questions=preparing_presenters.questions_of(version, shown))


def _page(
    request: ViewerRequest,
    case: Case,
    sent: PreparingForm | None = None,
    *,
    refused: forms.Form | None = None,
) -> HttpResponse:
    viewer, now, domain = request.viewer, clock.now(), request.GET.get("domain", "")
    version = model.of(case.model_version)
    questions = preparing_presenters.questions_of(
        version, preparing_presenters.shown_domains(version, viewer.organisation_kind, domain)
    )
    file = preparing_queries.prepared(viewer, case, [each.code for each in questions], day=now.date())
    frame, page = preparing_presenters.prepare_page(viewer, file, domain=domain, now=now)
    form = sent or PreparingForm(questions=questions, initial=page.said)
    context = {
        "case_page": frame,
        "page": page,
        "form": form,
        "keep_url": reverse("picture:keep_prepared", args=[case.id])
        + (f"?domain={page.domain}" if page.domain else ""),
        "parts": [(part, [(line, *form.of(line.code)) for line in part.questions]) for part in page.parts],
        "refused": refused if page.takes_words else refused or sent,
    }
    status = 422 if sent or refused else 200
    return render(request, "picture/prepare.html", context, status=status)


def _sharing(
    request: ViewerRequest, case: Case, template: str, context: dict[str, object], *, is_refused: bool
) -> HttpResponse:
    now = clock.now()
    ready = preparing_queries.readiness(request.viewer, case, day=now.date())
    frame, page = preparing_presenters.sharing_page(request.viewer, case, ready, now=now)
    context = {"case_page": frame, "ready": page, **context}
    return render(request, template, context, status=422 if is_refused else 200)
