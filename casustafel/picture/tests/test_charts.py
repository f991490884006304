"""Where marks stand: rules without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casustafel.picture import charts, placing
from casustafel.picture.charts import Dot

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
LANES = st.sampled_from(["police", "probation", "school"])
DOTS = st.lists(st.tuples(LANES, DAYS), max_size=60).map(
    lambda rows: [Dot(n, lane, day) for n, (lane, day) in enumerate(rows)]
)


@given(DOTS)
def test_each_dot_stands_in_one_mark_of_its_lane_and_its_days(dots: list[Dot]) -> None:
    drawn = charts.spread(dots)
    assert sorted(id for cluster in drawn.clusters for id in cluster.ids) == [dot.id for dot in dots]
    by_id = {dot.id: dot for dot in dots}
    for cluster in drawn.clusters:
        assert (cluster.begin, cluster.last) in drawn.periods
        for id in cluster.ids:
            assert by_id[id].lane == cluster.lane
            assert cluster.begin <= by_id[id].day <= cluster.last


@given(DOTS)
def test_no_lane_holds_more_marks_than_there_are_periods(dots: list[Dot]) -> None:
    drawn = charts.spread(dots)
    places = [(cluster.lane, cluster.begin, cluster.place) for cluster in drawn.clusters]
    assert len(places) == len(set(places))
    most = charts.MOST * len({dot.lane for dot in dots})
    assert len(places) <= (max(most, charts.FEW) if len(dots) <= charts.FEW else most)
    assert len(drawn.periods) <= charts.MOST
    for (_begin, last), (after, _last) in zip(drawn.periods, drawn.periods[1:], strict=False):
        assert after == last + timedelta(days=1)


def test_a_few_stand_apart_and_many_stand_together() -> None:
    day = date(2026, 1, 5)  # a Monday

    def marks(number: int) -> list[int]:
        dots = [Dot(n, "a", day + timedelta(days=n // 5)) for n in range(number)]
        return [len(cluster.ids) for cluster in charts.spread(dots).clusters]

    assert marks(charts.FEW) == [1] * charts.FEW
    assert marks(charts.FEW + 5) == [*[35] * 5, 30]


def test_no_mark_stands_outside_its_lane() -> None:
    dots = [
        Dot((lane, n), lane, date(2026, 1, 1)) for lane, number in (("a", 3), ("b", 1)) for n in range(number)
    ]
    drawn = charts.spread(dots)
    bands, height = charts.lines(["a", "b"], drawn.clusters)
    for cluster in drawn.clusters:
        band = bands[cluster.lane]
        assert band.name < band.line - cluster.place * charts.APART < height
    assert bands["a"].line < bands["b"].name


@given(DOTS, st.randoms(use_true_random=False))
def test_the_order_in_which_dots_come_moves_no_mark(dots: list[Dot], chance) -> None:
    mixed = list(dots)
    chance.shuffle(mixed)
    kept, again = charts.spread(dots), charts.spread(mixed)
    assert {(c.lane, c.begin, frozenset(c.ids)) for c in kept.clusters} == {
        (c.lane, c.begin, frozenset(c.ids)) for c in again.clusters
    }


def test_the_period_is_the_shortest_that_fits() -> None:
    def unit(days: int) -> str:
        first = date(2026, 1, 1)
        return charts.spread([Dot(1, "a", first), Dot(2, "a", first + timedelta(days=days))]).unit

    units = [unit(days) for days in (0, 39, 40, 270, 290, 1200, 1300, 14000, 15000)]
    assert units == ["DAY", "DAY", "WEEK", "WEEK", "MONTH", "MONTH", "YEAR", "YEAR", "DECADE"]


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(1, 12)))
def test_nobody_around_stands_on_anothers_place(groups: dict[str, int]) -> None:
    height, headings, places = charts.around(list(groups.items()))
    assert {kind: len(found) for kind, found in places.items()} == groups
    taken = [*headings.values(), *(at for found in places.values() for at in found)]
    assert len(taken) == len(set(taken))
    assert all(0 < at.y < height for at in taken)


def test_certainty_is_a_word_about_source_and_content_together() -> None:
    found = {
        ("RELIABLE", "PLAUSIBLE"): "FIRM",
        ("USUALLY", "PLAUSIBLE"): "FAIR",
        ("RELIABLE", "UNKNOWN"): "FAIR",
        ("RELIABLE", "DOUBTFUL"): "DOUBTFUL",
        ("DOUBTFUL", "PLAUSIBLE"): "DOUBTFUL",
        ("UNKNOWN", "UNKNOWN"): "UNKNOWN",
    }
    assert {pair: placing.certainty(*pair) for pair in found} == found
