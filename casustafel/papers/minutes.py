"""The minutes write themselves from what was recorded during the meeting; beside it the chair's own words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases.models import is_core
from casustafel.papers import deciding_queries, minutes_part, queries, rules
from casustafel.papers.choices import Form
from casustafel.papers.days import hour
from casustafel.papers.document import Block, Box, Document, Facts, Heading, Text, table
from casustafel.papers.making import made, made_for
from casustafel.papers.put_right import put_right
from casustafel.papers.queries import Span
from casustafel.papers.reading import Read
from casustafel.parties import names
from casustafel.table.models import AgendaItem
from casustafel.table.queries import MeetingFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@transaction.atomic
def minutes(
    *,
    file: MeetingFile,
    purpose: str,
    by: Viewer,
    now: datetime,
    form: str = Form.PDF,
    for_all: bool = False,
) -> bytes:
    """Of the cases at whose tables this person sits, or of the one that `file` was narrowed to."""
    rules.check_has_begun(has_begun=file.meeting.opened_at is not None)
    rules.check_purpose(purpose)
    rules.check_one_table(for_all=for_all, cases=len(file.items))
    log.record("papers.minutes_made", by=by, now=now, on=("meeting", file.meeting.id))
    for item in file.items:
        log.record("papers.minutes_made", by=by, now=now, on=("item", item.id), scope=item.case_id)
    with override("nl"):
        owner = made_for(by, purpose, now=now)
        return made(document(file, by=by, now=now, for_all=for_all, owner=owner), form)


def document(
    file: MeetingFile,
    *,
    by: Viewer,
    now: datetime,
    for_all: bool = False,
    owner: dict[str, str] | None = None,
    purpose: str = "papers.minutes",
) -> Document:
    """The same for the sheet and for the screen. `purpose`: what the texts are opened for, for the log."""
    read = _read(file, by=by, now=now, for_all=for_all, purpose=purpose)
    return Document(
        title=gettext("Minutes"),
        head=gettext("Meeting of %(day)s") % {"day": date_format(file.meeting.day, "l j F Y")},
        for_whom=_for_whom(by, for_all=for_all),
        blocks=[
            _facts(file, read),
            Text(
                gettext(
                    "These minutes write themselves from what was recorded during the meeting. Only the "
                    "words of the chair were added. Only cases stand here at whose tables the reader sits."
                ),
                "small",
            ),
            *_present(file, read, by),
            *_since(file, by, for_all=for_all),
            *(block for item in file.items for block in minutes_part.blocks(item, read)),
        ],
        made_for=owner or {},
    )


def _read(file: MeetingFile, *, by: Viewer, now: datetime, for_all: bool, purpose: str) -> Read:
    meeting, items = file.meeting, list(file.items)
    span = Span(meeting.id, meeting.opened_at or now, meeting.ended_at or now)
    found = queries.recorded(by, items, span, for_all=for_all)
    decided = deciding_queries.decided(by, [item.case_id for item in items], span)
    rows = [meeting, *items, *(item.case for item in items), *found.rows(), *decided.rows()]
    opened: Opened = opening.open_all(rows, by=by, purpose=purpose, now=now)
    people = names.of_people(by)
    return Read(span, found, decided, opened, people, queries.workplaces(by, set(people)))


def _for_whom(viewer: Viewer, *, for_all: bool) -> str:
    if for_all:
        return gettext(
            "For the whole table of this case. Nothing stands here that not everybody there may read."
        )
    if is_core(viewer):
        return gettext(
            "For a core partner. Here may stand what the rest of the table may not read. Do not pass it on."
        )
    return gettext(
        "For one reader. Here may also stand what only the organisation of this reader may read. "
        "Do not pass it on."
    )


def _facts(file: MeetingFile, read: Read) -> Facts:
    meeting = file.meeting
    return Facts(
        [
            (gettext("From"), hour(meeting.opened_at) if meeting.opened_at else ""),
            (gettext("Until"), hour(meeting.ended_at) if meeting.ended_at else gettext("still under way")),
            (gettext("Where"), read.opened(meeting, "place")),
            (gettext("Chair"), read.who(meeting.chair_id)),
        ]
    )


def _present(file: MeetingFile, read: Read, viewer: Viewer) -> list[Block]:
    """Of whoever sat at these tables: who came for another case only, stands in the minutes of that one."""
    there = queries.attendances(viewer, file, at=[item.case_id for item in file.items])
    rows = sorted(
        (read.people.get(row.person_id, ""), row.person.organisation.name, row.get_role_display())
        for row in there
    )
    heads = (gettext("Name"), gettext("Organisation"), gettext("Role at this table"))
    found = table(gettext("Present"), heads, rows, (2, 2, 1.4))
    nobody = [Text(gettext("Nobody recorded that they were present."), "nothing")]
    return [Heading(gettext("Present")), *(found or nobody)]


def _since(file: MeetingFile, viewer: Viewer, *, for_all: bool) -> Sequence[Block]:
    lines = put_right(queries.put_right_since(viewer, file, for_all=for_all))
    if not lines:
        return []
    told = [gettext("%(day)s, %(who)s: %(what)s") % {"day": d, "who": who, "what": w} for d, who, w in lines]
    last = gettext("What stands here may rest on it. Look whether it still holds.")
    return [Box(gettext("After that day this turned out otherwise"), "\n".join([*told, last]), "apart")]


def narrowed(file: MeetingFile, item: AgendaItem | None) -> MeetingFile:
    """Only this case of the meeting; all when none is named."""
    return file if item is None else replace(file, items=[item])
