from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.reports.models import DeskRecord


def check_can_handle(viewer: Viewer, record: DeskRecord) -> None:
    """A reporting officer of the partnership that received the report."""
    if not viewer.may(Permission.REPORT_HANDLE) or record.partnership_id != viewer.partnership_id:
        raise NotYours


def can_handle(viewer: Viewer, record: DeskRecord) -> bool:
    try:
        check_can_handle(viewer, record)
    except NotYours:
        return False
    return True
