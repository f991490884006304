"""Before the table judges together it looks at its own way of looking, or the chair says why not."""

from datetime import UTC, datetime, timedelta

import pytest

from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import Refused
from casustafel.method import model
from casustafel.picture import judging, preparing
from casustafel.picture.judged_rules import Looked, unasked
from casustafel.picture.models import Round
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from tests.world import World, behind_the_wall

BIAS = [question.code for question in model.current().bias_questions]
SHARED = datetime(2026, 1, 2, tzinfo=UTC)
BEFORE, AFTER = SHARED - timedelta(days=1), SHARED + timedelta(days=1)


@pytest.mark.parametrize(
    ("looked", "is_asked"),
    [
        (Looked("A", "ALONE", AFTER, None), False),
        (Looked("A", "CLOSED", AFTER, None), False),
        (Looked("A", "REVEALED", AFTER, None), True),
        (Looked("A", "AGAIN", AFTER, None), True),
        (Looked("A", "AGAIN", BEFORE, None), False),
        (Looked("A", "REVEALED", BEFORE, None), True),  # it lies side by side now
        (Looked("A", "CONCLUDED", BEFORE, BEFORE), False),
        (Looked("A", "CONCLUDED", BEFORE, AFTER), True),
        (Looked("A", "CONCLUDED", AFTER, AFTER), True),
        (Looked("B", "CONCLUDED", AFTER, AFTER), False),
    ],
)
def test_a_question_was_asked_when_it_was_on_the_table_since_sharing_opened(
    looked: Looked, is_asked: bool
) -> None:
    assert unasked(["A"], [looked], since=SHARED) == ([] if is_asked else ["A"])


def test_the_model_guards_against_four_kinds_of_bias() -> None:
    assert set(BIAS) == {"OTHER_IDEOLOGY", "OTHER_PERSON", "AGAINST", "ALTERNATIVE"}


pytestmark = pytest.mark.django_db


def _rounds(world: World, case: Case) -> list[Round]:
    with world.acting("joyce") as joyce:
        return judging.open_bias_rounds(case=case, by=joyce, now=clock.now())


def _conclude(world: World, round: Round, *, without: str = "") -> Round:
    with world.acting("joyce") as joyce:
        return judging.conclude(
            round=round, joint="samen", dissents={}, by=joyce, now=clock.now(), without=without
        )


def _side_by_side(world: World, case: Case, question: str) -> Round:
    round = told.open_round(world, case, question=question)
    told.answer(world, round, by="marloes")
    return told.reveal(world, round)


def test_nothing_is_judged_together_before_the_own_way_of_looking(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    worry = _side_by_side(world, case, "WORRY")
    with pytest.raises(Refused) as refused:
        _conclude(world, worry)
    assert refused.value.field == "without"
    assert all(q.label in str(refused.value.values["questions"]) for q in model.current().bias_questions)
    asked = _rounds(world, case)
    assert [round.question for round in asked] == BIAS
    with pytest.raises(Refused):
        _rounds(world, case)  # they lie open already
    for round in asked[:-1]:
        told.answer(world, round, by="esra")
        told.reveal(world, round)
    with pytest.raises(Refused) as refused:
        _conclude(world, worry)
    assert refused.value.values["questions"] == model.current().bias_questions[-1].label
    told.answer(world, asked[-1], by="esra")
    told.reveal(world, asked[-1])
    assert _conclude(world, worry).state == "CONCLUDED"
    assert told.lines("picture.bias_passed") == []
    assert _conclude(world, asked[0]).state == "CONCLUDED"  # and one of these needs no other


def test_after_sharing_opened_anew_they_are_asked_again(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    for code in BIAS:
        _conclude(world, _side_by_side(world, case, code))
    with world.acting("joyce") as joyce:
        preparing.prepare_anew(case=case, reason="een tweede overleg", by=joyce, now=clock.now())
    told.open_sharing(world, case)
    with pytest.raises(Refused):
        _conclude(world, _side_by_side(world, case, "WORRY"))
    assert [round.number for round in _rounds(world, case)] == [2] * len(BIAS)


def test_the_chair_may_go_on_without_and_the_file_says_why(world: World, case: Case) -> None:
    _conclude(world, _side_by_side(world, case, "WORRY"), without="CANARY-why")
    (line,) = told.lines("picture.bias_passed")
    assert line.scope_id == case.id and "CANARY" not in str(line.content)
    with behind_the_wall("postgres"):
        step = Step.objects.behind_the_second_wall().get(kind="picture.bias_passed")
    assert len(bytes(step.reason)) > 28


def test_only_the_chair_is_offered_to_ask_them(client_of, case: Case) -> None:
    door, base = f"/casussen/{case.id}/duiding/eigen-blik/", f"/casussen/{case.id}/duiding/"
    assert door in shown(client_of("joyce"), base) and door not in shown(client_of("esra"), base)
    assert client_of("esra").post(door).status_code == 422
    assert client_of("anouk").post(door).status_code == 404
    assert client_of("joyce").post(door).status_code == 302
    page = shown(client_of("esra"), base)
    assert all(question.label in page for question in model.current().bias_questions)
    assert door not in shown(client_of("joyce"), base)
