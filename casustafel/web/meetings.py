"""Which meetings are coming, for the first page."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.table import planning_queries as planning
from casustafel.table.choices import PAST, State
from casustafel.table.models import Meeting
from casustafel.table.planning_rules import ends


@dataclass(frozen=True)
class Coming:
    """A meeting that is planned or under way."""

    id: UUID
    day: date
    starts: time
    ends: time
    is_planned: bool


def meetings(viewer: Viewer) -> list[Coming]:
    if not viewer.may(Permission.CASE_PARTICIPATE):
        return []
    rows = Meeting.objects.visible_to(viewer).exclude(state__in=PAST)
    found = list(rows.order_by("day", "starts", "id")[:5])
    clocks = planning.clocks([row.id for row in found]) if found else {}
    return [
        Coming(
            row.id, row.day, row.starts, ends(row.starts, clocks.get(row.id, [])), row.state == State.PLANNED
        )
        for row in found
    ]
