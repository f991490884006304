from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.table.models import Hand, Meeting, TableTurn


def hands_up(meeting: Meeting) -> list[Hand]:
    """In the order in which they went up. Of a meeting that was read for this viewer already."""
    up = Hand.objects.visible_in(meeting).filter(lowered_at__isnull=True)
    return list(up.order_by("raised_at", "id"))


def last_turn(meeting: Meeting) -> TableTurn | None:
    """The one that can be taken back now."""
    turns = TableTurn.objects.visible_in(meeting).filter(undone_at__isnull=True)
    turn: TableTurn | None = turns.order_by("-number").first()
    return turn


def hand(viewer: Viewer, meeting_id: UUID, hand_id: UUID) -> Hand:
    rows = Hand.objects.visible_to(viewer).filter(meeting=meeting_id, pk=hand_id)
    found: Hand | None = rows.select_related("meeting").first()
    if found is None:
        raise NotYours
    return found
