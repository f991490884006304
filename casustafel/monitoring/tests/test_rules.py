from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib.refusal import Refused
from casustafel.monitoring import charts, rules

DAY = date(2026, 3, 1)


def _words(**change: object) -> list[str]:
    words = {
        "reason": "x",
        "aftercare": "x",
        "reopening": "x",
        "has_reporter": True,
        "feedback_reason": "x",
    }
    return [block.at for block in rules.words_left(**{**words, **change})]


def test_what_must_be_said_before_closing() -> None:
    assert _words() == []
    for name in ("reason", "aftercare", "reopening", "feedback_reason"):
        assert _words(**{name: "  "}) == [name]
    assert _words(has_reporter=False, feedback_reason="") == []


def test_what_must_be_done_before_closing() -> None:
    assert rules.work_left(open_commitments=0, unmeasured=0) == []
    both = rules.work_left(open_commitments=2, unmeasured=1)
    assert [block.values["count"] for block in both] == [2, 1]
    with pytest.raises(rules.StillBlocked) as blocked:
        rules.check_may_close(both)
    assert blocked.value.blocks == tuple(both)


@pytest.mark.parametrize(
    ("level", "decision", "after"),
    [
        ("REGULAR", "SCALE_UP", "INTENSIVE"),
        ("REGULAR", "SCALE_DOWN", "LIGHT"),
        ("LIGHT", "SCALE_UP", "REGULAR"),
        ("LIGHT", "CONTINUE", None),
        ("INTENSIVE", "ADJUST", None),
    ],
)
def test_scaling_goes_one_step(level: str, decision: str, after: str | None) -> None:
    assert rules.next_level(level, decision) == after


@pytest.mark.parametrize(("level", "decision"), [("LIGHT", "SCALE_DOWN"), ("INTENSIVE", "SCALE_UP")])
def test_scaling_ends_at_either_end(level: str, decision: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.next_level(level, decision)
    assert refused.value.field == "kind"


@given(
    start=st.integers(-400, 0),
    due=st.integers(-500, 500),
    measured=st.lists(
        st.lists(st.tuples(st.integers(-400, 0), st.integers(-2, 2)), min_size=1, max_size=4), max_size=8
    ),
)
def test_every_mark_stands_inside_the_picture(start: int, due: int, measured) -> None:
    days = [
        (str(n), [(DAY + timedelta(days=day), level) for day, level in points])
        for n, points in enumerate(measured)
    ]
    picture = charts.chart(
        start=DAY + timedelta(days=start),
        end=DAY,
        due=DAY + timedelta(days=due),
        baseline=-1,
        measured=days,
        sessions=[DAY],
    )
    points = [point for series in picture.series for point in series.points]
    assert all(0 <= point.x <= picture.width and 0 <= point.y <= picture.height for point in points)
    assert picture.left <= picture.due_x <= picture.right


def test_better_stands_higher_later_stands_further_and_partners_apart() -> None:
    picture = charts.chart(
        start=DAY - timedelta(days=100),
        end=DAY,
        due=DAY,
        baseline=-2,
        measured=[
            ("Politie", [(DAY - timedelta(days=50), -1), (DAY, 1)]),
            ("Gemeente", [(DAY - timedelta(days=50), -1), (DAY, 1)]),
        ],
        sessions=[],
    )
    police, municipality = picture.series
    assert police.points[1].y < police.points[0].y
    assert police.points[1].x > police.points[0].x
    assert police.points[0].x != municipality.points[0].x
    assert police.mark != municipality.mark and police.dash != municipality.dash
    assert [sign for _y, sign, _expected in picture.rungs] == ["+2", "+1", "0", "\u22121", "\u22122"]
