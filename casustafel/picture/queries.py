from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import Organisation
from casustafel.picture import rules
from casustafel.picture.choices import SHOWN, CorrectionKind, LinkKind, RoundState, Standing, VerdictKind
from casustafel.picture.models import (
    Answer,
    Contribution,
    Correction,
    Dissent,
    InformationRequest,
    Round,
    Sharing,
    Statement,
    StatementLink,
    Turn,
)
from casustafel.picture.models.provided import open_to_all

Statements = QuerySet[Any]  # of Statement, with `day` beside its columns
FEW = 4
LAST_CONTRIBUTIONS = 12
PER_PAGE = 50


@dataclass(frozen=True)
class PictureFile:
    """`counts`: of all that may be seen, by domain, nature and bearing, also where `statements` are few."""

    case: Case
    sharing: Sharing | None
    statements: Sequence[Statement]
    contributions: Sequence[Contribution]
    requests: Sequence[InformationRequest]
    counts: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    contradicted: frozenset[UUID] = frozenset()

    def legible_to(self, viewer: Viewer) -> list[Statement]:
        """The words of what was withdrawn stay with who brought it in."""
        return [row for row in self.statements if not is_closed_to(viewer, row)]


@dataclass(frozen=True)
class Wanted:
    """What narrows a page of the picture; what is empty does not."""

    nature: str = ""
    bearing: str = ""
    domain: str = ""
    organisation: str = ""
    standing: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_narrowed(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True)
class Found:
    """One page of statements, and which of them are contradicted."""

    case: Case
    page: Page[Statement]
    contradicted: frozenset[UUID]

    def readable(self, viewer: Viewer) -> list[Statement]:
        """Whose texts the viewer reads: what was withdrawn shows its text to its own organisation only."""
        return [row for row in self.page if not is_closed_to(viewer, row)]


@dataclass(frozen=True)
class JudgementFile:
    """`answers` holds one's own, and those of others in rounds that were shown; by name, never by moment."""

    case: Case
    rounds: Sequence[Round]
    answers: Sequence[Answer]
    turns: Sequence[Turn]
    dissents: Sequence[Dissent]
    organisations: Sequence[Organisation]
    chairs: bool
    viewer_id: UUID
    shared_since: datetime | None = None

    def is_done(self, answer: Answer) -> bool:
        return any(t.round_id == answer.round_id and t.person_id == answer.person_id for t in self.turns)

    def shown(self, round: Round) -> list[Answer]:
        """What the whole table sees of this round: of who was done, once it lies side by side."""
        if round.state not in SHOWN:
            return []
        return [each for each in self.answers if each.round_id == round.id and self.is_done(each)]

    @property
    def all_shown(self) -> list[Answer]:
        return [answer for round in self.rounds for answer in self.shown(round)]

    def mine(self, round: Round) -> Answer | None:
        own = (each for each in self.answers if each.round_id == round.id)
        return next((each for each in own if each.person_id == self.viewer_id), None)

    @property
    def all_mine(self) -> list[Answer]:
        return [own for round in self.rounds if (own := self.mine(round))]

    def am_done(self, round: Round) -> bool:
        return any(t.round_id == round.id and t.person_id == self.viewer_id for t in self.turns)

    def asked_before(self, round: Round) -> list[Round]:
        """The rounds on the same question, straight before this one, that were asked again; oldest first."""
        before = {each.number: each for each in self.rounds if each.question == round.question}
        chain: list[Round] = []
        for number in range(round.number - 1, 0, -1):
            if number not in before or before[number].state != RoundState.AGAIN:
                break
            chain.insert(0, before[number])
        return chain


def picture(viewer: Viewer, case: Case) -> PictureFile:
    """The whole picture, and what was asked: for paper."""
    return replace(_brought_in(viewer, case), requests=requests(viewer, case))


def newest(viewer: Viewer, case: Case, *, by_bearing: bool = False, for_all: bool = False) -> PictureFile:
    """The few newest of each part of life, in each of two columns: what was seen and what is thought, or
    what protects and what worries. `for_all`: only what the whole table may read, as on the big screen."""
    rows = statements(viewer, case)
    if for_all:
        rows = rows.filter(open_to_all("contribution__", day=clock.now().date()))
    counts, few = _newest(rows, by_bearing=by_bearing)
    few_rows = statements(viewer, case).filter(pk__in=few)
    shown = list(_marked(viewer, case, few_rows, for_all=for_all).order_by("-day", "id"))
    return PictureFile(
        case,
        Sharing.objects.visible_to(viewer).filter(case=case, closed_at__isnull=True).first(),
        shown,
        () if for_all else last_contributions(viewer, case),
        (),
        counts,
        _contradicted(shown),
    )


