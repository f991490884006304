import pytest

from casustafel.lib.refusal import Refused
from casustafel.reports import rules
from casustafel.reports.choices import State


def test_every_state_has_moves_and_every_move_leads_to_a_state() -> None:
    assert set(rules.MOVES) == set(State.values)
    assert {to for moves in rules.MOVES.values() for to in moves} <= set(State.values)


def test_a_closed_report_moves_nowhere_and_nothing_becomes_received_again() -> None:
    assert rules.MOVES["CLOSED"] == frozenset()
    assert not any("RECEIVED" in moves for moves in rules.MOVES.values())


@pytest.mark.parametrize("state", ["RECEIVED", "TAKEN_IN", "WAITING"])
def test_a_report_is_not_closed_before_something_was_decided(state: str) -> None:
    with pytest.raises(Refused):
        rules.check_move(state, "CLOSED")


def test_weighing_asks_that_the_report_was_taken_in() -> None:
    with pytest.raises(Refused):
        rules.check_move("RECEIVED", "TO_WEIGHING")
    for state in ("TAKEN_IN", "WAITING", "ADVICE", "OTHER_ROUTE"):
        rules.check_move(state, "TO_WEIGHING")


@pytest.mark.parametrize("reason", ["", " ", "\n\t "])
def test_a_reason_says_something(reason: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_reason(reason)
    assert refused.value.field == "reason"


def test_feedback_is_thought_of_before_closing() -> None:
    rules.check_may_close(has_feedback=True)
    with pytest.raises(Refused):
        rules.check_may_close(has_feedback=False)
