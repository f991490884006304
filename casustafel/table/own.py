"""What somebody may do at the step that is on: forms and texts of their own, on no other screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.lib import clock
from casustafel.picture import judgement_presenters
from casustafel.picture import queries as picture
from casustafel.picture.choices import RoundState
from casustafel.table import looking_back_presenters, looking_back_queries
from casustafel.table.models import AgendaItem
from casustafel.vault.models import SealedRecord
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Mine:
    """Per step what its own template draws (templates/table/own/)."""

    step: str
    chairs: bool
    content: dict[str, Any]


@dataclass(frozen=True)
class SeesAlone:
    rows: Sequence[SealedRecord]
    present: Callable[[Opened], Mine]


NOTHING = SeesAlone((), lambda opened: Mine("", False, {}))


def gather(viewer: Viewer, item: AgendaItem, marks: frozenset[str], *, listens: bool) -> SeesAlone:
    """`marks`: how things stand at this step (stage.py). `listens`: has no voice at this meeting."""
    if listens and item.step == "JUDGE":
        return _nothing_sealed(item, chairs=False, content={"listens": True})
    chairs = item.meeting.chair_id == viewer.person_id
    match item.step:
        case "SHARE":
            return _nothing_sealed(item, chairs=chairs, content={"is_shared": "SHARED" in marks})
        case "JUDGE" if chairs or marks & {RoundState.ALONE, RoundState.CLOSED}:
            return _judging(viewer, item, chairs=chairs)
        case "JUDGE":
            return NOTHING
        case "LOOK_BACK":
            return _looking_back(viewer, item)
    return _nothing_sealed(item, chairs=chairs, content={"meeting_id": item.meeting_id})


def _nothing_sealed(item: AgendaItem, *, chairs: bool, content: dict[str, Any]) -> SeesAlone:
    return SeesAlone((), lambda opened: Mine(item.step, chairs, content))


def _judging(viewer: Viewer, item: AgendaItem, *, chairs: bool) -> SeesAlone:
    """One's own answer, as far as it was typed; for the chair what comes next."""
    file = picture.judgement(viewer, item.case, day=clock.now().date())

    def present(opened: Opened) -> Mine:
        page = judgement_presenters.own_page(file, opened, chairs=chairs)
        rounds = [(own, judgement_presenters.own_form(own, file.organisations)) for own in page.rounds]
        return Mine(item.step, chairs, {"own": page, "rounds": rounds})

    return SeesAlone(file.all_mine, present)


def _looking_back(viewer: Viewer, item: AgendaItem) -> SeesAlone:
    """One's own answers while each looks back alone; for the chair what comes next."""
    meeting, mine = item.meeting, looking_back_queries.mine(viewer, item.meeting)
    chairs = looking_back_queries.chairs(viewer, meeting)

    def present(opened: Opened) -> Mine:
        page = looking_back_presenters.own_look_back(meeting, mine, opened, chairs=chairs, attended=True)
        return Mine(item.step, chairs, {"look_back": page})

    return SeesAlone([mine] if mine else [], present)
