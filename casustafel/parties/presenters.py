"""The partnership as everybody in it may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language, gettext

from casustafel.access.permissions import Permission
from casustafel.access.roles import ROLES
from casustafel.access.viewer import Viewer
from casustafel.parties import names, queries
from casustafel.parties.choices import Kind
from casustafel.parties.models import Agreement, Parameter


@dataclass(frozen=True)
class PersonLine:
    id: UUID
    name: str
    roles: str
    deputy: str
    deputy_until: date | None


@dataclass(frozen=True)
class OrganisationLine:
    name: str
    tie: str
    people: list[PersonLine]
    signed: date | None


@dataclass(frozen=True)
class ParameterLine:
    id: UUID
    name: str
    value: int
    unit: str
    organisations: str
    source: str
    article: str
    verified_by: str
    verified_date: date | None


@dataclass(frozen=True)
class PartnershipPage:
    name: str
    agreement: Agreement | None
    coming: Agreement | None
    before: Sequence[Agreement]
    organisations: list[OrganisationLine]
    parameters: list[ParameterLine]
    may_manage: bool
    may_verify: bool

    @property
    def some_unsigned(self) -> bool:
        return any(each.signed is None for each in self.organisations)


def partnership(viewer: Viewer, *, today: date) -> PartnershipPage:
    agreements = queries.agreements(viewer, day=today)
    signed = queries.signed_dates(viewer, agreements.current) if agreements.current else {}
    people = _people(viewer, today)
    return PartnershipPage(
        name=queries.own_partnership(viewer).name,
        agreement=agreements.current,
        coming=agreements.coming,
        before=agreements.before,
        organisations=[
            OrganisationLine(row.name, row.get_tie_display(), people.get(row.id, []), signed.get(row.id))
            for row in queries.organisations(viewer)
        ],
        parameters=[parameter_line(row) for row in queries.parameters(viewer, day=today)],
        may_manage=viewer.may(Permission.ACCOUNT_MANAGE),
        may_verify=viewer.may(Permission.PARAMETER_VERIFY),
    )


def _people(viewer: Viewer, today: date) -> dict[UUID, list[PersonLine]]:
    known = names.of_people(viewer)
    deputies = {row.person_id: row for row in queries.deputies_on(viewer, day=today)}
    roles: dict[UUID, list[str]] = {}
    for person_id, role in queries.roles_held(viewer, day=today):
        roles.setdefault(person_id, []).append(gettext(ROLES[role].display_name))
    found: dict[UUID, list[PersonLine]] = {}
    for person in queries.people(viewer):
        if person.id in roles:
            row = deputies.get(person.id)
            line = PersonLine(
                person.id,
                known[person.id],
                ", ".join(sorted(roles[person.id])),
                known[row.deputy_id] if row else "",
                row.until_date if row else None,
            )
            found.setdefault(person.organisation_id, []).append(line)
    return found


def parameter_line(row: Parameter) -> ParameterLine:
    language = get_language() or "nl"
    return ParameterLine(
        row.id,
        row.name.get(language, row.name["nl"]),
        row.value,
        row.get_unit_display(),
        ", ".join(str(Kind(kind).label) for kind in row.organisations),
        row.source,
        row.article,
        row.verified_by,
        row.verified_date,
    )


@dataclass(frozen=True)
class ValueLine:
    line: ParameterLine
    valid_from: date
    state: str


@dataclass(frozen=True)
class ParameterPage:
    name: str
    id: UUID
    values: list[ValueLine]


def parameter_page(parameter: Parameter, *, today: date) -> ParameterPage:
    """Every value this number had, has and will have."""
    rows = queries.values_of(parameter)
    current = next((row for row in rows if row.valid_from <= today), None)
    return ParameterPage(
        parameter_line(parameter).name,
        parameter.id,
        [ValueLine(parameter_line(row), row.valid_from, _state(row, current, today)) for row in rows],
    )


def _state(row: Parameter, current: Parameter | None, today: date) -> str:
    if row.valid_from > today:
        return "COMING"
    return "CURRENT" if row == current else "BEFORE"
