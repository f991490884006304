"""The minutes write themselves from what was recorded during the meeting; beside it the chair's own words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import override

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.method import model
from casustafel.papers import queries, rules, typesetting
from casustafel.papers.case_file import made_for
from casustafel.papers.days import day, hour
from casustafel.papers.queries import Recorded
from casustafel.parties import deeds, names
from casustafel.picture.models import Contribution, Round
from casustafel.table.models import AgendaItem
from casustafel.table.queries import MeetingFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Read:
    recorded: Recorded
    opened: Opened
    people: dict[UUID, str]
    organisations: dict[UUID, str]


@transaction.atomic
def minutes(*, file: MeetingFile, purpose: str, by: Viewer, now: datetime) -> bytes:
    """Of the cases on the agenda at whose tables this person sits, and of no other."""
    rules.check_has_begun(has_begun=file.meeting.opened_at is not None)
    rules.check_purpose(purpose)
    log.record("papers.minutes_made", by=by, now=now, on=("meeting", file.meeting.id))
    for item in file.items:
        log.record("papers.minutes_made", by=by, now=now, on=("item", item.id), scope=item.case_id)
    with override("nl"):
        return typesetting.pdf("minutes", content(file, made_for(by, purpose, now=now), by=by, now=now))


def content(file: MeetingFile, made: dict[str, str], *, by: Viewer, now: datetime) -> dict[str, Any]:
    meeting = file.meeting
    since, until = meeting.opened_at or now, meeting.ended_at or now
    found = queries.recorded(by, [item.case_id for item in file.items], since=since, until=until)
    rows = [meeting, *file.items, *(item.case for item in file.items), *found.rows()]
    opened = opening.open_all(rows, by=by, purpose="papers.minutes", now=now)
    read = Read(found, opened, names.of_people(by), names.of_organisations(by))
    return {
        "made_for": made,
        "day": date_format(meeting.day, "l j F Y"),
        "since": hour(since),
        "until": hour(meeting.ended_at) if meeting.ended_at else "",
        "place": opened(meeting, "place"),
        "chair": read.people.get(meeting.chair_id, ""),
        "present": _present(file, read.people, by),
        "items": [_item(item, read) for item in file.items],
    }


def _present(file: MeetingFile, people: dict[UUID, str], viewer: Viewer) -> list[list[str]]:
    at = queries.workplaces(viewer, set(file.present))
    return sorted([people.get(person, ""), organisation] for person, organisation in at.items())


def _item(item: AgendaItem, read: Read) -> dict[str, Any]:
    opened, found, case = read.opened, read.recorded, item.case_id
    return {
        "title": opened(item.case, "pseudonym"),
        "was_called": item.called_at is not None,
        "words": opened(item, "words"),
        "contributions": [_contribution(c, read) for c in found.contributions if c.case_id == case],
        "rounds": [_round(r, read) for r in found.rounds if r.case_id == case],
        "goals": [
            {
                "domain": model.of(goal.case.model_version).domain(goal.domain).label,
                "text": opened(goal, "text"),
                "owner": goal.owner.name,
                "due": day(goal.due_date),
            }
            for goal in found.goals
            if goal.case_id == case
        ],
        "interventions": [
            [each.get_kind_display(), opened(each, "text"), each.organisation.name, str(each.planned)]
            for each in found.interventions
            if each.case_id == case
        ],
        "commitments": [
            [opened(each, "what"), opened(each, "why"), each.organisation.name, day(each.due_date)]
            for each in found.commitments
            if each.case_id == case
        ],
        "steps": [
            [
                hour(step.at),
                deeds.done(step.kind),
                read.people.get(step.by_id, ""),
                opened(step, "reason"),
            ]
            for step in found.steps
            if step.case_id == case
        ],
    }


def _contribution(contribution: Contribution, read: Read) -> dict[str, Any]:
    return {
        "organisation": contribution.organisation.name,
        "purpose": read.opened(contribution, "purpose"),
        "statements": [
            {"text": read.opened(each, "text"), "nature": each.get_nature_display()}
            for each in read.recorded.statements
            if each.contribution_id == contribution.id
        ],
    }


def _round(round: Round, read: Read) -> dict[str, Any]:
    known = model.of(round.case.model_version)
    return {
        "question": known.judgement_question(round.question).label,
        "joint": read.opened(round, "joint"),
        "dissents": [
            [each.organisation.name, read.opened(each, "text")]
            for each in read.recorded.dissents
            if each.round_id == round.id
        ],
    }
