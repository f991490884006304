import pytest

from casustafel.lib.refusal import Refused
from casustafel.picture import judged_rules, rules

YES, NO = True, False


def test_an_empty_text_is_refused_beside_its_field():
    with pytest.raises(Refused) as refused:
        rules.check_reason(" \n\t", "purpose")
    assert refused.value.field == "purpose"
    rules.check_reason("omdat", "purpose")


def test_a_contribution_says_something():
    with pytest.raises(Refused):
        rules.check_has_statements(0)
    rules.check_has_statements(1)


@pytest.mark.parametrize(
    ("audience", "tie", "may"),
    [("TABLE", "CORE", YES), ("TABLE", "CASE", YES), ("CORE", "CORE", YES), ("CORE", "CASE", NO),
     ("CORE", "EXTERNAL", NO)],
)  # fmt: skip
def test_the_closed_audience_is_for_who_belongs_to_it(audience, tie, may):
    if may:
        rules.check_may_use_core(audience, tie)
    else:
        with pytest.raises(Refused) as refused:
            rules.check_may_use_core(audience, tie)
        assert refused.value.field == "audience"


def test_only_fact_and_observation_were_seen():
    assert frozenset({"FACT", "OBSERVATION"}) == rules.SEEN


@pytest.mark.parametrize(
    ("check", "allowed", "refused"),
    [
        (rules.check_not_shared_yet, [False], [True]),
        (rules.check_asked, ["ASKED"], ["ANSWERED", "NONE", "REFUSED"]),
        (judged_rules.check_alone, ["ALONE"], ["CLOSED", "REVEALED", "AGAIN", "CONCLUDED"]),
        (judged_rules.check_someone_answered, [1, 2], [0]),
        (judged_rules.check_no_open_round, [False], [True]),
    ],
)
def test_what_may_follow_on_what(check, allowed, refused):
    for value in allowed:
        check(value)
    for value in refused:
        with pytest.raises(Refused):
            check(value)


def test_only_the_organisation_itself_answers_or_changes():
    rules.check_is_asked(asked=1, own=1)
    rules.check_is_own(maker=1, own=1)
    rules.check_sits(is_seated=True)
    for act in (
        lambda: rules.check_is_asked(asked=1, own=2),
        lambda: rules.check_is_own(maker=1, own=2),
        lambda: rules.check_sits(is_seated=False),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    ("level", "levels", "may"),
    [("A", {"A", "B"}, YES), ("", set(), YES), ("C", {"A", "B"}, NO), ("", {"A"}, NO), ("A", set(), NO)],
)
def test_a_scale_asks_a_level_and_a_question_in_words_none(level, levels, may):
    if may:
        judged_rules.check_level(level, frozenset(levels))
    else:
        with pytest.raises(Refused) as refused:
            judged_rules.check_level(level, frozenset(levels))
        assert refused.value.field == "level"
