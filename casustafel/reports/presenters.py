"""What the pages say, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from casustafel.access.viewer import Viewer
from casustafel.files import verdicts
from casustafel.files.limits import MEGABYTE
from casustafel.parties import names
from casustafel.reports.choices import Direction, State, Wanted
from casustafel.reports.models import Attachment, Message, Report, Signal
from casustafel.reports.more import HEADINGS, NO_CODE, in_words
from casustafel.reports.queries import ReportFile
from casustafel.reports.worklist import FROM_REPORTER
from casustafel.reports.worry import answers_in
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Row:
    id: UUID
    reference: str
    received: date
    channel: str
    wants: str
    naming: str
    state: str
    state_name: str
    withdrawn: date | None


@dataclass(frozen=True)
class Part:
    """One answer of the reporter. `side` keeps apart what was SEEN, what THOUGHT and what is AROUND it."""

    side: str
    heading: str
    text: str


@dataclass(frozen=True)
class SignalLine:
    nature: str
    nature_name: str
    text: str
    observed: date | None
    contradicts: bool


@dataclass(frozen=True)
class Letter:
    direction: str
    heading: str
    text: str
    sent: date
    id: UUID | None = None
    is_open: bool = False  # a question that nobody answered yet
    is_new: bool = False  # from the reporter, and opened by nobody yet


@dataclass(frozen=True)
class FileLine:
    id: UUID
    name: str
    size: str
    added: date
    who: str
    state: str
    state_name: str
    findings: list[str]


@dataclass(frozen=True)
class StepLine:
    what: str
    who: str
    at: date | datetime
    reason: str


@dataclass(frozen=True)
class ReportPage:
    id: UUID
    reference: str
    received: date
    channel: str
    wants: str
    naming: str
    state: str
    state_name: str
    withdrawn: date | None
    subject: str
    subject_birth: str
    parts: list[Part]
    signals: list[SignalLine]
    letters: list[Letter]
    steps: list[StepLine]
    files: list[FileLine]
    reads_no_letters: bool
    may_take_in: bool
    may_work: bool
    may_answer: bool
    may_add_files: bool

    @property
    def lacks_contradiction(self) -> bool:
        """Signals were set apart, and none that speaks against the worry."""
        return bool(self.signals) and not any(signal.contradicts for signal in self.signals)

    @property
    def seen(self) -> list[Part]:
        return [part for part in self.parts if part.side == "SEEN"]

    @property
    def thought(self) -> list[Part]:
        return [part for part in self.parts if part.side == "THOUGHT"]

    @property
    def around(self) -> list[Part]:
        return [part for part in self.parts if part.side == "AROUND"]


SIDES = {"saw": "SEEN", "when_where": "SEEN", "heard": "SEEN", "think": "THOUGHT", "against": "THOUGHT"}


ONLY_IF_SAID = frozenset({"wishes"})


def headings() -> dict[str, str]:
    """The questions of the form, which are the headings of the report."""
    return {
        "saw": _("What did you see or hear yourself?"),
        "when_where": _("When and where was that?"),
        "heard": _("What did you hear from others, and from whom?"),
        "think": _("What do you make of it?"),
        "against": _("What speaks against your worry?"),
        "protects": _("Who or what is good for this person?"),
        "done": _("What was already done or said?"),
        "reporter": _("Who reports?"),
        "wishes": _("What did the reporter ask of us?"),
    }


def step_names() -> dict[str, str]:
    return {
        "received": _("Report received"),
        "taken_in": _("Report taken in"),
        "assigned": _("Given to"),
        "given_back": _("Back on the list"),
        "asked": _("Asked the reporter something"),
        "file_opened": _("File opened that was set apart"),
        "files_added": _("Files added"),
        "decided.advice": _("Decided: advice"),
        "decided.other_route": _("Decided: other route"),
        "decided.waiting": _("Decided: wait for information"),
        "decided.to_weighing": _("Decided: to weighing"),
        "feedback": _("Decided what the reporter is told"),
        "feedback_later": _("Decided to tell the reporter later"),
        "proposed": _("Proposed not to forward"),
        "proposal_withdrawn": _("Proposal taken back"),
        "second.agreed": _("The second person agrees: not forwarded"),
        "second.disagreed": _("The second person does not agree"),
        "reopened": _("Opened again"),
        "noted": _("Note added"),
        "person_described": _("Who it is about put right"),
        "linked": _("Linked with another report about the same person"),
        "told_apart": _("Said that another report is about somebody else"),
        "unlinked": _("A decision about the same person undone"),
        "closed": _("Closed"),
    }


def row(report: Report) -> Row:
    return Row(
        report.id,
        str(report.id)[:8],
        report.received_date,
        report.get_channel_display(),
        str(Wanted(report.wants).label),
        report.get_naming_display(),
        report.state,
        report.get_state_display(),
        report.withdrawn_date,
    )


def report_page(
    viewer: Viewer, file: ReportFile, *, now: datetime, known: Mapping[UUID, str] | None = None
) -> ReportPage:
    """`known` are names that the page has already."""
    report = file.report
    opened = opening.open_all(
        [report, *file.signals, *file.messages, *file.steps, *file.files],
        by=viewer,
        purpose="report.page",
        now=now,
    )
    people = _names(viewer, _who_did(file), known or {})
    titles = step_names()
    return ReportPage(
        **vars(row(report)),
        subject=opened(report, "subject_name"),
        subject_birth=opened(report, "subject_birth"),
        parts=_parts(opened(report, "told")),
        signals=[_signal(signal, opened(signal, "text")) for signal in file.signals],
        letters=letters_of(file.messages, opened, seen=report.letters_seen),
        steps=[
            StepLine(
                " ".join(filter(None, [titles[step.kind], people.get(step.to_id, "") if step.to_id else ""])),
                people.get(step.by_id, "") if step.by_id else _("Reporter"),
                step.at.date() if step.kind == "received" else step.at,
                opened(step, "reason"),
            )
            for step in file.steps
        ],
        files=[_file(row, opened, people) for row in file.files],
        reads_no_letters=NO_CODE in answers_in(opened(report, "told")),
        may_take_in=report.state == State.RECEIVED,
        may_work=report.state not in {State.RECEIVED, State.CLOSED},
        may_answer=report.state != State.RECEIVED,
        may_add_files=report.state != State.CLOSED,
    )


def _signal(row: Signal, text: str) -> SignalLine:
    return SignalLine(row.nature, row.get_nature_display(), text, row.observed_date, row.contradicts)


def _who_did(file: ReportFile) -> set[UUID]:
    did = [who for step in file.steps for who in (step.by_id, step.to_id)]
    return {who for who in (*did, *(row.added_by_id for row in file.files)) if who}


def _names(viewer: Viewer, wanted: set[UUID], known: Mapping[UUID, str]) -> Mapping[UUID, str]:
    missing = wanted - known.keys()
    return {**known, **names.of_people(viewer, missing)} if missing else known


def _parts(told: str) -> list[Part]:
    answers = answers_in(told)
    asked = [
        Part(SIDES.get(name, "AROUND"), heading, answers[name])
        for name, heading in headings().items()
        if answers[name] or name not in ONLY_IF_SAID
    ]
    more = [
        Part("AROUND", str(heading), in_words(name, answers[name]))
        for name, heading in HEADINGS.items()
        if answers.get(name)
    ]
    return asked + more


def letters_of(messages: Iterable[Message], opened: Opened, *, seen: int) -> list[Letter]:
    """In the order of writing; which question is still open, and which letter is new."""
    rows = list(messages)
    answered = {message.answers_id for message in rows}
    return [
        replace(
            _letter(message, opened(message, "text")),
            id=message.id,
            is_open=message.direction == Direction.QUESTION and message.id not in answered,
            is_new=message.direction in FROM_REPORTER and message.sequence > seen,
        )
        for message in rows
    ]


def _file(row: Attachment, opened: Opened, people: Mapping[UUID, str]) -> FileLine:
    return FileLine(
        id=row.id,
        name=opened(row, "name"),
        size=about(row.size),
        added=row.added_date,
        who=people.get(row.added_by_id, "") if row.added_by_id else "",
        state=row.state,
        state_name=row.get_state_display(),
        findings=[_(sentence) for sentence in verdicts.sentences(opened(row, "findings"))],
    )


def about(size: int) -> str:
    """The exact size is kept nowhere."""
    if size < MEGABYTE:
        return _("about %(size)s KB") % {"size": size // 1024}
    return _("about %(size)s MB") % {"size": size // MEGABYTE}


def _letter(message: Message, text: str) -> Letter:
    return Letter(message.direction, message.get_direction_display(), text, message.sent_date)
