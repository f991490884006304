from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib.refusal import Refused
from casustafel.parties import rules

DAY = date(2026, 3, 2)
NEXT, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def refused(rule: object, *given: object, **named: object) -> str | None:
    """The field the refusal stands beside; None when the rule lets it pass."""
    try:
        rule(*given, **named)  # type: ignore[operator]
    except Refused as no:
        return no.field
    return None


@given(start=days, end=st.none() | days)
def test_a_period_has_at_least_one_day(start: date, end: date | None) -> None:
    passes = refused(rules.check_period, start, end) is None
    assert passes == (end is None or end > start)


@given(until=st.none() | days, day=days)
def test_what_ended_is_not_ended_again(until: date | None, day: date) -> None:
    assert (refused(rules.check_ends_once, until, day) is None) == (until is None or until > day)


@pytest.mark.parametrize(
    ("rule", "given_values", "field"),
    [
        (rules.check_written, (" \n", "name"), "name"),
        (rules.check_written, ("x", "name"), None),
        (rules.check_known, ("KING", {"MAYOR"}, "role"), "role"),
        (rules.check_known, ("MAYOR", {"MAYOR"}, "role"), None),
        (rules.check_not_before, (BEFORE, DAY), "until_date"),
        (rules.check_not_before, (DAY, DAY), None),
        (rules.check_sooner, (NEXT, DAY), "until_date"),
        (rules.check_sooner, (DAY, DAY), None),
        (rules.check_sooner, (NEXT, None), None),
        (rules.check_signed, ([None],), ""),
        (rules.check_signed, ([],), ""),
        (rules.check_signed, ([None, DAY],), None),
        (rules.check_follows, (DAY, DAY), "from_date"),
        (rules.check_follows, (NEXT, DAY), None),
        (rules.check_follows, (DAY, None), None),
        (rules.check_positive, (0,), "value"),
        (rules.check_positive, (100_001,), "value"),
        (rules.check_positive, (1,), None),
        (rules.check_positive, (100_000,), None),
        (rules.check_new_day, (BEFORE, DAY, []), "valid_from"),
        (rules.check_new_day, (DAY, DAY, [DAY]), "valid_from"),
        (rules.check_new_day, (DAY, DAY, [BEFORE]), None),
    ],
)
def test_each_rule_says_no_beside_its_field(
    rule: object, given_values: tuple[object, ...], field: str | None
) -> None:
    assert refused(rule, *given_values) == field


@pytest.mark.parametrize(
    ("rule", "named", "field"),
    [
        (rules.check_not_held, "is_held", "role"),
        (rules.check_not_own, "is_own", ""),
        (rules.check_another, "is_same", "deputy"),
        (rules.check_closed, "is_open", ""),
        (rules.check_signs_once, "has_signed", "organisation"),
        (rules.check_not_verified, "is_verified", ""),
    ],
)
def test_what_may_not_be_is_refused_and_its_opposite_is_not(rule: object, named: str, field: str) -> None:
    assert refused(rule, **{named: True}) == field
    assert refused(rule, **{named: False}) is None


def test_an_account_that_is_closed_and_a_person_who_left_are_left_alone() -> None:
    assert refused(rules.check_open, is_open=False) == ""
    assert refused(rules.check_open, is_open=True) is None
    assert refused(rules.check_works_here, works=False, field="deputy") == "deputy"
    assert refused(rules.check_works_here, works=True) is None
