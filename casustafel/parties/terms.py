"""Dates that follow from Parameters."""

import calendar
from datetime import date, timedelta
from uuid import UUID

from casustafel.parties import queries
from casustafel.parties.choices import Unit


def due(partnership_id: UUID, code: str, start: date) -> date:
    """The last day of the term that begins on this day, after the parameter in force on it."""
    term = queries.parameter(partnership_id, code, day=start)
    match term.unit:
        case Unit.DAYS:
            return start + timedelta(days=term.value)
        case Unit.MONTHS:
            return _months_on(start, term.value)
        case Unit.YEARS:
            return _months_on(start, 12 * term.value)
    raise ValueError(f"{code} is not a term in days, months or years")


def _months_on(start: date, months: int) -> date:
    """The same day so many months on, or the last day of that month."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
