from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, onward
from casustafel.method import model
from casustafel.picture import judgement_presenters, judging, queries
from casustafel.picture.choices import RoundState
from casustafel.picture.forms import AnswerForm, JointForm
from casustafel.picture.models import Round
from casustafel.picture.views import participant


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
def answer(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    round = _round(request, case_id, round_id)
    form = AnswerForm(request.POST, levels=_levels(round))

    def act() -> None:
        data = form.cleaned_data
        judging.answer(
            round=round,
            level=data.get("level", ""),
            text=data["text"],
            by=request.viewer,
            now=clock.now(),
        )

    return _done(request, case_id, form, carried_out(form, act), round_id)


@participant
@require_POST
def reveal(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    round, form = _round(request, case_id, round_id), forms.Form(request.POST)
    done = carried_out(form, lambda: judging.reveal(round=round, by=request.viewer, now=clock.now()))
    return _done(request, case_id, form, done)


@participant
@require_POST
def conclude(request: ViewerRequest, case_id: UUID, round_id: UUID) -> HttpResponse:
    round = _round(request, case_id, round_id)
    organisations = cases.organisations_at(request.viewer, round.case, day=clock.now().date())
    form = JointForm(request.POST, organisations=organisations)

    def act() -> None:
        judging.conclude(
            round=round,
            joint=form.cleaned_data["joint"],
            dissents=form.dissents(),
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
    place = next((card for card in page.rounds if card.id == round_id and _holds(page, card, sent)), None)
    context = {
        "case_page": frame,
        "page": page,
        "cards": [(card, sent if card is place else _form_for(card, file)) for card in page.rounds],
        "refused": sent if place is None else None,
        "typed": _typed(sent) if place is None else "",
    }
    return render(request, "picture/judgement.html", context, status=422 if sent else 200)


def _holds(
    page: judgement_presenters.JudgementPage, card: judgement_presenters.RoundCard, form: forms.Form | None
) -> bool:
    """The round may have moved on meanwhile, or the form may be another's to fill in."""
    if card.state == RoundState.ALONE:
        return page.may_work and isinstance(form, AnswerForm)
    return page.may_work and page.chairs and isinstance(form, JointForm) and card.state == RoundState.REVEALED


def _typed(sent: forms.Form | None) -> str:
    return (sent.data.get("text") or sent.data.get("joint") or "") if sent else ""


def _form_for(card: judgement_presenters.RoundCard, file: queries.JudgementFile) -> forms.Form:
    """The next thing to do in this round: answer alone, or (the chair) conclude."""
    if card.state == RoundState.ALONE:
        mine = {"level": card.mine.level, "text": card.mine.text} if card.mine else {}
        return AnswerForm(levels=card.levels, initial=mine)
    return JointForm(organisations=file.organisations)
