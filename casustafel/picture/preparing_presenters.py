from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.method import model
from casustafel.method.model import Item, Model
from casustafel.picture.models import Prepared, Statement
from casustafel.picture.preparing_queries import PreparingFile, Readiness
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class OwnLine:
    nature: str
    nature_name: str
    text: str
    source: str
    observed: date | None


@dataclass(frozen=True)
class QuestionLine:
    code: str
    statements: list[OwnLine]
    more: int
    colleagues: list[tuple[str, str]]


@dataclass(frozen=True)
class DomainPart:
    """A part of life as far as one's own organisation has something on its questions."""

    code: str
    name: str
    help: str
    questions: list[QuestionLine]
    filled: int
    total: int


@dataclass(frozen=True)
class ReadyLine:
    organisation: str
    person: str
    done: bool


@dataclass(frozen=True)
class ReadyPage:
    """Who says to be ready: done or not done, and nothing more."""

    lines: list[ReadyLine]
    sharing_since: datetime | None
    chairs: bool
    may_work: bool

    @property
    def waiting(self) -> list[ReadyLine]:
        return [line for line in self.lines if not line.done]


@dataclass(frozen=True)
class PreparePage:
    ready: ReadyPage
    am_ready: bool
    parts: list[DomainPart]
    others: list[DomainPart]
    domain: str
    said: dict[str, str]

    @property
    def takes_words(self) -> bool:
        return self.ready.may_work and self.ready.sharing_since is None


def shown_domains(version: Model, kind: str, domain: str) -> list[Item]:
    """The parts of life one is asked about first, or the one that was chosen."""
    chosen = [each for each in version.domains if each.code == domain]
    return chosen or version.domains_asked_of(kind)


def questions_of(version: Model, domains: Sequence[Item]) -> list[Item]:
    return [question for domain in domains for question in version.questions_of(domain.code)]


def prepare_page(
    viewer: Viewer, file: PreparingFile, *, domain: str, now: datetime
) -> tuple[CaseFrame, PreparePage]:
    case, seats = file.case, file.readiness.seats
    rows = [case, *(seat.person for seat in seats), *file.statements, *file.stands]
    opened = opening.open_all(rows, by=viewer, purpose="picture.prepare", now=now)
    version = model.of(case.model_version)
    first = shown_domains(version, viewer.organisation_kind, domain)
    filled = {*file.counts, *(stand.question for stand in file.stands)}
    page = PreparePage(
        ready=ready_page(file.readiness, opened, may_work=case.state == State.OPEN),
        am_ready=viewer.person_id in file.readiness.done,
        parts=[_part(version, each, file, opened, viewer, filled) for each in first],
        others=[_outline(version, each, filled) for each in version.domains if each not in first],
        domain=domain if len(first) == 1 and first[0].code == domain else "",
        said=_said(viewer, file.stands, opened),
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:prepare"), page


def ready_page(readiness: Readiness, opened: Opened, *, may_work: bool) -> ReadyPage:
    return ReadyPage(
        lines=[
            ReadyLine(seat.organisation.name, opened(seat.person, "name"), readiness.is_done(seat))
            for seat in readiness.seats
        ],
        sharing_since=readiness.sharing.opened_at if readiness.sharing else None,
        chairs=readiness.chairs,
        may_work=may_work,
    )


def sharing_page(
    viewer: Viewer, case: Case, ready: Readiness, *, now: datetime
) -> tuple[CaseFrame, ReadyPage]:
    """Before the chair opens sharing, or closes it for a next meeting."""
    opened = opening.open_all(
        [case, *(seat.person for seat in ready.seats)], by=viewer, purpose="picture.ready", now=now
    )
    page = ready_page(ready, opened, may_work=case.state == State.OPEN)
    return case_frame(case, opened(case, "pseudonym"), current="picture:prepare"), page


def _part(
    version: Model,
    domain: Item,
    file: PreparingFile,
    opened: Opened,
    viewer: Viewer,
    filled: Collection[str],
) -> DomainPart:
    outline = _outline(version, domain, filled)
    lines = [_question(question, file, opened, viewer) for question in version.questions_of(domain.code)]
    return DomainPart(domain.code, domain.label, domain.help, lines, outline.filled, outline.total)


def _outline(version: Model, domain: Item, filled: Collection[str]) -> DomainPart:
    codes = [question.code for question in version.questions_of(domain.code)]
    count = sum(code in filled for code in codes)
    return DomainPart(domain.code, domain.label, domain.help, [], count, len(codes))


def _question(question: Item, file: PreparingFile, opened: Opened, viewer: Viewer) -> QuestionLine:
    shown = [_own(row, opened) for row in file.statements if row.question == question.code]
    stands = [row for row in file.stands if row.question == question.code]
    return QuestionLine(
        code=question.code,
        statements=shown,
        more=file.counts.get(question.code, 0) - len(shown),
        colleagues=[
            (row.get_stand_display(), opened(row, "text"))
            for row in stands
            if row.person_id != viewer.person_id
        ],
    )


def _own(statement: Statement, opened: Opened) -> OwnLine:
    return OwnLine(
        statement.nature.lower(),
        statement.get_nature_display(),
        opened(statement, "text"),
        opened(statement, "source"),
        statement.observed_date,
    )


def _said(viewer: Viewer, stands: Sequence[Prepared], opened: Opened) -> dict[str, str]:
    """What the form begins with."""
    own = [row for row in stands if row.person_id == viewer.person_id]
    return {
        **{f"stand_{row.question}": row.stand for row in own},
        **{f"text_{row.question}": opened(row, "text") for row in own},
    }
