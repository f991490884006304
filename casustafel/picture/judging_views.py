from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward
from casustafel.method import model
from casustafel.picture import judgement_presenters, judging, queries
from casustafel.picture.choices import RoundState
from casustafel.picture.door import participant
from casustafel.picture.forms import AnswerForm, JointForm
from casustafel.picture.judgement_presenters import OwnPage, OwnRound, own_form
from casustafel.picture.models import Round


@participant
def judgement(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    return _page(request, case_id)


@participant
@require_POST
def open_round(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    questions = [(q.code, q.label) for q in model.of(case.model_version).judgement_questions]
    form = forms.Form(request.POST)
    form.fields["question"] = forms.ChoiceField(choices=questions)

    def act() -> None:
        judging.open_round(
            case=case, question=form.cleaned_data["question"], by=request.viewer, now=clock.now()
        )

    return _done(request, case_id, form, carried_out(form, act))


@participant
@require_POST
def open_bias_rounds(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case, form = cases.get(request.viewer, case_id), forms.Form(request.POST)
    done = carried_out(form, lambda: judging.open_bias_rounds(case=case, by=request.viewer, now=clock.now()))
    return _done(request, case_id, form, done)


@participant
@require_POST
def keep(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    """Called while somebody types: the answer as far as it is."""
    round = _round(request, case_id, round_id)
    form = AnswerForm(request.POST, levels=_levels(round), is_whole=False)
    done = carried_out(
        form,
        lambda: judging.keep_answer(round=round, **form.said(), by=request.viewer, now=clock.now()),
    )
    return JsonResponse({}, status=200 if done else 422)


@participant
@require_POST
def answer(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    """Done; or, without the script that keeps while one types, kept to go on later."""
    round, is_done = _round(request, case_id, round_id), request.POST.get("go") != "later"
    form = AnswerForm(request.POST, levels=_levels(round), is_whole=is_done)
    act = judging.answer if is_done else judging.keep_answer

    def kept() -> None:
        act(round=round, **form.said(), by=request.viewer, now=clock.now())

    return _done(request, case_id, form, carried_out(form, kept), round_id)


@participant
@require_POST
def take_back(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    return _turn(request, case_id, round_id, judging.take_answer_back)


@participant
@require_POST
def close(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    return _turn(request, case_id, round_id, judging.close)


@participant
@require_POST
def reopen(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    return _turn(request, case_id, round_id, judging.reopen)


@participant
@require_POST
def reveal(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    return _turn(request, case_id, round_id, judging.reveal)


@participant
@require_POST
def ask_again(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    return _turn(request, case_id, round_id, judging.ask_again)


def _turn(request: ViewerRequest, case_id: UUID, round_id: UUID, act: Callable[..., object]) -> HttpResponse:
    """A press without a field."""
    round, form = _round(request, case_id, round_id), forms.Form(request.POST)
    done = carried_out(form, lambda: act(round=round, by=request.viewer, now=clock.now()))
    return _done(request, case_id, form, done)


@participant
@require_POST
def conclude(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    round = _round(request, case_id, round_id)
    organisations = cases.organisations_at(request.viewer, round.case, day=clock.now().date())
    form = JointForm(request.POST, organisations=organisations, asks_why=True)

    def act() -> None:
        judging.conclude(
            round=round,
            joint=form.cleaned_data["joint"],
            dissents=form.dissents(),
            without=form.cleaned_data["without"],
            by=request.viewer,
            now=clock.now(),
        )

    return _done(request, case_id, form, carried_out(form, act), round_id)


def _round(request: ViewerRequest, case_id: UUID, round_id: UUID) -> Round:
    return queries.get_round(request.viewer, cases.get(request.viewer, case_id), round_id)


def _levels(round: Round) -> list[model.Item]:
    version = model.of(round.case.model_version)
    question = version.judgement_question(round.question)
    return version.scale(question.scale).levels if question.scale else []


def _done(
    request: ViewerRequest, case_id: UUID, form: forms.Form, done: bool, round_id: UUID | None = None
) -> HttpResponse:
    if done:
        return onward(request, "picture:judgement", case_id)
    return _page(request, case_id, form, round_id)


def _page(
    request: ViewerRequest, case_id: UUID, sent: forms.Form | None = None, round_id: UUID | None = None
) -> HttpResponse:
    """With a form that was sent and refused: in its place, or above the page when that place is gone."""
    case, now = cases.get(request.viewer, case_id), clock.now()
    file = queries.judgement(request.viewer, case, day=now.date())
    frame, page = judgement_presenters.judgement_page(request.viewer, file, now=now)
    place = next((o for o in page.own.rounds if o.id == round_id and _holds(page.own, o, sent)), None)
    if sent and place and not place.asks_why:
        sent.fields.pop("without", None)
    owns = {
        own.id: (own, sent if own is place else own_form(own, file.organisations)) for own in page.own.rounds
    }
    context = {
        "case_page": frame,
        "page": page.own,
        "rounds": [(card, *owns.get(card.id, (None, None))) for card in page.cards],
        "refused": sent if place is None else None,
        "typed": _typed(sent) if place is None else "",
    }
    return render(request, "picture/judgement.html", context, status=422 if sent else 200)


def _holds(page: OwnPage, own: OwnRound, form: forms.Form | None) -> bool:
    """The round may have moved on meanwhile, or the form may be another's to fill in."""
    if own.state == RoundState.ALONE:
        return page.may_work and not own.is_done and isinstance(form, AnswerForm)
    is_joint = isinstance(form, JointForm) and own.state == RoundState.REVEALED
    return page.may_work and page.chairs and is_joint


def _typed(sent: forms.Form | None) -> str:
    return (sent.data.get("text") or sent.data.get("joint") or "") if sent else ""
