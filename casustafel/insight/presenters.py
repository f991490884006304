from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

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
    number: str
    width: int


@dataclass(frozen=True)
class Funnel:
    sentence: str
    bars: list[Bar]


@dataclass(frozen=True)
class LevelLine:
    level: str
    running: int
    late: int


def funnel(*, smallest: int = 0) -> Funnel | None:
    """The road in numbers; None when nothing has come in yet. With `smallest`, what points at persons is not
    shown, nor what could be subtracted from it."""
    counts = queries.counts()
    if not any(counts.values()):
        return None
    numbers = rules.shown([counts.get(step, 0) for step in STEPS], smallest)
    largest = max(number or 0 for number in numbers) or 1
    words = [gettext("not shown") if number is None else str(number) for number in numbers]
    bars = [
        Bar(gettext(label), word, 100 * (number or 0) // largest)
        for label, word, number in zip(STEPS.values(), words, numbers, strict=True)
    ]
    return Funnel(_finding(numbers, bars), bars)


def _finding(numbers: Sequence[int | None], bars: list[Bar]) -> str:
    reports, weighed, taken_up, closed = numbers
    if reports is None or None in numbers:
        return " ".join(f"{bar.label}: {bar.number}." for bar in bars)
    return ngettext(
        "Of %(reports)d report, %(weighed)d was weighed and %(taken_up)d became a case. Of those cases,"
        " %(closed)d is closed.",
        "Of %(reports)d reports, %(weighed)d were weighed and %(taken_up)d became a case. Of those cases,"
        " %(closed)d are closed.",
        reports,
    ) % {"reports": reports, "weighed": weighed, "taken_up": taken_up, "closed": closed}


def smallest_count(viewer: Viewer, *, day: date) -> int:
    return parties.parameter(viewer.partnership_id, "SMALL_COUNT", day=day).value


def caseload() -> list[LevelLine]:
    found = queries.caseload()
    return [LevelLine(str(level.label), *found.get(level.value, (0, 0))) for level in Level]
