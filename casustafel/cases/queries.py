from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import ENDED, SeatRole, State
from casustafel.cases.models import Case, Seat, Step, Subject, open_seats
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import Organisation, in_force

PER_PAGE = 25


@dataclass(frozen=True)
class CaseFile:
    case: Case
    subject: Subject
    seats: Sequence[Seat]
    steps: Sequence[Step]


def mine(viewer: Viewer, *, state: str, page: int | str) -> Page[Case]:
    """The viewer's cases, the review due first on top. `state` is one of State, "ALL" or "" for open. A case
    that was merged with another stands among the closed ones."""
    found: QuerySet[Case] = Case.objects.visible_to(viewer)
    if state == State.CLOSED:
        found = found.filter(state__in=ENDED)
    elif state != "ALL":
        found = found.filter(state=state if state in State.values else State.OPEN)
    return Paginator(found.order_by("review_due_date", "id"), PER_PAGE).get_page(page)


def get(viewer: Viewer, case_id: UUID) -> Case:
    case: Case | None = Case.objects.visible_to(viewer).filter(pk=case_id).select_related("key").first()
    if case is None:
        raise NotYours
    return case


def get_seat(viewer: Viewer, case: Case, seat_id: UUID) -> Seat:
    seat: Seat | None = Seat.objects.visible_to(viewer).filter(case=case, pk=seat_id).first()
    if seat is None:
        raise NotYours
    return seat


def file_of(viewer: Viewer, case_id: UUID) -> CaseFile:
    """The case itself comes with the person it is about, in one reading."""
    rows = Subject.objects.visible_to(viewer).filter(case=case_id).select_related("case__key")
    subject: Subject | None = rows.first()
    if subject is None:
        raise NotYours
    return _file(viewer, subject.case, subject)


def whole(viewer: Viewer, case: Case) -> CaseFile:
    return _file(viewer, case, Subject.objects.visible_to(viewer).get(case=case))


def _file(viewer: Viewer, case: Case, subject: Subject) -> CaseFile:
    seats = Seat.objects.visible_to(viewer).filter(case=case).select_related("organisation", "person")
    return CaseFile(
        case,
        subject,
        list(seats.order_by("from_date", "organisation__name", "id")),
        list(Step.objects.visible_to(viewer).filter(case=case).select_related("by").order_by("at", "id")),
    )


def seats_at(viewer: Viewer, case: Case, *, day: date) -> list[Seat]:
    """Who sits at this table on this day, by name of the organisation."""
    rows = Seat.objects.visible_to(viewer).filter(in_force(day), case=case).select_related("organisation")
    return list(rows.order_by("organisation__name", "id"))


def people_at(
    viewer: Viewer, cases: Sequence[Case], *, day: date, organisation_id: UUID | None = None
) -> set[UUID]:
    """Who sits at one of these tables on this day; of one organisation when it is named."""
    rows = Seat.objects.visible_to(viewer).filter(in_force(day), case__in=cases)
    if organisation_id:
        rows = rows.filter(organisation_id=organisation_id)
    return set(rows.values_list("person_id", flat=True))


def organisations_of(seats: Sequence[Seat]) -> list[Organisation]:
    """Each organisation once, in the order of the seats."""
    return list({seat.organisation_id: seat.organisation for seat in seats}.values())


def organisations_at(viewer: Viewer, case: Case, *, day: date) -> list[Organisation]:
    """The organisations that sit at this table on this day, by name."""
    return organisations_of(seats_at(viewer, case, day=day))


def chaired(viewer: Viewer) -> list[Case]:
    """Open cases of which the viewer is process director today."""
    seats = open_seats(viewer).filter(role=SeatRole.CHAIR)
    rows = Case.objects.visible_to(viewer).filter(state=State.OPEN, pk__in=seats.values("case"))
    return list(rows.order_by("review_due_date", "id"))
