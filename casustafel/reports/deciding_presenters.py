"""What the pages of the ways out say, as plain values."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import N_
from casustafel.parties import names
from casustafel.parties.models import Person
from casustafel.reports import presenters, rules
from casustafel.reports.choices import Naming, NoForwarding, Second, State
from casustafel.reports.deciding_queries import LookFile, WaysFile
from casustafel.reports.models import HandingOn, Report, SecondLook, Signal
from casustafel.reports.presenters import Letter, Part, SignalLine
from casustafel.reports.worry import answers_in
from casustafel.sharing import catalogue
from casustafel.vault import opening
from casustafel.vault.opening import Opened

# The second person works for another organisation: who reported is shown when the reporter said it may.
MAY_KNOW_WHO_REPORTED = {Naming.PARTNERS, Naming.PERSON}


@dataclass(frozen=True)
class Words:
    """Over a form on a page of its own."""

    title: str
    lead: str
    submit: str


WORDS = {
    "advise": (
        N_("Give advice"),
        N_("The reporter can go on with your advice, and nothing more is done with this worry."),
        N_("Give this advice"),
    ),
    "wait": (
        N_("Wait for information"),
        N_("Say what you wait for, so that a colleague can go on when you are away."),
        N_("Let this report wait"),
    ),
    "hand_on": (
        N_("Another route"),
        N_("Care, school or youth work helps better here. Write down what you hand on, and why you may."),
        N_("I handed this on"),
    ),
    "note": (
        N_("Add a note"),
        N_("What was handed on cannot be taken back. What came of it can be added."),
        N_("Keep this note"),
    ),
    "propose": (
        N_("Do not forward"),
        N_("Two people decide this: you, and somebody of another organisation. You propose it."),
        N_("Ask to look along"),
    ),
    "withdraw": (
        N_("Take the proposal back"),
        N_("Who looks along sees the report no longer. You can decide anew, or ask somebody else."),
        N_("Take it back"),
    ),
    "reopen": (
        N_("Look at it again"),
        N_("The report is with you again, and it is not destroyed on the day that was set."),
        N_("Open it again"),
    ),
    "feedback": (
        N_("What the reporter is told"),
        N_("Decide what may be told, and when. Nothing is an answer too, with its reason."),
        N_("Record what the reporter is told"),
    ),
    "close": (
        N_("Close this report"),
        N_("A report closes after you decided what the reporter may be told. Then its term begins."),
        N_("Close this report"),
    ),
    "describe": (
        N_("Who it is about"),
        N_("What the reporter wrote stays as it is. What stood here before is kept with your reason."),
        N_("Put this right"),
    ),
    "undo": (
        N_("Undo this"),
        N_("The two reports stand apart again. Nothing was merged, so nothing is lost."),
        N_("Undo this"),
    ),
}


def words(page: str) -> Words:
    title, lead, submit = WORDS[page]
    return Words(_(title), _(lead), _(submit))


@dataclass(frozen=True)
class HandingLine:
    route: str
    to: str
    what: str
    ground: str
    consent: bool
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True)
class LookLine:
    id: UUID
    asked: str
    asked_at: datetime
    answer: str
    answer_name: str
    answer_reason: str
    grounds: list[str]


@dataclass(frozen=True)
class LinkedLine:
    """An earlier or later report about the same person, with its signals. `direct`: linked with this one
    itself, and not by way of a third."""

    id: UUID
    reference: str
    received: date
    state: str
    state_name: str
    destroyed: date | None
    direct: bool
    signals: list[SignalLine]


@dataclass(frozen=True)
class Ways:
    state: str
    moves: frozenset[str]
    looks: list[LookLine]
    handings: list[HandingLine]
    linked: list[LinkedLine]
    wait_until: date | None
    feedback: date | None
    feedback_due: date | None
    is_feedback_late: bool
    destroyed: date | None

    @property
    def open_look(self) -> LookLine | None:
        return next((look for look in self.looks if not look.answer), None)

    @property
    def last_answer(self) -> LookLine | None:
        """What the second person said the last time, while the report is back with the officer."""
        said = [look for look in self.looks if look.answer in {Second.AGREED, Second.DISAGREED}]
        return said[-1] if said and not self.open_look else None

    @property
    def may_advise(self) -> bool:
        return State.ADVICE in self.moves

    @property
    def may_wait(self) -> bool:
        return State.WAITING in self.moves

    @property
    def may_hand_on(self) -> bool:
        return State.OTHER_ROUTE in self.moves or self.state == State.OTHER_ROUTE

    @property
    def may_weigh(self) -> bool:
        return State.TO_WEIGHING in self.moves

    @property
    def may_propose(self) -> bool:
        return State.PROPOSED in self.moves

    @property
    def may_reopen(self) -> bool:
        return self.state == State.UNFORWARDED

    @property
    def may_close(self) -> bool:
        return State.CLOSED in self.moves

    @property
    def may_work(self) -> bool:
        return self.state not in {State.RECEIVED, State.CLOSED}


def ways(viewer: Viewer, report: Report, file: WaysFile, *, now: datetime) -> Ways:
    rows = [*file.looks, *file.handings]
    opened = opening.open_all(rows, by=viewer, purpose="report.page", now=now) if rows else Opened({})
    if file.signals:
        told = opening.open_all(file.signals, by=viewer, purpose="report.same_person", now=now)
        opened = opened.joined(told)
    asked = [look.asked_id for look in file.looks] + [handing.by_id for handing in file.handings]
    people = names.of_people(viewer, asked) if asked else {}
    due = report.feedback_by_date if report.feedback_date is None else None
    return Ways(
        state=report.state,
        moves=rules.MOVES[report.state],
        looks=[_look_line(look, opened, people) for look in file.looks],
        handings=[_handing_line(each, opened, people) for each in file.handings],
        linked=[_linked_line(each, file, opened) for each in file.linked],
        wait_until=report.wait_until_date if report.state == State.WAITING else None,
        feedback=report.feedback_date,
        feedback_due=due,
        is_feedback_late=due is not None and due < now.date(),
        destroyed=report.destroy_date,
    )


def _look_line(look: SecondLook, opened: Opened, people: dict[UUID, str]) -> LookLine:
    return LookLine(
        look.id,
        people.get(look.asked_id, ""),
        look.asked_at,
        look.answer,
        look.get_answer_display() if look.answer else "",
        opened(look, "answer_reason"),
        _grounds(opened(look, "grounds")),
    )


def _grounds(codes: str) -> list[str]:
    return [str(NoForwarding(code).label) for code in codes.split()]


def _handing_line(handing: HandingOn, opened: Opened, people: dict[UUID, str]) -> HandingLine:
    return HandingLine(
        handing.get_route_display(),
        opened(handing, "to"),
        opened(handing, "what"),
        _ground(handing.ground),
        handing.consent,
        opened(handing, "reason"),
        people.get(handing.by_id, ""),
        handing.at,
    )


def grounds_to_hand_on(viewer: Viewer) -> list[tuple[str, str]]:
    """Of the catalogue, for the viewer's kind of organisation, each with the article it stands on."""
    known = catalogue.current().to_share_on()
    mine = [each for each in known if each.is_for(viewer.organisation_kind)]
    return [(each.code, f"{each.name()} ({each.article})") for each in mine]


