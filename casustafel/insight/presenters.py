from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import Level
from casustafel.insight import queries, rules
from casustafel.lib.refusal import N_
from casustafel.parties import queries as parties

STEPS = {
    "REPORTS": N_("Reports"),
    "WEIGHED": N_("Weighed"),
    "TAKEN_UP": N_("Taken up in a case"),
    "CLOSED": N_("Cases closed"),
}


@dataclass(frozen=True)
class Bar:
    """`width` is a share of the largest number, in whole percents, for the drawing."""

    label: str
    number: int | None
    width: int


@dataclass(frozen=True)
class LevelLine:
    level: str
    running: int
    late: int


def funnel(viewer: Viewer, *, day: date, smallest: int | None = None) -> list[Bar]:
    """The road in numbers. With `smallest`, a lower count is not shown."""
    least = smallest if smallest is not None else 0
    counts = queries.counts()
    largest = max(counts.values(), default=0) or 1
    shown = {step: rules.shown(counts.get(step, 0), least) for step in STEPS}
    return [
        Bar(gettext(label), shown[step], 100 * (shown[step] or 0) // largest) for step, label in STEPS.items()
    ]


def smallest_count(viewer: Viewer, *, day: date) -> int:
    return parties.parameter(viewer.partnership_id, "SMALL_COUNT", day=day).value


def caseload() -> list[LevelLine]:
    found = queries.caseload()
    return [LevelLine(str(level.label), *found.get(level.value, (0, 0))) for level in Level]
