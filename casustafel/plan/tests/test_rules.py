from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib.refusal import Refused
from casustafel.plan import rules

START = date(2026, 1, 1)
DUE = START + timedelta(days=100)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hij stopt met vloeken en doet dat niet meer.", ["stopt", "niet"]),
        ("GEEN filmpjes, geen groepen, minder ruzie", ["GEEN", "geen", "minder"]),
        ("She never skips school.", ["never"]),
        ("Hij ziet elke week zijn zus.", []),
        ("Hij werkt bij de Nietzscheschool en gaat naar de stoplichtenbouwer.", []),
        ("", []),
    ],
)
def test_a_goal_that_names_an_absence_is_recognised(text: str, words: list[str]) -> None:
    assert rules.absences(text) == words


@pytest.mark.parametrize(
    ("delivered", "day", "state", "expected"),
    [
        (10, 0, "DONE", 10),
        (12, 200, "DONE", 10),
        (9, 101, "OVERDUE", 10),
        (9, 100, "BEHIND", 10),
        (4, 50, "BEHIND", 5),
        (5, 50, "STARTED", 5),
        (0, 9, "TO_START", 0),
        (0, 10, "BEHIND", 1),
    ],
)
def test_planned_against_delivered(delivered: int, day: int, state: str, expected: int) -> None:
    found = rules.delivery(
        planned=10, delivered=delivered, start=START, due=DUE, day=START + timedelta(days=day)
    )
    assert (found.state, found.expected) == (state, expected)


def test_what_was_not_held_when_the_case_closed_is_no_alarm() -> None:
    late = {"planned": 10, "start": START, "due": DUE, "day": DUE + timedelta(days=9), "is_closed": True}
    assert rules.delivery(delivered=3, **late).state == "ENDED"
    assert rules.delivery(delivered=10, **late).state == "DONE"


@given(
    planned=st.integers(1, 1000),
    delivered=st.integers(0, 1200),
    length=st.integers(-10, 400),
    day=st.integers(-10, 500),
)
def test_delivery_never_expects_more_than_was_planned(
    planned: int, delivered: int, length: int, day: int
) -> None:
    found = rules.delivery(
        planned=planned,
        delivered=delivered,
        start=START,
        due=START + timedelta(days=length),
        day=START + timedelta(days=day),
    )
    assert 0 <= found.expected <= planned
    assert (found.state == "DONE") is (delivered >= planned)


def test_sessions_stay_within_reason() -> None:
    rules.check_sessions(1, "planned")
    rules.check_sessions(1000, "planned")
    for wrong in (0, -1, 1001):
        with pytest.raises(Refused):
            rules.check_sessions(wrong, "planned")
