"""The common part of a table, drawn once for all who may see the same.

Whether somebody may see it is asked anew at every fetch, by who calls this. Here is only decided whether the
html has to be made: it depends on nothing but its key. It comes out through an opening in the vault that
writes down for each reader which rows it holds.
"""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from casustafel.access.viewer import Viewer
from casustafel.lib import clock
from casustafel.table import common_presenters, hearing
from casustafel.table.common_presenters import Common, CommonFile
from casustafel.table.models import AgendaItem
from casustafel.table.shelf import Drawing, Turn, shelf
from casustafel.vault.models import SealedRecord
from casustafel.vault.opening import Kept, Opened


@dataclass(frozen=True)
class Drawn:
    """`common` without its content: that stands in the html."""

    common: Common
    html: SafeString


@dataclass(frozen=True)
class Share:
    """What one fetch has to open for it (`rows`), or what it gets of another's drawing (`again`)."""

    turn: Turn | None
    file: CommonFile | None

    @property
    def rows(self) -> Sequence[SealedRecord]:
        return self.file.rows if self.file else ()

    @property
    def again(self) -> Sequence[Kept]:
        return [self.turn.drawing.kept] if self.turn and self.turn.drawing else []

    @property
    def marks(self) -> frozenset[str]:
        if self.file:
            return self.file.marks
        return self.turn.drawing.marks if self.turn and self.turn.drawing else frozenset()

    def drawn(self, opened: Opened) -> Drawn | None:
        if self.turn is None:
            return None
        if self.file is None:
            given: Drawn = opened.given(self.again[0])
            return given
        mine = opened.of(self.file.rows)
        made = _draw(self.file, mine)
        self.turn.lay(Drawing(mine.keep(made), self.file.marks, len(made.html)))
        return made


NOTHING = Share(None, None)


@contextmanager
def share(viewer: Viewer, item: AgendaItem | None, *, as_map: bool = False) -> Iterator[Share]:
    """`item`: what this viewer may see today and is on the table, read in this transaction."""
    if item is None:
        yield NOTHING
        return
    key, topics = _key(item, as_map), frozenset({str(item.meeting_id), str(item.case_id)})
    turn = shelf.take(key, topics) if hearing.catch_up() else shelf.beside(key)
    try:
        file = None if turn.drawing else common_presenters.gather(viewer, item, as_map=as_map)
        yield Share(turn, file)
    finally:
        turn.end()


def _key(item: AgendaItem, as_map: bool) -> Hashable:
    """All that the drawing depends on and that is read at every fetch."""
    item_now = (item.id, item.step, item.name_unlocked, item.version, item.case.version)
    return (*item_now, item.meeting.version, as_map, get_language(), clock.now().date())


def _draw(file: CommonFile, opened: Opened) -> Drawn:
    common = file.present(opened)
    html = render_to_string("table/_common.html", {"common": common})
    return Drawn(replace(common, content={}), html)
