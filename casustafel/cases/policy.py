from collections.abc import Callable, Sequence
from datetime import date

from casustafel.access.permissions import Permission
from casustafel.access.roles import roles_with
from casustafel.access.viewer import Viewer
from casustafel.cases.choices import SeatRole, State
from casustafel.cases.models import Case, Seat, open_seats
from casustafel.lib.refusal import N_, NotYours, Refused
from casustafel.parties import queries as parties
from casustafel.parties.models import Person

# What takes away a voice for a while, each refusing with why. A step above adds its own (table/apps.py).
hushed: list[Callable[[Viewer, Case], None]] = []


def check_can_see(viewer: Viewer, case: Case) -> Seat:
    """A seat at this table today. Gives the seat; NotYours without one."""
    seat: Seat | None = open_seats(viewer).filter(case=case).first()
    if seat is None:
        raise NotYours
    return seat


def can_see(viewer: Viewer, case: Case) -> bool:
    try:
        check_can_see(viewer, case)
    except NotYours:
        return False
    return True


def check_can_work(viewer: Viewer, case: Case) -> Seat:
    """A seat, and a case that is not closed or merged with another."""
    seat = check_can_see(viewer, case)
    if case.state == State.MERGED:
        raise Refused(N_("This case was merged with another case. It can be read; the work goes on there."))
    if case.state == State.CLOSED:
        raise Refused(N_("This case is closed. It can be read, and reopened only by a new weighing."))
    return seat


def check_has_voice(viewer: Viewer, case: Case) -> None:
    """Who works at this table judges and consents."""
    check_can_work(viewer, case)
    for check in hushed:
        check(viewer, case)


def check_can_chair(viewer: Viewer, case: Case) -> Seat:
    """The process director of this table."""
    seat = check_can_work(viewer, case)
    if seat.role != SeatRole.CHAIR or not viewer.may(Permission.MEETING_CHAIR):
        raise Refused(N_("Only the process director of this table can do this."))
    return seat


def check_can_direct(viewer: Viewer, case: Case) -> Seat:
    """The case director, or the process director of this table."""
    seat = check_can_work(viewer, case)
    if seat.role not in {SeatRole.CHAIR, SeatRole.DIRECTOR}:
        raise Refused(N_("Only the case director or the process director can do this."))
    return seat


def check_can_sit(viewer: Viewer, people: Sequence[Person], *, day: date) -> None:
    """A seat is for who works with cases: a mayor, an adviser or an administrator gets none."""
    wanted = {person.pk for person in people}
    at_work = parties.with_role(viewer, *roles_with(Permission.CASE_PARTICIPATE), day=day)
    if at_work.filter(pk__in=wanted).count() < len(wanted):
        raise Refused(N_("Only somebody whose role is to work with cases can have a seat."), field="person")
