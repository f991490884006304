from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.lib import clock
from casustafel.lib.refusal import N_
from casustafel.method import model
from casustafel.method.choices import Bearing
from casustafel.method.model import Item
from casustafel.picture import ages, grounds, queries, rules
from casustafel.picture.choices import Audience, Credibility, VerdictKind
from casustafel.picture.models import Contribution, Statement
from casustafel.picture.queries import Found, PictureFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened

# How the parts of life are laid out: two columns, each with a heading and what stands in it.
BY_NATURE = (("SEEN", N_("What was seen")), ("THOUGHT", N_("What was heard or thought")))
BY_BEARING = (("PROTECTIVE", N_("What protects")), ("RISK", N_("What worries")))


@dataclass(frozen=True)
class Badge:
    text: str
    tone: str


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
    age: str = ""
    told_on: date | None = None
    withdrawn: datetime | None = None
    corrected: datetime | None = None
    is_legible: bool = True
    badges: list[Badge] = field(default_factory=list)
    url: str = ""
    credibility: str = ""

    @property
    def is_hidden(self) -> bool:
        return not self.is_legible


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    lines: list[StatementLine]
    total: int


@dataclass(frozen=True)
class DomainCard:
    """What is known in one area of life, in two columns; `total` counts all that the viewer may see."""

    code: str
    name: str
    help: str
    columns: list[Column] = field(default_factory=list)
    total: int = 0

    @property
    def is_blank(self) -> bool:
        """Nothing stands here. What was withdrawn does not count as known."""
        return not self.total

    @property
    def is_empty(self) -> bool:
        return self.is_blank and not self.shown

    @property
    def shown(self) -> int:
        return sum(len(column.lines) for column in self.columns)

    @property
    def beside(self) -> int:
        """How many stand in neither column."""
        return self.total - sum(column.total for column in self.columns)

    def lines(self, key: str) -> list[StatementLine]:
        return [line for column in self.columns if column.key == key for line in column.lines]


@dataclass(frozen=True)
class ContributionLine:
    """Not `is_kept`: told aloud on `told`, about `domain`. What `is_past` shows to its own organisation."""

    id: UUID
    organisation: str
    purpose: str
    ground: str
    category: str
    audience: str
    onward: str
    verified: str
    until: date
    made: datetime
    is_mine: bool
    is_shared: bool
    is_sealed: bool
    is_past: bool
    is_kept: bool
    told: date | None
    domain: str
    sharing_aid: str


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
class FoundPage:
    """Statements below each other, a page of them."""

    title: str
    help: str
    lines: list[StatementLine]
    page: Page[Statement]


def picture_page(
    viewer: Viewer, file: PictureFile, *, chairs: bool, by_bearing: bool, now: datetime
) -> tuple[CaseFrame, PicturePage]:
    case = file.case
    opened = opening.open_all(
        [case, *file.legible_to(viewer), *file.contributions], by=viewer, purpose="picture.page", now=now
    )
    page = picture_content(viewer, file, opened, chairs=chairs, by_bearing=by_bearing, now=now)
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def picture_content(
    viewer: Viewer,
    file: PictureFile,
    opened: Opened,
    *,
    chairs: bool,
    now: datetime,
    by_bearing: bool = False,
) -> PicturePage:
    case = file.case
    lines = [
        (s.domain, statement_line(s, opened, viewer, contradicted=file.contradicted, today=now.date()))
        for s in file.statements
    ]
    counts = _counts(file)
    return PicturePage(
        domains=[
            _card(
                domain,
                [line for code, line in lines if code == domain.code],
                {key[1:]: number for key, number in counts.items() if key[0] == domain.code},
                BY_BEARING if by_bearing else BY_NATURE,
            )
            for domain in model.of(case.model_version).domains
        ],
        contributions=[
            contribution_line(c, opened, viewer, version=case.model_version) for c in file.contributions
        ],
        sharing_since=file.sharing.opened_at if file.sharing else None,
        may_share=chairs and file.sharing is None and case.state == State.OPEN,
    )


