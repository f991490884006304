"""Results of instruments as they are read: who assessed with what, when, and what they conclude in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Seat
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.files import verdicts
from casustafel.lib.ages import ago
from casustafel.parties import names
from casustafel.picture import grounds
from casustafel.picture.instrument_queries import ResultsFile
from casustafel.picture.models import InstrumentReport, InstrumentResult
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class ResultLine:
    id: UUID
    instrument: str
    edition: str
    assessor: str
    certificate: str
    certified_until: date | None
    was_certified: bool
    assessed: date
    age: str
    is_old: bool
    conclusion: str
    organisation: str
    mine: bool
    is_shared: bool
    audience: str
    purpose: str
    ground: str
    withdrawn: datetime | None
    is_hidden: bool


@dataclass(frozen=True)
class ReportLine:
    id: UUID
    name: str
    size: str
    added: date
    state: str
    state_name: str
    findings: list[str]


@dataclass(frozen=True)
class InstrumentsPage:
    results: list[ResultLine]
    page: Page[Any] | None


@dataclass(frozen=True)
class InstrumentPage:
    line: ResultLine
    reports: list[ReportLine]


def instruments_page(
    viewer: Viewer, file: ResultsFile, *, now: datetime
) -> tuple[CaseFrame, InstrumentsPage]:
    rows = [file.case, *sealed_rows(viewer, file)]
    opened = opening.open_all(rows, by=viewer, purpose="picture.instruments", now=now)
    page = InstrumentsPage(result_lines(viewer, file, opened, now=now), file.page)
    return case_frame(file.case, opened(file.case, "pseudonym"), current="picture:picture"), page


def instrument_page(
    viewer: Viewer, file: ResultsFile, reports: Sequence[InstrumentReport], *, now: datetime
) -> tuple[CaseFrame, InstrumentPage]:
    rows = [file.case, *sealed_rows(viewer, file), *reports]
    opened = opening.open_all(rows, by=viewer, purpose="picture.instruments", now=now)
    page = InstrumentPage(
        result_lines(viewer, file, opened, now=now)[0], [_report(each, opened) for each in reports]
    )
    return case_frame(file.case, opened(file.case, "pseudonym"), current="picture:picture"), page


def sealed_rows(viewer: Viewer, file: ResultsFile) -> list[Any]:
    return [*file.legible_to(viewer), *(row.contribution for row in file.results)]


def result_lines(viewer: Viewer, file: ResultsFile, opened: Opened, *, now: datetime) -> list[ResultLine]:
    return [_line(viewer, file, row, opened, now) for row in file.results]


def _line(
    viewer: Viewer, file: ResultsFile, row: InstrumentResult, opened: Opened, now: datetime
) -> ResultLine:
    brought_in, until = row.contribution, row.certified_until
    is_hidden = row.is_hidden_from(viewer)

    def text(column: str) -> str:
        return "" if is_hidden else opened(row, column)

    return ResultLine(
        id=row.id,
        instrument=text("instrument"),
        edition=text("edition"),
        assessor=text("assessor"),
        certificate=text("certificate"),
        certified_until=until,
        was_certified=until is None or until >= row.assessed_date,
        assessed=row.assessed_date,
        age=ago(row.assessed_date, now.date()),
        is_old=row.assessed_date < file.old_before,
        conclusion=text("conclusion"),
        organisation=brought_in.organisation.name,
        mine=brought_in.organisation_id == viewer.organisation_id,
        is_shared=brought_in.shared_at is not None,
        audience=brought_in.get_audience_display(),
        purpose=opened(brought_in, "purpose"),
        ground=grounds.name_of(brought_in.ground),
        withdrawn=row.withdrawn_at,
        is_hidden=is_hidden,
    )


def _report(row: InstrumentReport, opened: Opened) -> ReportLine:
    return ReportLine(
        row.id,
        opened(row, "name"),
        filesizeformat(row.size),
        row.added_date,
        row.state,
        row.get_state_display(),
        [gettext(sentence) for sentence in verdicts.sentences(opened(row, "findings"))],
    )


def seats_to_name(viewer: Viewer, seats: Iterable[Seat]) -> list[tuple[str, str]]:
    """The seats of the others at this table, to choose from."""
    others = [seat for seat in seats if seat.organisation_id != viewer.organisation_id]
    people = names.of_people(viewer, {seat.person_id for seat in others})
    return [
        (str(seat.id), ", ".join(filter(None, (seat.organisation.name, people.get(seat.person_id, "")))))
        for seat in others
    ]
