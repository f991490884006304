"""What a screen shows of looking back: who is done, and once it is shown together what was said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.table import looking_back_queries as queries
from casustafel.table.choices import Heard
from casustafel.table.looking_back_forms import LookBackForm
from casustafel.table.looking_back_queries import LookBackFile, Past
from casustafel.table.models import LookBack, Meeting
from casustafel.vault import opening
from casustafel.vault.opening import Opened

Counts = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class LookBackContent:
    """`heard`, `apart` and `words` are empty until they are shown. `words` stand in no order that tells whose
    they are."""

    state: str
    done: Sequence[str]
    waiting: Sequence[str]
    heard: Counts
    apart: Counts
    words: Sequence[str]


@dataclass(frozen=True)
class OwnLookBack:
    """`form` only while each looks back alone, for who took a place."""

    meeting_id: UUID
    state: str
    may_open: bool
    may_show: bool
    is_done: bool
    form: LookBackForm | None


@dataclass(frozen=True)
class PastLine:
    meeting_id: UUID
    day: date
    heard: Counts
    apart: Counts


@dataclass(frozen=True)
class LookBackPage:
    content: LookBackContent
    own: OwnLookBack
    trend: Sequence[PastLine]


def look_back_page(
    viewer: Viewer, file: LookBackFile, mine: LookBack | None, past: Sequence[Past], *, now: datetime
) -> LookBackPage:
    rows = [row.person for row in file.attended]
    own = [mine] if mine else []
    opened = opening.open_all([*rows, *file.answers, *own], by=viewer, purpose="table.look_back", now=now)
    attended = any(row.person_id == viewer.person_id for row in file.attended)
    chairs = queries.chairs(viewer, file.meeting)
    return LookBackPage(
        look_back_content(file, opened),
        own_look_back(file.meeting, mine, opened, chairs=chairs, attended=attended),
        trend(past),
    )


def look_back_content(file: LookBackFile, opened: Opened) -> LookBackContent:
    named = [(row.person_id in file.done, opened(row.person, "name")) for row in file.attended]
    words = [opened(answer, "differently") for answer in file.answers]
    return LookBackContent(
        state=file.meeting.look_back,
        done=sorted(name for done, name in named if done),
        waiting=sorted(name for done, name in named if not done),
        heard=_counts(Counter(answer.heard for answer in file.answers)),
        apart=_counts(Counter(answer.apart for answer in file.answers)),
        words=[text for text in words if text],
    )


def own_look_back(
    meeting: Meeting, mine: LookBack | None, opened: Opened, *, chairs: bool, attended: bool
) -> OwnLookBack:
    is_open = meeting.look_back == "ALONE"
    said = (
        {"heard": mine.heard, "apart": mine.apart, "differently": opened(mine, "differently")} if mine else {}
    )
    return OwnLookBack(
        meeting_id=meeting.id,
        state=meeting.look_back,
        may_open=chairs and meeting.look_back == "NOT_YET" and meeting.state == "OPEN",
        may_show=chairs and is_open,
        is_done=mine is not None,
        form=LookBackForm(initial=said) if is_open and attended else None,
    )


def trend(past: Sequence[Past]) -> list[PastLine]:
    return [
        PastLine(each.meeting.id, each.meeting.day, _counts(each.heard), _counts(each.apart)) for each in past
    ]


def _counts(counts: Mapping[str, int]) -> Counts:
    """Each answer in words with how many gave it, in the order of the form."""
    return [(str(Heard(answer).label), counts.get(answer, 0)) for answer in Heard.values]
