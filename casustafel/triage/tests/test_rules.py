import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib.refusal import Refused
from casustafel.triage import rules
from casustafel.triage.choices import Outcome, State
from casustafel.triage.rules import CriterionText

KINDS = ["MUNICIPALITY", "POLICE", "PROSECUTOR", "SAFETY_HOUSE", "SCHOOL", "OTHER"]


@given(st.sets(st.sampled_from(KINDS)))
def test_the_views_are_shown_only_when_all_three_have_given_theirs(given_by: set[str]) -> None:
    complete = {"MUNICIPALITY", "POLICE", "PROSECUTOR"} <= given_by
    if complete:
        rules.check_may_reveal("ALONE", given_by)
    else:
        with pytest.raises(Refused):
            rules.check_may_reveal("ALONE", given_by)


@pytest.mark.parametrize("state", [state for state in State.values if state != "ALONE"])
def test_what_is_on_the_table_is_not_given_or_shown_again(state: str) -> None:
    with pytest.raises(Refused):
        rules.check_alone(state)
    with pytest.raises(Refused):
        rules.check_may_reveal(state, rules.TEAM)


@pytest.mark.parametrize("state", State.values)
def test_a_decision_is_taken_together_and_once(state: str) -> None:
    if state == "TOGETHER":
        rules.check_may_decide(state)
    else:
        with pytest.raises(Refused):
            rules.check_may_decide(state)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("outcome", ["", *Outcome.values])
def test_a_case_begins_only_after_that_outcome(state: str, outcome: str) -> None:
    if (state, outcome) == ("DECIDED", "PERSON_CENTRED"):
        rules.check_may_take_up(state, outcome)
    else:
        with pytest.raises(Refused):
            rules.check_may_take_up(state, outcome)


@given(
    st.dictionaries(st.sampled_from("ABC"), st.builds(CriterionText, *[st.sampled_from(["", " ", "x"])] * 3))
)
def test_every_criterion_says_something(given_texts: dict[str, CriterionText]) -> None:
    silent = [
        code
        for code in "ABC"
        if code not in given_texts
        or not any(
            side.strip() for side in (given_texts[code].pro, given_texts[code].con, given_texts[code].unknown)
        )
    ]
    if not silent:
        rules.check_every_criterion(given_texts, "ABC")
        return
    with pytest.raises(Refused) as refused:
        rules.check_every_criterion(given_texts, "ABC")
    assert refused.value.field == f"{silent[0]}_pro"


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_three_weigh(kind: str) -> None:
    if kind in {"MUNICIPALITY", "POLICE", "PROSECUTOR"}:
        rules.check_on_the_team(kind)
    else:
        with pytest.raises(Refused):
            rules.check_on_the_team(kind)


def test_nobody_sits_on_two_seats() -> None:
    rules.check_one_seat_each(["a", "b", "c"])
    with pytest.raises(Refused) as refused:
        rules.check_one_seat_each(["a", "b", "a"])
    assert refused.value.field == "core"
