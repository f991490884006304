from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat, Step, Subject, open_seats
from casustafel.joining import policy
from casustafel.joining.choices import Way
from casustafel.joining.models import Joining, Origin
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import in_force
from casustafel.picture.models import Contribution, Statement
from casustafel.triage.models import Weighing

PER_PAGE = 50
FIRST = 2


@dataclass(frozen=True)
class BothFiles:
    """What the chair sees of both cases before they are merged; what is sealed for others is not in it."""

    here: Case
    there: Case
    subjects: Sequence[Subject]
    seats_here: Sequence[Seat]
    seats_there: Sequence[Seat]
    contributions: Sequence[Contribution]
    statements: dict[UUID, int]


@dataclass(frozen=True)
class ToSplit:
    """What the chair sees of a case that is split onto a weighing. `first` are the first sentences of each
    contribution: enough to know about whom it is; the rest is a press away."""

    case: Case
    weighing: Weighing
    own_seat: Seat
    seats: Sequence[Seat]
    contributions: Sequence[Contribution]
    statements: dict[UUID, int]
    first: Sequence[Statement]


def to_merge_with(viewer: Viewer, case: Case) -> list[Case]:
    """The open cases of the same chair; in the order of their reviews, for nothing here is proposed."""
    return [each for each in cases.chaired(viewer) if each.pk != case.pk]


def chaired(viewer: Viewer, case_id: UUID) -> Case:
    """A case whose chair the viewer is; absent for everybody else."""
    case = cases.get(viewer, case_id)
    policy.check_chairs(viewer, case)
    return case


def get(viewer: Viewer, case: Case, joining_id: UUID) -> Joining:
    """Of either of the two cases."""
    rows = Joining.objects.visible_to(viewer).filter(pk=joining_id).select_related("by")
    found: Joining | None = rows.first()
    if found is None or case.pk not in {found.case_id, found.other_id}:
        raise NotYours
    return found


def get_merged(viewer: Viewer, case: Case, joining_id: UUID) -> Joining:
    """Splitting has no page to undo it."""
    found = get(viewer, case, joining_id)
    if found.way != Way.MERGE:
        raise NotYours
    return found


def of_case(viewer: Viewer, case: Case, steps: Iterable[Step]) -> list[Joining]:
    """What went up in this case or was split off from it, or the other way round; what was undone is history
    and not here. Asked only where a step of the file says that there is something."""
    kinds = {"case.merged", "case.merged_into", "case.split", "case.split_off"}
    if not any(step.kind in kinds for step in steps):
        return []
    rows: QuerySet[Joining] = Joining.objects.visible_to(viewer).filter(undone_at__isnull=True)
    both = rows.filter(case=case) | rows.filter(other_id=case.pk)
    return list(both.order_by("-at"))


def both_files(viewer: Viewer, here: Case, there: Case, *, day: date) -> BothFiles:
    return BothFiles(
        here,
        there,
        list(Subject.objects.visible_to(viewer).filter(case__in=[here, there])),
        cases.seats_at(viewer, here, day=day),
        cases.seats_at(viewer, there, day=day),
        _contributions(viewer, there),
        _counted(viewer, there),
    )


def _contributions(viewer: Viewer, case: Case) -> list[Contribution]:
    rows = Contribution.objects.visible_to(viewer).filter(case=case).select_related("organisation", "key")
    return list(rows.order_by("organisation__name", "made_at", "id"))


def _counted(viewer: Viewer, case: Case) -> dict[UUID, int]:
    counted = Statement.objects.visible_to(viewer).filter(case=case).values("contribution")
    return {row["contribution"]: row["number"] for row in counted.annotate(number=Count("pk"))}


def to_split(viewer: Viewer, case: Case, weighing: Weighing, *, day: date) -> ToSplit:
    """`seats` are those of others: who splits chairs the new table."""
    rows = Seat.objects.visible_to(viewer).filter(in_force(day), case=case)
    rows = rows.select_related("organisation", "person__organisation").order_by("organisation__name", "id")
    own = [seat for seat in rows if seat.person_id == viewer.person_id]
    place = Window(RowNumber(), partition_by=F("contribution_id"), order_by=[F("made_at"), F("id")])
    said = Statement.objects.visible_to(viewer).standing().filter(case=case).annotate(place=place)
    return ToSplit(
        case,
        weighing,
        own[0],
        [seat for seat in rows if seat not in own],
        _contributions(viewer, case),
        _counted(viewer, case),
        list(
            said.filter(place__lte=FIRST).select_related("key").order_by("contribution_id", "made_at", "id")
        ),
    )


def check_reads(viewer: Viewer, case: Case, contributions: Iterable[UUID]) -> None:
    """Nobody chooses what they may not read; that it is there is not said either."""
    wanted = set(contributions)
    if Contribution.objects.visible_to(viewer).filter(case=case, pk__in=wanted).count() < len(wanted):
        raise NotYours


def copied(viewer: Viewer, case: Case, joining: Joining) -> list[Contribution]:
    """What of the own organisation went along with the second person, as it stands in the first case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT joining_copied(%s)", [joining.pk])
        found = cursor.fetchone()[0]
    rows = Contribution.objects.visible_to(viewer).filter(case=case, pk__in=found)
    return list(rows.order_by("made_at", "id"))


def to_be_seated(viewer: Viewer, here: Case, there: Case, *, day: date) -> list[Seat]:
    """The seats of the other table whose people have none here."""
    seated = {seat.person_id for seat in cases.seats_at(viewer, here, day=day)}
    rows = cases.seats_at(viewer, there, day=day)
    people = {seat.pk: seat for seat in rows if seat.person_id not in seated}
    found = Seat.objects.visible_to(viewer).filter(pk__in=people).select_related("person__organisation")
    return list(found.order_by("organisation__name", "id"))


def came(viewer: Viewer, joining: Joining, *, page: int | str) -> Page[Contribution]:
    """What came over and the viewer may read, the own organisation's first."""
    origins = Origin.objects.visible_to(viewer).filter(joining=joining, table=Contribution._meta.db_table)
    rows = Contribution.objects.visible_to(viewer).filter(pk__in=origins.values("new_id"))
    own = ExpressionWrapper(Q(organisation_id=viewer.organisation_id), output_field=BooleanField())
    ordered = rows.select_related("organisation").order_by(own.desc(), "organisation__name", "made_at", "id")
    return Paginator(ordered, PER_PAGE).get_page(page)


def changed(joining: Joining) -> set[UUID]:
    """What an undoing would leave, as far as the viewer may read it: contributions, factors and questions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT joining_changed(%s)", [joining.pk])
        return set(cursor.fetchone()[0])


def given_seats(viewer: Viewer, joining: Joining) -> list[Seat]:
    origins = Origin.objects.visible_to(viewer).filter(joining=joining, table=Seat._meta.db_table)
    rows = Seat.objects.visible_to(viewer).filter(pk__in=origins.values("new_id"), until_date__isnull=True)
    return list(rows.select_related("organisation", "person").order_by("organisation__name", "id"))


def chairs_both(viewer: Viewer, joining: Joining) -> bool:
    rows = open_seats(viewer).filter(role=SeatRole.CHAIR, case__in=[joining.case_id, joining.other_id])
    return int(rows.count()) == 2
