"""What the pages say, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from casustafel.access.viewer import Viewer
from casustafel.parties import names, terms
from casustafel.parties.models import Partnership
from casustafel.reports import rules
from casustafel.reports.choices import State, Wants
from casustafel.reports.forms import WorryForm
from casustafel.reports.models import Message, Report
from casustafel.reports.queries import Mailbox, ReportFile
from casustafel.vault import cipher, opening


@dataclass(frozen=True)
class Row:
    id: UUID
    reference: str
    received: date
    channel: str
    wants: str
    state: str
    state_name: str


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
    state: str
    state_name: str
    subject: str
    subject_birth: str
    parts: list[Part]
    signals: list[SignalLine]
    letters: list[Letter]
    steps: list[StepLine]
    ways_out: list[tuple[str, str]]
    may_take_in: bool
    may_work: bool
    may_answer: bool
    may_weigh: bool
    may_close: bool

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
    }


def step_names() -> dict[str, str]:
    return {
        "received": _("Report received"),
        "taken_in": _("Taken in"),
        "decided.advice": _("Decided: advice"),
        "decided.other_route": _("Decided: other route"),
        "decided.waiting": _("Decided: wait for information"),
        "decided.to_weighing": _("Decided: to weighing"),
        "feedback": _("Decided what the reporter is told"),
        "closed": _("Closed"),
    }


def row(report: Report) -> Row:
    return Row(
        report.id,
        str(report.id)[:8],
        report.received_date,
        report.get_channel_display(),
        report.get_wants_display(),
        report.state,
        report.get_state_display(),
    )


def report_page(viewer: Viewer, file: ReportFile, *, now: datetime) -> ReportPage:
    report = file.report
    opened = opening.open_all(
        [report, *file.signals, *file.messages, *file.steps], by=viewer, purpose="report.page", now=now
    )
    people = names.of_people(viewer, [step.by_id for step in file.steps if step.by_id])
    titles = step_names()
    moves = rules.MOVES[report.state]
    return ReportPage(
        **vars(row(report)),
        subject=opened(report, "subject_name"),
        subject_birth=opened(report, "subject_birth"),
        parts=[
            Part(SIDES.get(name, "AROUND"), heading, opened(report, name))
            for name, heading in headings().items()
        ],
        signals=[
            SignalLine(
                signal.nature,
                signal.get_nature_display(),
                opened(signal, "text"),
                signal.observed_date,
                signal.contradicts,
            )
            for signal in file.signals
        ],
        letters=[_letter(message, opened(message, "text")) for message in file.messages],
        steps=[
            StepLine(
                titles[step.kind],
                people.get(step.by_id, "") if step.by_id else _("Reporter"),
                step.at.date() if step.kind == "received" else step.at,
                opened(step, "reason"),
            )
            for step in file.steps
        ],
        ways_out=[
            (way, str(State(way).label)) for way in rules.WAYS_OUT if way in moves and way != "TO_WEIGHING"
        ],
        may_take_in=State.TAKEN_IN in moves,
        may_work=report.state not in {State.RECEIVED, State.CLOSED},
        may_answer=report.state != State.RECEIVED,
        may_weigh=State.TO_WEIGHING in moves,
        may_close=State.CLOSED in moves,
    )


def told(form: WorryForm) -> list[Part]:
    """What is about to be sent, for the reporter to look over."""
    data = form.cleaned_data
    shown = {
        **data,
        "wants": Wants(data["wants"]).label,
        "may_be_named": _("Yes") if data["may_be_named"] else _("No"),
    }
    return [
        Part(SIDES.get(name, "AROUND"), str(field.label), str(shown[name]))
        for name, field in form.fields.items()
    ]


@dataclass(frozen=True)
class Promises:
    """The last days on which the reporter hears something."""

    acknowledged: date
    feedback: date


def promises(partnership: Partnership, *, now: datetime) -> Promises:
    today = now.date()
    return Promises(
        acknowledged=terms.due(partnership.id, "REPORT_ACKNOWLEDGEMENT", today),
        feedback=terms.due(partnership.id, "REPORT_FEEDBACK", today),
    )


def mailbox_letters(mailbox: Mailbox) -> list[Letter]:
    """What only the receipt code opens: the desk's answers, and what the reporter added."""
    return [
        _letter(
            message,
            cipher.decrypt_with(
                mailbox.receipt.private_key, bytes(message.for_reporter), f"message|{message.id}".encode()
            ).decode(),
        )
        for message in mailbox.messages
    ]


def _letter(message: Message, text: str) -> Letter:
    return Letter(message.direction, message.get_direction_display(), text, message.sent_date)
