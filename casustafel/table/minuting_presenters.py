from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.parties import names
from casustafel.table import minuting_queries
from casustafel.table.models import AgendaItem
from casustafel.vault import opening


@dataclass(frozen=True)
class WordsLine:
    """The words as they were at one time."""

    who: str
    at: datetime
    text: str


@dataclass(frozen=True)
class WordsPage:
    """`version`: of the words that are shown; `text`: the words themselves."""

    day: date
    title: str
    version: int
    text: str
    remarks: str
    agreed: datetime | None
    earlier: list[WordsLine]

    @property
    def initial(self) -> dict[str, Any]:
        return {"text": self.text, "version": self.version}


def words_page(viewer: Viewer, item: AgendaItem, *, now: datetime) -> WordsPage:
    kept = minuting_queries.words_of(viewer, [item])
    opened = opening.open_all([item, item.case, *kept], by=viewer, purpose="table.minutes", now=now)
    people = names.of_people(viewer, {row.by_id for row in kept})
    return WordsPage(
        day=item.meeting.day,
        title=opened(item.case, "pseudonym"),
        version=item.version,
        text=opened(item, "words"),
        remarks=opened(item, "remarks"),
        agreed=item.agreed_at,
        earlier=[
            WordsLine(people.get(row.by_id, ""), row.at, opened(row, "words"))
            for row in kept
            if row.number != item.version
        ],
    )