def domain_page(viewer: Viewer, found: Found, domain: str, *, now: datetime) -> tuple[CaseFrame, FoundPage]:
    case, known = found.case, model.of(found.case.model_version).domain(domain)
    opened = opening.open_all([case, *found.readable(viewer)], by=viewer, purpose="picture.domain", now=now)
    page = FoundPage(known.label, known.help, found_lines(viewer, found, opened, now=now), found.page)
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def found_lines(viewer: Viewer, found: Found, opened: Opened, *, now: datetime) -> list[StatementLine]:
    return [
        statement_line(row, opened, viewer, contradicted=found.contradicted, today=now.date())
        for row in found.page
    ]


def statement_line(
    statement: Statement,
    opened: Opened,
    viewer: Viewer,
    *,
    today: date,
    contradicted: frozenset[UUID] = frozenset(),
) -> StatementLine:
    """With its contribution and organisation; of what is closed to the viewer nothing need be opened."""
    contribution = statement.contribution
    closed = queries.is_closed_to(viewer, statement)
    return StatementLine(
        id=statement.id,
        text="" if closed else opened(statement, "text"),
        source="" if closed else opened(statement, "source"),
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
        age=ages.in_words(statement.observed_date or statement.told_date, today),
        told_on=None if statement.observed_date else statement.told_date,
        withdrawn=statement.withdrawn_at,
        corrected=getattr(statement, "corrected_at", None),
        is_legible=not closed,
        badges=_badges(statement, is_contradicted=statement.id in contradicted),
        url=statement_url(statement.case_id, statement.id),
        credibility="" if closed else _credibility(statement),
    )


def _credibility(statement: Statement) -> str:
    is_said = statement.credibility != Credibility.UNKNOWN
    return statement.get_credibility_display() if is_said else ""


def statement_url(case_id: UUID, statement_id: UUID | str) -> str:
    """Where one statement stands with its source; nowhere when that page is not installed here."""
    try:
        return reverse("picture:statement", args=[case_id, statement_id])
    except NoReverseMatch:
        return ""


def _card(
    domain: Item,
    lines: Sequence[StatementLine],
    counts: Mapping[tuple[str, str], int],
    columns: Sequence[tuple[str, str]],
) -> DomainCard:
    return DomainCard(
        domain.code,
        domain.label,
        domain.help,
        [
            Column(
                key,
                gettext(heading),
                [line for line in lines if _stands_in(key, line.nature, line.bearing)],
                sum(number for kind, number in counts.items() if _stands_in(key, *kind)),
            )
            for key, heading in columns
        ],
        sum(counts.values()),
    )


def _counts(file: PictureFile) -> Mapping[tuple[str, str, str], int]:
    """Where the file holds all statements, they are counted themselves."""
    standing = (row for row in file.statements if row.withdrawn_at is None)
    return file.counts or Counter((row.domain, row.nature, row.bearing) for row in standing)


def _stands_in(key: str, nature: str, bearing: str) -> bool:
    match key:
        case "SEEN":
            return nature in rules.SEEN
        case "THOUGHT":
            return nature not in rules.SEEN
    return bearing == key


def _badges(statement: Statement, *, is_contradicted: bool) -> list[Badge]:
    found = []
    if statement.verdict == VerdictKind.CONFIRMED:
        found.append(Badge(gettext("Confirmed since"), "good"))
    if statement.verdict == VerdictKind.REFUTED:
        found.append(Badge(gettext("Refuted since"), "attention"))
    if is_contradicted:
        found.append(Badge(gettext("Contradicted by somebody"), "attention"))
    return found


def contribution_line(
    contribution: Contribution, opened: Opened, viewer: Viewer, *, version: str
) -> ContributionLine:
    c = contribution
    return ContributionLine(
        id=c.id,
        organisation=c.organisation.name,
        purpose=opened(c, "purpose"),
        ground=grounds.name_of(c.ground),
        category=c.get_category_display(),
        audience=c.get_audience_display(),
        onward=c.get_onward_display(),
        verified=c.get_verified_display() if c.is_kept else "",
        until=c.until_date,
        made=c.made_at,
        is_mine=c.organisation_id == viewer.organisation_id,
        is_shared=c.shared_at is not None,
        is_sealed=c.audience == Audience.LATER,
        is_past=c.until_date < clock.now().date(),
        is_kept=c.is_kept,
        told=c.told_date,
        domain=model.of(version).domain(c.domain).label if c.domain else "",
        sharing_aid=opened(c, "sharing_aid"),
    )
