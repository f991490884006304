from django.db.models import F

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.lib.refusal import N_, NotYours, Refused
from casustafel.table import entering_rules as rules
from casustafel.table.choices import Role, State
from casustafel.table.models import AgendaItem, Attendance, Expected, Leave, Meeting


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
    """Who was planned to chair, or chairs along. Twin: wall_chairs() in entering_wall.sql."""
    check_can_attend(viewer, meeting)
    if not (viewer.may(Permission.MEETING_CHAIR) and _is_chair(viewer, meeting)):
        raise Refused(N_("Only the chair of this meeting can do this."))


def can_chair(viewer: Viewer, meeting: Meeting) -> bool:
    try:
        check_can_chair(viewer, meeting)
    except (NotYours, Refused):
        return False
    return True


def _is_chair(viewer: Viewer, meeting: Meeting) -> bool:
    if meeting.chair_id == viewer.person_id:
        return True
    own = Attendance.objects.visible_to(viewer).filter(meeting=meeting, person_id=viewer.person_id)
    return bool(own.filter(role=Role.CHAIR, left_at__isnull=True).exists())


def check_can_enter(viewer: Viewer, item: AgendaItem) -> None:
    """In the room for this case: here, the case is on, expected, and not left for it.

    Twin: entering_queries.entry_of, which asks nothing new of a meeting that was read already.
    """
    rules.check_inside(_entry(viewer, item))


def can_enter(viewer: Viewer, item: AgendaItem) -> bool:
    try:
        check_can_enter(viewer, item)
    except (NotYours, Refused):
        return False
    return True


def check_not_hushed(viewer: Viewer, case: Case) -> None:
    """Who only listens, or left the room for the case that is on, neither judges nor consents meanwhile."""
    on = AgendaItem.objects.visible_to(viewer).filter(
        case=case, meeting__state=State.OPEN, meeting__current=F("id")
    )
    mine = Attendance.objects.visible_to(viewer).filter(person_id=viewer.person_id, left_at__isnull=True)
    rules.check_not_hushed(
        listens=mine.filter(role=Role.LISTENER, meeting__in=on.values("meeting")).exists(),
        left=Leave.objects.visible_to(viewer).filter(item__in=on, person_id=viewer.person_id).exists(),
    )


def _entry(viewer: Viewer, item: AgendaItem) -> str:
    sits = AgendaItem.objects.visible_to(viewer).filter(pk=item.pk).select_related("meeting").first()
    if sits is None:
        raise NotYours
    meeting: Meeting = sits.meeting
    own = Attendance.objects.visible_to(viewer).filter(meeting=meeting, person_id=viewer.person_id).first()
    expected = Expected.objects.visible_to(viewer).filter(item=item)
    leave = Leave.objects.visible_to(viewer).filter(item=item, person_id=viewer.person_id)
    return rules.entry(
        rules.Door(
            state=meeting.state,
            confirmed=own is not None,
            is_here=own is not None and own.left_at is None,
            has_case=meeting.current is not None,
            is_theirs=meeting.current == item.pk,
            chairs=can_chair(viewer, meeting),
            expected=set(expected.values_list("organisation_id", flat=True)),
            organisation=viewer.organisation_id,
            leaves=leave.exists(),
        )
    )
