"""Who comes in at the pages of the picture: who works with cases, at their own tables."""

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.cases import policy
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case

participant = needs(Permission.CASE_PARTICIPATE)


def chairs(request: ViewerRequest, case: Case) -> bool:
    return policy.check_can_see(request.viewer, case).role == SeatRole.CHAIR
