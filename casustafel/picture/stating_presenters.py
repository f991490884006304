"""A statement with its marks in words, what lies beside it, and what it said before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.utils.formats import date_format
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.lib.refusal import N_
from casustafel.method import model
from casustafel.method.choices import Bearing, Nature, Reliability
from casustafel.method.model import Item, Model
from casustafel.parties import names
from casustafel.picture import ages, grounds, hints
from casustafel.picture.choices import Credibility, LinkKind
from casustafel.picture.hints import Hint
from casustafel.picture.models import Contribution, Revision, Statement, StatementLink
from casustafel.picture.presenters import StatementLine, statement_line
from casustafel.picture.stating import MARKS
from casustafel.picture.stating_queries import OwnFile, StatementFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened

SUPPORTED, SUPPORTS = N_("Supported by"), N_("Supports")
CONTRADICTED = N_("In contradiction with")


@dataclass(frozen=True)
class Around:
    """What is the same for every statement on a page."""

    viewer: Viewer
    version: Model
    today: date

    def line(self, statement: Statement, opened: Opened) -> StatementLine:
        return statement_line(statement, opened, self.viewer, today=self.today)


@dataclass(frozen=True)
class Mark:
    name: str
    value: str


@dataclass(frozen=True)
class Version:
    number: int
    text: str
    marks: list[Mark]
    who: str
    at: datetime


@dataclass(frozen=True)
class TiedLine:
    id: UUID
    line: StatementLine
    who: str
    at: datetime
    mine: bool
    is_for_some: bool


@dataclass(frozen=True)
class VerdictLine:
    what: str
    reason: str
    organisation: str
    who: str
    at: datetime


@dataclass(frozen=True)
class StatementPage:
    id: UUID
    line: StatementLine
    marks: list[Mark]
    given: list[Mark]
    hints: list[Hint]
    ties: list[tuple[str, list[TiedLine]]]
    verdicts: list[VerdictLine]
    versions: list[Version]
    may_revise: bool
    may_withdraw: bool
    may_add: bool
    contribution_id: UUID
    factor: str


@dataclass(frozen=True)
class QuickLine:
    line: StatementLine
    hints: list[Hint]


@dataclass(frozen=True)
class QuickPage:
    organisation: str
    audience: str
    is_shared: bool
    lines: list[QuickLine]
    pages: Page[Statement]


@dataclass(frozen=True)
class LinkPage:
    text: str
    choices: list[tuple[UUID, str]]
    domains: list[tuple[str, str]]
    domain: str
    pages: Page[Statement]


def statement_page(viewer: Viewer, file: StatementFile, *, now: datetime) -> tuple[CaseFrame, StatementPage]:
    said, case = file.statement, file.statement.case
    ends = [_other(link, said) for link in file.links]
    shown = [row for row in (said, *ends) if not row.is_hidden_from(viewer)]
    rows = [case, *shown, *file.revisions, *file.verdicts]
    opened = opening.open_all(rows, by=viewer, purpose="picture.statement", now=now)
    around = Around(viewer, model.of(case.model_version), now.date())
    people = names.of_people(viewer, _people(file))
    line = around.line(said, opened)
    works = case.state == State.OPEN and said.withdrawn_at is None
    page = StatementPage(
        id=said.id,
        line=line,
        marks=[] if line.is_hidden else _marks(said, line, around),
        given=[] if line.is_hidden else _given(said.contribution),
        hints=_hints(line),
        ties=_ties(file, opened, around),
        verdicts=[
            VerdictLine(
                row.get_kind_display(),
                opened(row, "reason"),
                row.organisation.name,
                people.get(row.by_id, ""),
                row.at,
            )
            for row in file.verdicts
        ],
        versions=[_version(row, opened, people, around.version) for row in file.revisions],
        may_revise=works and line.mine,
        may_withdraw=line.mine and said.withdrawn_at is None,
        may_add=works,
        contribution_id=said.contribution_id,
        factor=said.factor,
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def _people(file: StatementFile) -> set[UUID]:
    return {row.by_id for row in file.revisions} | {row.by_id for row in file.verdicts}


def _other(link: StatementLink, said: Statement) -> Statement:
    found: Statement = link.other if link.statement_id == said.id else link.statement
    return found


def _ties(file: StatementFile, opened: Opened, around: Around) -> list[tuple[str, list[TiedLine]]]:
    said = file.statement
    groups: dict[str, list[TiedLine]] = {}
    for link in file.links:
        other = _other(link, said)
        tied = TiedLine(
            id=link.id,
            line=around.line(other, opened),
            who=link.organisation.name,
            at=link.at,
            mine=link.organisation_id == around.viewer.organisation_id,
            is_for_some=not (other.contribution.is_for_all and said.contribution.is_for_all),
        )
        groups.setdefault(_heading(link, said), []).append(tied)
    return list(groups.items())


def _heading(link: StatementLink, said: Statement) -> str:
    if link.kind == LinkKind.CONTRADICTS:
        return gettext(CONTRADICTED)
    return gettext(SUPPORTED) if link.other_id == said.id else gettext(SUPPORTS)


def _hints(line: StatementLine) -> list[Hint]:
    """For who can still put it otherwise."""
    return hints.of(line.text, nature=line.nature, source=line.source) if line.mine else []


def _marks(said: Statement, line: StatementLine, around: Around) -> list[Mark]:
    marks = _in_words({name: getattr(said, name) for name in MARKS}, around.version)
    told = f"{date_format(said.told_date, 'j F Y')}, {ages.in_words(said.told_date, around.today)}"
    return [Mark(gettext("Source"), line.source), *marks, Mark(gettext("Told on"), told)]


def _given(contribution: Contribution) -> list[Mark]:
    return [
        Mark(gettext("Brought in by"), contribution.organisation.name),
        Mark(gettext("On which ground"), grounds.name_of(contribution.ground)),
        Mark(gettext("For whom"), contribution.get_audience_display()),
        Mark(gettext("Checked before it was given"), contribution.get_verified_display()),
        Mark(gettext("May it go further"), contribution.get_onward_display()),
    ]


def _version(row: Revision, opened: Opened, people: Mapping[UUID, str], version: Model) -> Version:
    kept = json.loads(opened(row, "marks") or "{}")
    marks = [Mark(gettext("Source"), opened(row, "source")), *_in_words(kept, version)]
    return Version(
        number=row.version,
        text=opened(row, "text"),
        marks=[mark for mark in marks if mark.value],
        who=people.get(row.by_id, ""),
        at=row.replaced_at,
    )


def _in_words(marks: Mapping[str, Any], version: Model) -> list[Mark]:
    """Marks as they are stored or kept; what has no value is left out."""
    seen = marks.get("observed_date")
    day = date.fromisoformat(seen) if isinstance(seen, str) and seen != "None" else seen
    hand = marks.get("first_hand")
    found = [
        Mark(gettext("What it is"), _choice(Nature, marks.get("nature"))),
        Mark(gettext("Seen or heard on"), date_format(day, "j F Y") if isinstance(day, date) else ""),
        Mark(gettext("First hand"), "" if hand is None else gettext("Yes") if hand else gettext("No")),
        Mark(gettext("Reliability of the source"), _choice(Reliability, marks.get("reliability"))),
        Mark(gettext("Credibility"), _choice(Credibility, marks.get("credibility"))),
        Mark(gettext("Part of life"), _label(version.domains, marks.get("domain"))),
        Mark(gettext("Worrying or protective"), _choice(Bearing, marks.get("bearing"))),
        Mark(gettext("Factor"), _label(version.factors, marks.get("factor"))),
        Mark(gettext("Question of the model"), _label(version.questions, marks.get("question"))),
    ]
    return [mark for mark in found if mark.value]


def _choice(choices: Any, code: object) -> str:
    return str(choices(code).label) if code in choices.values else ""


def _label(items: Sequence[Item], code: object) -> str:
    return next((item.label for item in items if item.code == code), "")


def as_typed(viewer: Viewer, said: Statement, *, now: datetime) -> dict[str, Any]:
    """What a form to put it otherwise begins with."""
    opened = opening.open_all([said], by=viewer, purpose="statement.revise", now=now)
    marks = {name: getattr(said, name) for name in MARKS}
    return {
        **marks,
        "text": opened(said, "text"),
        "source": opened(said, "source"),
        "version": said.version,
    }


def as_read(typed: Mapping[str, Any], version: Model) -> str:
    """The sentence and its marks under each other, to lay beside another."""
    marks = [Mark(gettext("Source"), str(typed["source"])), *_in_words(typed, version)]
    return "\n".join([str(typed["text"]), "", *(f"{mark.name}: {mark.value}" for mark in marks)])


def quick_page(viewer: Viewer, file: OwnFile, *, now: datetime) -> QuickPage:
    contribution, said = file.contribution, list(file.lines)
    opened = opening.open_all(said, by=viewer, purpose="picture.quick", now=now)
    around = Around(viewer, model.of(contribution.case.model_version), now.date())
    lines = [around.line(row, opened) for row in said]
    return QuickPage(
        contribution.organisation.name,
        contribution.get_audience_display(),
        contribution.shared_at is not None,
        [QuickLine(line, _hints(line)) for line in lines],
        file.lines,
    )


def link_page(
    viewer: Viewer, said: Statement, others: Page[Statement], *, domain: str, now: datetime
) -> LinkPage:
    rows = [said, *others]
    shown = [row for row in rows if not row.is_hidden_from(viewer)]
    opened = opening.open_all(shown, by=viewer, purpose="picture.link", now=now)
    version = model.of(said.case.model_version)
    around = Around(viewer, version, now.date())
    lines = [around.line(row, opened) for row in rows]
    return LinkPage(
        lines[0].text,
        [(line.id, f"{line.nature_name}: {line.text} ({line.organisation})") for line in lines[1:]],
        [("", gettext("All parts of life")), *((item.code, item.label) for item in version.domains)],
        domain,
        others,
    )
