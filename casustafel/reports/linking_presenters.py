"""What the pages about the same person say, as plain values. Never a number: words, and a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from casustafel.access.viewer import Viewer
from casustafel.reports.deciding_presenters import parts_said, signal_lines
from casustafel.reports.marks import Found, Suggestion
from casustafel.reports.models import Report, SamePerson, Signal
from casustafel.reports.naming import Likeness
from casustafel.reports.presenters import Part, SignalLine
from casustafel.vault import opening


@dataclass(frozen=True)
class SuggestionLine:
    id: UUID
    reference: str
    received: date
    state: str
    state_name: str
    name: str
    birth: str
    why: str


def likeness_names() -> dict[str, str]:
    return {
        "SAME": _("the same name"),
        "ALMOST": _("almost the same name"),
        "PART": _("a part of the name is the same"),
    }


def birth_names() -> dict[str, str]:
    return {
        "SAME": _("the same day of birth"),
        "NEAR": _("almost the same day of birth"),
        "UNKNOWN": _("the day of birth is not known of both"),
    }


def in_words(likeness: Likeness) -> str:
    return f"{likeness_names()[likeness.name]}, {birth_names()[likeness.birth]}"


def suggestions(found: Found) -> list[SuggestionLine]:
    return [_suggestion(each) for each in found.suggestions]


def _suggestion(each: Suggestion) -> SuggestionLine:
    report = each.report
    return SuggestionLine(
        report.id,
        str(report.id)[:8],
        report.received_date,
        report.state,
        report.get_state_display(),
        each.known.name,
        each.known.birth,
        in_words(each.likeness),
    )


@dataclass(frozen=True)
class Side:
    """One of two reports that are read beside each other."""

    id: UUID
    reference: str
    received: date
    subject: str
    subject_birth: str
    parts: list[Part]
    signals: list[SignalLine]


def side(viewer: Viewer, report: Report, signals: Sequence[Signal], *, now: datetime) -> Side:
    opened = opening.open_all([report, *signals], by=viewer, purpose="report.same_person", now=now)
    return Side(
        report.id,
        str(report.id)[:8],
        report.received_date,
        opened(report, "subject_name"),
        opened(report, "subject_birth"),
        [part for part in parts_said(opened(report, "told")) if part.side == "SEEN"],
        signal_lines(signals, opened),
    )


def decided(standing: SamePerson | None) -> str:
    """YES or NO when somebody decided about these two, "" when nobody did."""
    if standing is None:
        return ""
    return "YES" if standing.same else "NO"


def subject(viewer: Viewer, report: Report, *, now: datetime) -> dict[str, str]:
    """What stands there now, to put right."""
    opened = opening.open_all([report], by=viewer, purpose="report.describe_person", now=now)
    return {"name": opened(report, "subject_name"), "birth": opened(report, "subject_birth")}
