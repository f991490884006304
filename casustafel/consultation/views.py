from urllib.parse import parse_qsl
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casustafel.access import drafts
from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.consultation import actions, presenters, queries, recognising
from casustafel.consultation.choices import To
from casustafel.consultation.forms import LONGEST, AdviceForm, AskForm, FollowUpForm, shown
from casustafel.consultation.models import Consultation
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of, sent_from
from casustafel.parties import names
from casustafel.parties import queries as parties
from casustafel.parties.models import Person

reader = needs(Permission.CONSULTATION_READ)
asker = needs(Permission.CONSULTATION_ASK)


@reader
def listed(request: ViewerRequest) -> HttpResponse:
    may_ask = request.viewer.may(Permission.CONSULTATION_ASK)
    box = request.GET.get("box") if may_ask else queries.TO_ME
    box = queries.TO_ME if box == queries.TO_ME else queries.MINE
    state = "ALL" if request.GET.get("state") == "ALL" else ""
    page = queries.listed(request.viewer, box=box, state=state, page=request.GET.get("page", 1))
    mine, to_me = (queries.MINE, _("My questions")), (queries.TO_ME, _("Questions to me"))
    context = {
        "page": page,
        "rows": [presenters.row(each) for each in page],
        "box": box,
        "boxes": [mine, to_me] if may_ask else [to_me],
        "state": state,
        "states": [("", _("All that are open")), ("ALL", _("All"))],
        "may_ask": may_ask,
    }
    return render(request, "consultation/list.html", context)


@asker
def ask(request: ViewerRequest) -> HttpResponse:
    """With ?to=PARTNER&report=… a reporting officer asks a partner about a report. What is typed is kept as a
    draft until it is sent."""
    report_id, now = _report_of(request), clock.now()
    people = _partners(request)
    places = [] if report_id else queries.may_be_asked(request.viewer, day=now.date())
    known = names.of_rows(request.viewer, people)
    kept = {} if request.POST else _kept(request, report_id)
    first = {} if people else {"whom": next(iter(places), "")}
    offered = presenters.whom(places, people, known)
    form = AskForm(request.POST or None, whom=offered, initial={**first, **kept})

    def act() -> Consultation:
        to, person = form.place()
        question = actions.Question(**form.texts(), not_names=form.not_names)
        asked_of = next((each for each in people if str(each.id) == person), None)
        made = actions.ask(
            to=to, asked_of=asked_of, report_id=report_id, question=question, by=request.viewer, now=now
        )
        drafts.drop(by=request.viewer, place=_place(report_id))
        return made

    made = result_of(form, act)
    if made:
        return redirect("consultation:show", made.id)
    query = f"?{request.GET.urlencode()}" if report_id else ""
    context = {
        "form": form,
        "report_id": report_id,
        "is_kept": bool(kept),
        "can_ask": bool(people or places),
        "draft_url": f"{reverse('consultation:keep_draft')}{query}",
    }
    return render(request, "consultation/ask.html", context, status=422 if form.is_bound else 200)


def _report_of(request: ViewerRequest) -> UUID | None:
    """The report that the address names, for who handles reports; for others there is no such thing."""
    if request.GET.get("to") != To.PARTNER or not request.viewer.may(Permission.REPORT_HANDLE):
        return None
    try:
        return UUID(request.GET.get("report", ""))
    except ValueError:
        return None


def _partners(request: ViewerRequest) -> list[Person]:
    if not request.viewer.may(Permission.REPORT_HANDLE):
        return []
    return queries.partners_people(request.viewer, day=clock.now().date())


@asker
@require_POST
def keep_draft(request: ViewerRequest) -> HttpResponse:
    """Called while somebody types; keeps the fields as they stand, under the key of the partnership."""
    typed = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "form_id"):
        typed.pop(name, None)
    draft = drafts.keep(
        by=request.viewer,
        place=_place(_report_of(request)),
        key=parties.own_partnership(request.viewer).house_key,
        body=typed.urlencode(),
        now=clock.now(),
    )
    return JsonResponse({"version": draft.version})


def _kept(request: ViewerRequest, report_id: UUID | None) -> dict[str, str]:
    draft = drafts.find(by=request.viewer, place=_place(report_id), now=clock.now())
    return dict(parse_qsl(draft, keep_blank_values=True))


def _place(report_id: UUID | None) -> str:
    return f"consultation:{report_id or 'ask'}"


@reader
@require_POST
def recognise(request: ViewerRequest) -> HttpResponse:
    """What in one text can point at a person, said while it is typed. Keeps and logs nothing."""
    findings = recognising.find(request.POST.get("text", "")[:LONGEST], today=clock.now().date())
    context = {"findings": shown(findings, request.POST.getlist("not_a_name"))}
    return render(request, "consultation/_findings.html", context)


@reader
def show(request: ViewerRequest, consultation_id: UUID) -> HttpResponse:
    return _page(request, consultation_id, {})


@reader
@sent_from("consultation:show")
def advise(request: ViewerRequest, consultation_id: UUID) -> HttpResponse:
    asked, form = queries.get(request.viewer, consultation_id), AdviceForm(request.POST)

    def act() -> None:
        actions.advise(
            consultation=asked,
            text=form.cleaned_data["text"],
            not_names=form.not_names,
            by=request.viewer,
            now=clock.now(),
        )

    return _done(request, consultation_id, "advice_form", form, carried_out(form, act))


@asker
@sent_from("consultation:show")
def follow_up(request: ViewerRequest, consultation_id: UUID) -> HttpResponse:
    asked, form = queries.get(request.viewer, consultation_id), FollowUpForm(request.POST)

    def act() -> None:
        actions.follow_up(
            consultation=asked,
            text=form.cleaned_data["text"],
            not_names=form.not_names,
            by=request.viewer,
            now=clock.now(),
        )

    return _done(request, consultation_id, "follow_up_form", form, carried_out(form, act))


@asker
@sent_from("consultation:show")
def close(request: ViewerRequest, consultation_id: UUID) -> HttpResponse:
    asked, form = queries.get(request.viewer, consultation_id), forms.Form(request.POST)
    done = carried_out(form, lambda: actions.close(consultation=asked, by=request.viewer, now=clock.now()))
    return _done(request, consultation_id, "refused", form, done)


@asker
@sent_from("consultation:show")
def withdraw(request: ViewerRequest, consultation_id: UUID) -> HttpResponse:
    asked, form = queries.get(request.viewer, consultation_id), forms.Form(request.POST)
    done = carried_out(form, lambda: actions.withdraw(consultation=asked, by=request.viewer, now=clock.now()))
    return _done(request, consultation_id, "refused", form, done)


def _done(request: ViewerRequest, row: UUID, name: str, form: forms.Form, done: bool) -> HttpResponse:
    return redirect("consultation:show", row) if done else _page(request, row, {name: form})


def _page(request: ViewerRequest, consultation_id: UUID, bound: dict[str, forms.Form]) -> HttpResponse:
    file = queries.whole(request.viewer, consultation_id)
    page = presenters.page(request.viewer, file, now=clock.now())
    context: dict[str, object] = {"consultation": page, "advice_form": None, "follow_up_form": None}
    if page.may_advise:
        context["advice_form"] = AdviceForm()
    if page.may_follow_up:
        context["follow_up_form"] = FollowUpForm()
    return render(request, "consultation/show.html", {**context, **bound}, status=422 if bound else 200)
