"""Dates that follow from Parameters."""

import calendar
import time
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from casustafel.parties import queries
from casustafel.parties.choices import Unit
from casustafel.parties.models import Parameter


def due(partnership_id: UUID, code: str, start: date) -> date:
    """The last day of the term that begins on this day, after the parameter in force on it."""
    term = queries.parameter(partnership_id, code, day=start)
    return _moved(start, term, 1)


KNOWN_FOR = 10  # seconds


def due_each(partnership_id: UUID, codes: tuple[str, ...], start: date) -> list[date]:
    """The same for several terms at once, in the order of the codes. An answer is known for some seconds, for
    many reports may come in at once, and a number that is set holds for days."""
    return _due_each(partnership_id, codes, start, int(time.monotonic()) // KNOWN_FOR)


@lru_cache(maxsize=256)
def _due_each(partnership_id: UUID, codes: tuple[str, ...], start: date, _moment: int) -> list[date]:
    known = queries.parameters_at(partnership_id, codes, day=start)
    return [_moved(start, known[code], 1) for code in codes]


def since(partnership_id: UUID, code: str, end: date) -> date:
    """The first day of the term that ends on this day, after the parameter in force (known for seconds)."""
    return _since(partnership_id, code, end, int(time.monotonic()) // KNOWN_FOR)


@lru_cache(maxsize=256)
def _since(partnership_id: UUID, code: str, end: date, _moment: int) -> date:
    return _moved(end, queries.parameter(partnership_id, code, day=end), -1)


def _moved(start: date, term: Parameter, direction: int) -> date:
    match term.unit:
        case Unit.DAYS:
            return start + timedelta(days=direction * term.value)
        case Unit.MONTHS:
            return _months_on(start, direction * term.value)
        case Unit.YEARS:
            return _months_on(start, direction * 12 * term.value)
    raise ValueError(f"{term.code} is not a term in days, months or years")


def _months_on(start: date, months: int) -> date:
    """The same day so many months on, or the last day of that month."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
