"""What is read to draw the time line: of each statement its marks, never its text."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.picture import queries
from casustafel.picture.queries import Found, Wanted


class Moment(NamedTuple):
    """Thousands are made for one drawing; ids are text, as the drawing needs them."""

    id: str
    organisation_id: str
    organisation: str
    nature: str
    reliability: str
    credibility: str
    observed: date | None
    told: date
    verdict: str
    contradicted: bool

    @property
    def day(self) -> date:
        return self.observed or self.told


COLUMNS = (
    Cast("id", TextField()),
    Cast("contribution__organisation", TextField()),
    "contribution__organisation__name",
    "nature",
    "reliability",
    "credibility",
    "observed_date",
    "told_date",
    "verdict",
)


def moments(viewer: Viewer, case: Case, wanted: Wanted) -> list[Moment]:
    """What was withdrawn stands on no line."""
    rows = queries.narrowed(viewer, case, wanted).filter(withdrawn_at__isnull=True).order_by("day", "id")
    against = {str(each) for each in queries.all_contradicted(viewer, case)}
    marks: Iterable[Any] = rows.values_list(*COLUMNS)
    return [Moment._make((*row, row[0] in against)) for row in marks]


def listed(viewer: Viewer, case: Case, wanted: Wanted, *, page: int | str) -> Found:
    """The same, to read."""
    rows = queries.narrowed(viewer, case, wanted).filter(withdrawn_at__isnull=True)
    return queries.find(viewer, case, rows, page=page)
