from datetime import date

import pytest

from casustafel.lib.refusal import Refused
from casustafel.table import rules
from casustafel.table.choices import State

DAY = date(2026, 3, 10)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("to", State.values)
def test_a_meeting_is_planned_then_open_then_ended(state: str, to: str) -> None:
    if (state, to) in {("PLANNED", "OPEN"), ("PLANNED", "OFF"), ("OPEN", "ENDED")}:
        rules.check_move(state, to)
    else:
        with pytest.raises(Refused):
            rules.check_move(state, to)


def test_every_state_knows_its_moves() -> None:
    assert set(rules.MOVES) == set(State.values)


@pytest.mark.parametrize(
    ("check", "allowed", "refused", "field"),
    [
        (rules.check_agenda, (1,), (0,), "cases"),
        (rules.check_day, (DAY, DAY), (date(2026, 3, 9), DAY), "day"),
        (rules.check_may_join, ("PLANNED",), ("ENDED",), ""),
        (rules.check_may_join, ("OPEN",), ("ENDED",), ""),
        (rules.check_may_join, ("OPEN",), ("OFF",), ""),
        (rules.check_under_way, ("OPEN",), ("PLANNED",), ""),
        (rules.check_under_way, ("OPEN",), ("ENDED",), ""),
        (rules.check_step, ("JUDGE", ["SHARE", "JUDGE"]), ("NO_SUCH", ["SHARE", "JUDGE"]), ""),
        (rules.check_confirmed, (1, {1, 2}), (3, {1, 2}), ""),
        (rules.check_words, ("iets",), (" \n",), "text"),
    ],
)
def test_what_is_asked_of_a_meeting(check, allowed, refused, field) -> None:
    check(*allowed)
    with pytest.raises(Refused) as said:
        check(*refused)
    assert said.value.field == field
