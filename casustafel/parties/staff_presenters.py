"""The people who work here, as the administrator keeps them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from casustafel.access.roles import ROLES
from casustafel.access.viewer import Viewer
from casustafel.parties import names, queries
from casustafel.parties.models import Deputy, Mandate, Person
from casustafel.vault import opening


@dataclass(frozen=True)
class StaffLine:
    id: UUID
    name: str
    organisation: str
    roles: str
    until: date | None
    account_open: bool


@dataclass(frozen=True)
class MandateLine:
    id: UUID
    role: str
    from_date: date
    until_date: date | None
    began: bool


@dataclass(frozen=True)
class DeputyLine:
    id: UUID
    name: str
    from_date: date
    until_date: date
    may_end: bool


@dataclass(frozen=True)
class PersonPage:
    id: UUID
    name: str
    function: str
    organisation: str
    works_here: bool
    until: date | None
    account_open: bool
    is_self: bool
    held: list[MandateLine]
    before: list[MandateLine]
    deputies: list[DeputyLine]
    stands_in_for: list[DeputyLine]

    @property
    def may_change_roles(self) -> bool:
        return not self.is_self


def people_page(viewer: Viewer, *, state: str, page: Any, today: date) -> dict[str, Any]:
    shown = queries.people_page(viewer, state=state, day=today, page=page)
    known = names.of_people(viewer, [person.id for person in shown])
    roles: dict[UUID, list[str]] = {}
    for person_id, role in queries.roles_held(viewer, day=today):
        roles.setdefault(person_id, []).append(gettext(ROLES[role].display_name))
    return {
        "page": shown,
        "people": [
            StaffLine(
                person.id,
                known[person.id],
                person.organisation.name,
                ", ".join(sorted(roles.get(person.id, []))),
                person.until_date,
                person.account.is_active,
            )
            for person in shown
        ],
    }


def person_page(viewer: Viewer, file: queries.PersonFile, *, now: datetime) -> PersonPage:
    person, today = file.person, now.date()
    opened = opening.open_all([person], by=viewer, purpose="names", now=now)
    others = {row.deputy_id for row in file.deputies} | {row.person_id for row in file.stands_in_for}
    known = names.of_people(viewer, others)
    lines = [_mandate(row, today) for row in file.mandates]
    return PersonPage(
        id=person.id,
        name=opened(person, "name"),
        function=opened(person, "function"),
        organisation=person.organisation.name,
        works_here=person.works_on(today),
        until=person.until_date,
        account_open=person.account.is_active,
        is_self=person.id == viewer.person_id,
        held=[line for line in lines if _lasts(line.until_date, today)],
        before=[line for line in lines if not _lasts(line.until_date, today)],
        deputies=[_deputy(row, known[row.deputy_id], today) for row in file.deputies],
        stands_in_for=[_deputy(row, known[row.person_id], today) for row in file.stands_in_for],
    )


def _lasts(until: date | None, today: date) -> bool:
    return until is None or until > today


def _mandate(row: Mandate, today: date) -> MandateLine:
    name = gettext(ROLES[row.role].display_name)
    return MandateLine(row.id, name, row.from_date, row.until_date, row.from_date <= today)


def _deputy(row: Deputy, name: str, today: date) -> DeputyLine:
    return DeputyLine(row.id, name, row.from_date, row.until_date, _lasts(row.until_date, today))


def choices_of_people(viewer: Viewer, *, without: Person, today: date) -> list[tuple[str, str]]:
    """Who works here now, with the organisation, by name."""
    rows = [row for row in queries.at_work(viewer, day=today) if row != without]
    known = names.of_people(viewer, [row.id for row in rows])
    lines = [(str(row.id), f"{known[row.id]}, {row.organisation.name}") for row in rows]
    return sorted(lines, key=lambda line: line[1].casefold())


def choices_of_organisations(viewer: Viewer) -> list[tuple[str, str]]:
    return [(str(row.id), row.name) for row in queries.organisations(viewer)]
