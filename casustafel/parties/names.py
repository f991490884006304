"""Names of professionals, for screens. They are the partnership's own, no file of anybody: no log line."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.lib import clock
from casustafel.parties.models import Organisation, Person
from casustafel.vault import opening


@dataclass(frozen=True)
class Known:
    person: str
    partnership: str


def of_viewer(viewer: Viewer) -> Known:
    rows = list(Person.objects.visible_to(viewer).select_related("partnership").filter(pk=viewer.person_id))
    opened = opening.open_all(rows, by=viewer, purpose="names", now=clock.now())
    return Known(opened(rows[0], "name"), rows[0].partnership.name)


def of_people(viewer: Viewer, people: Iterable[UUID] | None = None) -> dict[UUID, str]:
    """By person; all of the partnership when no people are named."""
    found = Person.objects.visible_to(viewer)
    if people is not None:
        found = found.filter(pk__in=set(people))
    return of_rows(viewer, found)


def of_rows(viewer: Viewer, people: Iterable[Person]) -> dict[UUID, str]:
    """Of people who were read already, with the rows that name them."""
    rows = list(people)
    opened = opening.open_all(rows, by=viewer, purpose="names", now=clock.now())
    return {row.id: opened(row, "name") for row in rows}


def of_organisations(viewer: Viewer) -> dict[UUID, str]:
    return dict(Organisation.objects.visible_to(viewer).values_list("id", "name"))
