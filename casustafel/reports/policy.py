from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.reports.choices import Channel
from casustafel.reports.models import DeskRecord, Report, SecondLook


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


def check_can_look_along(viewer: Viewer, look: SecondLook) -> None:
    """Who was asked, for as long as the question stands."""
    is_asked = look.asked_id == viewer.person_id and look.partnership_id == viewer.partnership_id
    if not (viewer.may(Permission.REPORT_SECOND) and is_asked and look.answer == ""):
        raise NotYours


def can_look_along(viewer: Viewer, look: SecondLook) -> bool:
    try:
        check_can_look_along(viewer, look)
    except NotYours:
        return False
    return True


def check_can_follow(viewer: Viewer, report: Report) -> None:
    """The professional who told this worry with an account. Twin: Report.objects.of_reporter."""
    own = report.entered_by_id == viewer.person_id and report.partnership_id == viewer.partnership_id
    if not viewer.may(Permission.REPORT_MAKE) or not own or report.channel != Channel.PROFESSIONAL:
        raise NotYours


def can_follow(viewer: Viewer, report: Report) -> bool:
    try:
        check_can_follow(viewer, report)
    except NotYours:
        return False
    return True
