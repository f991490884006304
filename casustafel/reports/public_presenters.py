"""What the pages of the public door say, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casustafel.reports import receipts, stops
from casustafel.reports.choices import Attached, Direction, Naming, State, Wants
from casustafel.reports.models import Message, Report
from casustafel.reports.public_forms import QUESTIONS, ReplyForm
from casustafel.reports.queries import Mailbox, OpenDraft
from casustafel.reports.stops import Stop, Told

HEADINGS = {
    "wens": gettext_lazy("Your question to us"),
    "gezien": gettext_lazy("What you saw yourself"),
    "wanneer": gettext_lazy("When and where"),
    "gehoord": gettext_lazy("What you heard from others"),
    "denken": gettext_lazy("What you think"),
    "tegen": gettext_lazy("What speaks against it"),
    "steun": gettext_lazy("What is good for this person"),
    "gedaan": gettext_lazy("What was already done"),
    "persoon": gettext_lazy("Who it is about"),
    "uzelf": gettext_lazy("About you"),
    "bestand": gettext_lazy("Photos and files"),
    stops.CHECK: gettext_lazy("Look it over"),
}
LABELS = {"wants": Wants, "naming": Naming}


@dataclass(frozen=True)
class Place:
    """Where on the road this page stands."""

    heading: str
    number: int
    of: int
    back: str


def place_of(name: str, told: Told) -> Place:
    number, of = stops.number_of(name, told.wants)
    return Place(str(HEADINGS[name]), number, of, stops.before(name, told.wants))


@dataclass(frozen=True)
class Answer:
    stop: str
    heading: str
    text: str


def answers(opened: OpenDraft) -> list[Answer]:
    """What is about to be sent, for the reporter to look over; the stop is where it is changed."""
    told = opened.told
    return [_answer(stop, name, told) for stop in told.road() for name in stop.asks]


def _answer(stop: Stop, name: str, told: Told) -> Answer:
    text = told.answers.get(name, "")
    shown = str(LABELS[name](text).label) if name in LABELS and text else text
    return Answer(stop.name, str(QUESTIONS[name].label), shown)


@dataclass(frozen=True)
class Letter:
    number: int
    heading: str
    text: str
    sent: date
    is_mine: bool


@dataclass(frozen=True)
class Question:
    letter: Letter
    form: ReplyForm
    name: str


@dataclass(frozen=True)
class MailboxPage:
    state: str
    tone: str
    meaning: str
    letters: list[Letter]
    questions: list[Question]
    withdrawn: date | None
    files: list[tuple[date, str]]


def state_of(report: Report) -> tuple[str, str, str]:
    """In plain words, and no more than that somebody is at it: what was done is told in the feedback, which
    is a decision of its own."""
    if report.withdrawn_date:
        return (
            _("Taken back by you"),
            "neutral",
            _("The reporting point sees that you took your report back."),
        )
    if report.state == State.RECEIVED:
        return _("Received"), "info", _("Your report is with us. Nobody has taken it in yet.")
    if report.state == State.CLOSED:
        return _("Finished"), "good", _("The reporting point has finished with your report.")
    return _("Somebody is working on it"), "info", _("Somebody of the reporting point has read your report.")


def mailbox(opened: Mailbox, *, bound: ReplyForm | None = None) -> MailboxPage:
    """`bound` is an answer that could not be taken yet, back at its question."""
    letters = mailbox_letters(opened)
    state, tone, meaning = state_of(opened.report)
    answered = {message.answers_id for message in opened.messages}
    waiting = {
        message.sequence
        for message in opened.messages
        if message.direction == Direction.QUESTION and message.id not in answered
    }
    questions = [
        Question(letter, _reply(letter.number, bound), f"reply-{letter.number}")
        for letter in letters
        if letter.number in waiting
    ]
    read = [letter for letter in letters if letter.number not in waiting]  # an open question stands above
    return MailboxPage(state, tone, meaning, read, questions, opened.report.withdrawn_date, _files(opened))


def _files(opened: Mailbox) -> list[tuple[date, str]]:
    """On which day they came, and whether they were looked at. Their names only the desk can read."""
    checked = {True: _("is looked at before anybody opens it"), False: _("was looked at")}
    return [(file.added_date, checked[file.state == Attached.WAITING]) for file in opened.files]


def _reply(number: int, bound: ReplyForm | None) -> ReplyForm:
    if bound is not None and bound.data.get("question") == str(number):
        return bound
    return ReplyForm(initial={"question": number})


def mailbox_letters(opened: Mailbox) -> list[Letter]:
    """What only the receipt code opens: the desk's letters, and what the reporter added."""
    return [_letter(opened.receipt, message) for message in opened.messages]


MINE: Sequence[str] = (Direction.FROM_REPORTER, Direction.WITHDRAWAL)


def _letter(receipt: receipts.Receipt, message: Message) -> Letter:
    text = receipts.open_letter(receipt, message.id, bytes(message.for_reporter))
    mine = message.direction in MINE
    heading = {
        Direction.FROM_REPORTER: _("From you"),
        Direction.WITHDRAWAL: _("You took your report back"),
        Direction.QUESTION: _("A question to you"),
        Direction.FEEDBACK: _("What we did with your report"),
    }.get(Direction(message.direction), _("Our answer"))
    return Letter(message.sequence, heading, text, message.sent_date, mine)