def of_domain(viewer: Viewer, case: Case, wanted: Wanted, *, page: int | str) -> Found:
    """One part of life, the newest first."""
    return find(viewer, case, narrowed(viewer, case, wanted), page=page)


def find(viewer: Viewer, case: Case, rows: Statements, *, page: int | str) -> Found:
    shown = Paginator(_marked(viewer, case, rows).order_by("-day", "id"), PER_PAGE).get_page(page)
    shown.object_list = list(shown.object_list)
    return Found(case, shown, _contradicted(shown.object_list))


def statements(viewer: Viewer, case: Case) -> Statements:
    """With `day`: when it was observed, or else when it was told."""
    rows = Statement.objects.visible_to(viewer).filter(case=case)
    return rows.annotate(day=Coalesce("observed_date", "told_date"))


def narrowed(viewer: Viewer, case: Case, wanted: Wanted) -> Statements:
    exact = {
        "nature": wanted.nature,
        "bearing": wanted.bearing,
        "domain": wanted.domain,
        "contribution__organisation": wanted.organisation,
        "day__gte": wanted.since,
        "day__lte": wanted.until,
    }
    rows = statements(viewer, case).filter(**{name: value for name, value in exact.items() if value})
    if wanted.standing == Standing.STANDS:
        return rows.filter(withdrawn_at__isnull=True).exclude(verdict=VerdictKind.REFUTED)
    if wanted.standing == Standing.CONTRADICTED:
        links = _contradictions(viewer, case)
        return rows.filter(Q(pk__in=links.values("statement")) | Q(pk__in=links.values("other")))
    return rows


def is_closed_to(viewer: Viewer, statement: Statement) -> bool:
    """Withdrawn, and not by one's own organisation. Read with its contribution."""
    is_own = statement.contribution.organisation_id == viewer.organisation_id
    return statement.withdrawn_at is not None and not is_own


def all_contradicted(viewer: Viewer, case: Case) -> frozenset[UUID]:
    links = _contradictions(viewer, case).values_list("statement", "other")
    return frozenset(end for pair in links for end in pair)


def voices(viewer: Viewer, case: Case) -> list[tuple[str, str]]:
    """The organisations of which the viewer may see anything here, as choices, by name."""
    rows = Contribution.objects.visible_to(viewer).filter(case=case).order_by("organisation__name")
    return [(str(id), name) for id, name in rows.values_list("organisation", "organisation__name").distinct()]


def last_contributions(viewer: Viewer, case: Case) -> list[Contribution]:
    rows = Contribution.objects.visible_to(viewer).filter(case=case).select_related("organisation")
    return list(rows.order_by("-made_at", "id")[:LAST_CONTRIBUTIONS])


def _contradictions(viewer: Viewer, case: Case) -> QuerySet[StatementLink]:
    rows: QuerySet[StatementLink] = StatementLink.objects.visible_to(viewer).filter(case=case)
    return rows.filter(
        kind=LinkKind.CONTRADICTS, statement__withdrawn_at__isnull=True, other__withdrawn_at__isnull=True
    )


def _newest(rows: Statements, *, by_bearing: bool) -> tuple[Counter[tuple[str, str, str]], list[UUID]]:
    """How many there are of each kind, and the few newest of each column; read without a text."""
    counts: Counter[tuple[str, str, str]] = Counter()
    held: Counter[tuple[str, str | bool]] = Counter()
    few: list[UUID] = []
    marks = rows.order_by("-day", "id").values_list("pk", "domain", "nature", "bearing", "withdrawn_at")
    for pk, domain, nature, bearing, withdrawn in marks:
        if withdrawn is not None:
            continue
        counts[domain, nature, bearing] += 1
        column = (domain, bearing if by_bearing else nature in rules.SEEN)
        if held[column] < FEW:
            held[column] += 1
            few.append(pk)
    return counts, few


