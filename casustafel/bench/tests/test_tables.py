"""What the figures of the tables mean, without running fifty of them."""

import pytest

from casustafel.bench import sittings, tables
from casustafel.bench.sittings import Change


def test_a_change_took_until_the_last_screen_of_the_table_held_it() -> None:
    change = Change("PICTURE", pressed=10.0, held=[10.1, 10.4, 10.2])
    assert change.seconds(3) == pytest.approx(0.4)
    assert change.seconds(4) is None


def test_what_not_all_held_counts_as_never() -> None:
    assert tables._wait(Change("PICTURE", 10.0, [10.1] * (tables.PEOPLE - 1))) == tables.NEVER
    assert tables._wait(Change("PICTURE", 10.0, [10.1] * tables.PEOPLE)) == pytest.approx(0.1)


def test_of_a_hundred_the_slowest_but_one() -> None:
    waits = [number / 100 for number in range(1, 101)]
    assert tables.p99(list(reversed(waits))) == 0.99
    assert tables.p99([]) == tables.NEVER


def test_one_slow_table_among_quick_ones_is_unfair() -> None:
    quick = [0.1, 0.2, 0.1]
    assert tables.unfairness([quick, quick, quick]) == 1
    assert tables.unfairness([quick, quick, [0.3, 0.4, 0.3]]) == pytest.approx(3)


def test_the_step_is_read_off_the_screen() -> None:
    page = '<div><ol><li>Een</li><li aria-current="step"> Twee </li></ol></div>'
    assert sittings.shown_step(page.encode()) == "Twee"
    assert sittings.shown_step(b"<p>Eerst gaan zitten</p>") == ""
