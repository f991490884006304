"""Whoever opens the link of a big screen looks as the room does, at both walls."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from casustafel.access.viewer import Viewer
from casustafel.lib import codes, secret

OF_NOBODY = UUID(int=0)
ENTER = "SELECT meeting_id, partnership_id, person_id FROM wall_enter_screen(%s)"


class ScreenViewer(Viewer):
    """The room. It looks for the chair of the meeting, without role, organisation or tie: so what is for the
    whole table passes the first wall, and nothing that is for core partners or of one organisation."""

    @property
    def acting_as(self) -> str:
        return "screen"


@dataclass(frozen=True)
class Room:
    """A screen that was let in: who looks, at which meeting, and the code as it was given out."""

    viewer: ScreenViewer
    meeting_id: UUID
    code: str


@dataclass(frozen=True)
class OrderLine:
    """A place in the order of the day. Which case stands there is not for the room."""

    place: int
    minutes: int
    was_called: bool
    is_on: bool


@contextmanager
def let_in(typed: str) -> Iterator[Room | None]:
    """Bind the screen with this code to the transaction, to the end of the block; None: it opens nothing."""
    signs = codes.read_code(typed)
    code = codes.in_groups(signs) if signs else ""
    with transaction.atomic():
        row = secret.ask(ENTER, code) if code else None
        try:
            yield _room(*row, code=code) if row else None
        finally:
            if not connection.needs_rollback:
                secret.ask("SELECT set_config('casustafel.screen', %s, true)", "")


def order_of_day() -> list[OrderLine]:
    """Of the meeting whose screen is bound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, minutes, called, is_on FROM wall_screen_agenda()")
        return [OrderLine(*row) for row in cursor.fetchall()]


def _room(meeting_id: UUID, partnership_id: UUID, person_id: UUID, *, code: str) -> Room:
    viewer = ScreenViewer(person_id, partnership_id, OF_NOBODY, "", "", frozenset())
    return Room(viewer, meeting_id, code)
