from datetime import date

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.cases import policy as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, open_seats
from casustafel.joining import blocks, rules
from casustafel.joining.models import Joining
from casustafel.lib.refusal import N_, NotYours, Refused


def check_can_merge(viewer: Viewer, here: Case, there: Case) -> None:
    """Who chairs both tables, while nothing is under way at the one that goes up."""
    cases.check_can_chair(viewer, here)
    cases.check_can_chair(viewer, there)
    rules.check_another(is_same=here.pk == there.pk)
    rules.check_same_regime(here.regime, there.regime)
    rules.check_same_model(here.model_version, there.model_version)
    rules.check_finished([block.text for block in blocks.of(viewer, there)])


def check_can_split(viewer: Viewer, case: Case) -> None:
    """Who chairs this table, and may open a case of the weighing that was decided about the other person."""
    cases.check_can_chair(viewer, case)
    if not viewer.may(Permission.CASE_OPEN):
        raise NotYours


def check_can_undo(viewer: Viewer, joining: Joining, here: Case, there: Case, *, day: date) -> None:
    """The same person's affair; the case that went up is worked in no more, but still chaired."""
    cases.check_can_chair(viewer, here)
    seat = cases.check_can_see(viewer, there)
    if seat.role != SeatRole.CHAIR:
        raise Refused(N_("Only the process director of both tables can do this."))
    rules.check_may_undo(undone=joining.undone_at is not None, until=joining.undo_until_date, day=day)


def check_chairs(viewer: Viewer, case: Case) -> None:
    """For who else sits there these pages are not there."""
    seat = cases.check_can_see(viewer, case)
    if seat.role != SeatRole.CHAIR or not viewer.may(Permission.MEETING_CHAIR):
        raise NotYours


def sits_at(viewer: Viewer, joining: Joining) -> bool:
    """At the table of the case it came to; only who sits there is led to it."""
    return bool(open_seats(viewer).filter(case=joining.case_id).exists())
