from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from casustafel.access.permissions import Permission
from casustafel.access.roles import permissions_of


@dataclass(frozen=True)
class Viewer:
    """A person at work: who, for which organisation and partnership, in which roles, at this moment."""

    person_id: UUID
    partnership_id: UUID
    organisation_id: UUID
    organisation_kind: str
    tie: str
    roles: frozenset[str]

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    @property
    def acting_as(self) -> str:
        return ",".join(sorted(self.roles))

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
