from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.papers import action_list, minutes, queries, summary
from casustafel.papers.choices import Reader
from casustafel.papers.document import Document
from casustafel.table.models import AgendaItem
from casustafel.table.queries import MeetingFile
from casustafel.vault import opening


@dataclass(frozen=True)
class MeetingLine:
    id: UUID
    day: date
    state: str


@dataclass(frozen=True)
class Chosen:
    """Of which cases and for whom. `case` and `reader` are as the address says them."""

    file: MeetingFile
    case: str
    reader: str

    @property
    def for_all(self) -> bool:
        return self.reader == Reader.ALL


@dataclass(frozen=True)
class MinutesPage:
    """`paper` is None as long as there is nothing to show: not begun yet, or no case chosen."""

    has_begun: bool
    paper: Document | None
    cases: list[tuple[str, str]]
    case: str
    readers: list[tuple[str, str]]
    reader: str


def papers_page(viewer: Viewer, case: Case, *, now: datetime) -> tuple[CaseFrame, list[MeetingLine]]:
    meetings = queries.meetings_of(viewer, case)
    lines = [MeetingLine(each.id, each.day, each.get_state_display()) for each in meetings]
    return _frame(viewer, case, now=now), lines


def sheet_page(viewer: Viewer, case: Case, *, now: datetime) -> tuple[CaseFrame, Document]:
    return _frame(viewer, case, now=now), summary.document(case, by=viewer, now=now)


def case_actions_page(viewer: Viewer, case: Case, *, now: datetime) -> tuple[CaseFrame, Document]:
    return _frame(viewer, case, now=now), action_list.case_document(case, by=viewer, now=now)


def _frame(viewer: Viewer, case: Case, *, now: datetime) -> CaseFrame:
    opened = opening.open_all([case], by=viewer, purpose="papers.page", now=now)
    return case_frame(case, opened(case, "pseudonym"), current="papers:case")


def chosen(file: MeetingFile, *, case: str, reader: str) -> Chosen:
    """The case by its place on the agenda. Who sits at one of these tables only, needs not choose."""
    item: AgendaItem | None = next((item for item in file.items if str(item.place) == case), None)
    return Chosen(
        minutes.narrowed(file, item),
        case if item else "",
        reader if reader in Reader.values else Reader.MINE,
    )


def minutes_page(viewer: Viewer, file: MeetingFile, chosen: Chosen, *, now: datetime) -> MinutesPage:
    cases = [item.case for item in file.items]
    opened = opening.open_all(cases, by=viewer, purpose="papers.minutes_page", now=now)
    has_begun = file.meeting.opened_at is not None
    is_ready = has_begun and (not chosen.for_all or len(chosen.file.items) == 1)
    paper = None
    if is_ready:
        paper = minutes.document(
            chosen.file, by=viewer, now=now, for_all=chosen.for_all, purpose="papers.minutes_page"
        )
    titles = [(str(item.place), opened(item.case, "pseudonym")) for item in file.items]
    return MinutesPage(
        has_begun=has_begun,
        paper=paper,
        cases=[("", _("All my cases")), *titles] if len(titles) > 1 else [],
        case=chosen.case,
        readers=[(Reader.MINE, str(Reader.MINE.label)), (Reader.ALL, str(Reader.ALL.label))],
        reader=chosen.reader,
    )