def _ground(code: str) -> str:
    """The code itself for a ground of a later version."""
    found = catalogue.current().find(code)
    return found.name() if found else code


def _linked_line(report: Report, file: WaysFile, opened: Opened) -> LinkedLine:
    return LinkedLine(
        report.id,
        str(report.id)[:8],
        report.received_date,
        report.state,
        report.get_state_display(),
        report.destroy_date,
        report.id in file.decided_with,
        signal_lines([each for each in file.signals if each.report_id == report.id], opened),
    )


def signal_lines(signals: Iterable[Signal], opened: Opened) -> list[SignalLine]:
    return [
        SignalLine(
            signal.nature,
            signal.get_nature_display(),
            opened(signal, "text"),
            signal.observed_date,
            signal.contradicts,
        )
        for signal in signals
    ]


def people_to_ask(viewer: Viewer, people: Sequence[Person]) -> list[tuple[str, str]]:
    known = names.of_rows(viewer, people)
    return [(str(each.id), f"{known[each.id]}, {each.organisation.name}") for each in people]


@dataclass(frozen=True)
class LookRow:
    id: UUID
    reference: str
    received: date
    asked_at: datetime
    by: str


def look_rows(viewer: Viewer, looks: Iterable[SecondLook]) -> list[LookRow]:
    rows = list(looks)
    people = names.of_people(viewer, [look.asked_by_id for look in rows])
    return [
        LookRow(
            look.id,
            str(look.report_id)[:8],
            look.report.received_date,
            look.asked_at,
            people.get(look.asked_by_id, ""),
        )
        for look in rows
    ]


@dataclass(frozen=True)
class LookPage:
    id: UUID
    reference: str
    received: date
    subject: str
    subject_birth: str
    by: str
    asked_at: datetime
    grounds: list[str]
    reason: str
    parts: list[Part]
    signals: list[SignalLine]
    letters: list[Letter]


def look_page(viewer: Viewer, file: LookFile, *, now: datetime) -> LookPage:
    look, report = file.look, file.look.report
    rows = [report, look, *file.signals, *file.messages]
    opened = opening.open_all(rows, by=viewer, purpose="report.second_look", now=now)
    return LookPage(
        id=look.id,
        reference=str(report.id)[:8],
        received=report.received_date,
        subject=opened(report, "subject_name"),
        subject_birth=opened(report, "subject_birth"),
        by=names.of_people(viewer, [look.asked_by_id]).get(look.asked_by_id, ""),
        asked_at=look.asked_at,
        grounds=_grounds(opened(look, "grounds")),
        reason=opened(look, "reason"),
        parts=_parts(report, opened(report, "told")),
        signals=signal_lines(file.signals, opened),
        letters=[
            Letter(each.direction, each.get_direction_display(), opened(each, "text"), each.sent_date)
            for each in file.messages
        ],
    )


def _parts(report: Report, told: str) -> list[Part]:
    may_know = report.naming in MAY_KNOW_WHO_REPORTED
    return parts_said(told, without=() if may_know else ("reporter",))


def parts_said(told: str, *, without: Collection[str] = ()) -> list[Part]:
    """What was answered, under the questions of the form."""
    headings = presenters.headings()
    return [
        Part(presenters.SIDES.get(name, "AROUND"), headings.get(name, name), answer)
        for name, answer in answers_in(told).items()
        if answer and name not in without
    ]
