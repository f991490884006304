"""Judging: alone, side by side, together. The actions of a round."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.cases.models import Case
from casustafel.lib import live, locking
from casustafel.method import model
from casustafel.picture import judged_rules as rules
from casustafel.picture.choices import ABSTAINS, LYING, RoundState
from casustafel.picture.models import Answer, Dissent, Round, Sharing, Turn
from casustafel.picture.rules import check_reason
from casustafel.vault import sealing


@transaction.atomic
def open_round(*, case: Case, question: str, by: Viewer, now: datetime) -> Round:
    """The chair asks a question of the model; everybody answers alone."""
    policy.check_can_chair(by, case)
    model.of(case.model_version).judgement_question(question)
    locking.alone(f"rounds|{case.id}")
    return _opened(case, question, by=by, now=now)


@transaction.atomic
def open_bias_rounds(*, case: Case, by: Viewer, now: datetime) -> list[Round]:
    """The chair asks all questions against bias that still have to be asked. One that lies open already is
    finished, not asked twice."""
    policy.check_can_chair(by, case)
    locking.alone(f"rounds|{case.id}")
    rounds = list(Round.objects.visible_to(by).filter(case=case))
    missing = bias_missing(case, rounds, since=_shared_since(case, by))
    lying = {round.question for round in rounds if round.state in LYING}
    made = [_opened(case, question, by=by, now=now) for question in missing if question not in lying]
    rules.check_something_to_ask(len(made))
    return made


def _opened(case: Case, question: str, *, by: Viewer, now: datetime) -> Round:
    earlier = Round.objects.visible_to(by).filter(case=case, question=question)
    rules.check_no_open_round(earlier.filter(state__in=LYING).exists())
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Round(case=case, key=case.key, question=question, number=number, opened_at=now)
    made.save(force_insert=True)
    cases.record_step(case, "picture.round_opened", by=by, now=now)
    log.record("picture.round_opened", by=by, now=now, on=("round", made.id), scope=case.id)
    return made


@transaction.atomic
def keep_answer(*, round: Round, level: str, text: str, by: Viewer, now: datetime) -> Answer:
    """What one types, as far as it is. Nobody hears of it: no step, no event, no bell, and no line in the log
    before one is done; somebody who writes long or late would show."""
    round = _answering(round, by)
    rules.check_not_done(is_done=_turn(round, by).exists())
    if level:
        rules.check_level(level, levels_of(round) | {ABSTAINS})
    return _kept(round, level, text, by)


@transaction.atomic
def answer(*, round: Round, level: str, text: str, by: Viewer, now: datetime) -> Answer:
    """One's own judgement, or that one abstains, with the reason; and with that one is done. May be given
    anew until the chair closes the round."""
    round = _answering(round, by)
    if level != ABSTAINS:
        rules.check_level(level, levels_of(round))
    check_reason(text, "text")
    made = _kept(round, level, text, by)
    if not _turn(round, by).exists():
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


@transaction.atomic
def take_answer_back(*, round: Round, by: Viewer, now: datetime) -> None:
    """Not done after all. The answer stays where it is, one's own."""
    round = _answering(round, by)
    if _turn(round, by).delete()[0]:
        live.changed(round.case_id)
    log.record("picture.answer_taken_back", by=by, now=now, on=("round", round.id), scope=round.case_id)


def _answering(round: Round, by: Viewer) -> Round:
    """Nobody turns the round meanwhile, and one's own other window waits."""
    policy.check_has_voice(by, round.case)
    locking.share(f"round|{round.id}")
    locking.alone(f"answer|{round.id}|{by.person_id}")
    found = _read(round, by)
    rules.check_alone(found.state)
    return found


def _turn(round: Round, by: Viewer) -> QuerySet[Turn]:
    own: QuerySet[Turn] = Turn.objects.visible_to(by).filter(round=round, person_id=by.person_id)
    return own


def _kept(round: Round, level: str, text: str, by: Viewer) -> Answer:
    own = Answer.objects.visible_to(by).filter(round=round, person_id=by.person_id).first()
    made: Answer = own or Answer(
        case=round.case,
        key=round.key,
        round=round,
        organisation_id=by.organisation_id,
        person_id=by.person_id,
    )
    sealing.seal(made, level=level, text=text)
    if own:
        made.save(update_fields=["level", "text"])
    else:
        made.save(force_insert=True)
    return made


def levels_of(round: Round) -> frozenset[str]:
    """The codes of the question's scale; none for a question in words."""
    version = model.of(round.case.model_version)
    scale = version.judgement_question(round.question).scale
    return frozenset(level.code for level in version.scale(scale).levels) if scale else frozenset()


