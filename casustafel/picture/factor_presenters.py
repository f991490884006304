"""Factors as they are read: protective beside worrying, and for each what speaks for and against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.lib.ages import ago
from casustafel.lib.refusal import N_
from casustafel.method import model
from casustafel.method.choices import Bearing
from casustafel.method.model import Item, Model
from casustafel.parties import names
from casustafel.picture import factor_queries, rules
from casustafel.picture.choices import FactorStand, Side
from casustafel.picture.factor_queries import LOOK_AGAIN, FactorsFile
from casustafel.picture.models import Factor, FactorChange, FactorTie, Statement
from casustafel.vault import opening
from casustafel.vault.models import SealedRecord
from casustafel.vault.opening import Opened

NOT_SPOKEN_OF = N_("Not spoken of yet")
TONES = {FactorStand.RECOGNISED: "info", FactorStand.NOT_SEEN: "neutral", FactorStand.UNKNOWN: "attention"}
HAPPENED = {
    "WITHDRAWN": N_("A statement it rests on was withdrawn."),
    "REFUTED": N_("A statement it rests on was refuted."),
    "CONTRADICTED": N_("A statement it rests on was contradicted."),
    "REPHRASED": N_("A statement it rests on was put otherwise."),
}


@dataclass(frozen=True)
class FactorLine:
    """Empty `stand`: nobody spoke of it yet."""

    text: str
    url: str
    stand: str = ""
    stand_name: str = ""
    tone: str = "neutral"
    who: str = ""
    at: datetime | None = None
    reason: str = ""
    look_again: list[str] = field(default_factory=list)
    is_own: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class FactorDomain:
    name: str
    help: str
    protective: list[FactorLine]
    worrying: list[FactorLine]


@dataclass(frozen=True)
class FactorsPage:
    domains: list[FactorDomain]
    parts: list[tuple[str, str]]
    part: str
    is_shared: bool


@dataclass(frozen=True)
class TiedStatement:
    """`text` is empty when it was withdrawn."""

    nature: str
    nature_name: str
    text: str
    source: str
    day: date | None
    age: str
    url: str
    withdrawn: datetime | None


@dataclass(frozen=True)
class SideColumn:
    name: str
    seen: list[TiedStatement]
    thought: list[TiedStatement]


@dataclass(frozen=True)
class StandLine:
    what: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class FactorPage:
    id: UUID
    line: FactorLine
    domain: str
    bearing_name: str
    sides: list[SideColumn]
    history: list[StandLine]


@dataclass(frozen=True)
class Recognised:
    """What the table recognises, in words only: protective beside worrying."""

    protective: list[str]
    worrying: list[str]


@dataclass(frozen=True)
class Choice:
    """A statement to choose, as the label of its field and what stands below it."""

    id: UUID
    text: str
    marks: str


def factors_page(
    viewer: Viewer, file: FactorsFile, *, part: str, now: datetime
) -> tuple[CaseFrame, FactorsPage]:
    version = model.of(file.case.model_version)
    opened = opening.open_all([file.case, *file.factors], by=viewer, purpose="picture.factors", now=now)
    known = [(domain.code, domain.label) for domain in version.domains]
    part = part if part in dict(known) else ""
    page = FactorsPage(
        domains=factor_domains(file, opened, names.of_people(viewer, _speakers(file.factors)), part=part),
        parts=[("", gettext("All parts of life")), *known],
        part=part,
        is_shared=file.is_shared,
    )
    return case_frame(file.case, opened(file.case, "pseudonym"), current="picture:picture"), page


def factor_domains(
    file: FactorsFile, opened: Opened, people: dict[UUID, str], *, part: str = ""
) -> list[FactorDomain]:
    """In the order of the model; the table's own words follow, the oldest first. Nothing is added up."""
    version = model.of(file.case.model_version)
    return [
        FactorDomain(
            domain.label,
            domain.help,
            _column(file, opened, people, version, domain, Bearing.PROTECTIVE),
            _column(file, opened, people, version, domain, Bearing.RISK),
        )
        for domain in version.domains
        if part in {"", domain.code}
    ]


def _column(
    file: FactorsFile, opened: Opened, people: dict[UUID, str], version: Model, domain: Item, bearing: str
) -> list[FactorLine]:
    here = [each for each in file.factors if each.domain == domain.code and each.bearing == bearing]
    by_code = {each.code: each for each in here if each.code}
    lines = []
    for item in version.factors:
        if item.domain != domain.code or item.bearing != bearing:
            continue
        said = by_code.get(item.code)
        lines.append(_line(said, file, opened, people) if said else _unspoken(file, item))
    return [*lines, *(_line(each, file, opened, people) for each in here if not each.code)]


def _unspoken(file: FactorsFile, item: Item) -> FactorLine:
    return FactorLine(
        item.label,
        reverse("picture:say_factor", args=[file.case.id, item.code]),
        stand_name=gettext(NOT_SPOKEN_OF),
        is_marked=item.code in file.marked,
    )


def _line(factor: Factor, file: FactorsFile, opened: Opened, people: dict[UUID, str]) -> FactorLine:
    happened = file.happened.get(factor.id, set())
    return FactorLine(
        text=text_of(factor, opened),
        url=reverse("picture:factor", args=[factor.case_id, factor.id]),
        stand=factor.stand,
        stand_name=factor.get_stand_display(),
        tone=TONES[FactorStand(factor.stand)],
        who=_who(factor, people),
        at=factor.at,
        reason=opened(factor, "reason"),
        look_again=[gettext(HAPPENED[kind]) for kind in LOOK_AGAIN if kind in happened],
        is_own=not factor.code,
        is_marked=factor.stand != FactorStand.RECOGNISED and factor.code in file.marked,
    )


