from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.core.paginator import Page
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.lib.refusal import N_
from casustafel.method import model
from casustafel.method.choices import Bearing
from casustafel.picture import placing
from casustafel.picture.models import Prepared, Sharing
from casustafel.picture.unshared_queries import UnsharedFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened

# What each group is, and what to do with it at the table.
HEADINGS = {
    placing.ONE: (
        N_("Known to one partner"),
        N_("Ask the one who knows to tell it. The others listen first."),
    ),
    placing.SEVERAL: (N_("Known to several partners"), N_("Name it shortly, and ask what each would add.")),
    placing.CONTRADICTED: (
        N_("Contradicted"),
        N_(
            "Let both sides say how they know. It need not be settled now;"
            " write down what is still to be found out."
        ),
    ),
}


@dataclass(frozen=True)
class UnsharedLine:
    id: UUID
    domain: str
    text: str
    nature: str
    nature_name: str
    bearing_name: str
    observed: date | None
    source: str
    organisations: str
    audience: str
    is_new: bool


@dataclass(frozen=True)
class UnsharedGroup:
    code: str
    title: str
    help: str
    count: int
    lines: list[UnsharedLine]


@dataclass(frozen=True)
class StandLine:
    """What partners said to one question without a statement."""

    question: str
    said: list[tuple[str, str, str]]


@dataclass(frozen=True)
class UnsharedPage:
    groups: list[UnsharedGroup]
    page: Page[placing.Placed]
    new_since: datetime | None
    stands: list[StandLine]
    sharing: Sharing | None


def unshared_page(
    viewer: Viewer, file: UnsharedFile, stands: Sequence[Prepared], *, now: datetime
) -> tuple[CaseFrame, UnsharedPage]:
    rows = [file.case, *file.statements.values(), *stands]
    opened = opening.open_all(rows, by=viewer, purpose="picture.unshared", now=now)
    page = unshared_content(file, opened, stands)
    return case_frame(file.case, opened(file.case, "pseudonym"), current="picture:picture"), page


def unshared_content(file: UnsharedFile, opened: Opened, stands: Sequence[Prepared] = ()) -> UnsharedPage:
    names = {each.code: each.label for each in model.of(file.case.model_version).domains}
    groups = [
        UnsharedGroup(
            code,
            gettext(HEADINGS[code][0]),
            gettext(HEADINGS[code][1]),
            file.counts[code],
            [_line(file, placed, names, opened) for placed in found],
        )
        for code, found in groupby(file.page, key=lambda placed: placed.group)
    ]
    return UnsharedPage(groups, file.page, file.new_since, _stands(file.case, stands, opened), file.sharing)


def _line(
    file: UnsharedFile, placed: placing.Placed, domains: dict[str, str], opened: Opened
) -> UnsharedLine:
    row = file.statements[placed.id]
    given, since = row.contribution, file.new_since
    return UnsharedLine(
        id=row.id,
        domain=domains.get(row.domain, row.domain),
        text=opened(row, "text"),
        nature=row.nature,
        nature_name=row.get_nature_display(),
        bearing_name=row.get_bearing_display() if row.bearing != Bearing.NEITHER else "",
        observed=row.observed_date,
        source=opened(row, "source"),
        organisations=", ".join(sorted(file.names.get(each, "") for each in placed.organisations)),
        audience="" if given.audience == "TABLE" else given.get_audience_display(),
        is_new=bool(since and given.shared_at and given.shared_at > since),
    )


def _stands(case: Case, stands: Sequence[Prepared], opened: Opened) -> list[StandLine]:
    by_question: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in stands:
        said = (row.organisation.name, row.get_stand_display(), opened(row, "text"))
        by_question[row.question].append(said)
    questions = model.of(case.model_version).questions
    return [StandLine(q.label, by_question[q.code]) for q in questions if q.code in by_question]
