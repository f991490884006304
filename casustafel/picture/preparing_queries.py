from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat, open_seats
from casustafel.parties.models import in_force
from casustafel.picture.models import Preparation, Prepared, Sharing, Statement

# Of one question so many of one's own statements stand on the page; the rest stand in the picture.
SHOWN = 5


@dataclass(frozen=True)
class Readiness:
    """Who says to be ready, for the sharing that is to open: done or not, and nothing more."""

    seats: Sequence[Seat]
    done: Collection[UUID]
    openings: Sequence[Sharing]
    chairs: bool

    @property
    def sharing(self) -> Sharing | None:
        return next((each for each in self.openings if each.closed_at is None), None)

    def is_done(self, seat: Seat) -> bool:
        return seat.person_id in self.done


@dataclass(frozen=True)
class PreparingFile:
    case: Case
    readiness: Readiness
    statements: Sequence[Statement]
    counts: dict[str, int]
    stands: Sequence[Prepared]


def openings(viewer: Viewer, case: Case) -> list[Sharing]:
    """Each time sharing was opened, and whether the viewer chairs this table (`is_chaired`)."""
    chair = open_seats(viewer).filter(case=OuterRef("case"), role=SeatRole.CHAIR)
    rows = Sharing.objects.visible_to(viewer).filter(case=case).annotate(is_chaired=Exists(chair))
    return list(rows.order_by("opened_at"))


def readiness(viewer: Viewer, case: Case, *, day: date, opened: Sequence[Sharing] | None = None) -> Readiness:
    opened = openings(viewer, case) if opened is None else opened
    seats = Seat.objects.visible_to(viewer).filter(in_force(day), case=case)
    done = Preparation.objects.visible_to(viewer).filter(case=case, number=len(opened))
    rows = list(seats.select_related("organisation", "person").order_by("organisation__name", "id"))
    chairs = any(row.person_id == viewer.person_id and row.role == SeatRole.CHAIR for row in rows)
    return Readiness(rows, set(done.values_list("person_id", flat=True)), opened, chairs)


def prepared(viewer: Viewer, case: Case, questions: Collection[str], *, day: date) -> PreparingFile:
    """What one's own organisation has on these questions; of the others nothing is looked at."""
    ready = readiness(viewer, case, day=day)
    own = Statement.objects.visible_to(viewer).filter(
        case=case, contribution__organisation_id=viewer.organisation_id, withdrawn_at__isnull=True
    )
    same = F("question")
    newest = (F("contribution__made_at").desc(), F("id").asc())
    rows = own.exclude(question="").annotate(
        place=Window(RowNumber(), partition_by=same, order_by=newest),
        together=Window(Count("id"), partition_by=same),
    )
    found = list(
        rows.filter(Q(place=1) | Q(place__lte=SHOWN, question__in=questions)).order_by("place", "id")
    )
    stands = Prepared.objects.visible_to(viewer).filter(
        case=case, organisation_id=viewer.organisation_id, number=len(ready.openings)
    )
    return PreparingFile(
        case,
        ready,
        [row for row in found if row.question in questions],
        {row.question: row.together for row in found},
        list(stands.order_by("given_at", "id")),
    )
