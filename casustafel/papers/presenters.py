from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.papers import queries
from casustafel.vault import opening


@dataclass(frozen=True)
class MeetingLine:
    id: UUID
    day: date
    state: str


def papers_page(viewer: Viewer, case: Case, *, now: datetime) -> tuple[CaseFrame, list[MeetingLine]]:
    opened = opening.open_all([case], by=viewer, purpose="papers.page", now=now)
    meetings = queries.meetings_of(viewer, case)
    lines = [MeetingLine(each.id, each.day, each.get_state_display()) for each in meetings]
    return case_frame(case, opened(case, "pseudonym"), current="papers:case"), lines
