from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.triage.choices import Outcome
from casustafel.triage.models import OFFICER, TRIAGE, Weighing


def check_can_read(viewer: Viewer, weighing: Weighing) -> None:
    if not viewer.may(Permission.WEIGHING_READ) or weighing.partnership_id != viewer.partnership_id:
        raise NotYours
    if not viewer.roles & {TRIAGE, OFFICER} and weighing.outcome != Outcome.PERSON_CENTRED:
        raise NotYours


def can_read(viewer: Viewer, weighing: Weighing) -> bool:
    try:
        check_can_read(viewer, weighing)
    except NotYours:
        return False
    return True


def check_can_weigh(viewer: Viewer, weighing: Weighing) -> None:
    """A triage member of this partnership."""
    check_can_read(viewer, weighing)
    if not viewer.may(Permission.WEIGHING_JUDGE):
        raise NotYours


def check_can_take_up(viewer: Viewer, weighing: Weighing) -> None:
    """The process director of this partnership, after that outcome."""
    check_can_read(viewer, weighing)
    if not viewer.may(Permission.CASE_OPEN):
        raise NotYours
