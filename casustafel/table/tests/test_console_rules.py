"""The clock of a case: it counts while the case is on, stands still in a pause, and an undo puts it back."""

from datetime import datetime, timedelta

import pytest

from casustafel.lib.refusal import Refused
from casustafel.table import console_rules as rules
from casustafel.table.console_rules import Clock

TEN = datetime(2026, 3, 2, 10)


def at(minutes: int) -> datetime:
    return TEN + timedelta(minutes=minutes)


def test_a_case_that_is_not_on_spends_nothing() -> None:
    assert (Clock(None, 0, 60).in_step(at(5)), Clock(None, 0, 60).in_case(at(5))) == (0, 60)


def test_a_step_counts_from_its_beginning_and_the_case_goes_on_over_steps() -> None:
    first = Clock(None).begun(at(0))
    second = first.begun(at(4))
    assert (first.in_step(at(4)), second.in_step(at(10)), second.in_case(at(10))) == (240, 360, 600)
    off = second.stopped(at(10))
    assert (off.since, off.in_case(at(99))) == (None, 600)
    assert off.begun(at(20)).in_case(at(21)) == 660


def test_a_pause_is_not_counted() -> None:
    clock = Clock(None).begun(at(0))
    assert rules.ticks(at(3), at(8)) == at(3) and rules.ticks(None, at(8)) == at(8)
    after = clock.gone_on(at(3), at(8))
    assert (after.in_step(at(8)), after.in_step(at(9))) == (180, 240)
    assert Clock(None).gone_on(at(3), at(8)) == Clock(None)


def test_a_step_that_goes_on_keeps_what_it_had_and_the_case_loses_nothing() -> None:
    wrong = Clock(None).begun(at(0)).begun(at(4))
    back = wrong.begun(at(5), already=240)
    assert (back.in_step(at(5)), back.in_case(at(5)), back.spent) == (240, 300, 60)


def test_a_pause_that_goes_on_forgets_what_came_after_it() -> None:
    clock = Clock(None, 0, 30).begun(at(0))
    gone_on = clock.gone_on(at(3), at(8))
    again = gone_on.set_back(at(3), already=clock.in_step(at(3)))
    assert (again.in_step(at(3)), again.in_case(at(3))) == (180, 210)


def test_a_clock_never_runs_back() -> None:
    assert Clock(at(5)).in_step(at(1)) == 0
    assert Clock(at(5)).gone_on(at(7), at(6)).paused == 0
    assert Clock(None).begun(at(5), already=60).spent == 0


@pytest.mark.parametrize(
    ("step", "beside"), [("A", ("", "B")), ("B", ("A", "C")), ("C", ("B", "")), ("X", ("", ""))]
)
def test_the_steps_beside(step: str, beside: tuple[str, str]) -> None:
    assert rules.beside(step, ["A", "B", "C"]) == beside


def test_a_turn_counts_on_the_version_that_was_seen() -> None:
    rules.check_version(4, 4)
    rules.check_version(4, None)
    for seen in (3, 5, 0):
        with pytest.raises(Refused):
            rules.check_version(4, seen)


def test_only_what_still_stands_is_taken_back() -> None:
    rules.check_stands_as_left("JUDGE", "JUDGE")
    with pytest.raises(Refused):
        rules.check_stands_as_left("GOALS", "JUDGE")
    with pytest.raises(Refused):
        rules.check_can_take_back(False)
