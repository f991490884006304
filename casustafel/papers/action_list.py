"""Who does what, why and by when: of one case, or of the cases of a meeting. What is overdue comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import policy
from casustafel.cases.models import Case
from casustafel.deciding.choices import ExpectationState
from casustafel.deciding.models import Expectation
from casustafel.papers import action_queries, rules
from casustafel.papers.action_queries import ToDo
from casustafel.papers.choices import Form
from casustafel.papers.days import day
from casustafel.papers.document import Block, Document, Heading, Table, Text
from casustafel.papers.making import made, made_for
from casustafel.plan.choices import CommitmentState
from casustafel.plan.models import Commitment
from casustafel.table.queries import MeetingFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened

READ_FOR = "papers.actions"


@dataclass(frozen=True)
class Action:
    case: str
    who: str
    what: str
    why: str
    due: date
    state: str
    is_open: bool


@transaction.atomic
def of_case(*, case: Case, purpose: str, form: str = Form.PDF, by: Viewer, now: datetime) -> bytes:
    policy.check_can_see(by, case)
    rules.check_purpose(purpose)
    log.record("papers.actions_made", by=by, now=now, on=("case", case.id), scope=case.id)
    with override("nl"):
        return made(case_document(case, by=by, now=now, owner=made_for(by, purpose, now=now)), form)


@transaction.atomic
def of_meeting(*, file: MeetingFile, purpose: str, form: str = Form.PDF, by: Viewer, now: datetime) -> bytes:
    rules.check_purpose(purpose)
    log.record("papers.actions_made", by=by, now=now, on=("meeting", file.meeting.id))
    for item in file.items:
        log.record("papers.actions_made", by=by, now=now, on=("item", item.id), scope=item.case_id)
    with override("nl"):
        return made(meeting_document(file, by=by, now=now, owner=made_for(by, purpose, now=now)), form)


def case_document(case: Case, *, by: Viewer, now: datetime, owner: dict[str, str] | None = None) -> Document:
    found = action_queries.of_case(by, case)
    opened = opening.open_all([case, *found.rows()], by=by, purpose=READ_FOR, now=now)
    return Document(
        title=gettext("Action list"),
        head=opened(case, "pseudonym"),
        for_whom=gettext("For the whole table of this case."),
        blocks=_blocks(_actions(found, {}, opened), today=_today(now), with_case=False),
        made_for=owner or {},
    )


def meeting_document(
    file: MeetingFile, *, by: Viewer, now: datetime, owner: dict[str, str] | None = None
) -> Document:
    """What was agreed there, and what was still to do of these cases."""
    found = action_queries.of_meeting(by, file, now=now)
    cases = [item.case for item in file.items]
    opened = opening.open_all([*cases, *found.rows()], by=by, purpose=READ_FOR, now=now)
    titles = {case.id: opened(case, "pseudonym") for case in cases}
    return Document(
        title=gettext("Action list"),
        head=gettext("Meeting of %(day)s") % {"day": date_format(file.meeting.day, "l j F Y")},
        for_whom=gettext("For one reader: of the cases at whose tables this reader sits."),
        blocks=_blocks(_actions(found, titles, opened), today=_today(now), with_case=len(cases) > 1),
        made_for=owner or {},
    )


def _today(now: datetime) -> date:
    return timezone.localtime(now).date()


def _actions(found: ToDo, titles: dict[UUID, str], opened: Opened) -> list[Action]:
    made_ones = [
        *(_commitment(each, titles, opened) for each in found.commitments),
        *(_expectation(each, titles, opened) for each in found.expectations),
    ]
    return sorted(made_ones, key=lambda action: (action.due, action.who, action.what))


def _commitment(each: Commitment, titles: dict[UUID, str], opened: Opened) -> Action:
    state = each.get_state_display()
    dropped = opened(each, "drop_reason")
    return Action(
        case=titles.get(each.case_id, ""),
        who=each.organisation.name,
        what=opened(each, "what"),
        why=opened(each, "why"),
        due=each.due_date,
        state=f"{state}: {dropped}" if dropped else state,
        is_open=each.state == CommitmentState.OPEN,
    )


def _expectation(each: Expectation, titles: dict[UUID, str], opened: Opened) -> Action:
    """What another organisation expects is a thing to do as well, also before it was accepted."""
    return Action(
        case=titles.get(each.case_id, ""),
        who=each.asked.name,
        what=opened(each, "text"),
        why=gettext("%(organisation)s expects this") % {"organisation": each.asking.name},
        due=each.until_date,
        state=each.get_state_display(),
        is_open=each.state in {ExpectationState.ASKED, ExpectationState.ACCEPTED},
    )


def _blocks(actions: Sequence[Action], *, today: date, with_case: bool) -> list[Block]:
    parts = (
        (gettext("Overdue"), [a for a in actions if a.is_open and a.due < today]),
        (gettext("To do"), [a for a in actions if a.is_open and a.due >= today]),
        (gettext("Done, or not going to happen"), [a for a in actions if not a.is_open]),
    )
    found: list[Block] = [
        block
        for title, lines in parts
        if lines
        for block in (Heading(title), _table(title, lines, with_case=with_case))
    ]
    return found or [Text(gettext("Nothing was agreed yet."), "nothing")]


def _table(title: str, lines: Sequence[Action], *, with_case: bool) -> Table:
    heads = [gettext("Who"), gettext("What"), gettext("Why"), gettext("By when"), gettext("State")]
    rows = [[each.who, each.what, each.why, day(each.due), each.state] for each in lines]
    widths = [1.6, 2.6, 2.2, 1.3, 1.1]
    if with_case:
        heads.insert(0, gettext("Case"))
        widths.insert(0, 1.1)
        for row, each in zip(rows, lines, strict=True):
            row.insert(0, each.case)
    return Table(title, heads, rows, widths)
