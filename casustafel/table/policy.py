from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import N_, NotYours, Refused
from casustafel.table.models import Meeting


def check_can_attend(viewer: Viewer, meeting: Meeting) -> None:
    """The chair, or somebody with a seat at a case on the agenda."""
    if not Meeting.objects.visible_to(viewer).filter(pk=meeting.pk).exists():
        raise NotYours


def can_attend(viewer: Viewer, meeting: Meeting) -> bool:
    try:
        check_can_attend(viewer, meeting)
    except NotYours:
        return False
    return True


def check_can_chair(viewer: Viewer, meeting: Meeting) -> None:
    check_can_attend(viewer, meeting)
    if meeting.chair_id != viewer.person_id or not viewer.may(Permission.MEETING_CHAIR):
        raise Refused(N_("Only the chair of this meeting can do this."))