def _marked(viewer: Viewer, case: Case, rows: Statements, *, for_all: bool = False) -> Statements:
    """With whose they are, and `is_contradicted`: by a statement that the viewer may see and that stands."""
    links = _contradictions(viewer, case)
    if for_all:
        day = clock.now().date()
        links = links.filter(
            open_to_all("contribution__", day=day), open_to_all("other_contribution__", day=day)
        )
    against = links.filter(Q(statement=OuterRef("pk")) | Q(other=OuterRef("pk")))
    annotated: Statements = marked(rows).annotate(is_contradicted=Exists(against))
    return annotated.select_related("contribution__organisation")


def _contradicted(rows: Sequence[Any]) -> frozenset[UUID]:
    return frozenset(row.id for row in rows if row.is_contradicted)


def _brought_in(viewer: Viewer, case: Case) -> PictureFile:
    rows = marked(Statement.objects.visible_to(viewer).filter(case=case))
    contributions = Contribution.objects.visible_to(viewer).filter(case=case).select_related("organisation")
    given = {row.id: row for row in contributions.order_by("made_at", "id")}
    said = list(rows.order_by("domain", "observed_date", "made_at", "id"))
    for row in said:
        row.contribution = given[row.contribution_id]
    return PictureFile(case, None, said, list(given.values()), ())


def marked(statements: QuerySet[Any]) -> QuerySet[Any]:
    """Each with when it was last corrected. Who sees a statement sees its corrections."""
    mine = Correction.objects.behind_the_second_wall().filter(
        statement=OuterRef("pk"), kind=CorrectionKind.CORRECTED
    )
    last = mine.order_by().values("statement").annotate(last=Max("at")).values("last")
    rows: QuerySet[Any] = statements.annotate(corrected_at=Subquery(last))
    return rows


def domains_spoken_of(viewer: Viewer, case: Case) -> set[str]:
    """The parts of life about which there is anything that the viewer may see."""
    rows = Statement.objects.visible_to(viewer).standing().filter(case=case)
    return set(rows.order_by().values_list("domain", flat=True).distinct())


def requests(viewer: Viewer, case: Case) -> list[InformationRequest]:
    rows = InformationRequest.objects.seen_by(viewer).filter(case=case).select_related("organisation")
    return list(rows.order_by("due_date", "id"))


def judges_alone(viewer: Viewer, case: Case) -> bool:
    """Whether a round about this case is answered by each alone now."""
    found: bool = Round.objects.visible_to(viewer).filter(case=case, state=RoundState.ALONE).exists()
    return found


def judgement(viewer: Viewer, case: Case, *, day: date) -> JudgementFile:
    seats = cases.seats_at(viewer, case, day=day)
    opened = Sharing.objects.visible_to(viewer).filter(case=OuterRef("case")).order_by("-opened_at")
    rows = Round.objects.visible_to(viewer).filter(case=case)
    rows = rows.annotate(shared_since=Subquery(opened.values("opened_at")[:1]))
    rounds = list(rows.order_by("opened_at", "id"))
    is_concluded = any(round.state == RoundState.CONCLUDED for round in rounds)
    return JudgementFile(
        case,
        rounds,
        _by_name(Answer.objects.visible_to(viewer).filter(case=case)),
        list(Turn.objects.visible_to(viewer).filter(case=case)),
        _by_name(Dissent.objects.visible_to(viewer).filter(case=case)) if is_concluded else [],
        cases.organisations_of(seats),
        any(seat.person_id == viewer.person_id and seat.role == SeatRole.CHAIR for seat in seats),
        viewer.person_id,
        rounds[0].shared_since if rounds else None,
    )


def _by_name(rows: QuerySet[Any]) -> list[Any]:
    """In an order that tells nothing of who came first or last."""
    return list(rows.select_related("organisation").order_by("organisation__name", "id"))


def get_round(viewer: Viewer, case: Case, round_id: UUID) -> Round:
    found: Round | None = (
        Round.objects.visible_to(viewer).filter(case=case, pk=round_id).select_related("case", "key").first()
    )
    if found is None:
        raise NotYours
    return found


def get_statement(viewer: Viewer, case: Case, statement_id: UUID) -> Statement:
    found: Statement | None = (
        Statement.objects.visible_to(viewer)
        .filter(case=case, pk=statement_id)
        .select_related("case__key", "key", "contribution__case__key", "contribution__key")
        .select_related("contribution__organisation")
        .first()
    )
    if found is None:
        raise NotYours
    return found
