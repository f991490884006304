"""What stands on the wall: what is for all at the table, as far as the chair lets it show."""

import copy
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.table.choices import Big
from casustafel.table.common_presenters import Common, gather
from casustafel.table.models import AgendaItem, Screen
from casustafel.table.queries import MeetingFile
from casustafel.table.room import OrderLine
from casustafel.vault import opening

# Whatever step is on: where the model has what the chair wants to be seen.
STEP_OF = {Big.MAP: "PICTURE", Big.PLAN: "PLAN"}


@dataclass(frozen=True)
class BigPage:
    """The screen on the wall: nothing for core partners, no forms, no name still locked."""

    id: UUID
    starts: time
    shows: str
    is_paused: bool
    order: list[OrderLine]
    common: Common | None


@dataclass(frozen=True)
class LinkLine:
    id: UUID
    made_at: datetime
    until: datetime
    is_open: bool


def big_page(
    viewer: Viewer, file: MeetingFile, order: list[OrderLine], *, now: datetime, as_map: bool = False
) -> BigPage:
    """`order` shows when the chair asks for it. `as_map`: the map instead of the picture."""
    meeting, current = file.meeting, file.current
    shows_case = current is not None and meeting.big not in {Big.BLANK, Big.AGENDA}
    return BigPage(
        id=meeting.id,
        starts=meeting.starts,
        shows=meeting.big,
        is_paused=meeting.paused_at is not None,
        order=order if meeting.big == Big.AGENDA else [],
        common=_common(viewer, current, now=now, as_map=as_map) if current and shows_case else None,
    )


def order_of(file: MeetingFile) -> list[OrderLine]:
    """For the chair, who looks at the screen beforehand."""
    return [
        OrderLine(item.place, item.minutes, item.called_at is not None, item is file.current)
        for item in file.items
    ]


def links(screens: list[Screen], *, now: datetime) -> list[LinkLine]:
    return [
        LinkLine(each.id, each.made_at, each.until, each.ended_at is None and now < each.until)
        for each in screens
    ]


def _common(viewer: Viewer, item: AgendaItem, *, now: datetime, as_map: bool) -> Common:
    chosen = STEP_OF.get(Big(item.meeting.big))
    if chosen is None:
        return _page(viewer, item, now=now, as_map=as_map)
    shown = copy.copy(item)
    shown.step = chosen
    page = _page(viewer, shown, now=now, as_map=item.meeting.big == Big.MAP)
    steps = [replace(step, is_current=step.code == item.step) for step in page.steps]
    return replace(page, steps=steps, instruction="")


def _page(viewer: Viewer, item: AgendaItem, *, now: datetime, as_map: bool) -> Common:
    """Drawn for the screen itself: what it may read, the second wall decides for a screen."""
    file = gather(viewer, item, as_map=as_map)
    return file.present(opening.open_all(file.rows, by=viewer, purpose="table.screen", now=now))
