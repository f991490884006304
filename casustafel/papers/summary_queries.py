"""What the whole table may read of a case, few of each: for one sheet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.models import Case, CaseRecord, Seat
from casustafel.method import model
from casustafel.papers import action_queries
from casustafel.papers.action_queries import STILL_EXPECTED, ToDo
from casustafel.picture import factor_queries
from casustafel.picture.choices import RoundState
from casustafel.picture.models import Dissent, Factor, Round, Statement
from casustafel.picture.models.provided import open_to_all
from casustafel.picture.rules import SEEN
from casustafel.plan import queries as plan
from casustafel.plan.choices import CommitmentState
from casustafel.plan.models import Goal
from casustafel.table.choices import State
from casustafel.table.models import AgendaItem, Meeting

MOST = 8


@dataclass(frozen=True)
class Some:
    """The newest few, and how many more there are."""

    lines: list[Statement]
    more: int


@dataclass(frozen=True)
class OnOneSheet:
    case: Case
    seats: list[Seat]
    seen: Some
    thought: Some
    blank: list[str]
    factors: list[Factor]
    rounds: list[Round]
    dissents: list[Dissent]
    goals: list[Goal]
    to_do: ToDo
    next_meeting: date | None

    def rows(self) -> list[CaseRecord]:
        return [
            *(*self.seen.lines, *self.thought.lines, *self.factors, *self.rounds, *self.dissents),
            *(*self.goals, *self.to_do.rows()),
        ]


def on_one_sheet(viewer: Viewer, case: Case, *, day: date) -> OnOneSheet:
    said = (
        Statement.objects.visible_to(viewer)
        .standing()
        .filter(open_to_all("contribution__", day=day), case=case)
    )
    spoken_of = set(said.order_by().values_list("domain", flat=True).distinct())
    rounds = _last_concluded(viewer, case)
    to_do = action_queries.of_case(viewer, case)
    return OnOneSheet(
        case,
        cases.seats_at(viewer, case, day=day),
        _some(said.filter(nature__in=SEEN)),
        _some(said.exclude(nature__in=SEEN)),
        [each.label for each in model.of(case.model_version).domains if each.code not in spoken_of],
        factor_queries.recognised(viewer, case),
        rounds,
        list(Dissent.objects.visible_to(viewer).filter(round__in=rounds).select_related("organisation")),
        plan.goals(viewer, case),
        ToDo(
            [each for each in to_do.commitments if each.state == CommitmentState.OPEN],
            [each for each in to_do.expectations if each.state in STILL_EXPECTED],
        ),
        _next_meeting(viewer, case, day=day),
    )


def _some(rows: QuerySet[Any]) -> Some:
    newest = rows.select_related("contribution__organisation").order_by("-made_at", "id")
    lines = list(newest[:MOST])
    return Some(lines, rows.count() - len(lines))


def _last_concluded(viewer: Viewer, case: Case) -> list[Round]:
    """Of each question the last; the last concluded first."""
    rows = Round.objects.visible_to(viewer).filter(case=case, state=RoundState.CONCLUDED)
    last = {round.question: round for round in rows.order_by("concluded_at", "id")}
    return sorted(last.values(), key=lambda round: (round.concluded_at, round.id), reverse=True)


def _next_meeting(viewer: Viewer, case: Case, *, day: date) -> date | None:
    items = AgendaItem.objects.visible_to(viewer).filter(case=case)
    rows = Meeting.objects.visible_to(viewer).filter(state=State.PLANNED, day__gte=day)
    found: date | None = (
        rows.filter(pk__in=items.values("meeting")).order_by("day").values_list("day", flat=True).first()
    )
    return found
