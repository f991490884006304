"""What was read and opened for the minutes, by who reads them."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from casustafel.papers.deciding_queries import Decided
from casustafel.papers.queries import Recorded, Span
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Read:
    span: Span
    recorded: Recorded
    decided: Decided
    opened: Opened
    people: dict[UUID, str]
    workplaces: dict[UUID, str]

    @cached_property
    def legible(self) -> frozenset[UUID]:
        return frozenset(each.id for each in self.recorded.legible)

    def who(self, person: UUID | None) -> str:
        """A person with the organisation they work for."""
        if person is None:
            return ""
        name, at = self.people.get(person, ""), self.workplaces.get(person, "")
        return f"{name} ({at})" if name and at else name
