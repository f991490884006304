from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.lib.refusal import N_
from casustafel.method import model
from casustafel.method.choices import Bearing
from casustafel.parties import terms
from casustafel.parties.models import Organisation
from casustafel.picture import rules
from casustafel.picture.choices import RequestState
from casustafel.picture.models import Contribution, InformationRequest, Statement
from casustafel.picture.queries import PictureFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class StatementLine:
    id: UUID
    text: str
    source: str
    nature: str
    nature_name: str
    bearing: str
    bearing_name: str
    reliability: str
    first_hand: bool
    observed: date | None
    organisation: str
    mine: bool
    shared: bool
    version: int


@dataclass(frozen=True)
class DomainCard:
    """What is known in one area of life: what was seen beside what is thought."""

    code: str
    name: str
    help: str
    seen: list[StatementLine] = field(default_factory=list)
    thought: list[StatementLine] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not self.seen and not self.thought


@dataclass(frozen=True)
class ContributionLine:
    organisation: str
    purpose: str
    ground: str
    category: str
    audience: str
    made: datetime
    is_shared: bool


@dataclass(frozen=True)
class RequestLine:
    id: UUID
    organisation: str
    domain: str
    question: str
    purpose: str
    ground: str
    due: date
    state: str
    state_name: str
    answer: str
    mine: bool
    is_late: bool


@dataclass(frozen=True)
class PicturePage:
    domains: list[DomainCard]
    contributions: list[ContributionLine]
    sharing_since: datetime | None
    may_share: bool

    @property
    def blank(self) -> list[DomainCard]:
        return [domain for domain in self.domains if domain.is_blank]


@dataclass(frozen=True)
class Cell:
    """What one organisation knows in one domain: KNOWN, STALE, ASKED, MAY_NOT_KNOW or UNKNOWN, in words."""

    state: str
    text: str
    organisation: str
    url: str

    @property
    def is_known(self) -> bool:
        return self.state in {"KNOWN", "STALE"}


@dataclass(frozen=True)
class MapRow:
    code: str
    name: str
    cells: list[Cell]
    is_blank: bool


@dataclass(frozen=True)
class BlankSpots:
    organisations: list[str]
    rows: list[MapRow]
    blank: list[str]
    requests: list[RequestLine]


def picture_page(
    viewer: Viewer, file: PictureFile, *, chairs: bool, now: datetime
) -> tuple[CaseFrame, PicturePage]:
    case = file.case
    opened = opening.open_all(
        [case, *file.statements, *file.contributions], by=viewer, purpose="picture.page", now=now
    )
    page = picture_content(viewer, file, opened, chairs=chairs)
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def picture_content(viewer: Viewer, file: PictureFile, opened: Opened, *, chairs: bool) -> PicturePage:
    case = file.case
    by_id = {contribution.id: contribution for contribution in file.contributions}
    lines = [(s.domain, _statement(s, by_id[s.contribution_id], opened, viewer)) for s in file.statements]
    return PicturePage(
        domains=[
            DomainCard(
                domain.code,
                domain.label,
                domain.help,
                [line for code, line in lines if code == domain.code and line.nature in rules.SEEN],
                [line for code, line in lines if code == domain.code and line.nature not in rules.SEEN],
            )
            for domain in model.of(case.model_version).domains
        ],
        contributions=[
            ContributionLine(
                c.organisation.name,
                opened(c, "purpose"),
                c.get_ground_display(),
                c.get_category_display(),
                c.get_audience_display(),
                c.made_at,
                c.shared_at is not None,
            )
            for c in file.contributions
        ],
        sharing_since=file.sharing.opened_at if file.sharing else None,
        may_share=chairs and file.sharing is None and case.state == State.OPEN,
    )


def _statement(
    statement: Statement, contribution: Contribution, opened: Opened, viewer: Viewer
) -> StatementLine:
    return StatementLine(
        id=statement.id,
        text=opened(statement, "text"),
        source=opened(statement, "source"),
        nature=statement.nature,
        nature_name=statement.get_nature_display(),
        bearing=statement.bearing,
        bearing_name=statement.get_bearing_display() if statement.bearing != Bearing.NEITHER else "",
        reliability=statement.get_reliability_display(),
        first_hand=statement.first_hand,
        observed=statement.observed_date,
        organisation=contribution.organisation.name,
        mine=contribution.organisation_id == viewer.organisation_id,
        shared=contribution.shared_at is not None,
        version=statement.version,
    )


