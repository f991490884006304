"""The partnership as everybody in it may see it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language, gettext

from casustafel.access.roles import ROLES
from casustafel.access.viewer import Viewer
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
