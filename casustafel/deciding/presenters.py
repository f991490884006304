from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.models import Case, Seat
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.cases.queries import organisations_of
from casustafel.deciding import consenting_presenters, expecting_presenters
from casustafel.deciding.choices import DecisionState
from casustafel.deciding.consenting_presenters import ImpasseLine, Reader, SpokenPage
from casustafel.deciding.expecting_presenters import ExpectationLine
from casustafel.deciding.models import Decision, Expectation, Impasse
from casustafel.deciding.queries import DecisionFile
from casustafel.parties import names
from casustafel.vault import opening
from casustafel.vault.opening import Opened

TONES = {DecisionState.PROPOSED: "info", DecisionState.DECIDED: "good", DecisionState.WITHDRAWN: "neutral"}


@dataclass(frozen=True)
class DecisionRow:
    id: UUID
    question: str
    decides: str
    state_name: str
    tone: str
    proposed: datetime


@dataclass(frozen=True)
class ListPage:
    rows: list[DecisionRow]
    impasses: list[tuple[str, ImpasseLine]]
    expectations: list[ExpectationLine]


@dataclass(frozen=True)
class WayLine:
    place: int
    text: str
    weighed: str
    is_chosen: bool


@dataclass(frozen=True)
class AdviceLine:
    organisation: str
    text: str
    given: datetime


@dataclass(frozen=True)
class DecisionPage:
    id: UUID
    question: str
    words: str
    reasons: str
    ground: str
    decides: str
    state_name: str
    tone: str
    proposer: str
    proposed: datetime
    decider: str
    ended: datetime | None
    is_proposed: bool
    is_stopped: bool
    ways: list[WayLine]
    advices: list[AdviceLine]
    own_advice: dict[str, str]
    spoken: SpokenPage
    may_change: bool
    may_advise: bool
    may_ask: bool
    may_decide: bool


def row_of(row: Decision, opened: Opened) -> DecisionRow:
    name, tone = row.get_state_display(), TONES[DecisionState(row.state)]
    if row.state == DecisionState.PROPOSED and row.is_stopped:
        name, tone = gettext("An objection stands"), "urgent"
    return DecisionRow(row.id, opened(row, "question"), row.decides.name, name, tone, row.proposed_at)


def list_page(
    viewer: Viewer,
    case: Case,
    decisions: Iterable[Decision],
    impasses: Sequence[tuple[str, Impasse]],
    expectations: Sequence[Expectation],
    seats: Sequence[Seat],
    *,
    now: datetime,
) -> tuple[CaseFrame, ListPage]:
    """Of an impasse also the address of what it is about."""
    found = list(decisions)
    rows = [case, *found, *(row for _, row in impasses), *expectations]
    opened = opening.open_all(rows, by=viewer, purpose="deciding.list", now=now)
    reader = Reader(viewer, seats, case.state == State.OPEN, now.date())
    lines = consenting_presenters.impasse_lines(reader, [row for _, row in impasses], opened)
    page = ListPage(
        rows=[row_of(row, opened) for row in found],
        impasses=list(zip((path for path, _ in impasses), lines, strict=True)),
        expectations=expecting_presenters.lines(viewer, expectations, opened, day=now.date()),
    )
    return case_frame(case, opened(case, "pseudonym"), current="deciding:list"), page


def decision_page(viewer: Viewer, file: DecisionFile, *, now: datetime) -> tuple[CaseFrame, DecisionPage]:
    row, case = file.decision, file.decision.case
    opened = opening.open_all([case, *file.sealed_rows()], by=viewer, purpose="deciding.page", now=now)
    frame = case_frame(case, opened(case, "pseudonym"), current="deciding:list")
    return frame, _decision(row, viewer, file, opened, day=now.date())


def _decision(
    row: Decision, viewer: Viewer, file: DecisionFile, opened: Opened, *, day: date
) -> DecisionPage:
    reader = Reader(viewer, file.seats, row.case.state == State.OPEN, day)
    decides = row.decides_id == viewer.organisation_id
    spoken = consenting_presenters.spoken_page(reader, file.spoken, opened, overrules=decides)
    people = names.of_people(
        viewer, {row.proposed_by_id, *([row.decided_by_id] if row.decided_by_id else [])}
    )
    is_proposed = row.state == DecisionState.PROPOSED
    works = reader.works and is_proposed
    own = next((each for each in file.advices if each.organisation_id == viewer.organisation_id), None)
    return DecisionPage(
        id=row.id,
        question=opened(row, "question"),
        words=opened(row, "words"),
        reasons=opened(row, "reasons"),
        ground=opened(row, "ground"),
        decides=row.decides.name,
        state_name=row.get_state_display(),
        tone=TONES[DecisionState(row.state)],
        proposer=people.get(row.proposed_by_id, ""),
        proposed=row.proposed_at,
        decider=people.get(row.decided_by_id, "") if row.decided_by_id else "",
        ended=row.ended_at,
        is_proposed=is_proposed,
        is_stopped=is_proposed and not spoken.is_clear,
        ways=[
            WayLine(each.place, opened(each, "text"), opened(each, "weighed"), each.is_chosen)
            for each in file.options
        ],
        advices=[AdviceLine(a.organisation.name, opened(a, "text"), a.given_at) for a in file.advices],
        own_advice={"text": opened(own, "text")} if own else {},
        spoken=spoken,
        may_change=works and (reader.directs or row.proposed_by_id == viewer.person_id),
        may_advise=works and not decides,
        may_ask=works and reader.directs and spoken.current is None,
        may_decide=works and decides and spoken.current is not None,
    )


def change_initial(viewer: Viewer, file: DecisionFile, *, now: datetime) -> dict[str, object]:
    """What the form to put it otherwise begins with, and the ways to choose from."""
    rows = [file.decision, *file.options]
    opened = opening.open_all(rows, by=viewer, purpose="deciding.change", now=now)
    return {
        "text": opened(file.decision, "words"),
        "reasons": opened(file.decision, "reasons"),
        "version": file.decision.version,
        "chosen": next((each.place for each in file.options if each.is_chosen), 1),
        "ways": [(str(each.place), opened(each, "text")) for each in file.options],
    }


def organisation_choices(seats: Sequence[Seat]) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in organisations_of(seats)]
