"""What is to do: commitments, and what organisations expect of each other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case, CaseRecord
from casustafel.deciding.choices import ExpectationState
from casustafel.deciding.models import Expectation
from casustafel.papers.queries import Span
from casustafel.plan.choices import CommitmentState
from casustafel.plan.models import Commitment
from casustafel.table.queries import MeetingFile

STILL_EXPECTED = [ExpectationState.ASKED, ExpectationState.ACCEPTED]


@dataclass(frozen=True)
class ToDo:
    commitments: list[Commitment]
    expectations: list[Expectation]

    def rows(self) -> list[CaseRecord]:
        return [*self.commitments, *self.expectations]


def of_case(viewer: Viewer, case: Case) -> ToDo:
    return _to_do(viewer, [case.id], Q(), Q())


def of_meeting(viewer: Viewer, file: MeetingFile, *, now: datetime) -> ToDo:
    """Agreed while it lasted, or still open of its cases."""
    meeting = file.meeting
    still = Q(state=CommitmentState.OPEN)
    expected = Q(state__in=STILL_EXPECTED)
    if meeting.opened_at:
        span = Span(meeting.id, meeting.opened_at, meeting.ended_at or now)
        still |= span.during("made_at")
        expected |= span.during("asked_at") | Q(meeting_id=meeting.id)
    return _to_do(viewer, [item.case_id for item in file.items], still, expected)


def _to_do(viewer: Viewer, cases: list[UUID], agreed: Q, expected: Q) -> ToDo:
    def of(model: Any, wanted: Q) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(wanted, case__in=cases)
        return rows

    return ToDo(
        list(of(Commitment, agreed).select_related("organisation")),
        list(of(Expectation, expected).select_related("asking", "asked")),
    )
