"""Minutes of an earlier meeting, and what their words said before."""

from collections.abc import Sequence
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.table.models import AgendaItem, Meeting, MinutesWords


def get_earlier(viewer: Viewer, meeting: Meeting, item_id: UUID) -> AgendaItem:
    """An item of another meeting, about a case that is on the agenda of this one too."""
    here = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
    rows = AgendaItem.objects.visible_to(viewer).filter(pk=item_id, case__in=here.values("case"))
    item: AgendaItem | None = (
        rows.exclude(meeting=meeting).select_related("case__key", "key", "meeting").first()
    )
    if item is None:
        raise NotYours
    return item


def words_of(viewer: Viewer, items: Sequence[AgendaItem]) -> list[MinutesWords]:
    """Every version of the words, the newest first."""
    rows = MinutesWords.objects.visible_to(viewer).filter(item__in=items)
    return list(rows.order_by("-number", "id"))
