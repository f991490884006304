from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.sharing.models import Aid


def check_can_weigh(viewer: Viewer) -> None:
    if not viewer.may(Permission.SHARING_WEIGH):
        raise NotYours


def check_can_see(viewer: Viewer, aid: Aid) -> None:
    """The maker, and nobody else."""
    check_can_weigh(viewer)
    if aid.made_by_id != viewer.person_id or aid.partnership_id != viewer.partnership_id:
        raise NotYours


def can_see(viewer: Viewer, aid: Aid) -> bool:
    try:
        check_can_see(viewer, aid)
    except NotYours:
        return False
    return True
