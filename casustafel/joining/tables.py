"""Two tables: who of the one sits at the other too, and who hears for whom something came over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.cases import actions as cases
from casustafel.cases import queries as case_queries
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat
from casustafel.joining.copying import Came
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind


@dataclass(frozen=True)
class GivenSeat:
    """Somebody of the other table gets a seat at this one, on this ground."""

    seat: Seat
    ground: str


def give_seat(here: Case, given: GivenSeat, *, by: Viewer, now: datetime) -> Seat:
    new = cases.NewSeat(given.seat.person, SeatRole.PARTICIPANT, given.ground)
    return cases.seat(case=here, new=new, by=by, now=now)


def tell_narrowed(here: Case, came: Sequence[Came], *, by: Viewer, now: datetime) -> None:
    """Who provided it may open it further; nobody else can, and nobody else is told."""
    path = reverse("picture:picture", args=[here.id])
    for provider in sorted({each.provider for each in came if each.is_narrowed}):
        people = case_queries.people_at(by, [here], day=now.date(), organisation_id=provider)
        notices.tell(to=people, kind=Kind.CAME_NARROWED, path=path, by=by, now=now)
