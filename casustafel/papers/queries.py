"""What is read for a paper beside what the other steps read for their own pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case, CaseRecord, Seat, Step
from casustafel.parties.models import Person, in_force
from casustafel.picture import correcting_queries
from casustafel.picture import queries as picture
from casustafel.picture.choices import Audience, RoundState
from casustafel.picture.models import (
    Answer,
    Contribution,
    Correction,
    Dissent,
    Revision,
    Round,
    Statement,
    Turn,
)
from casustafel.plan.models import Commitment, Goal, Intervention, PlanVersion
from casustafel.table.models import AgendaItem, Attendance, Leave, Meeting
from casustafel.table.queries import MeetingFile

# A round that lies side by side, or did. Of any other state no answer stands on paper.
SIDE_BY_SIDE = frozenset({RoundState.REVEALED, RoundState.CONCLUDED, "AGAIN"})


@dataclass(frozen=True)
class Span:
    """While a meeting lasted."""

    meeting_id: UUID
    since: datetime
    until: datetime

    def during(self, column: str) -> Q:
        return Q(**{f"{column}__gte": self.since, f"{column}__lte": self.until})

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.since <= moment <= self.until


@dataclass(frozen=True)
class Recorded:
    """What was put down about the cases on the agenda while the meeting lasted."""

    contributions: list[Contribution]
    statements: list[Statement]
    legible: list[Statement]  # without the words of what was withdrawn, unless by one's own organisation
    rounds: list[Round]
    answers: list[Answer]
    dissents: list[Dissent]
    goals: list[Goal]
    interventions: list[Intervention]
    commitments: list[Commitment]
    steps: list[Step]
    leaves: list[Leave]

    def rows(self) -> list[CaseRecord]:
        return [
            *(*self.contributions, *self.legible, *self.rounds, *self.answers, *self.dissents),
            *(*self.goals, *self.interventions, *self.commitments, *self.steps),
        ]


def revisions(viewer: Viewer, case: Case) -> list[Revision]:
    """What statements said before; not of what another organisation withdrew."""
    legible = Statement.objects.legible_to(viewer).filter(case=case)
    rows = Revision.objects.visible_to(viewer).filter(case=case, statement__in=legible.values("pk"))
    return list(rows.order_by("version", "id"))


def since(viewer: Viewer, case: Case, plans: list[PlanVersion]) -> dict[UUID, list[Correction]]:
    """For each settled plan: what was put right since of what was known that day."""
    return {plan.id: correcting_queries.since(viewer, [case.id], plan.settled_at) for plan in plans}


def settled(viewer: Viewer, case: Case) -> list[PlanVersion]:
    return list(PlanVersion.objects.visible_to(viewer).filter(case=case).order_by("number"))


def meetings_of(viewer: Viewer, case: Case) -> list[Meeting]:
    """The meetings at which this case was on the agenda and that have begun, the newest first."""
    items = AgendaItem.objects.visible_to(viewer).filter(case=case)
    rows = Meeting.objects.visible_to(viewer).filter(pk__in=items.values("meeting"), opened_at__isnull=False)
    return list(rows.order_by("-opened_at"))


def recorded(viewer: Viewer, items: list[AgendaItem], span: Span, *, for_all: bool) -> Recorded:
    """`for_all`: only what everybody at the table may read, and nothing of one's own beside it."""
    cases = [item.case_id for item in items]

    def of(model: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(case__in=cases)
        return rows

    contributions = _contributions(of(Contribution), span, for_all=for_all)
    statements = list(
        picture.marked(of(Statement).filter(contribution__in=contributions)).order_by("made_at", "id")
    )
    own = {
        each.id for each in contributions if each.organisation_id == viewer.organisation_id and not for_all
    }
    rounds = _rounds(of(Round), span)
    return Recorded(
        contributions,
        statements,
        [each for each in statements if each.withdrawn_at is None or each.contribution_id in own],
        rounds,
        _answers(of(Answer).filter(round__in=rounds), viewer),
        list(of(Dissent).filter(round__in=rounds).select_related("organisation").order_by("id")),
        _in_order(of(Goal).filter(span.during("set_at")).select_related("owner", "case"), "set_at"),
        _in_order(
            of(Intervention).filter(span.during("planned_at")).select_related("organisation"), "planned_at"
        ),
        _in_order(of(Commitment).filter(span.during("made_at")).select_related("organisation"), "due_date"),
        _in_order(of(Step).filter(span.during("at")), "at"),
        _in_order(of(Leave).filter(item__in=items), "at"),
    )


def _in_order(rows: QuerySet[Any], column: str) -> list[Any]:
    return list(rows.order_by(column, "id"))


def _contributions(rows: QuerySet[Any], span: Span, *, for_all: bool) -> list[Contribution]:
    """Minutes go from hand to hand: what is for named seats or sealed for later stands in none, not even in
    one's own."""
    spoken = rows.filter(span.during("made_at")).exclude(audience__in=[Audience.SEATS, Audience.LATER])
    if for_all:
        spoken = spoken.filter(audience=Audience.TABLE, shared_at__isnull=False)
    return _in_order(spoken.select_related("organisation"), "made_at")


def _rounds(rows: QuerySet[Any], span: Span) -> list[Round]:
    """Begun or concluded while the meeting lasted, and side by side."""
    asked = rows.filter(span.during("opened_at") | span.during("concluded_at"), state__in=SIDE_BY_SIDE)
    return _in_order(asked.select_related("case"), "opened_at")


def _answers(rows: QuerySet[Any], viewer: Viewer) -> list[Answer]:
    """Of who was done: what the maker of the paper only typed stays their own. By name, never by moment."""
    done = Turn.objects.visible_to(viewer).filter(round=OuterRef("round"), person=OuterRef("person"))
    return list(rows.filter(Exists(done)).select_related("organisation").order_by("organisation__name", "id"))


def put_right_since(viewer: Viewer, file: MeetingFile, *, for_all: bool) -> list[Correction]:
    """What was put right after the meeting, of what was known there."""
    ended, cases = file.meeting.ended_at, [item.case_id for item in file.items]
    found = correcting_queries.since(viewer, cases, ended) if ended else []
    if not for_all:
        return found
    open_ones = Contribution.objects.visible_to(viewer).filter(
        pk__in=[row.contribution_id for row in found], audience=Audience.TABLE, shared_at__isnull=False
    )
    told = set(open_ones.values_list("id", flat=True))
    return [row for row in found if row.contribution_id in told]


def attendances(viewer: Viewer, file: MeetingFile, *, at: list[UUID]) -> list[Attendance]:
    """Who was there. `at`: only who sat that day at the tables of these cases, or chaired."""
    meeting = file.meeting
    rows = Attendance.objects.visible_in(meeting).select_related("person__organisation")
    seats = Seat.objects.visible_to(viewer).filter(in_force(meeting.day), case__in=at)
    seated = {meeting.chair_id, *seats.values_list("person_id", flat=True)}
    return [row for row in rows.order_by("confirmed_at", "id") if row.person_id in seated]


def workplaces(viewer: Viewer, people: set[UUID]) -> dict[UUID, str]:
    """The organisation of each of these people, by name."""
    rows = Person.objects.visible_to(viewer).filter(pk__in=people)
    return dict(rows.values_list("id", "organisation__name"))
