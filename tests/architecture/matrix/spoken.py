"""At a meeting: whose hand is up, whose screen follows, and how the chair left the table."""

from casustafel.table import console, console_hands
from casustafel.table.choices import Big
from casustafel.table.models import Meeting, Presence
from tests.architecture.matrix.laid import Laid
from tests.architecture.matrix.people import Rule


def lay(laid: Laid, word: str, meeting: Meeting, seated: Rule) -> None:
    with laid.as_("chair") as chair:
        at = laid.at(chair)
        hand = console_hands.raise_hand(meeting=meeting, **at)
        console_hands.give_floor(hand=hand, **at)
        console.show_on_big(meeting=meeting, big=Big.AGENDA, **at)
        console.pause(meeting=meeting, **at)
        console.undo(meeting=meeting, **at)
    with laid.as_("police") as police:
        here = Presence(meeting=meeting, person=laid.person("police"), seen_at=laid.at(police)["now"])
        here.save(force_insert=True)
    laid.note("hand_id", word, hand, seated, meeting_id=meeting.id)