@transaction.atomic
def close(*, round: Round, by: Viewer, now: datetime) -> Round:
    """The chair closes the answers. Still nobody sees them."""
    round = _turned(round, "close", by=by)
    _check_someone_is_done(round, by)
    cases.record_step(round.case, "picture.round_closed", by=by, now=now)
    log.record("picture.round_closed", by=by, now=now, on=("round", round.id), scope=round.case_id)
    return round


@transaction.atomic
def reopen(*, round: Round, by: Viewer, now: datetime) -> Round:
    """Closed too soon: nothing was shown, so everybody may answer again."""
    round = _turned(round, "reopen", by=by)
    cases.record_step(round.case, "picture.round_reopened", by=by, now=now)
    log.record("picture.round_reopened", by=by, now=now, on=("round", round.id), scope=round.case_id)
    return round


@transaction.atomic
def reveal(*, round: Round, by: Viewer, now: datetime) -> Round:
    """From now on everybody at the table sees the same answers, of those who were done."""
    round = _turned(round, "reveal", by=by)
    _check_someone_is_done(round, by)
    cases.record_step(round.case, "picture.round_revealed", by=by, now=now)
    log.record("picture.round_revealed", by=by, now=now, on=("round", round.id), scope=round.case_id)
    return round


@transaction.atomic
def ask_again(*, round: Round, by: Viewer, now: datetime) -> Round:
    """After the talk everybody answers the same question once more, alone. The first answers stay."""
    locking.alone(f"rounds|{round.case_id}")
    round = _turned(round, "again", by=by)
    log.record("picture.round_again", by=by, now=now, on=("round", round.id), scope=round.case_id)
    return _opened(round.case, round.question, by=by, now=now)


def _turned(round: Round, deed: str, *, by: Viewer) -> Round:
    policy.check_can_chair(by, round.case)
    locking.alone(f"round|{round.id}")
    found = _read(round, by)
    found.state = RoundState(rules.next_state(found.state, deed))
    found.save(update_fields=["state"])
    return found


def _check_someone_is_done(round: Round, by: Viewer) -> None:
    rules.check_someone_answered(Turn.objects.visible_to(by).filter(round=round).count())


@transaction.atomic
def conclude(
    *,
    round: Round,
    joint: str,
    dissents: Mapping[UUID, str],
    by: Viewer,
    now: datetime,
    without: str = "",
) -> Round:
    """The joint judgement in words, with dissent by name. `without` is why the chair goes on without the
    questions against bias; the file and the log keep it."""
    round = _turned(round, "conclude", by=by)
    check_reason(joint, "joint")
    _weigh_bias(round, without.strip(), by=by, now=now)
    round.concluded_at = now
    sealing.seal(round, joint=joint)
    round.save(update_fields=["concluded_at", "joint"])
    for organisation_id, text in dissents.items():
        dissent = Dissent(case=round.case, key=round.key, round=round, organisation_id=organisation_id)
        sealing.seal(dissent, text=text)
        dissent.save(force_insert=True)
    cases.record_step(round.case, "picture.concluded", by=by, now=now, reason=joint)
    log.record("picture.concluded", by=by, now=now, on=("round", round.id), scope=round.case_id)
    return round


def _weigh_bias(round: Round, without: str, *, by: Viewer, now: datetime) -> None:
    version = model.of(round.case.model_version)
    rounds = Round.objects.visible_to(by).filter(case=round.case_id)
    missing = bias_missing(round.case, list(rounds), since=_shared_since(round.case, by))
    if version.judgement_question(round.question).is_bias or not missing:
        return
    if not without:
        rules.refuse_without_bias([version.judgement_question(code).label for code in missing])
    cases.record_step(round.case, "picture.bias_passed", by=by, now=now, reason=without)
    log.record("picture.bias_passed", by=by, now=now, on=("round", round.id), scope=round.case_id)


def bias_missing(case: Case, rounds: Sequence[Round], *, since: datetime | None) -> list[str]:
    """The questions against bias that were not on this table since sharing opened last."""
    wanted = [question.code for question in model.of(case.model_version).bias_questions]
    looked = [
        rules.Looked(round.question, round.state, round.opened_at, round.concluded_at) for round in rounds
    ]
    return rules.unasked(wanted, looked, since=since)


def _shared_since(case: Case, by: Viewer) -> datetime | None:
    since: datetime | None = (
        Sharing.objects.visible_to(by).filter(case=case).aggregate(last=Max("opened_at"))["last"]
    )
    return since


def _read(round: Round, by: Viewer) -> Round:
    found: Round = Round.objects.visible_to(by).select_related("case", "key").get(pk=round.pk)
    return found
