"""Around the door of a meeting: who is expected, who leaves the room, who does what, and looking back."""

from typing import Any

from casustafel.table import actions as meetings
from casustafel.table import entering, looking_back
from casustafel.table.choices import Role
from casustafel.table.models import AgendaItem, Meeting
from tests.architecture.matrix.laid import Laid, either, oneself
from tests.architecture.matrix.people import Rule, login_of

SPEAKERS = ("probation", "police", "chair")


def lay(laid: Laid, word: str, meeting: Meeting, seated: Rule, *, which: str) -> None:
    """Of the planned one who leaves the room; of the others a look back: each alone while
    it is under way, shown together at the one that ended."""
    if word == "planned":
        _leave(laid, meeting, which)
    else:
        _look_back(laid, word, meeting, seated, which)


def _leave(laid: Laid, meeting: Meeting, which: str) -> None:
    """The reason opens for the chair and for who leaves."""
    place = (laid.partnership, which)
    readers = either(*(oneself(place, login_of(laid.partnership, part)) for part in ("probation", "chair")))
    with laid.as_("probation") as probation:
        item = _items(probation, meeting).get()
        reason = laid.say("reason-to-leave-the-room", readers)
        entering.leave_room(item=item, person=laid.person("probation"), reason=reason, **laid.at(probation))


def _look_back(laid: Laid, word: str, meeting: Meeting, seated: Rule, which: str) -> None:
    for part in SPEAKERS[:2]:
        with laid.as_(part) as viewer:
            meetings.attend(meeting=meeting, **laid.at(viewer))
    with laid.as_("chair") as chair:
        person = laid.person("police")
        entering.give_role(meeting=meeting, person=person, role=Role.MINUTES, **laid.at(chair))
        looking_back.open_look_back(meeting=meeting, **laid.at(chair))
    for part in SPEAKERS:
        own = oneself((laid.partnership, which), login_of(laid.partnership, part))
        text = laid.say(f"look-back-{word.replace(' ', '-')}", seated if word == "ended" else own)
        said = {"heard": "PARTLY", "apart": "YES", "differently": text}
        with laid.as_(part) as viewer:
            looking_back.look_back(meeting=meeting, **said, **laid.at(viewer))
    if word == "ended":
        with laid.as_("chair") as chair:
            looking_back.show_look_back(meeting=meeting, **laid.at(chair))


def _items(viewer: Any, meeting: Meeting) -> Any:
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
    return rows.select_related("case__key", "key", "meeting")
