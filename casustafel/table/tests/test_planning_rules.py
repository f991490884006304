"""What holds for a meeting that is still to come."""

from datetime import time

import pytest

from casustafel.lib.refusal import Refused
from casustafel.table import planning_rules as rules


@pytest.mark.parametrize(
    ("check", "allowed", "refused", "field"),
    [
        (rules.check_still_planned, ("PLANNED",), ("OPEN",), ""),
        (rules.check_still_planned, ("PLANNED",), ("OFF",), ""),
        (rules.check_version, (3, 3), (2, 3), ""),
        (rules.check_minutes, ([5, 480],), ([30, 4],), ""),
        (rules.check_minutes, ([],), ([481],), ""),
        (rules.check_why, ("griep",), (" \n",), "reason"),
        (rules.check_somebody_expected, (1,), (0,), "organisations"),
    ],
)
def test_what_is_asked(check, allowed, refused, field) -> None:
    check(*allowed)
    with pytest.raises(Refused) as said:
        check(*refused)
    assert said.value.field == field


def test_a_stand_in_is_a_colleague_and_somebody_else() -> None:
    rules.check_stand_in(is_colleague=True, is_same=False)
    rules.check_comes(is_expected=True)
    for wrong in ({"is_colleague": False, "is_same": False}, {"is_colleague": True, "is_same": True}):
        with pytest.raises(Refused):
            rules.check_stand_in(**wrong)
    with pytest.raises(Refused):
        rules.check_comes(is_expected=False)


def test_what_is_missing_is_said_in_the_agreed_order() -> None:
    wanted = ["MUNICIPALITY", "POLICE", "PROSECUTOR"]
    assert rules.missing_kinds(wanted, {"POLICE", "SCHOOL"}) == ["MUNICIPALITY", "PROSECUTOR"]
    assert rules.missing_kinds(wanted, set(wanted)) == []


def test_cases_follow_one_another_also_past_midnight() -> None:
    assert rules.hours(time(10), [30, 45]) == [(time(10), time(10, 30)), (time(10, 30), time(11, 15))]
    assert rules.hours(time(23, 50), [20]) == [(time(23, 50), time(0, 10))]
    assert rules.ends(time(9, 30), [(1, 30), (4, 45)]) == time(10, 45)
    assert rules.ends(time(9, 30), []) == time(9, 30)