def blank_spots(
    viewer: Viewer, file: PictureFile, organisations: list[Organisation], *, now: datetime
) -> tuple[CaseFrame, BlankSpots]:
    case = file.case
    opened = opening.open_all([case, *file.requests], by=viewer, purpose="picture.blank_spots", now=now)
    holder = {c.id: c.organisation_id for c in file.contributions}
    newest: dict[tuple[str, UUID], date] = {}
    for statement in file.statements:
        place = (statement.domain, holder[statement.contribution_id])
        day = statement.observed_date or statement.told_date
        newest[place] = max(day, newest.get(place, day))
    asked = {(r.domain, r.organisation_id): r.state for r in file.requests}
    fresh_from = terms.since(case.partnership_id, "STALE_AFTER", now.date())
    rows = []
    for domain in model.of(case.model_version).domains:
        cells = [_cell(case, domain.code, each, newest, asked, fresh_from) for each in organisations]
        rows.append(MapRow(domain.code, domain.label, cells, not any(cell.is_known for cell in cells)))
    spots = BlankSpots(
        organisations=[each.name for each in organisations],
        rows=rows,
        blank=[row.name for row in rows if row.is_blank],
        requests=[request_line(r, opened, viewer, case.model_version, now=now) for r in file.requests],
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:blank_spots"), spots


# What came of asking; a cell that nobody asked about says enough by its state.
ANSWERS = {
    RequestState.ASKED: ("ASKED", ""),
    RequestState.ANSWERED: ("KNOWN", N_("Answered when asked")),
    RequestState.NONE: ("UNKNOWN", N_("Asked: nothing known")),
    RequestState.REFUSED: ("MAY_NOT_KNOW", ""),
}


def _cell(
    case: Case,
    domain: str,
    organisation: Organisation,
    newest: dict[tuple[str, UUID], date],
    asked: dict[tuple[str, UUID], str],
    fresh_from: date,
) -> Cell:
    place = (domain, organisation.id)
    state, name = ANSWERS[RequestState(asked[place])] if place in asked else ("UNKNOWN", "")
    text = gettext(name) if name else ""
    if place in newest:
        state = "KNOWN" if newest[place] >= fresh_from else "STALE"
        text = gettext("Newest of %(day)s") % {"day": date_format(newest[place], "j N Y")}
    url = reverse("picture:ask", args=[case.id])
    return Cell(state, text, organisation.name, f"{url}?organisation={organisation.id}&domain={domain}")


def request_line(
    request: InformationRequest, opened: Opened, viewer: Viewer, version: str, *, now: datetime
) -> RequestLine:
    known = model.of(version)
    return RequestLine(
        id=request.id,
        organisation=request.organisation.name,
        domain=known.domain(request.domain).label,
        question=known.question(request.question).label if request.question else "",
        purpose=opened(request, "purpose"),
        ground=request.get_ground_display(),
        due=request.due_date,
        state=request.state,
        state_name=request.get_state_display(),
        answer=opened(request, "answer"),
        mine=request.organisation_id == viewer.organisation_id and request.state == RequestState.ASKED,
        is_late=request.state == RequestState.ASKED and request.due_date < now.date(),
    )


def one_request(viewer: Viewer, request: InformationRequest, *, now: datetime) -> RequestLine:
    opened = opening.open_all([request], by=viewer, purpose="picture.request", now=now)
    return request_line(request, opened, viewer, request.case.model_version, now=now)


def text_of(viewer: Viewer, statement: Statement, *, now: datetime) -> dict[str, object]:
    """What a form to put it otherwise begins with."""
    opened = opening.open_all([statement], by=viewer, purpose="statement.revise", now=now)
    return {"text": opened(statement, "text"), "version": statement.version}
