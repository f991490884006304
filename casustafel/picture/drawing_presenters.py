"""The time line: a lane for each source, a mark for what was seen when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.lib.refusal import N_
from casustafel.method.choices import Nature, Reliability
from casustafel.picture import charts, placing, presenters
from casustafel.picture.charts import Cluster, Dot
from casustafel.picture.choices import Credibility, VerdictKind
from casustafel.picture.presenters import StatementLine
from casustafel.picture.queries import Found
from casustafel.picture.timeline import Moment
from casustafel.vault import opening

BY_NATURE = "nature"
TICK = {"DAY": "j N", "WEEK": "j N", "MONTH": "N Y", "YEAR": "Y", "DECADE": "Y"}
PERIODS = {
    "DAY": N_("day"),
    "WEEK": N_("week"),
    "MONTH": N_("month"),
    "YEAR": N_("year"),
    "DECADE": N_("ten years"),
}
CERTAINTIES = (
    ("firm", N_("Reliable source, and it fits what else is known")),
    ("fair", N_("Nothing speaks against it, and it is not certain")),
    ("doubtful", N_("The source or what it says is doubtful")),
    ("unknown", N_("Nobody can say yet how sure it is")),
)


@dataclass(frozen=True)
class Mark:
    """One mark on a lane, the same in the drawing and in the table: one statement, or a number of them."""

    x: int
    y: int
    lane: str
    when: str
    what: str
    number: int
    nature: str
    certainty: str
    is_told: bool
    is_contradicted: bool
    is_refuted: bool
    url: str

    @property
    def label(self) -> str:
        return f"{self.lane}, {self.when}: {self.what}"


@dataclass(frozen=True)
class Lane:
    name: str
    y: int
    top: int


@dataclass(frozen=True)
class TimelinePage:
    sentence: str
    width: int
    height: int
    left: int
    right: int
    axis: int
    lanes: list[Lane]
    marks: list[Mark]
    ticks: list[tuple[int, str]]
    period: str
    natures: list[tuple[str, str]]
    certainties: list[tuple[str, str]]


@dataclass(frozen=True)
class ListPage:
    lines: list[StatementLine]
    found: Found


def timeline_page(
    viewer: Viewer, case: Case, moments: Sequence[Moment], *, lanes: str, kept: dict[str, str], now: datetime
) -> tuple[CaseFrame, TimelinePage]:
    """`kept` is what narrows this page; a mark leads on with it."""
    opened = opening.open_all([case], by=viewer, purpose="picture.timeline", now=now)
    page = timeline(case, moments, by_nature=lanes == BY_NATURE, kept=kept)
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def list_page(viewer: Viewer, found: Found, *, now: datetime) -> tuple[CaseFrame, ListPage]:
    case = found.case
    opened = opening.open_all([case, *found.readable(viewer)], by=viewer, purpose="picture.timeline", now=now)
    page = ListPage(presenters.found_lines(viewer, found, opened, now=now), found)
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def timeline(case: Case, moments: Sequence[Moment], *, by_nature: bool, kept: dict[str, str]) -> TimelinePage:
    lanes = _lanes(moments, by_nature)
    drawn = charts.spread(
        [Dot(n, m.nature if by_nature else m.organisation_id, m.day) for n, m in enumerate(moments)]
    )
    place, height = charts.lines(list(lanes), drawn.clusters)
    column = {begin: charts.x_of(n, len(drawn.periods)) for n, (begin, _last) in enumerate(drawn.periods)}
    return TimelinePage(
        sentence=_sentence(moments),
        width=charts.WIDTH,
        height=height,
        left=charts.LEFT,
        right=charts.RIGHT,
        axis=height - charts.FOOT,
        lanes=[Lane(name, place[key].line, place[key].name) for key, name in lanes.items()],
        marks=[
            _mark(
                cluster,
                [moments[n] for n in cluster.ids],
                at=charts.Place(
                    column[cluster.begin], place[cluster.lane].line - cluster.place * charts.APART
                ),
                lane=lanes[cluster.lane],
                case=case,
                kept={**kept, "nature" if by_nature else "organisation": cluster.lane},
            )
            for cluster in drawn.clusters
        ],
        ticks=[(x, date_format(day, TICK[drawn.unit])) for x, day in charts.ticks(drawn.periods)],
        period=gettext(PERIODS[drawn.unit]),
        natures=[(key.lower(), str(name)) for key, name in Nature.choices],
        certainties=[(key, gettext(words)) for key, words in CERTAINTIES],
    )


def _lanes(moments: Sequence[Moment], by_nature: bool) -> dict[str, str]:
    if by_nature:
        used = {moment.nature for moment in moments}
        return {key: str(name) for key, name in Nature.choices if key in used}
    named = {moment.organisation_id: moment.organisation for moment in moments}
    return dict(sorted(named.items(), key=lambda pair: (pair[1], pair[0])))


def _mark(
    cluster: Cluster,
    held: Sequence[Moment],
    *,
    at: charts.Place,
    lane: str,
    case: Case,
    kept: dict[str, str],
) -> Mark:
    one = held[0] if len(held) == 1 else None
    single = presenters.statement_url(case.id, one.id) if one else ""
    return Mark(
        x=at.x,
        y=at.y,
        lane=lane,
        when=_when(cluster) if one is None else date_format(one.day, "j F Y"),
        what=_said(one) if one else _counted(held),
        number=len(held),
        nature=one.nature.lower() if one else "",
        certainty=placing.certainty(one.reliability, one.credibility).lower() if one else "",
        is_told=one is not None and one.observed is None,
        is_contradicted=any(moment.contradicted for moment in held),
        is_refuted=one is not None and one.verdict == VerdictKind.REFUTED,
        url=single or _list_url(case, cluster, kept),
    )


def _said(moment: Moment) -> str:
    """In words, without its text."""
    words = [
        str(Nature(moment.nature).label),
        gettext("source: %(words)s") % {"words": Reliability(moment.reliability).label},
        gettext("content: %(words)s") % {"words": Credibility(moment.credibility).label},
    ]
    words += [gettext("day on which it was told")] if moment.observed is None else []
    words += [gettext("contradicted")] if moment.contradicted else []
    words += [str(VerdictKind(moment.verdict).label)] if moment.verdict else []
    return ", ".join(words)


def _counted(held: Sequence[Moment]) -> str:
    parts = [ngettext("%(number)d statement", "%(number)d statements", len(held)) % {"number": len(held)}]
    against = sum(moment.contradicted for moment in held)
    refuted = sum(moment.verdict == VerdictKind.REFUTED for moment in held)
    parts += [gettext("contradicted: %(number)d") % {"number": against}] if against else []
    parts += [gettext("refuted: %(number)d") % {"number": refuted}] if refuted else []
    return ", ".join(parts)


def _when(cluster: Cluster) -> str:
    if cluster.begin == cluster.last:
        return date_format(cluster.begin, "j F Y")
    return gettext("%(first)s to %(last)s") % {
        "first": date_format(cluster.begin, "j F Y"),
        "last": date_format(cluster.last, "j F Y"),
    }


def _sentence(moments: Sequence[Moment]) -> str:
    """What the drawing shows, for who does not see it."""
    if not moments:
        return ""
    days = [moment.day for moment in moments]
    sources = len({moment.organisation_id for moment in moments})
    values = {"number": len(moments), "first": _day(min(days)), "last": _day(max(days)), "sources": sources}
    said = [
        ngettext(
            "%(number)d statement from %(sources)d source, from %(first)s to %(last)s.",
            "%(number)d statements, sources: %(sources)d, from %(first)s to %(last)s.",
            len(moments),
        )
        % values
    ]
    counts = (
        (N_("Contradicted: %(number)d."), sum(moment.contradicted for moment in moments)),
        (N_("Refuted: %(number)d."), sum(moment.verdict == VerdictKind.REFUTED for moment in moments)),
        (
            N_("Of %(number)d only the day is known on which it was told."),
            sum(not m.observed for m in moments),
        ),
    )
    said += [gettext(words) % {"number": number} for words, number in counts if number]
    return " ".join(said)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _list_url(case: Case, cluster: Cluster, kept: dict[str, str]) -> str:
    period = {"since": cluster.begin.isoformat(), "until": cluster.last.isoformat()}
    query = urlencode({**kept, **period, "as": "list"})
    return f"{reverse('picture:timeline', args=[case.id])}?{query}"
