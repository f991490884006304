"""One day for everybody: on the screen, in the rules and at the second wall."""

from datetime import UTC, date, datetime, tzinfo

import pytest
from django.db import connection

from casustafel.lib import clock


class HalfPastMidnight(datetime):
    """In the Netherlands, in winter; at Greenwich it is still the day before."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


def test_after_midnight_it_is_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "datetime", HalfPastMidnight)
    assert clock.now() == datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert clock.now().date() == date(2026, 11, 26)


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["2026-11-25 23:30+00", "2026-07-01 22:30+00"])
def test_the_second_wall_has_the_same_midnight(moment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, (%s::timestamptz)::date, current_date", [moment, moment])
        seen, day, today = cursor.fetchone()
    assert (seen.date(), today) == (day, clock.now().date())
