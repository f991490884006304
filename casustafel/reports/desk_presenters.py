"""What the reporting point needs around a report: the worklist, who looks after it, what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, override

from casustafel.access.viewer import Viewer
from casustafel.lib import sentences
from casustafel.parties import names
from casustafel.parties import queries as parties
from casustafel.reports import presenters, worklist
from casustafel.reports.choices import State, Whose
from casustafel.reports.desk_forms import Sentence, SentenceForm
from casustafel.reports.handling import OFFICER
from casustafel.reports.models import Report
from casustafel.reports.queries import ReportFile
from casustafel.reports.worklist import Found
from casustafel.reports.worry import answers_in
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class DueLine:
    """What the reporter should have heard by which day; `words` say the same as the colour."""

    what: str
    day: date
    is_late: bool


@dataclass(frozen=True)
class WorkRow:
    report: presenters.Row
    handler: str
    due: DueLine | None
    has_letter: bool
    has_file: bool


@dataclass(frozen=True)
class WorkPage:
    rows: list[WorkRow]
    whose: list[tuple[str, str, str | None]]
    late: str
    is_narrowed: bool
    number: int
    has_next: bool


def work_page(viewer: Viewer, found: Found, *, day: date) -> WorkPage:
    people = names.of_people(viewer, {row.handled_by_id for row in found.rows if row.handled_by_id})
    return WorkPage(
        rows=[_row(row, found, people, day=day) for row in found.rows],
        whose=_whose(found),
        late=capped(found.counts["LATE"]),
        is_narrowed=found.wanted.is_narrowed,
        number=found.wanted.page,
        has_next=found.has_next,
    )


def _row(row: Report, found: Found, people: dict[UUID, str], *, day: date) -> WorkRow:
    return WorkRow(
        report=presenters.row(row),
        handler=people.get(row.handled_by_id, "") if row.handled_by_id else "",
        due=next_due(row, day=day),
        has_letter=found.letters.get(row.id, 0) > row.letters_seen,
        has_file=row.id in found.files,
    )


def _whose(found: Found) -> list[tuple[str, str, str | None]]:
    """Standing in is a choice for who does."""
    first = gettext("What I look after")
    known = {"MINE": capped(found.counts["MINE"]), "NOBODY": capped(found.counts["NOBODY"])}
    offered = [each for each in Whose if each != Whose.STAND_IN or found.standing_in]
    return [("", first, None), *((each.value, str(each.label), known.get(each.value)) for each in offered)]


def capped(number: int) -> str:
    return f"{worklist.COUNTED - 1}+" if number >= worklist.COUNTED else str(number)


def next_due(report: Report, *, day: date) -> DueLine | None:
    """Twin: models.NEXT_DUE."""
    if report.feedback_date is not None:
        return None
    if report.acknowledged_date is None:
        return _line(gettext("First letter"), report.acknowledge_by_date, day)
    return _line(gettext("Feedback"), report.feedback_by_date, day)


def _line(what: str, due: date | None, day: date) -> DueLine | None:
    return DueLine(what, due, due < day) if due else None


@dataclass(frozen=True)
class Desk:
    """Beside the report: who looks after it, what is due, what one can do about it."""

    handler: str
    was: str  # who looks after it now, for the forms that change that
    me: UUID
    is_mine: bool
    due: DueLine | None
    acknowledged: date | None
    feedback: date | None
    colleagues: list[tuple[UUID, str]]
    everybody: list[tuple[UUID, str]]
    may_give: bool
    may_acknowledge: bool
    may_ask: bool
    may_wait: bool


def desk(viewer: Viewer, report: Report, *, now: datetime) -> Desk:
    day, state = now.date(), report.state
    colleagues = names.of_rows(viewer, parties.with_role(viewer, OFFICER, day=day))
    by_name = sorted(colleagues.items(), key=lambda each: (each[0] != viewer.person_id, each[1]))
    active = state not in {State.RECEIVED, State.CLOSED, State.UNFORWARDED}
    return Desk(
        handler=_handler(viewer, report, colleagues),
        was=str(report.handled_by_id or ""),
        me=viewer.person_id,
        is_mine=report.handled_by_id == viewer.person_id,
        due=next_due(report, day=day),
        acknowledged=report.acknowledged_date,
        feedback=report.feedback_date,
        colleagues=[each for each in by_name if each[0] != report.handled_by_id],
        everybody=by_name,
        may_give=state not in {State.RECEIVED, State.CLOSED},
        may_acknowledge=active and report.acknowledged_date is None,
        may_ask=active,
        may_wait=state == State.TAKEN_IN,
    )


def _handler(viewer: Viewer, report: Report, colleagues: dict[UUID, str]) -> str:
    """Who looked after it may not be reporting officer any more."""
    who = report.handled_by_id
    if who is None:
        return ""
    return colleagues.get(who) or names.of_people(viewer, [who]).get(who, "")


def first_letter(report: Report) -> str:
    """In the language of the installation: nobody kept which one the reporter reads."""
    with override(settings.LANGUAGE_CODE):
        thanks = gettext("Thank you. We received what you told us, and somebody looks at it.")
        by_day = ""
        if report.feedback_by_date:
            by_day = gettext("By %(day)s you read here what we did with it, as far as we may tell.") % {
                "day": date_format(report.feedback_by_date, "j F Y")
            }
        danger = gettext("Does something change, then add it here. Is there danger, then call 112.")
        return "\n\n".join(filter(None, [thanks, by_day, danger]))


BOXES = {
    "saw": gettext_lazy("What did you see or hear yourself?"),
    "heard": gettext_lazy("What did you hear from others, and from whom?"),
    "think": gettext_lazy("What do you make of it?"),
    "against": gettext_lazy("What speaks against your worry?"),
    "protects": gettext_lazy("Who or what is good for this person?"),
    "done": gettext_lazy("What was already done or said?"),
}
LETTER = "letter"


def box_name(box: str) -> str:
    return str(BOXES[box]) if box in BOXES else gettext("The reporter wrote later")


def boxes(rows: Sequence[SentenceForm]) -> list[tuple[str, list[SentenceForm]]]:
    """The sentences under the question that they answer."""
    return [(box_name(box), list(found)) for box, found in groupby(rows, key=lambda row: row.sentence.box)]


def story(viewer: Viewer, file: ReportFile, *, now: datetime) -> list[Sentence]:
    """Every sentence of the reporter, in the order in which it was told."""
    opened = opening.open_all(
        [file.report, *file.signals, *file.messages], by=viewer, purpose="report.set_apart", now=now
    )
    marked = {opened(signal, "text"): signal.get_nature_display() for signal in file.signals}
    return [
        Sentence(box, sentence, marked.get(sentence, ""))
        for box, text in _texts(file, opened)
        for sentence in sentences.of(text)
    ]


def _texts(file: ReportFile, opened: Opened) -> Sequence[tuple[str, str]]:
    answers = answers_in(opened(file.report, "told"))
    return [
        *((box, answers[box]) for box in BOXES),
        *((LETTER, opened(letter, "text")) for letter in file.messages),
    ]
