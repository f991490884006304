"""A link to the big screen of a meeting."""

from typing import Any

from casustafel.table import screening
from casustafel.table.models import Meeting
from tests.architecture.matrix.laid import Laid, Rule


def lay(laid: Laid, word: str, meeting: Meeting, chair: Any, found_by: Rule) -> None:
    made, _code = screening.make_screen(meeting=meeting, **laid.at(chair))
    laid.note("screen_id", word, made, found_by, meeting_id=meeting.id)
