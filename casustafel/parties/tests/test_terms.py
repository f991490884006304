from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.parties import queries, terms
from casustafel.parties.choices import Unit
from casustafel.parties.models import Parameter
from tests.bad_input import some, undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 12, 31))


def a_term(
    world: World, value: int, unit: str, valid_from: date = date(2019, 1, 1), code: str = "A_TERM"
) -> None:
    with behind_the_wall():
        Parameter.objects.create(
            partnership=world.partnerships["merenwoude"],
            code=code,
            name={"nl": "termijn", "en": "term"},
            value=value,
            unit=unit,
            source="de test",
            valid_from=valid_from,
        )


def due(world: World, start: date) -> date:
    return terms.due(world.partnerships["merenwoude"].id, "A_TERM", start)


@some
@given(start=days, value=st.integers(0, 400))
def test_days_are_counted(world: World, start: date, value: int) -> None:
    with undone():
        a_term(world, value, Unit.DAYS)
        assert due(world, start) == start + timedelta(days=value)


@some
@given(start=days, value=st.integers(0, 60))
def test_months_keep_the_day_or_take_the_last_of_the_month(world: World, start: date, value: int) -> None:
    with undone():
        a_term(world, value, Unit.MONTHS)
        found = due(world, start)
    months = (found.year - start.year) * 12 + found.month - start.month
    assert months == value
    assert found.day == start.day or (found.day < start.day and (found + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("start", "unit", "value", "expected"),
    [
        (date(2026, 1, 31), Unit.MONTHS, 1, date(2026, 2, 28)),
        (date(2028, 1, 31), Unit.MONTHS, 1, date(2028, 2, 29)),
        (date(2026, 12, 15), Unit.MONTHS, 1, date(2027, 1, 15)),
        (date(2028, 2, 29), Unit.YEARS, 1, date(2029, 2, 28)),
        (date(2026, 3, 10), Unit.YEARS, 5, date(2031, 3, 10)),
    ],
)
def test_the_ends_of_months_and_years(
    world: World, start: date, unit: str, value: int, expected: date
) -> None:
    a_term(world, value, unit)
    assert due(world, start) == expected


def test_the_value_of_that_day_counts(world: World) -> None:
    a_term(world, 10, Unit.DAYS)
    a_term(world, 20, Unit.DAYS, valid_from=date(2026, 6, 1))
    assert due(world, date(2026, 5, 31)) == date(2026, 6, 10)
    assert due(world, date(2026, 6, 1)) == date(2026, 6, 21)


@pytest.mark.parametrize("unit", [Unit.MINUTES, Unit.HOURS, Unit.COUNT])
def test_what_is_no_term_gives_no_day(world: World, unit: str) -> None:
    a_term(world, 3, unit)
    with pytest.raises(ValueError):
        due(world, date(2026, 1, 1))


def test_a_number_that_nobody_set_is_named(world: World) -> None:
    with pytest.raises(LookupError, match="NO_SUCH_TERM"):
        queries.parameter(world.partnerships["merenwoude"].id, "NO_SUCH_TERM", day=date(2026, 1, 1))
