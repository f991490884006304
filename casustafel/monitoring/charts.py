"""Where each mark of a goal's picture stands. Plain Python: days and levels in, whole pixels out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 400, 236
LEFT, RIGHT, TOP, STEP = 34, 384, 16, 36
LANE = TOP + 4 * STEP + 24
BASE = LANE + 18
# Each partner has a form of mark and of line of its own, so that the picture reads without colour.
MARKS = ("circle", "square", "triangle", "diamond", "cross", "bar")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4", "12 4")
APART = 8
MARGIN = 20


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@dataclass(frozen=True)
class Series:
    name: str
    mark: str
    dash: str
    points: list[Point]
    line: str


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    rungs: list[tuple[int, str, bool]]
    series: list[Series]
    lane: int
    sessions: list[Point]
    due_x: int
    base: int
    first: date
    last: date


def sign(level: int) -> str:
    """+1, 0, −1: with a real minus."""
    return f"{level:+d}".replace("-", "\u2212") if level else "0"


def chart(
    *,
    start: date,
    end: date,
    due: date,
    baseline: int,
    measured: Sequence[tuple[str, Sequence[tuple[date, int]]]],
    sessions: Iterable[date],
) -> Chart:
    """`measured` is (name, [(day, level), …]) for each partner; every line begins at the baseline."""
    last = max([end, due, *(day for _name, points in measured for day, _level in points)])

    def x(day: date) -> int:
        share = max((day - start).days, 0) / max((last - start).days, 1)
        return LEFT + MARGIN + round(share * (RIGHT - LEFT - 2 * MARGIN))

    series = []
    for place, (name, points) in enumerate(measured):
        shift = APART * place - APART * (len(measured) - 1) // 2
        dots = [Point(x(day) + shift, _y(level)) for day, level in points]
        line = " ".join(f"{p.x},{p.y}" for p in [Point(x(start), _y(baseline)), *dots])
        series.append(Series(name, MARKS[place % len(MARKS)], DASHES[place % len(DASHES)], dots, line))
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        rungs=[(_y(level), sign(level), level == 0) for level in range(2, -3, -1)],
        series=series,
        lane=LANE,
        sessions=[Point(x(day), LANE) for day in sessions],
        due_x=x(due),
        base=BASE,
        first=start,
        last=last,
    )


def _y(level: int) -> int:
    return TOP + (2 - level) * STEP
