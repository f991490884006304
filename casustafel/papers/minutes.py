"""The minutes write themselves from what was recorded during the meeting; the chair's words stand beside."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases.models import Step
from casustafel.cases.presenters import STEP_NAMES
from casustafel.papers import typesetting
from casustafel.papers.case_file import made_for
from casustafel.parties import names
from casustafel.table.models import Meeting
from casustafel.table.queries import MeetingFile
from casustafel.vault import opening


def minutes(*, file: MeetingFile, purpose: str, by: Viewer, now: datetime) -> bytes:
    """Of the cases on the agenda at whose tables this person sits, and of no other."""
    with override("nl"):
        made = typesetting.pdf("minutes", _content(file, purpose, by=by, now=now))
    log.record("papers.minutes_made", by=by, now=now, on=("meeting", file.meeting.id))
    for item in file.items:
        log.record("papers.minutes_made", by=by, now=now, on=("item", item.id), scope=item.case_id)
    return made


def _content(file: MeetingFile, purpose: str, *, by: Viewer, now: datetime) -> dict[str, Any]:
    meeting, cases = file.meeting, [item.case for item in file.items]
    steps = _steps(by, meeting, cases)
    opened = opening.open_all(
        [meeting, *file.items, *cases, *steps], by=by, purpose="papers.minutes", now=now
    )
    people = names.of_people(by)
    present = sorted(people[person] for person in file.present if person in people)
    return {
        "title": "Verslag",
        "made_for": made_for(by, purpose, now=now),
        "facts": [
            ["Dag", date_format(meeting.day, "l j F Y")],
            ["Waar", opened(meeting, "place")],
            ["Voorzitter", people.get(meeting.chair_id, "")],
            ["Aanwezig", ", ".join(present) or "niemand vastgelegd"],
        ],
        "items": [
            {
                "title": opened(item.case, "pseudonym"),
                "words": opened(item, "words"),
                "recorded": [
                    [
                        gettext(STEP_NAMES.get(step.kind, step.kind)),
                        people.get(step.by_id, ""),
                        opened(step, "reason"),
                    ]
                    for step in steps
                    if step.case_id == item.case_id
                ],
            }
            for item in file.items
        ],
    }


def _steps(viewer: Viewer, meeting: Meeting, cases: list[Any]) -> list[Step]:
    if meeting.opened_at is None:
        return []
    rows = Step.objects.visible_to(viewer).filter(case__in=cases, at__gte=meeting.opened_at)
    if meeting.ended_at:
        rows = rows.filter(at__lte=meeting.ended_at)
    return list(rows.order_by("at", "id"))
