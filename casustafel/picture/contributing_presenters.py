from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.choices import State
from casustafel.cases.models import Case, Seat
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.method import model
from casustafel.parties import names
from casustafel.picture import grounds
from casustafel.picture.choices import Audience
from casustafel.picture.contributing_queries import Around
from casustafel.picture.models import Contribution, Statement
from casustafel.picture.presenters import ContributionLine, StatementLine, contribution_line, statement_line
from casustafel.sharing import catalogue
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class GroundLine:
    name: str
    article: str
    help: str
    source: str
    url: str
    about: str
    whose: str
    is_own: bool


@dataclass(frozen=True)
class WhichGrounds:
    """Which grounds there are and for whom, and what a kind of organisation lacks."""

    lines: list[GroundLine]
    without: list[str]
    unknown: str


@dataclass(frozen=True)
class StatementRow:
    domain: str
    line: StatementLine


@dataclass(frozen=True)
class DeedLine:
    what: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ContributionPage:
    line: ContributionLine
    person: str
    conditions: list[str]
    shared: datetime | None
    named: list[str]
    nameable: list[tuple[str, str]]
    statements: list[StatementRow]
    deeds: list[DeedLine]
    can_release: bool
    can_widen: bool
    can_prolong: bool
    can_add: bool


def choices() -> list[tuple[str, str]]:
    """What of the list one can look at (contributing_queries.listed)."""
    return [
        ("", gettext("All that I may see")),
        ("MINE", gettext("Of my organisation")),
        ("ENDING", gettext("Ends soon")),
        ("SEALED", gettext("Sealed for later")),
        ("TOLD", gettext("Told, not kept")),
    ]


def which_grounds(viewer: Viewer) -> WhichGrounds:
    kind, known = viewer.organisation_kind, catalogue.current()
    lines = [
        GroundLine(
            each.label,
            each.article,
            each.help,
            each.text("source_") or str(each.words.get("source", "")),
            each.url,
            grounds.about(each),
            grounds.whose(each),
            each.is_for(kind),
        )
        for each in known.to_share_on()
    ]
    unknown = known.unknown_for(kind)
    return WhichGrounds(lines, grounds.categories_without(kind), unknown.label if unknown else "")


def seats_to_name(viewer: Viewer, case: Case, *, day: date) -> list[tuple[str, str]]:
    """Everybody who sits here for another organisation: id, and organisation with person."""
    seats = [s for s in cases.seats_at(viewer, case, day=day) if s.organisation_id != viewer.organisation_id]
    return _choices(seats, names.of_people(viewer, [seat.person_id for seat in seats]))


def _choices(seats: Sequence[Seat], people: dict[UUID, str]) -> list[tuple[str, str]]:
    return [(str(s.id), f"{s.organisation.name}: {people.get(s.person_id, '')}") for s in seats]


def list_page(
    viewer: Viewer,
    case: Case,
    rows: Sequence[Contribution],
    *,
    now: datetime,
) -> tuple[CaseFrame, list[ContributionLine]]:
    opened = opening.open_all([case, *rows], by=viewer, purpose="picture.contributions", now=now)
    lines = [contribution_line(each, opened, viewer, version=case.model_version) for each in rows]
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), lines


def contribution_page(
    viewer: Viewer,
    contribution: Contribution,
    statements: Sequence[Statement],
    around: Around,
    *,
    now: datetime,
) -> tuple[CaseFrame, ContributionPage]:
    """What is withdrawn shows its text to its own organisation alone; for others it is not even opened."""
    case, is_mine = contribution.case, contribution.organisation_id == viewer.organisation_id
    readable = [each for each in statements if is_mine or each.withdrawn_at is None]
    opened = opening.open_all(
        [case, contribution, *readable, *around.deeds], by=viewer, purpose="picture.contribution", now=now
    )
    line = contribution_line(contribution, opened, viewer, version=case.model_version)
    named = [each.seat for each in around.named]
    wanted = {seat.person_id for seat in (*named, *around.nameable)} | {d.by_id for d in around.deeds}
    people = names.of_people(viewer, wanted | {contribution.person_id})
    may_change = is_mine and case.state == State.OPEN and not line.is_past
    page = ContributionPage(
        line=line,
        person=people.get(contribution.person_id, ""),
        conditions=grounds.names_of(contribution.conditions),
        shared=contribution.shared_at,
        named=[label for _id, label in _choices(named, people)],
        nameable=_choices(around.nameable, people),
        statements=[_statement(each, opened, viewer, case, now.date()) for each in statements],
        deeds=[
            DeedLine(d.get_kind_display(), people.get(d.by_id, ""), d.at, opened(d, "reason"))
            for d in around.deeds
        ],
        can_release=may_change and contribution.audience == Audience.LATER,
        can_widen=may_change and contribution.audience == Audience.SEATS,
        can_prolong=may_change,
        can_add=may_change and contribution.is_kept,
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def _statement(statement: Statement, opened: Opened, viewer: Viewer, case: Case, today: date) -> StatementRow:
    domain = model.of(case.model_version).domain(statement.domain).label
    return StatementRow(domain, statement_line(statement, opened, viewer, today=today))
