"""The partnership as everybody in it may see it, and the log as the data protection officer reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext

from casustafel.access.roles import ROLES
from casustafel.access.viewer import Viewer
from casustafel.audit.models import UserLine
from casustafel.parties import names, queries
from casustafel.parties.models import Agreement


@dataclass(frozen=True)
class PersonLine:
    name: str
    roles: str


@dataclass(frozen=True)
class OrganisationLine:
    name: str
    tie: str
    people: list[PersonLine]
    signed: date | None


@dataclass(frozen=True)
class ParameterLine:
    name: str
    value: int
    unit: str
    source: str
    article: str
    verified_by: str
    verified_date: date | None


@dataclass(frozen=True)
class PartnershipPage:
    name: str
    agreement: Agreement | None
    organisations: list[OrganisationLine]
    parameters: list[ParameterLine]


def partnership(viewer: Viewer, *, today: date) -> PartnershipPage:
    agreement = queries.agreement(viewer, day=today)
    signed = queries.signed_dates(viewer, agreement) if agreement else {}
    people = _people(viewer, today)
    return PartnershipPage(
        name=queries.own_partnership(viewer).name,
        agreement=agreement,
        organisations=[
            OrganisationLine(row.name, row.get_tie_display(), people.get(row.id, []), signed.get(row.id))
            for row in queries.organisations(viewer)
        ],
        parameters=_parameters(viewer, today),
    )


def _people(viewer: Viewer, today: date) -> dict[UUID, list[PersonLine]]:
    known = names.of_people(viewer)
    roles: dict[UUID, list[str]] = {}
    for person_id, role in queries.roles_held(viewer, day=today):
        roles.setdefault(person_id, []).append(gettext(ROLES[role].display_name))
    found: dict[UUID, list[PersonLine]] = {}
    for person in queries.people(viewer):
        if person.id in roles:
            line = PersonLine(known[person.id], ", ".join(sorted(roles[person.id])))
            found.setdefault(person.organisation_id, []).append(line)
    return found


def _parameters(viewer: Viewer, today: date) -> list[ParameterLine]:
    language = get_language() or "nl"
    return [
        ParameterLine(
            row.name.get(language, row.name["nl"]),
            row.value,
            row.get_unit_display(),
            row.source,
            row.article,
            row.verified_by,
            row.verified_date,
        )
        for row in queries.parameters(viewer, day=today)
    ]


@dataclass(frozen=True)
class LogLine:
    at: datetime
    who: str
    role: str
    action: str
    purpose: str
    scope: str
    rows: int
    result: str


def log_page(viewer: Viewer, *, page: Any) -> dict[str, Any]:
    shown = queries.log_lines(viewer, page=page)
    people = names.of_people(viewer, [line.actor_id for line in shown if line.actor_id])
    return {"page": shown, "lines": [_line(line, people) for line in shown]}


def _line(line: UserLine, people: dict[UUID, str]) -> LogLine:
    content = line.content or {}
    return LogLine(
        at=line.at,
        who=people.get(line.actor_id, "") if line.actor_id else "",
        role=", ".join(
            gettext(ROLES[code].display_name) if code in ROLES else code
            for code in content.get("role", "").split(",")
        ),
        action=line.action,
        purpose=content.get("purpose", ""),
        scope=str(line.scope_id)[:8] if line.scope_id else "",
        rows=len(content.get("objects", ())),
        result=content.get("result", ""),
    )
