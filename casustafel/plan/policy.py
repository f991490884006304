from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases import policy
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, CaseRecord
from casustafel.lib.refusal import NotYours
from casustafel.plan import rules


def check_can_carry_out(viewer: Viewer, case: Case, organisation_id: UUID) -> None:
    """A seat for the organisation that does it, or the direction of the case."""
    seat = policy.check_can_work(viewer, case)
    directs = seat.role in {SeatRole.CHAIR, SeatRole.DIRECTOR}
    rules.check_own(is_own=directs or viewer.organisation_id == organisation_id)


def check_of_case(case: Case, record: CaseRecord) -> None:
    """A record of another case is not there."""
    if record.case_id != case.id:
        raise NotYours