def text_of(factor: Factor, opened: Opened) -> str:
    if not factor.code:
        return opened(factor, "words")
    known = model.of(factor.case.model_version).factors
    return next((item.label for item in known if item.code == factor.code), factor.code)


def _who(said: Factor | FactorChange, people: dict[UUID, str]) -> str:
    return ", ".join(filter(None, (people.get(said.by_id, ""), said.organisation.name)))


def _speakers(said: Iterable[Factor | FactorChange]) -> set[UUID]:
    return {each.by_id for each in said}


def recognised(factors: Iterable[Factor], opened: Opened) -> Recognised | None:
    said = [(factor.bearing, text_of(factor, opened)) for factor in factors]
    if not said:
        return None
    return Recognised(
        [text for bearing, text in said if bearing == Bearing.PROTECTIVE],
        [text for bearing, text in said if bearing == Bearing.RISK],
    )


def factor_page(
    viewer: Viewer, file: FactorsFile, changes: Sequence[FactorChange], *, now: datetime
) -> tuple[CaseFrame, FactorPage]:
    case, factor = file.case, file.factors[0]
    readable = [tie.statement for tie in file.ties if tie.statement.withdrawn_at is None]
    rows: list[SealedRecord] = [case, factor, *changes, *readable]
    opened = opening.open_all(rows, by=viewer, purpose="picture.factor", now=now)
    people = names.of_people(viewer, _speakers([factor, *changes]))
    page = FactorPage(
        id=factor.id,
        line=_line(factor, file, opened, people),
        domain=model.of(case.model_version).domain(factor.domain).label,
        bearing_name=factor.get_bearing_display(),
        sides=sides_of(file.ties, opened, now=now),
        history=[
            StandLine(each.get_stand_display(), _who(each, people), each.at, opened(each, "reason"))
            for each in changes
        ],
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def sides_of(ties: Iterable[FactorTie], opened: Opened, *, now: datetime) -> list[SideColumn]:
    """What speaks for it beside what speaks against it; in each what was seen beside what is thought."""
    tied = [(tie.side, tie.statement.nature in rules.SEEN, _tied(tie.statement, opened, now)) for tie in ties]
    return [
        SideColumn(
            name,
            [row for side, is_seen, row in tied if side == wanted and is_seen],
            [row for side, is_seen, row in tied if side == wanted and not is_seen],
        )
        for wanted, name in (
            (Side.FOR, gettext("What speaks for it")),
            (Side.AGAINST, gettext("What speaks against it")),
        )
    ]


def _tied(statement: Statement, opened: Opened, now: datetime) -> TiedStatement:
    day, gone = statement.observed_date or statement.told_date, statement.withdrawn_at
    return TiedStatement(
        nature=statement.nature,
        nature_name=statement.get_nature_display(),
        text="" if gone else opened(statement, "text"),
        source=statement.contribution.organisation.name if gone else _source(statement, opened),
        day=day,
        age=ago(day, now.date()),
        url="" if gone else _page_of(statement),
        withdrawn=gone,
    )


def _source(statement: Statement, opened: Opened) -> str:
    return gettext("%(organisation)s: %(source)s (%(reliability)s)") % {
        "organisation": statement.contribution.organisation.name,
        "source": opened(statement, "source"),
        "reliability": statement.get_reliability_display(),
    }


def _page_of(statement: Statement) -> str:
    try:
        return reverse("picture:statement", args=[statement.case_id, statement.id])
    except NoReverseMatch:  # statements have no page of their own here
        return ""


def choices(
    viewer: Viewer, statements: Sequence[Statement], *, case: Case, code: str, now: datetime
) -> list[Choice]:
    readable = [row for row in statements if row.withdrawn_at is None]
    opened = opening.open_all(readable, by=viewer, purpose="picture.factor", now=now)
    domains = {item.code: item.label for item in model.of(case.model_version).domains}
    found = []
    for row in statements:
        marks = [
            row.get_nature_display(),
            domains.get(row.domain, row.domain),
            row.contribution.organisation.name if row.withdrawn_at else _source(row, opened),
            f"{row.observed_date:%d-%m-%Y}" if row.observed_date else "",
            gettext("Its author recognised this in it") if code and row.factor == code else "",
        ]
        text = gettext("Withdrawn") if row.withdrawn_at else opened(row, "text")
        found.append(Choice(row.id, text, " · ".join(filter(None, marks))))
    return found


def begun(viewer: Viewer, factor: Factor, *, now: datetime) -> dict[str, object]:
    """What the form to say it anew begins with, and in a conflict what somebody else said."""
    opened = opening.open_all([factor], by=viewer, purpose="factor.say", now=now)
    return {
        "text": text_of(factor, opened),
        "stand": factor.stand,
        "stand_name": factor.get_stand_display(),
        "reason": opened(factor, "reason"),
        "version": factor.version,
    }


def tied_sides(viewer: Viewer, factor: Factor) -> dict[UUID, str]:
    return {tie.statement_id: tie.side for tie in factor_queries.ties_of(viewer, factor)}
