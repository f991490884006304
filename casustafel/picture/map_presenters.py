"""The map of blank spots: marks laid out by place, in signs and words."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.lib.refusal import N_
from casustafel.method import model
from casustafel.method.model import Item
from casustafel.parties import terms
from casustafel.parties.models import Organisation
from casustafel.picture import placing
from casustafel.picture.asking_queries import Marks
from casustafel.picture.choices import RequestState, Stand
from casustafel.picture.placing import Word
from casustafel.vault import opening

IS_KNOWN = frozenset({"KNOWN", "STALE", "CONTRADICTED"})
ALL = "ALL"
# What each sign says, in the order in which one goes before the other.
LEGEND = (
    ("CONTRADICTED", N_("Somebody says that two statements contradict each other, or that one is refuted.")),
    ("KNOWN", N_("There is a statement. Beside it stands how old the newest is.")),
    ("STALE", N_("There is a statement, but the newest is older than %(days)s.")),
    ("ASKED", N_("This organisation was asked and has not answered you yet.")),
    ("ASKED_LATE", N_("It was asked, and the day by which it would answer has passed.")),
    ("NONE", N_("This organisation says that it knows nothing about this.")),
    ("MAY_NOT_KNOW", N_("This organisation says that it may not share this.")),
    ("UNKNOWN", N_("Of this organisation there is nothing that you may read.")),
)
SAID = {
    "ASKED": N_("asked"),
    "ASKED_LATE": N_("asked, late"),
    "NONE": N_("nothing known"),
    "MAY_NOT_KNOW": N_("may not know"),
}
STOOD = {Stand.NOTHING: "NONE", Stand.UNKNOWN: "NONE", Stand.MAY_NOT: "MAY_NOT_KNOW"}
ENDED = {RequestState.NONE: "NONE", RequestState.REFUSED: "MAY_NOT_KNOW"}


@dataclass(frozen=True)
class Cell:
    """What one organisation knows in one place, in words, and the way on from there."""

    state: str
    text: str
    organisation: str
    is_late: bool = False
    request: object = None
    url: str = ""
    label: str = ""
    hint: str = ""

    @property
    def is_known(self) -> bool:
        return self.state in IS_KNOWN

    @property
    def look(self) -> str:
        return "ASKED_LATE" if self.is_late else self.state


@dataclass(frozen=True)
class MapRow:
    """A part of life; or, with `is_question`, one question about it. `url` unfolds or folds it."""

    code: str
    name: str
    cells: list[Cell]
    is_question: bool = False
    is_unfolded: bool = False
    url: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(cell.is_known for cell in self.cells)


@dataclass(frozen=True)
class BlankLine:
    """A question that nothing answers yet: what the organisations said or were asked, and where to ask."""

    domain: str
    question: str
    said: list[str]
    url: str


@dataclass(frozen=True)
class Sign:
    look: str
    sentence: str


@dataclass(frozen=True)
class BlankSpots:
    organisations: list[str]
    rows: list[MapRow]
    blank: list[str]
    lines: list[BlankLine]
    legend: list[Sign]
    late: int
    unfolded: str


class Board:
    """The marks, laid out by place."""

    def __init__(self, marks: Marks, case: Case, *, today: date) -> None:
        self.today = today
        self.fresh_from = terms.since(case.partnership_id, "STALE_AFTER", today)
        self.model = model.of(case.model_version)
        self.newest: dict[tuple[UUID, str, str], date] = {}
        self.contradicted = set(marks.contradicted)
        self.words: dict[tuple[UUID, str], list[Word]] = defaultdict(list)
        for known in marks.known:
            self._know(known.spot, known.newest)
            if known.is_refuted:
                self.contradicted.add(known.spot)
        self.contradicted |= {(whose, domain, ALL) for whose, domain, _ in self.contradicted}
        for asked in marks.asked:
            self._hear(asked)
        for stood in marks.stood:
            word = Word(STOOD[Stand(stood.stand)], stood.day)
            self.words[stood.organisation_id, stood.question].append(word)

    def _know(self, spot: tuple[UUID, str, str], day: date) -> None:
        whose, domain, _ = spot
        for place in (spot, (whose, domain, ALL)):
            self.newest[place] = max(day, self.newest.get(place, day))

    def _hear(self, asked: Any) -> None:
        whose, domain, question = asked.spot
        if asked.in_words and asked.answered_at:
            self._know(asked.spot, asked.answered_at.date())
        if asked.state == RequestState.ASKED:
            late = asked.due_date < self.today
            word = Word("ASKED", asked.asked_at.date(), asked.due_date, late, asked.id)
        elif asked.state in ENDED and asked.answered_at:
            word = Word(ENDED[asked.state], asked.answered_at.date(), request=asked.id)
        else:
            return
        codes = [question] if question else [each.code for each in self.model.questions_of(domain)]
        for code in codes:
            self.words[whose, code].append(word)

    def cell(self, organisation: Organisation, domain: str, question: str = ALL) -> Cell:
        """What stands in this place; without a question, of the whole part of life."""
        place = (organisation.id, domain, question)
        word, said = self._word(organisation.id, domain, question)
        newest = self.newest.get(place)
        state = placing.cell_state(
            newest, word, is_contradicted=place in self.contradicted, fresh_from=self.fresh_from
        )
        return Cell(
            state,
            _words_of(newest, word, said, today=self.today),
            organisation.name,
            is_late=state == "ASKED" and bool(word and word.is_late),
            request=word.request if word else None,
        )

    def _word(self, whose: UUID, domain: str, question: str) -> tuple[Word | None, str]:
        if question != ALL:
            return placing.word_that_counts(self.words[whose, question]), ""
        codes = [each.code for each in self.model.questions_of(domain)]
        each = [placing.word_that_counts(self.words[whose, code]) for code in codes]
        some = sum(word is not None for word in each)
        said = gettext("Said of %(some)d of %(all)d questions") % {"some": some, "all": len(each)}
        return placing.word_of_domain(each), said if 0 < some < len(each) else ""


def _words_of(newest: date | None, word: Word | None, said: str, *, today: date) -> str:
    if newest:
        old = age(newest, today=today)
        if word and word.state == "ASKED":
            return gettext("%(age)s; asked on %(day)s") % {"age": old, "day": date_format(word.day, "j N")}
        return old
    if word is None:
        return said
    if word.due:
        days = {"day": date_format(word.day, "j N"), "due": date_format(word.due, "j N")}
        return gettext("On %(day)s, by %(due)s") % days
    return gettext("Said on %(day)s") % {"day": date_format(word.day, "j N Y")}


def age(day: date, *, today: date) -> str:
    """How old something is, as people say it."""
    days = max((today - day).days, 0)
    if days < 1:
        return gettext("Of today")
    if days < 14:
        return ngettext("%(n)d day old", "%(n)d days old", days) % {"n": days}
    if days < 61:
        return ngettext("%(n)d week old", "%(n)d weeks old", days // 7) % {"n": days // 7}
    if days < 730:
        return ngettext("%(n)d month old", "%(n)d months old", days // 30) % {"n": days // 30}
    return ngettext("%(n)d year old", "%(n)d years old", days // 365) % {"n": days // 365}


def blank_spots(
    viewer: Viewer,
    case: Case,
    marks: Marks,
    organisations: list[Organisation],
    *,
    unfolded: str,
    now: datetime,
) -> tuple[CaseFrame, BlankSpots]:
    opened = opening.open_all([case], by=viewer, purpose="picture.blank_spots", now=now)
    ways = Ways(case, viewer.organisation_id) if case.state == State.OPEN else Ways(case, None)
    page = drawn(case, marks, organisations, ways=ways, unfolded=unfolded, now=now)
    return case_frame(case, opened(case, "pseudonym"), current="picture:blank_spots"), page


@dataclass(frozen=True)
class Ways:
    """The ways on from a cell. `own` is the organisation of who looks; in a closed case nothing is asked."""

    case: Case
    own: UUID | None

    def on_from(self, cell: Cell, whose: Organisation, domain: Item, question: str) -> Cell:
        about = {"organisation": whose.name, "domain": domain.label}
        if cell.state in {"ASKED", "NONE", "MAY_NOT_KNOW"} and cell.request:
            url = reverse("picture:request", args=[self.case.id, cell.request])
            hint = gettext("to %(organisation)s about %(domain)s") % about
            return _with(cell, url, gettext("See the request"), hint)
        if self.own is None or cell.state in {"KNOWN", "CONTRADICTED"}:
            return cell
        if whose.id == self.own:
            url, hint = reverse("picture:contribute", args=[self.case.id]), domain.label
            return _with(cell, url, gettext("Bring in"), hint)
        query = f"organisation={whose.id}&domain={domain.code}&question={question}"
        url = f"{reverse('picture:ask', args=[self.case.id])}?{query}"
        return _with(cell, url, gettext("Ask"), gettext("%(organisation)s about %(domain)s") % about)


def _with(cell: Cell, url: str, label: str, hint: str) -> Cell:
    return replace(cell, url=url, label=label, hint=hint)


def drawn(
    case: Case,
    marks: Marks,
    organisations: list[Organisation],
    *,
    ways: Ways | None,
    unfolded: str,
    now: datetime,
) -> BlankSpots:
    """The map; without ways on it is the one for a screen that everybody sees."""
    today = now.date()
    board = Board(marks, case, today=today)
    rows: list[MapRow] = []
    lines: list[BlankLine] = []
    for domain in board.model.domains:
        is_unfolded = unfolded in {domain.code, ALL}
        rows.append(_domain_row(board, domain, organisations, ways, is_unfolded=is_unfolded))
        questions = [
            _question_row(board, domain, each, organisations, ways)
            for each in board.model.questions_of(domain.code)
        ]
        rows += questions if is_unfolded else []
        lines += [_line(domain, row, ways) for row in questions if row.is_blank]
    return BlankSpots(
        organisations=[each.name for each in organisations],
        rows=rows,
        blank=[row.name for row in rows if row.is_blank and not row.is_question],
        lines=lines,
        legend=legend((today - board.fresh_from).days),
        late=sum(a.state == RequestState.ASKED and a.due_date < today for a in marks.asked),
        unfolded=unfolded,
    )


def _domain_row(
    board: Board, domain: Item, whose: list[Organisation], ways: Ways | None, *, is_unfolded: bool
) -> MapRow:
    cells = [_cell(board, each, domain, ALL, ways) for each in whose]
    url = "" if ways is None else ("?" if is_unfolded else f"?leefgebied={domain.code}")
    return MapRow(domain.code, domain.label, cells, is_unfolded=is_unfolded, url=f"{url}#{domain.code}")


def _question_row(
    board: Board, domain: Item, question: Item, whose: list[Organisation], ways: Ways | None
) -> MapRow:
    cells = [_cell(board, each, domain, question.code, ways) for each in whose]
    return MapRow(question.code, question.label, cells, is_question=True)


def _cell(board: Board, whose: Organisation, domain: Item, question: str, ways: Ways | None) -> Cell:
    cell = board.cell(whose, domain.code, question)
    if ways is None:
        return cell
    return ways.on_from(cell, whose, domain, "" if question == ALL else question)


def _line(domain: Item, row: MapRow, ways: Ways | None) -> BlankLine:
    said = [f"{cell.organisation}: {_name_of(cell)}" for cell in row.cells if cell.state != "UNKNOWN"]
    is_open = ways is not None and ways.own is not None
    url = f"{reverse('picture:ask', args=[ways.case.id])}?question={row.code}" if ways and is_open else ""
    return BlankLine(domain.label, row.name, said, url)


def _name_of(cell: Cell) -> str:
    name = gettext(SAID[cell.look])
    return f"{name} ({cell.text.lower()})" if cell.text else name


def legend(days: int) -> list[Sign]:
    old = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return [Sign(look, gettext(sentence) % {"days": old}) for look, sentence in LEGEND]
