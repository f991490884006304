"""Where each mark of a picture stands. Plain Python: days and names in, whole pixels out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

# Time line
WIDTH, LEFT, RIGHT, TOP, FOOT = 960, 24, 936, 10, 34
LANE, NAME, APART = 64, 44, 22
MOST = 40  # so many periods at most, so that a lane never holds more marks
TICKS = 8
STACK, FEW = 8, 200  # so few in a period stand apart, as long as there are so few in all

# People around
MIDDLE_X, ACROSS, STEP, EDGE = 480, 250, 34, 44


class Dot(NamedTuple):
    """Something that happened on a day, in a lane."""

    id: int
    lane: str
    day: date


@dataclass(frozen=True)
class Cluster:
    """What is one mark: in one lane in one period, from its first day until and with its last. `place`: the
    how manieth above the line."""

    lane: str
    begin: date
    last: date
    ids: tuple[int, ...]
    place: int = 0


@dataclass(frozen=True)
class Place:
    x: int
    y: int


@dataclass(frozen=True)
class Band:
    """A lane: where its name stands, and its line."""

    name: int
    line: int


@dataclass(frozen=True)
class Spread:
    unit: str
    periods: tuple[tuple[date, date], ...]
    clusters: tuple[Cluster, ...]


def _day(day: date) -> date:
    return day


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


def _decade(day: date) -> date:
    return date(max(day.year // 10 * 10, 1), 1, 1)


def _next_month(day: date) -> date:
    return _month(_month(day) + timedelta(days=31))


UNITS: tuple[tuple[str, Callable[[date], date], Callable[[date], date]], ...] = (
    ("DAY", _day, lambda begin: begin + timedelta(days=1)),
    ("WEEK", _week, lambda begin: begin + timedelta(days=7)),
    ("MONTH", _month, _next_month),
    ("YEAR", _year, lambda begin: date(begin.year + 1, 1, 1)),
    ("DECADE", _decade, lambda begin: date(begin.year // 10 * 10 + 10, 1, 1)),
)


def spread(dots: Sequence[Dot]) -> Spread:
    """The dots of one lane in one period become one mark. The period is the shortest of which at most MOST
    cover all days, so a lane holds at most so many marks, however many dots there are. While there are few,
    each stands apart, above the others of its period."""
    if not dots:
        return Spread("DAY", (), ())
    first, last = min(dot.day for dot in dots), max(dot.day for dot in dots)
    unit, begin_of, periods = _fitting(first, last)
    until = dict(periods)
    held: dict[tuple[str, date], list[int]] = defaultdict(list)
    begins = {day: begin_of(day) for day in {dot.day for dot in dots}}
    for dot in sorted(dots, key=lambda dot: dot.day):
        held[dot.lane, begins[dot.day]].append(dot.id)
    clusters: list[Cluster] = []
    for (lane, begin), ids in sorted(held.items()):
        is_apart = len(dots) <= FEW and len(ids) <= STACK
        parts = [(id,) for id in ids] if is_apart else [tuple(ids)]
        clusters += [Cluster(lane, begin, until[begin], part, n) for n, part in enumerate(parts)]
    return Spread(unit, periods, tuple(clusters))


def _fitting(first: date, last: date) -> tuple[str, Callable[[date], date], tuple[tuple[date, date], ...]]:
    """The last unit fits whatever a form lets pass: no day before 1900, none after 2100."""
    for unit, begin_of, next_of in UNITS:
        periods = _periods(begin_of(first), last, next_of)
        if len(periods) <= MOST:
            return unit, begin_of, periods
    raise ValueError("no period is long enough")


def _periods(begin: date, last: date, next_of: Callable[[date], date]) -> tuple[tuple[date, date], ...]:
    """One more than MOST at most: then it does not fit."""
    found: list[tuple[date, date]] = []
    while begin <= last and len(found) <= MOST:
        after = next_of(begin)
        found.append((begin, after - timedelta(days=1)))
        begin = after
    return tuple(found)


def x_of(index: int, periods: int) -> int:
    """The middle of a period on the axis."""
    return LEFT + round((index + 0.5) * (RIGHT - LEFT) / max(periods, 1))


def lines(lanes: Sequence[str], clusters: Iterable[Cluster]) -> tuple[dict[str, Band], int]:
    """Where each lane lies: its name on top, its highest stack, its line; and the height of all."""
    highest = {lane: 0 for lane in lanes}
    for cluster in clusters:
        highest[cluster.lane] = max(highest[cluster.lane], cluster.place)
    at, y = {}, TOP
    for lane in lanes:
        at[lane] = Band(y + 16, y + NAME + highest[lane] * APART)
        y += LANE + highest[lane] * APART
    return at, y + FOOT


def ticks(periods: Sequence[tuple[date, date]]) -> list[tuple[int, date]]:
    """A few days to read the axis by."""
    step = max(1, -(-len(periods) // TICKS))
    return [(x_of(n, len(periods)), periods[n][0]) for n in range(0, len(periods), step)]


def around(groups: Sequence[tuple[str, int]]) -> tuple[int, dict[str, Place], dict[str, list[Place]]]:
    """People around one in the middle: each circle of life is a group beside it, left and right in turn. The
    height of the picture, where each heading stands, and where each person of the group."""
    sides: tuple[list[tuple[str, int]], list[tuple[str, int]]] = ([], [])
    for group in sorted(groups, key=lambda each: -each[1]):
        min(sides, key=_rows).append(group)
    height = 2 * EDGE + STEP * max(_rows(side) for side in sides)
    headings: dict[str, Place] = {}
    places: dict[str, list[Place]] = {}
    for side, x in zip(sides, (MIDDLE_X + ACROSS, MIDDLE_X - ACROSS), strict=True):
        y = (height - STEP * _rows(side)) // 2 + STEP // 2
        for name, size in side:
            headings[name] = Place(x, y)
            places[name] = [Place(x, y + STEP * (n + 1)) for n in range(size)]
            y += STEP * (size + 1)
    return height, headings, places


def _rows(side: Iterable[tuple[str, int]]) -> int:
    return sum(size + 1 for _name, size in side)
