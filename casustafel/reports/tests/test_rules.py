import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib.refusal import Refused
from casustafel.reports import rules
from casustafel.reports.choices import State

codes = st.text(alphabet=rules.ALPHABET, min_size=16, max_size=16)


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


def test_a_code_has_four_groups_of_four_signs_that_are_not_misread() -> None:
    groups = rules.new_code().split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert not set("".join(groups)) & set("ILOU")
    assert len(rules.ALPHABET) == 32


def test_no_two_codes_are_the_same() -> None:
    assert len({rules.new_code() for _ in range(500)}) == 500


@given(codes, st.sampled_from(["", "-", " "]), st.booleans())
def test_a_code_is_read_however_it_was_typed(signs: str, between: str, small: bool) -> None:
    typed = between.join(signs[n : n + 4] for n in range(0, 16, 4))
    assert rules.read_code(typed.lower() if small else typed) == signs


@given(codes)
def test_what_is_easily_misread_is_read_well(signs: str) -> None:
    assert rules.read_code(signs.replace("0", "O").replace("1", "l")) == signs


@given(st.text(max_size=40))
def test_anything_else_is_no_code(typed: str) -> None:
    signs = rules.read_code(typed)
    assert signs is None or (len(signs) == 16 and set(signs) <= set(rules.ALPHABET))


@pytest.mark.parametrize("typed", ["", "0000", "0" * 17, "UUUU-UUUU-UUUU-UUUU", "0" * 15 + "é"])
def test_too_short_too_long_or_foreign_signs_are_refused(typed: str) -> None:
    assert rules.read_code(typed) is None
