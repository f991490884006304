"""A case on one sheet, for the whole table of it. What does not fit is cut, and the sheet says so."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from uuid import UUID

import pikepdf
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import policy
from casustafel.cases.models import Case
from casustafel.method import model
from casustafel.method.choices import Bearing
from casustafel.papers import rules, summary_queries, typesetting
from casustafel.papers.days import day
from casustafel.papers.document import Block, Document, Facts, Items, Table, Text, under
from casustafel.papers.making import made_for
from casustafel.papers.summary_queries import OnOneSheet, Some
from casustafel.parties import names
from casustafel.picture import factor_presenters
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Room:
    """How many lines of each kind, and how many signs of each line."""

    lines: int
    signs: int


# The first that fits on one sheet is taken; the last fits whatever there is.
ROOMS = (Room(8, 240), Room(6, 180), Room(5, 140), Room(4, 110), Room(3, 90), Room(2, 70), Room(1, 50))


@dataclass(frozen=True)
class Read:
    found: OnOneSheet
    opened: Opened
    people: dict[UUID, str]


@transaction.atomic
def summary(*, case: Case, purpose: str, by: Viewer, now: datetime) -> bytes:
    policy.check_can_see(by, case)
    rules.check_purpose(purpose)
    log.record("papers.summary_made", by=by, now=now, on=("case", case.id), scope=case.id)
    with override("nl"):
        read, owner = _read(case, by=by, now=now), made_for(by, purpose, now=now)
        for room in ROOMS:
            made = typesetting.pdf("document", {**_document(read, room, owner).as_data(), "dense": True})
            if _sheets(made) == 1:
                break
        return made


def document(case: Case, *, by: Viewer, now: datetime) -> Document:
    """For the screen, which has room enough."""
    return _document(_read(case, by=by, now=now), ROOMS[0], {})


def _read(case: Case, *, by: Viewer, now: datetime) -> Read:
    found = summary_queries.on_one_sheet(by, case, day=timezone.localtime(now).date())
    opened = opening.open_all([case, *found.rows()], by=by, purpose="papers.summary", now=now)
    people = names.of_people(by, {seat.person_id for seat in found.seats})
    return Read(found, opened, people)


def _sheets(made: bytes) -> int:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return len(pdf.pages)


def _document(read: Read, room: Room, owner: dict[str, str]) -> Document:
    return Document(
        title=gettext("Case on one sheet"),
        head=read.opened(read.found.case, "pseudonym"),
        for_whom=gettext(
            "For the whole table of this case. Nothing stands here that not everybody there may read."
        ),
        blocks=[
            _facts(read),
            *_seats(read, room),
            *_known(read, room),
            *_factors(read, room),
            *_judged(read, room),
            *_goals(read, room),
            *_to_do(read, room),
        ],
        made_for=owner,
    )


def _facts(read: Read) -> Facts:
    case, coming = read.found.case, read.found.next_meeting
    return Facts(
        [
            (gettext("Level"), case.get_level_display()),
            (gettext("Opened on"), day(case.opened_date)),
            (gettext("Next meeting"), day(coming) if coming else gettext("Not planned yet")),
            (gettext("Next review"), day(case.review_due_date)),
        ]
    )


def _seats(read: Read, room: Room) -> list[Block]:
    rows = [
        (
            seat.organisation.name,
            read.people.get(seat.person_id, ""),
            seat.get_role_display(),
            day(seat.until_date) or gettext("no end set"),
        )
        for seat in read.found.seats
    ]
    heads = (gettext("Organisation"), gettext("Who"), gettext("Role"), gettext("Until"))
    return _cut_table(gettext("Who sits at this table"), heads, rows, (2, 1.8, 1.4, 1.2), room)


def _known(read: Read, room: Room) -> list[Block]:
    found = read.found
    unknown = ", ".join(found.blank)
    return [
        *_statements(gettext("What was seen"), found.seen, read, room),
        *_statements(gettext("What was heard or thought"), found.thought, read, room),
        *under(gettext("What nobody said anything about yet"), [Text(unknown)] if unknown else [], level=1),
    ]


def _statements(title: str, some: Some, read: Read, room: Room) -> list[Block]:
    domains = model.of(read.found.case.model_version).domains
    parts = {each.code: each.label for each in domains}
    lines = [
        gettext("%(part)s: %(text)s (%(nature)s, %(organisation)s)")
        % {
            "part": parts.get(each.domain, ""),
            "text": _short(read.opened(each, "text"), room),
            "nature": each.get_nature_display().lower(),
            "organisation": each.contribution.organisation.name,
        }
        for each in some.lines
    ]
    return _cut_items(title, lines, room, more=some.more)


def _factors(read: Read, room: Room) -> list[Block]:
    """What protects beside what worries; nothing adds them up."""
    sides = {bearing: _of_bearing(read, bearing) for bearing in (Bearing.PROTECTIVE, Bearing.RISK)}
    rows = list(zip_longest(*sides.values(), fillvalue=""))
    heads = (gettext("What protects"), gettext("What worries"))
    title = gettext("What the table recognises")
    return _cut_table(title, heads, [[_short(cell, room) for cell in row] for row in rows], (1, 1), room)


def _of_bearing(read: Read, bearing: str) -> list[str]:
    mine = [each for each in read.found.factors if each.bearing == bearing]
    return [factor_presenters.text_of(each, read.opened) for each in mine]


def _judged(read: Read, room: Room) -> list[Block]:
    lines = []
    for round in read.found.rounds:
        question = model.of(round.case.model_version).judgement_question(round.question).label
        lines.append(f"{question} {_short(read.opened(round, 'joint'), room)}")
        lines += [
            gettext("%(organisation)s sees it otherwise: %(text)s")
            % {"organisation": each.organisation.name, "text": _short(read.opened(each, "text"), room)}
            for each in read.found.dissents
            if each.round_id == round.id
        ]
    return _cut_items(gettext("What we judge together"), lines, room)


def _goals(read: Read, room: Room) -> list[Block]:
    lines = [
        gettext("%(text)s (%(organisation)s, expected on %(day)s)")
        % {
            "text": _short(read.opened(goal, "text"), room),
            "organisation": goal.owner.name,
            "day": day(goal.due_date),
        }
        for goal in read.found.goals
    ]
    return _cut_items(gettext("Goals"), lines, room)


def _to_do(read: Read, room: Room) -> list[Block]:
    due = [
        *((c.due_date, c.organisation.name, read.opened(c, "what")) for c in read.found.to_do.commitments),
        *((e.until_date, e.asked.name, read.opened(e, "text")) for e in read.found.to_do.expectations),
    ]
    rows = [(day(by_when), who, _short(what, room)) for by_when, who, what in sorted(due)]
    heads = (gettext("By when"), gettext("Who"), gettext("What"))
    return _cut_table(gettext("Agreed, and what is due"), heads, rows, (1, 1.4, 3), room)


def _short(text: str, room: Room) -> str:
    """On one line, and no longer than there is room for."""
    line = " ".join(text.split())
    return line if len(line) <= room.signs else f"{line[: room.signs - 1].rstrip()}…"


def _cut_items(title: str, lines: Sequence[str], room: Room, *, more: int = 0) -> list[Block]:
    shown = lines[: room.lines]
    rest = _rest(len(lines) - len(shown) + more)
    return under(title, [*([Items(shown)] if shown else []), *rest], level=1)


def _cut_table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], room: Room
) -> list[Block]:
    shown = rows[: room.lines]
    table = [Table(title, heads, shown, widths)] if shown else []
    return under(title, [*table, *_rest(len(rows) - len(shown))], level=1)


def _rest(number: int) -> list[Block]:
    if not number:
        return []
    words = ngettext("One more line stands in the file.", "%(number)s more lines stand in the file.", number)
    return [Text(words % {"number": number}, "small")]
