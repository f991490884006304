from urllib.parse import parse_qsl
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casustafel.access import drafts
from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of
from casustafel.sharing import actions, catalogue, presenters, queries
from casustafel.sharing.choices import State, Step
from casustafel.sharing.forms import BeginForm, OutcomeForm, StepForm, step_form
from casustafel.sharing.models import Aid

weigher = needs(Permission.SHARING_WEIGH)


@weigher
def mine(request: ViewerRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = queries.mine(request.viewer, state=state, page=request.GET.get("page", 1))
    context = {
        "page": page,
        "rows": presenters.rows(request.viewer, list(page), now=clock.now()),
        "state": state,
        "states": [("", _("All")), *State.choices],
        "method": catalogue.current().method,
    }
    return render(request, "sharing/list.html", context)


@weigher
def begin(request: ViewerRequest) -> HttpResponse:
    form = BeginForm(request.POST or None)
    made = result_of(form, lambda: actions.begin(**form.cleaned_data, by=request.viewer, now=clock.now()))
    if made:
        return redirect("sharing:step", made.id, 1)
    return render(
        request,
        "sharing/begin.html",
        {"form": form, "method": catalogue.current().method},
        status=422 if form.is_bound else 200,
    )


@weigher
def show(request: ViewerRequest, aid_id: UUID) -> HttpResponse:
    """In progress: the steps, and where to go on. Finished: the result, to read and to print."""
    aid, now = queries.get(request.viewer, aid_id), clock.now()
    if aid.state == State.DONE:
        page = presenters.result(request.viewer, aid, purpose="sharing.result", now=now)
        method = catalogue.of(aid.catalogue).method
        return render(request, "sharing/result.html", {"result": page, "method": method})
    page_of_steps = presenters.overview(request.viewer, aid, now=now)
    return render(request, "sharing/overview.html", {"aid": page_of_steps})


@weigher
def step(request: ViewerRequest, aid_id: UUID, number: int) -> HttpResponse:
    """One question a page. What is sent is kept; what is typed and not sent is kept as a draft."""
    aid, now, asked = queries.get(request.viewer, aid_id), clock.now(), _step(number)
    if aid.state == State.DONE and request.method == "GET":
        return redirect("sharing:show", aid_id)
    page = presenters.step_page(request.viewer, aid, asked, now=now)
    typed = {} if request.POST else _typed(request, aid, asked)
    form = _form(request, aid, asked, page.kept, typed)

    def act() -> None:
        actions.answer(aid=aid, step=asked, answers=form.answers(), by=request.viewer, now=now)

    if carried_out(form, act):
        return _onward(request, aid, asked, form)
    context = {
        "page": page,
        "form": form,
        "is_kept": bool(typed),
        "grounds": presenters.grounds(request.viewer, aid) if asked == Step.RECEIVER else None,
    }
    return render(request, "sharing/step.html", context, status=422 if form.is_bound else 200)


def _step(number: int) -> Step:
    if not 1 <= number <= len(Step):
        raise Http404
    return list(Step)[number - 1]


def _form(
    request: ViewerRequest, aid: Aid, asked: Step, kept: dict[str, str], typed: dict[str, str]
) -> StepForm:
    return step_form(
        asked,
        request.POST or None,
        kept=typed or kept,
        known=catalogue.of(aid.catalogue),
        organisation_kind=request.viewer.organisation_kind,
    )


def _onward(request: ViewerRequest, aid: Aid, asked: Step, form: StepForm) -> HttpResponse:
    """To the next step. Words that are labels are shown once, after they were kept; the author decides."""
    hinted = asked == Step.SIGNALS and presenters.hints(aid, form.answers())
    if hinted and "hinted" not in request.POST:
        return redirect("sharing:step", aid.id, asked.number)
    if asked.number < len(Step):
        return redirect("sharing:step", aid.id, asked.number + 1)
    return redirect("sharing:outcome", aid.id)


def _typed(request: ViewerRequest, aid: Aid, asked: Step) -> dict[str, str]:
    """What was typed and not sent, by name of the question."""
    draft = drafts.find(by=request.viewer, place=queries.draft_place(aid, asked), now=clock.now())
    found: dict[str, str] = {}
    for name, value in parse_qsl(draft, keep_blank_values=True):
        found[name] = f"{found[name]},{value}" if name == "categories" and name in found else value
    return found


@weigher
@require_POST
def keep_draft(request: ViewerRequest, aid_id: UUID, number: int) -> HttpResponse:
    """Called while somebody types; keeps the answers as they stand."""
    aid, typed = queries.get(request.viewer, aid_id), request.POST.copy()
    for name in ("csrfmiddlewaretoken", "form_id", "hinted"):
        typed.pop(name, None)
    place, now = queries.draft_place(aid, _step(number)), clock.now()
    draft = drafts.keep(by=request.viewer, place=place, key=aid.key, body=typed.urlencode(), now=now)
    return JsonResponse({"version": draft.version})


@weigher
def outcome(request: ViewerRequest, aid_id: UUID) -> HttpResponse:
    """The last step: what the maker chooses. Until every step was gone through there is nothing to choose."""
    aid, now = queries.get(request.viewer, aid_id), clock.now()
    if aid.state == State.DONE or len(aid.answered) < len(Step):
        return redirect("sharing:show", aid_id)
    page = presenters.result(request.viewer, aid, purpose="sharing.step", now=now)
    initial = {"outcome": page.outcome_code, "reason": page.reason}
    form = OutcomeForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.choose(aid=aid, **form.cleaned_data, by=request.viewer, now=now)

    if carried_out(form, act):
        return redirect("sharing:check", aid_id)
    context = {"result": page, "form": form, "steps": presenters.STEPS}
    return render(request, "sharing/outcome.html", context, status=422 if form.is_bound else 200)


@weigher
def check(request: ViewerRequest, aid_id: UUID) -> HttpResponse:
    """Everything once more, with what an earlier answer seems to say against it; then finish."""
    aid, now = queries.get(request.viewer, aid_id), clock.now()
    if aid.state == State.DONE or not aid.outcome:
        return redirect("sharing:show", aid_id)
    form = forms.Form(request.POST) if request.method == "POST" else forms.Form()
    if carried_out(form, lambda: actions.finish(aid=aid, by=request.viewer, now=now)):
        return redirect("sharing:show", aid_id)
    page = presenters.result(request.viewer, aid, purpose="sharing.check", now=now)
    return render(
        request, "sharing/check.html", {"result": page, "form": form}, status=422 if form.is_bound else 200
    )
