from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.parties import names
from casustafel.table import presence
from casustafel.table.choices import State
from casustafel.table.models import Meeting


@dataclass(frozen=True)
class HereLine:
    name: str
    organisation: str
    here: bool
    typing: bool


@dataclass(frozen=True)
class PresencePage:
    """Who took a place, and whether they are there now. `look_again`: what it says of typing is over soon."""

    id: UUID
    people: list[HereLine]
    look_again: bool


def strip(viewer: Viewer, meeting: Meeting, *, now: datetime) -> PresencePage:
    if meeting.state == State.ENDED:
        return PresencePage(meeting.id, [], look_again=False)
    rows = list(presence.here_now(meeting, now=now))
    typing = {row.person_id for row in rows if row.typing_until and row.typing_until > now}
    typing.discard(viewer.person_id)
    if typing and not presence.shows_typing(viewer, meeting):
        typing = set()
    people = presence.at_table(viewer, meeting)
    known, here = names.of_rows(viewer, people), {row.person_id for row in rows}
    lines = [
        HereLine(known[each.id], each.organisation.name, each.id in here, each.id in typing)
        for each in people
    ]
    lines.sort(key=lambda line: (not line.here, line.name))
    return PresencePage(meeting.id, lines, look_again=bool(typing))
