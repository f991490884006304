"""What a professional sees of the own reports: the day, where it stands in plain words, and the letters."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casustafel.access.viewer import Viewer
from casustafel.reports.choices import Direction, State
from casustafel.reports.models import Attachment, Message, Report
from casustafel.reports.presenters import Letter, letters_of
from casustafel.vault import opening

# Nothing of how the reporting point decides, nor of what another organisation knows.
IN_PLAIN_WORDS = {
    State.RECEIVED: _("We received it. Somebody looks at it soon."),
    State.TAKEN_IN: _("Somebody of the reporting point is looking at it."),
    State.WAITING: _("We wait for information. Perhaps there is a question for you below."),
    State.ADVICE: _("We gave advice."),
    State.CLOSED: _("We have finished with it."),
}
FOR_WHO_WROTE: dict[str, object] = {
    Direction.REPLY: _("Our answer"),
    Direction.QUESTION: _("A question to you"),
    Direction.FEEDBACK: _("What we did with your report"),
    Direction.FROM_REPORTER: _("From you"),
    Direction.WITHDRAWAL: _("You took your report back"),
}
BEING_DONE = _("Somebody is working on it. You read here what we may tell about it.")


@dataclass(frozen=True)
class OwnRow:
    id: UUID
    reference: str
    received: date
    standing: str
    taken_back: date | None


@dataclass(frozen=True)
class OwnPage:
    row: OwnRow
    wants: str
    letters: list[Letter]
    feedback_by: date | None
    may_write: bool
    files: list[tuple[date, int]]  # how many on which day

    @property
    def questions(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.is_open]


def own_row(report: Report) -> OwnRow:
    standing = IN_PLAIN_WORDS.get(State(report.state), BEING_DONE)
    return OwnRow(report.id, str(report.id)[:8], report.received_date, str(standing), report.withdrawn_date)


def own_page(
    viewer: Viewer, report: Report, messages: list[Message], files: list[Attachment], *, now: datetime
) -> OwnPage:
    opened = opening.open_all(messages, by=viewer, purpose="report.own_page", now=now)
    return OwnPage(
        row=own_row(report),
        wants=report.get_wants_display(),
        letters=[_to_who_wrote(each) for each in letters_of(messages, opened, seen=report.letters_seen)],
        feedback_by=None if report.feedback_date else report.feedback_by_date,
        may_write=report.state != State.CLOSED,
        files=sorted(Counter(row.added_date for row in files).items()),
    )


def _to_who_wrote(letter: Letter) -> Letter:
    heading = FOR_WHO_WROTE.get(letter.direction)
    return replace(letter, heading=str(heading)) if heading else letter
