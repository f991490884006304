"""How a round turns, against a small model; and who speaks first once the answers lie side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from casustafel.lib.refusal import Refused
from casustafel.picture import judged_rules as rules
from casustafel.picture.choices import LYING, SHOWN, RoundState
from casustafel.picture.judged_rules import Lies, in_turn

DEEDS = ("close", "reopen", "reveal", "again", "conclude")


class RoundMachine(RuleBasedStateMachine):
    """The model knows no states: whether people may write, whether it was shown, whether it is over."""

    def __init__(self) -> None:
        super().__init__()
        self.state = str(RoundState.ALONE)
        self.may_write, self.was_shown, self.is_over = True, False, False

    def _turns(self, deed: str, *, may: bool) -> bool:
        if may:
            self.state = rules.next_state(self.state, deed)
            return True
        with pytest.raises(Refused):
            rules.next_state(self.state, deed)
        return False

    @rule()
    def close(self) -> None:
        if self._turns("close", may=self.may_write):
            self.may_write = False

    @rule()
    def reopen(self) -> None:
        if self._turns("reopen", may=not self.may_write and not self.was_shown):
            self.may_write = True

    @rule()
    def reveal(self) -> None:
        if self._turns("reveal", may=not self.was_shown):
            self.may_write, self.was_shown = False, True

    @rule(deed=st.sampled_from(("again", "conclude")))
    def end(self, deed: str) -> None:
        if self._turns(deed, may=self.was_shown and not self.is_over):
            self.is_over = True

    @rule(deed=st.text(max_size=5))
    def do_something_unknown(self, deed: str) -> None:
        self._turns(deed, may=False)

    @invariant()
    def what_is_shown_is_written_no_more(self) -> None:
        assert (self.state in SHOWN) is self.was_shown
        assert (self.state in LYING) is not self.is_over
        if self.may_write:
            rules.check_alone(self.state)
        else:
            with pytest.raises(Refused):
                rules.check_alone(self.state)


TestRound = RoundMachine.TestCase


def test_every_state_is_reached_and_each_refusal_says_why() -> None:
    assert {to for (_state, _deed), to in rules.TURNS.items()} == set(RoundState.values)
    for state in RoundState.values:
        for deed in DEEDS:
            if (state, deed) in rules.TURNS:
                continue
            with pytest.raises(Refused) as refused:
                rules.next_state(state, deed)
            assert len(refused.value.sentence) > 20


def _lie(*places: int | None) -> list[tuple[str, Lies]]:
    """People named a, b, c ... on these places of the scale."""
    return [(name, Lies(name, place)) for name, place in zip("abcdefgh", places, strict=False)]


@pytest.mark.parametrize(
    ("places", "first", "then"),
    [
        ((), "", ""),
        ((1,), "", "a"),
        ((1, 1, 1), "", "abc"),
        ((2, 2, 0), "c", "ab"),
        ((2, 2, 1, 0), "d", "cab"),  # only the furthest; then by place, then by name
        ((1, 1, 0, 2), "cd", "ab"),  # as far on both sides
        ((0, 0, 3, 3, 1), "abcd", "e"),  # no one level has most: the two ends
        ((0, 2), "ab", ""),
        ((None, None, None), "", "abc"),  # in words: all by name
    ],
)
def test_who_lies_furthest_from_most_speaks_first(places, first: str, then: str) -> None:
    heard = in_turn(_lie(*places))
    assert ("".join(heard[0]), "".join(heard[1])) == (first, then)


@given(places=st.lists(st.integers(0, 4) | st.none(), max_size=8), shuffled=st.randoms())
def test_the_order_tells_nothing_of_who_came_last(places, shuffled) -> None:
    lying = _lie(*places)
    told = list(lying)
    shuffled.shuffle(told)
    assert in_turn(told) == in_turn(lying)
    first, then = in_turn(lying)
    assert sorted(first + then) == sorted(who for who, _lies in lying)
