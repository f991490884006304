import ast
import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib.refusal import Refused
from casustafel.sharing import rules
from casustafel.sharing.choices import NO_GROUND, OPTIONS, QUESTIONS, Outcome, Step
from casustafel.sharing.tests.made import ANSWERS

CODES = [(step, name, code) for (step, name), words in OPTIONS.items() for code in words.values]
ANY_ANSWERS = st.fixed_dictionaries(
    {
        step.value: st.fixed_dictionaries(
            {
                name: st.sampled_from(OPTIONS[step, name].values)
                if (step, name) in OPTIONS
                else st.sampled_from([NO_GROUND, "CONSENT", "tekst"])
                for name in QUESTIONS[step]
            }
        )
        for step in Step
    }
)


def test_the_rules_and_the_questions_name_the_same_steps():
    assert rules.STEPS == tuple(Step.values) == tuple(rules.NEEDED)
    for step, needed in rules.NEEDED.items():
        assert set(needed) <= QUESTIONS[Step(step)].keys()


@pytest.mark.parametrize(
    ("step", "question"), [(step, question) for step, names in rules.NEEDED.items() for question in names]
)
def test_a_step_without_one_of_its_answers_is_sent_back_beside_it(step, question):
    answers = dict(ANSWERS[Step(step)])
    rules.check_answers(step, answers)
    with pytest.raises(Refused) as refused:
        rules.check_answers(step, {**answers, question: "  "})
    assert refused.value.field == question


@pytest.mark.parametrize("missing", rules.STEPS)
def test_every_step_comes_once_before_the_outcome(missing):
    rules.check_every_step(rules.STEPS)
    rules.check_every_step(list(reversed(rules.STEPS)))
    with pytest.raises(Refused) as refused:
        rules.check_every_step([step for step in rules.STEPS if step != missing])
    assert refused.value.values["number"] == Step(missing).number


@pytest.mark.parametrize(
    ("outcome", "step", "question", "answer", "times"),
    [
        ("SHARE", "consent", "asked", "REFUSED", 1),
        ("SHARE_IN_PART", "secrecy", "bound", "STAYS", 1),
        ("SHARE", "risk", "lighter", "YES", 1),
        ("SHARE", "receiver", "ground", NO_GROUND, 1),
        ("SHARE", "colleagues", "talked", "NO", 1),
        ("ASK_CONSENT", "consent", "asked", "REFUSED", 1),
        ("DO_NOT_SHARE", "consent", "asked", "GIVEN", 1),
        ("DO_NOT_SHARE", "consent", "asked", "REFUSED", 0),
        ("DO_NOT_SHARE", "risk", "lighter", "YES", 0),
        ("SHARE", "person", "spoken", "NO", 0),
        ("", "consent", "asked", "REFUSED", 0),
    ],
)
def test_an_answer_that_says_something_else_is_brought_to_mind(outcome, step, question, answer, times):
    assert len(rules.speaks_against(outcome, {step: {question: answer}})) == times


@given(answers=ANY_ANSWERS)
def test_no_answers_shut_an_outcome_out_or_point_at_one(answers):
    """What comes back is sentences: no outcome, no number; and nothing before the person chose."""
    assert rules.speaks_against("", answers) == []
    for outcome in Outcome.values:
        said = rules.speaks_against(outcome, answers)
        assert all(isinstance(sentence, str) and sentence not in Outcome.values for sentence in said)
        assert set(said) <= {reminder[-1] for reminder in rules.REMINDERS}


def test_no_rule_gives_an_outcome_back():
    returned = {
        ast.unparse(node)
        for node in ast.walk(ast.parse(inspect.getsource(rules)))
        if isinstance(node, ast.Return) and node.value is not None
    }
    assert not any(code in text for text in returned for code in Outcome.values)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hij is ongemotiveerd. Ongemotiveerd, zeg ik.", ["ongemotiveerd"]),
        ("Hij kwam twee keer niet", []),
        ("luisteren is niet lui", ["lui"]),
        ("", []),
    ],
)
def test_words_that_judge_are_found_as_words_of_their_own(text, found):
    assert rules.labels_in(text, ["ongemotiveerd", "lui"]) == found
