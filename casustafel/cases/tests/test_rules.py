from datetime import date

import pytest

from casustafel.cases import rules
from casustafel.lib.refusal import Refused

DAY = date(2026, 3, 10)


@pytest.mark.parametrize("check", [rules.check_reason, rules.check_ground])
@pytest.mark.parametrize("text", ["", "   ", "\n\t "])
def test_an_empty_text_is_no_reason_and_no_ground(check, text):
    with pytest.raises(Refused) as refused:
        check(text)
    assert refused.value.field == check.__name__.removeprefix("check_")
    check("omdat het nodig is")


@pytest.mark.parametrize(
    "roles",
    [[], ["CHAIR"], ["DIRECTOR"], ["CHAIR", "CHAIR", "DIRECTOR"], ["CHAIR", "DIRECTOR", "DIRECTOR"]],
)
def test_a_table_begins_with_one_of_each_director(roles):
    with pytest.raises(Refused):
        rules.check_first_seats(roles)
    rules.check_first_seats(["PARTICIPANT", "CHAIR", "DIRECTOR", "PARTICIPANT"])


def test_nobody_sits_twice_or_ends_the_own_seat():
    with pytest.raises(Refused) as refused:
        rules.check_not_seated(is_seated=True)
    assert refused.value.field == "person"
    rules.check_not_seated(is_seated=False)
    with pytest.raises(Refused):
        rules.check_not_own_seat(is_own=True)
    rules.check_not_own_seat(is_own=False)


@pytest.mark.parametrize(
    ("until", "lasts"), [(None, True), (date(2026, 3, 11), True), (DAY, False), (date(2026, 3, 9), False)]
)
def test_a_seat_ends_once(until, lasts):
    if lasts:
        rules.check_seat_lasts(until, DAY)
    else:
        with pytest.raises(Refused):
            rules.check_seat_lasts(until, DAY)


@pytest.mark.parametrize("due", [DAY, date(2026, 3, 9)])
def test_a_review_lies_ahead(due):
    with pytest.raises(Refused):
        rules.check_ahead(due, DAY)
    rules.check_ahead(date(2026, 3, 11), DAY)
