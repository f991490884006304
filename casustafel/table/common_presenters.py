"""What lies on the table for everybody who sits at it: the same on every laptop and on the big screen.

Nothing here may depend on who looks beyond having a place at this table (drawing.py draws it once for all).
What is one's own, or for core partners only, stands in presenters.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Subject
from casustafel.method import model
from casustafel.table import queries, stage
from casustafel.table.models import AgendaItem
from casustafel.vault.models import SealedRecord
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class StepLine:
    code: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class Common:
    """The case that is on, at its step. `content` is what stage.py gathered for the whole table."""

    meeting_id: UUID
    item_id: UUID
    case_id: UUID
    title: str
    steps: list[StepLine]
    step: str
    instruction: str
    name_unlocked: bool
    content: dict[str, Any]


@dataclass(frozen=True)
class CommonFile:
    """What has to be opened for it, and how it is put into words."""

    rows: Sequence[SealedRecord]
    present: Callable[[Opened], Common]
    marks: frozenset[str]


def gather(viewer: Viewer, item: AgendaItem, *, as_map: bool = False) -> CommonFile:
    sees = stage.gather(viewer, item, as_map=as_map)
    subjects = queries.unlocked_subjects(viewer, [item])

    def present(opened: Opened) -> Common:
        version = model.of(item.case.model_version)
        return Common(
            meeting_id=item.meeting_id,
            item_id=item.id,
            case_id=item.case_id,
            title=title_of(item, opened, subjects),
            steps=[StepLine(s.code, s.label, s.code == item.step) for s in version.steps],
            step=item.step,
            instruction=next((s.help for s in version.steps if s.code == item.step), ""),
            name_unlocked=item.name_unlocked,
            content=sees.present(opened),
        )

    return CommonFile([item.case, *subjects.values(), *sees.rows], present, sees.marks)


def title_of(item: AgendaItem, opened: Opened, subjects: dict[UUID, Subject]) -> str:
    """The pseudonym, and the name beside it once the chair unlocked it."""
    title = opened(item.case, "pseudonym")
    if item.case_id not in subjects:
        return title
    return gettext("%(pseudonym)s (%(name)s)") % {
        "pseudonym": title,
        "name": opened(subjects[item.case_id], "name"),
    }
