"""What was said in consent rounds, and what became of objections, in words. Also for the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Seat
from casustafel.cases.queries import organisations_of
from casustafel.deciding import policy
from casustafel.deciding.choices import ConsentKind, ObjectionState, RoundState
from casustafel.deciding.models import Consent, ConsentRound, Impasse, Objection
from casustafel.deciding.queries import STOPPING, Spoken
from casustafel.vault import opening
from casustafel.vault.opening import Opened

TONES = {
    ObjectionState.STANDING: "urgent",
    ObjectionState.IMPASSE: "urgent",
    ObjectionState.MET: "good",
    ObjectionState.OVERRULED: "attention",
}


@dataclass(frozen=True)
class SaidLine:
    organisation: str
    said: str
    tone: str
    text: str


@dataclass(frozen=True)
class RoundCard:
    id: UUID
    number: int
    opened: datetime
    ended: datetime | None
    is_open: bool
    state_name: str
    lines: list[SaidLine]
    silent: list[str]
    mine: dict[str, str]


@dataclass(frozen=True)
class ObjectionLine:
    id: UUID
    organisation: str
    text: str
    state_name: str
    tone: str
    how: str
    settled: datetime | None
    may_overrule: bool
    may_flag: bool


@dataclass(frozen=True)
class ImpasseLine:
    id: UUID
    divides: str
    breaker: str
    until: date
    is_late: bool
    ended: datetime | None
    ending: str
    may_end: bool


@dataclass(frozen=True)
class SpokenPage:
    """`current` is the round under way; `is_clear`: nothing stands in the way."""

    current: RoundCard | None
    earlier: list[RoundCard]
    objections: list[ObjectionLine]
    impasses: list[ImpasseLine]
    is_clear: bool
    directs: bool


@dataclass(frozen=True)
class Reader:
    """Who looks, from which seats, and whether the case can still be worked on."""

    viewer: Viewer
    seats: Sequence[Seat]
    works: bool
    day: date

    @property
    def role(self) -> str:
        own = [seat.role for seat in self.seats if seat.person_id == self.viewer.person_id]
        return own[0] if own else ""

    @property
    def directs(self) -> bool:
        return self.works and policy.directs(self.role)

    @property
    def chairs(self) -> bool:
        return self.works and self.role == SeatRole.CHAIR


def spoken_page(reader: Reader, spoken: Spoken, opened: Opened, *, overrules: bool) -> SpokenPage:
    """`overrules`: twin of policy.check_can_overrule, for what a page offers."""
    cards = [_round(each, reader, spoken.consents, opened) for each in spoken.rounds]
    impasses = [_impasse(each, reader, opened) for each in spoken.impasses]
    return SpokenPage(
        current=next((card for card in cards if card.is_open), None),
        earlier=[card for card in cards if not card.is_open],
        objections=[_objection(each, reader, opened, overrules=overrules) for each in spoken.objections],
        impasses=impasses,
        is_clear=not any(each.state in STOPPING for each in spoken.objections)
        and all(each.ended for each in impasses),
        directs=reader.directs,
    )


def _round(row: ConsentRound, reader: Reader, consents: Sequence[Consent], opened: Opened) -> RoundCard:
    said = [each for each in consents if each.round_id == row.id]
    heard = {each.organisation_id for each in said}
    own = next((each for each in said if each.person_id == reader.viewer.person_id), None)
    is_open = row.state == RoundState.OPEN
    silent = [each.name for each in organisations_of(reader.seats) if each.id not in heard]
    return RoundCard(
        id=row.id,
        number=row.number,
        opened=row.opened_at,
        ended=row.ended_at,
        is_open=is_open,
        state_name=row.get_state_display(),
        lines=[_said(each, opened) for each in said],
        silent=silent if is_open else [],
        mine={"kind": own.kind, "text": opened(own, "text")} if own else {},
    )


def _said(row: Consent, opened: Opened) -> SaidLine:
    tone = "attention" if row.kind == ConsentKind.OBJECT else "good"
    return SaidLine(row.organisation.name, row.get_kind_display(), tone, opened(row, "text"))


def _objection(row: Objection, reader: Reader, opened: Opened, *, overrules: bool) -> ObjectionLine:
    stands = reader.works and row.state == ObjectionState.STANDING
    return ObjectionLine(
        id=row.id,
        organisation=row.organisation.name,
        text=opened(row, "text"),
        state_name=row.get_state_display(),
        tone=TONES[ObjectionState(row.state)],
        how=opened(row, "how"),
        settled=row.settled_at,
        may_overrule=stands and overrules,
        may_flag=stands and reader.directs,
    )


def _impasse(row: Impasse, reader: Reader, opened: Opened) -> ImpasseLine:
    return ImpasseLine(
        id=row.id,
        divides=opened(row, "divides"),
        breaker=opened(row, "breaker"),
        until=row.until_date,
        is_late=row.ended_at is None and row.until_date < reader.day,
        ended=row.ended_at,
        ending=opened(row, "ending"),
        may_end=reader.directs and row.ended_at is None,
    )


def impasse_lines(reader: Reader, rows: Sequence[Impasse], opened: Opened) -> list[ImpasseLine]:
    return [_impasse(row, reader, opened) for row in rows]


def one_objection(viewer: Viewer, row: Objection, *, now: datetime) -> tuple[str, str]:
    """Whose it is, and what it says: above the form that answers it."""
    opened = opening.open_all([row], by=viewer, purpose="deciding.objection", now=now)
    return row.organisation.name, opened(row, "text")


def one_impasse(viewer: Viewer, row: Impasse, *, now: datetime) -> str:
    return opening.open_all([row], by=viewer, purpose="deciding.impasse", now=now)(row, "divides")
