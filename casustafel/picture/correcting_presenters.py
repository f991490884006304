"""Provision and correction in words: the record of both sides, a contribution as given, the notices."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.method import model
from casustafel.parties import names
from casustafel.parties.models import Organisation
from casustafel.picture import correcting_queries as queries
from casustafel.picture import grounds
from casustafel.picture.choices import Category, CorrectionKind, ExportFor
from casustafel.picture.correcting_queries import Provided, Receipt, Wanted
from casustafel.picture.models import (
    Contribution,
    Correction,
    CorrectionNotice,
    InstrumentResult,
    Provision,
    Statement,
)
from casustafel.vault import opening
from casustafel.vault.opening import Opened

# A cell that a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class ProvisionLine:
    """What one organisation gave another, without the statements themselves."""

    contribution_id: UUID
    day: datetime
    organisation: str
    category: str
    ground: str
    purpose: str
    said: int
    stands: int
    onward: str
    until: date
    is_kept: bool
    corrected: int
    waits: int

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.said) and not self.stands


@dataclass(frozen=True)
class CorrectionLine:
    day: datetime
    is_withdrawn: bool
    reason: str


@dataclass(frozen=True)
class SaidLine:
    id: UUID
    nature: str
    nature_name: str
    text: str
    source: str
    domain: str
    observed: date | None
    withdrawn: datetime | None
    is_legible: bool
    corrections: list[CorrectionLine]


@dataclass(frozen=True)
class ResultGiven:
    """The result of an instrument; what it says stands on its own page."""

    id: UUID
    assessed: date
    withdrawn: datetime | None
    corrections: list[CorrectionLine]


@dataclass(frozen=True)
class NoticeLine:
    """A correction for one organisation. `case` and `url` are empty for who has no seat there any more."""

    id: UUID
    provider: str
    organisation: str
    provided: datetime
    day: datetime
    is_withdrawn: bool
    acknowledged: datetime | None
    acknowledged_by: str
    is_late: bool
    case: str = ""
    case_id: UUID | None = None
    contribution_id: UUID | None = None


@dataclass(frozen=True)
class ReceiptLine:
    organisation: str
    since: datetime
    notices: list[NoticeLine]


@dataclass(frozen=True)
class ProvidedPage:
    id: UUID
    organisation: str
    is_mine: bool
    is_shared: bool
    is_kept: bool
    facts: list[tuple[str, str]]
    statements: list[SaidLine]
    results: list[ResultGiven]
    may_withdraw: bool
    receipts: list[ReceiptLine]


@dataclass(frozen=True)
class SinceLine:
    day: datetime
    organisation: str
    is_withdrawn: bool
    is_result: bool
    case_id: UUID
    contribution_id: UUID


def provisions_page(
    viewer: Viewer, case: Case, wanted: Wanted, rows: Iterable[Provision], *, now: datetime
) -> tuple[CaseFrame, list[ProvisionLine]]:
    rows = list(rows)
    given = {row.contribution_id: row.contribution for row in rows}
    opened = opening.open_all([case, *given.values()], by=viewer, purpose="picture.provisions", now=now)
    frame = case_frame(case, opened(case, "pseudonym"), current="picture:picture")
    return frame, [_provision(row, wanted, opened) for row in rows]


def _provision(row: Any, wanted: Wanted, opened: Opened) -> ProvisionLine:
    given: Contribution = row.contribution
    return ProvisionLine(
        contribution_id=given.id,
        day=row.at,
        organisation=getattr(row, wanted.other).name,
        category=given.get_category_display(),
        ground=grounds.name_of(given.ground),
        purpose=opened(given, "purpose"),
        said=row.said,
        stands=row.stands,
        onward=given.get_onward_display(),
        until=given.until_date,
        is_kept=given.is_kept,
        corrected=row.corrected,
        waits=row.waits,
    )


def filters(wanted: Wanted, partners: Iterable[Organisation]) -> dict[str, Any]:
    """What the list can be narrowed by; each value stands in the address."""
    return {
        "sides": [
            (queries.GIVEN, gettext("To whom did we give what")),
            (queries.RECEIVED, gettext("What did we get from whom")),
        ],
        "organisations": [("", gettext("All organisations")), *((o.id, o.name) for o in partners)],
        "categories": [("", gettext("All kinds")), *Category.choices],
        "states": [
            ("", gettext("Everything")),
            (queries.CORRECTED, gettext("Only what was corrected")),
            (queries.WAITING, gettext("Only what was not acknowledged")),
        ],
        "wanted": wanted,
        "is_narrowed": bool(wanted.organisation or wanted.category or wanted.state),
    }


def exported(viewer: Viewer, case: Case, wanted: Wanted, *, what_for: str, now: datetime) -> bytes:
    """The record as a table to take along: semicolons, and a mark that spreadsheets know as UTF-8. Its first
    line says who made it, when and what for. No statement stands in it."""
    rows = list(queries.provisions(viewer, case, wanted))
    given = {row.contribution_id: row.contribution for row in rows}
    opened = opening.open_all(given.values(), by=viewer, purpose="picture.provisions", now=now)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_harmless(_watermark(viewer, wanted, what_for, now=now)))
    writer.writerow(_harmless(_heads(wanted)))
    writer.writerows(_harmless(_cells(_provision(row, wanted, opened))) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cells: Sequence[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]


def _watermark(viewer: Viewer, wanted: Wanted, what_for: str, *, now: datetime) -> list[str]:
    side = gettext("Given by us") if wanted.side == queries.GIVEN else gettext("Received by us")
    return [
        gettext("Confidential"),
        side,
        gettext("Made by %(name)s") % {"name": names.of_viewer(viewer).person},
        date_format(localtime(now), "j F Y H:i"),
        gettext("What for: %(purpose)s") % {"purpose": ExportFor(what_for).label},
    ]


def _heads(wanted: Wanted) -> list[str]:
    other = gettext("Given to") if wanted.side == queries.GIVEN else gettext("Received from")
    return [
        gettext("Day"),
        other,
        gettext("Kind of information"),
        gettext("Ground"),
        gettext("What for"),
        gettext("Statements"),
        gettext("Withdrawn"),
        gettext("Passing on"),
        gettext("Kept until"),
        gettext("Told, not kept"),
        gettext("Corrections"),
        gettext("Not acknowledged yet"),
    ]


def _cells(line: ProvisionLine) -> list[str]:
    return [
        date_format(localtime(line.day), "Y-m-d H:i"),
        line.organisation,
        line.category,
        line.ground,
        line.purpose,
        str(line.said),
        str(line.said - line.stands),
        line.onward,
        date_format(line.until, "Y-m-d"),
        "" if line.is_kept else gettext("yes"),
        str(line.corrected),
        str(line.waits),
    ]


def provided_page(viewer: Viewer, found: Provided, *, now: datetime) -> tuple[CaseFrame, ProvidedPage]:
    given, case = found.contribution, found.contribution.case
    is_mine = given.organisation_id == viewer.organisation_id
    legible = [row for row in found.statements if is_mine or row.withdrawn_at is None]
    opened = opening.open_all(
        [case, given, *legible, *found.corrections], by=viewer, purpose="picture.provided", now=now
    )
    people = _who_acknowledged(viewer, [n for each in found.receipts for n in each.notices])
    page = ProvidedPage(
        id=given.id,
        organisation=given.organisation.name,
        is_mine=is_mine,
        is_shared=given.shared_at is not None,
        is_kept=given.is_kept,
        facts=_facts(given, opened),
        statements=[
            _said(row, case, opened if row in legible else None, _corrections(row, found, opened))
            for row in found.statements
        ],
        results=[
            ResultGiven(row.id, row.assessed_date, row.withdrawn_at, _corrections(row, found, opened))
            for row in found.results
        ],
        may_withdraw=is_mine and given.stands > 0,
        receipts=[_receipt(each, people) for each in found.receipts],
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def _facts(given: Contribution, opened: Opened) -> list[tuple[str, str]]:
    return [
        (gettext("What for"), opened(given, "purpose")),
        (gettext("Ground"), grounds.name_of(given.ground)),
        (gettext("Kind of information"), given.get_category_display()),
        (gettext("For whom"), given.get_audience_display()),
        (gettext("Passing on"), given.get_onward_display()),
        (gettext("Checked before it was given"), given.get_verified_display()),
        (gettext("Kept until"), date_format(given.until_date, "j F Y")),
    ]


def _corrections(row: Statement | InstrumentResult, found: Provided, opened: Opened) -> list[CorrectionLine]:
    return [
        CorrectionLine(each.at, each.kind == CorrectionKind.WITHDRAWN, opened(each, "reason"))
        for each in found.corrections
        if row.id in (each.statement_id, each.result_id)
    ]


def _said(row: Statement, case: Case, opened: Opened | None, corrections: list[CorrectionLine]) -> SaidLine:
    return SaidLine(
        id=row.id,
        nature=row.nature,
        nature_name=row.get_nature_display(),
        text=opened(row, "text") if opened else "",
        source=opened(row, "source") if opened else "",
        domain=model.of(case.model_version).domain(row.domain).label,
        observed=row.observed_date,
        withdrawn=row.withdrawn_at,
        is_legible=opened is not None,
        corrections=corrections,
    )


def _receipt(each: Receipt, people: dict[UUID, str]) -> ReceiptLine:
    """What comes too late stands on the page of corrections, and under Today."""
    lines = [_notice(n, people, date.min) for n in each.notices]
    return ReceiptLine(each.provision.receiver.name, each.provision.at, lines)


def _who_acknowledged(viewer: Viewer, notices: Iterable[CorrectionNotice]) -> dict[UUID, str]:
    who = {each.acknowledged_by for each in notices if each.acknowledged_by}
    return names.of_rows(viewer, who) if who else {}


def notices_page(viewer: Viewer, rows: Page[CorrectionNotice], *, now: datetime) -> list[NoticeLine]:
    found = list(rows)
    seen = queries.still_read(viewer, found)
    people = _who_acknowledged(viewer, found)
    before = queries.late_before(viewer, day=now.date())
    cases = list({row.case_id: row.case for row in seen.values()}.values())
    opened = opening.open_all(cases, by=viewer, purpose="picture.corrections", now=now)
    return [_placed(row, seen, opened, people, before) for row in found]


def boxes() -> dict[str, Any]:
    return {
        "boxes": [("", gettext("For us")), (queries.SENT, gettext("From us"))],
        "states": [("", gettext("Not acknowledged yet")), ("ALL", gettext("Everything"))],
    }


def _placed(
    row: CorrectionNotice,
    seen: dict[UUID, Contribution],
    opened: Opened,
    people: dict[UUID, str],
    before: date,
) -> NoticeLine:
    given = seen.get(row.contribution_id)
    return _notice(row, people, before, opened(given.case, "pseudonym") if given else "", given)


def _notice(
    row: CorrectionNotice,
    people: dict[UUID, str],
    before: date,
    case: str = "",
    given: Contribution | None = None,
) -> NoticeLine:
    return NoticeLine(
        id=row.id,
        provider=row.provider.name,
        organisation=row.organisation.name,
        provided=row.provided_at,
        day=row.at,
        is_withdrawn=row.kind == CorrectionKind.WITHDRAWN,
        acknowledged=row.acknowledged_at,
        acknowledged_by=people.get(row.acknowledged_by_id, "") if row.acknowledged_by_id else "",
        is_late=row.acknowledged_at is None and localtime(row.at).date() < before,
        case=case,
        case_id=given.case_id if given else None,
        contribution_id=given.id if given else None,
    )


def words_of(viewer: Viewer, statement: Statement, *, now: datetime) -> str:
    """What is about to be withdrawn, to be sure that it is this one."""
    return opening.open_all([statement], by=viewer, purpose="statement.withdraw", now=now)(statement, "text")


def since(rows: Iterable[Correction]) -> list[SinceLine]:
    """On something that was kept, such as a plan: what it may rest on and no longer stands."""
    return [
        SinceLine(
            row.at,
            row.organisation.name,
            row.was_taken_back,
            row.result_id is not None,
            row.case_id,
            row.contribution_id,
        )
        for row in rows
    ]
