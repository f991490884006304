"""Judging: alone, side by side, together. The actions of a round."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.cases.models import Case
from casustafel.lib import live, locking
from casustafel.method import model
from casustafel.picture import rules
from casustafel.picture.choices import RoundState
from casustafel.picture.models import Answer, Dissent, Round, Turn
from casustafel.vault import sealing


@transaction.atomic
def open_round(*, case: Case, question: str, by: Viewer, now: datetime) -> Round:
    """The chair asks a question of the model; everybody answers alone."""
    policy.check_can_chair(by, case)
    model.of(case.model_version).judgement_question(question)
    locking.alone(f"rounds|{case.id}")
    earlier = Round.objects.visible_to(by).filter(case=case, question=question)
    rules.check_no_open_round(earlier.exclude(state=RoundState.CONCLUDED).exists())
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Round(case=case, key=case.key, question=question, number=number, opened_at=now)
    made.save(force_insert=True)
    cases.record_step(case, "picture.round_opened", by=by, now=now)
    log.record("picture.round_opened", by=by, now=now, on=("round", made.id), scope=case.id)
    return made


@transaction.atomic
def answer(*, round: Round, level: str, text: str, by: Viewer, now: datetime) -> Answer:
    """One's own judgement, with the reason. May be given anew until the answers are side by side."""
    policy.check_can_work(by, round.case)
    round = _locked(round, by=by)
    rules.check_alone(round.state)
    rules.check_level(level, levels_of(round))
    rules.check_reason(text, "text")
    own = Answer.objects.visible_to(by).filter(round=round, person_id=by.person_id).first()
    made: Answer = own or Answer(
        case=round.case,
        key=round.key,
        round=round,
        organisation_id=by.organisation_id,
        person_id=by.person_id,
    )
    is_new = made._state.adding
    made.given_at = now
    sealing.seal(made, level=level, text=text)
    made.save(force_insert=is_new)
    if is_new:
        turn = Turn(
            case=round.case,
            key=round.key,
            round=round,
            organisation_id=by.organisation_id,
            person_id=by.person_id,
        )
        turn.save(force_insert=True)
    live.changed(round.case_id)
    log.record("picture.answered", by=by, now=now, on=("answer", made.id), scope=round.case_id)
    return made


def levels_of(round: Round) -> frozenset[str]:
    """The codes of the question's scale; none for a question in words."""
    version = model.of(round.case.model_version)
    scale = version.judgement_question(round.question).scale
    return frozenset(level.code for level in version.scale(scale).levels) if scale else frozenset()


@transaction.atomic
def reveal(*, round: Round, by: Viewer, now: datetime) -> Round:
    """The chair closes the round: from now on everybody at the table sees the same answers."""
    policy.check_can_chair(by, round.case)
    round = _locked(round, by=by)
    rules.check_alone(round.state)
    rules.check_someone_answered(Turn.objects.visible_to(by).filter(round=round).count())
    round.state = RoundState.REVEALED
    round.save(update_fields=["state"])
    cases.record_step(round.case, "picture.round_revealed", by=by, now=now)
    log.record("picture.round_revealed", by=by, now=now, on=("round", round.id), scope=round.case_id)
    return round


@transaction.atomic
def conclude(*, round: Round, joint: str, dissents: Mapping[UUID, str], by: Viewer, now: datetime) -> Round:
    """The joint judgement in words, with dissent by name."""
    policy.check_can_chair(by, round.case)
    round = _locked(round, by=by)
    rules.check_revealed(round.state)
    rules.check_reason(joint, "joint")
    round.state, round.concluded_at = RoundState.CONCLUDED, now
    sealing.seal(round, joint=joint)
    round.save(update_fields=["state", "concluded_at", "joint"])
    for organisation_id, text in dissents.items():
        dissent = Dissent(case=round.case, key=round.key, round=round, organisation_id=organisation_id)
        sealing.seal(dissent, text=text)
        dissent.save(force_insert=True)
    cases.record_step(round.case, "picture.concluded", by=by, now=now, reason=joint)
    log.record("picture.concluded", by=by, now=now, on=("round", round.id), scope=round.case_id)
    return round


def _locked(round: Round, *, by: Viewer) -> Round:
    rows = Round.objects.visible_to(by).select_for_update(of=("self",)).select_related("case", "key")
    locked: Round = rows.get(pk=round.pk)
    return locked
