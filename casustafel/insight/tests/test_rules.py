from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.insight import rules

SMALLEST = 3
roads = st.lists(st.integers(0, 200), min_size=1, max_size=6).map(lambda each: sorted(each, reverse=True))


def test_without_a_threshold_everything_is_shown() -> None:
    assert rules.shown([4, 3, 1, 0], 0) == [4, 3, 1, 0]


def test_the_published_year_is_shown_whole() -> None:
    assert rules.shown([62, 37, 12, 5], 5) == [62, 37, 12, 5]


def test_a_small_number_is_not_shown_and_nobody_is() -> None:
    assert rules.shown([62, 37, 4, 0], 5) == [62, 37, None, 0]
    assert rules.shown([62, 37, 5, 1], 5) == [62, 37, 5, None]


def test_a_number_that_leaves_few_behind_is_not_shown_and_everybody_is() -> None:
    assert rules.shown([62, 60, 12], 5) == [62, None, 12]
    assert rules.shown([62, 57, 57], 5) == [62, 57, 57]


@given(road=roads, smallest=st.integers(1, 20))
def test_no_two_shown_numbers_give_a_small_one_by_subtraction(road: list[int], smallest: int) -> None:
    told = [number for number in rules.shown(road, smallest) if number is not None]
    assert all(number == 0 or number >= smallest for number in told)
    for more, fewer in pairwise(told):
        assert more - fewer == 0 or more - fewer >= smallest


def test_whoever_sees_all_that_is_shown_cannot_tell_what_is_not() -> None:
    """Every road of four steps up to nine persons: what is hidden could always have been another number."""
    every = [road for road in product(range(10), repeat=4) if list(road) == sorted(road, reverse=True)]
    behind: dict[tuple[int | None, ...], list[tuple[int, ...]]] = {}
    for road in every:
        behind.setdefault(tuple(rules.shown(road, SMALLEST)), []).append(road)
    hidden = 0
    for told, possible in behind.items():
        for step in (step for step, number in enumerate(told) if number is None):
            hidden += 1
            assert len({road[step] for road in possible}) > 1, (told, step)
    assert hidden > 50


@pytest.mark.parametrize("number", [1, 2])
def test_the_check_above_would_see_a_number_that_can_be_subtracted(number: int) -> None:
    """Negative control: with the small number alone left out, the rest gives it away."""
    total, told = 10, 10 - number
    assert total - told == number < SMALLEST
    assert rules.shown([total, told], SMALLEST) == [total, None]
