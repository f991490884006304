"""What there is to see: every text with its own canary, and for each who may ever see it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.lib import clock
from tests.architecture.matrix.people import HERE, Rule, Somebody, login_of
from tests.world import World

CANARY = re.compile(r"CANARY-[\w-]+;")
AT_TABLE = frozenset({"PROCESS_DIRECTOR", "CASE_DIRECTOR", "PARTICIPANT"})
Case = tuple[str, str]


def either(*rules: Rule) -> Rule:
    return lambda who: any(rule(who) for rule in rules)


def both(*rules: Rule) -> Rule:
    return lambda who: all(rule(who) for rule in rules)


def nobody(who: Somebody) -> bool:
    return False


def works_at(partnership: str, *organisations: str) -> Rule:
    return lambda who: (
        who.partnership == partnership and (not organisations or who.organisation in organisations)
    )


def has_role(partnership: str, *roles: str) -> Rule:
    return lambda who: who.partnership == partnership and bool(who.roles & set(roles))


def desk(partnership: str) -> Rule:
    return has_role(partnership, "REPORTING_OFFICER")


def team(partnership: str) -> Rule:
    return has_role(partnership, "TRIAGE_MEMBER")


def weighing(partnership: str, *, becomes_a_case: bool) -> Rule:
    """The process director comes in when the outcome is a case."""
    known = either(desk(partnership), team(partnership))
    return either(known, has_role(partnership, "PROCESS_DIRECTOR")) if becomes_a_case else known


def table(*cases: Case) -> Rule:
    """A seat today at one of these tables, and a role that works with cases."""
    return lambda who: bool(who.roles & AT_TABLE) and any(who.sits_at(case) for case in cases)


def core(case: Case) -> Rule:
    """What was given to the core partners alone."""
    return both(table(case), lambda who: who.is_core)


def oneself(case: Case, login: str) -> Rule:
    return both(table(case), lambda who: who.login == login)


@dataclass(frozen=True)
class Record:
    """Something that an address may name, who finds it there, and the other ids in its address."""

    id: UUID
    word: str
    found_by: Rule
    along: dict[str, UUID] = field(default_factory=dict)


@dataclass
class Laid:
    """A partnership's files, as they grow; `canaries` and `records` are of all partnerships together."""

    world: World
    partnership: str
    canaries: dict[str, Rule] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    now: datetime = field(default_factory=clock.now)

    @property
    def is_whole(self) -> bool:
        """Of the other partnership there is less: one of each."""
        return self.partnership == HERE

    def say(self, what: str, seen_by: Rule) -> str:
        canary = f"CANARY-{len(self.canaries)}-{what}-{self.partnership};"
        assert CANARY.fullmatch(canary), "what nobody can find is found nowhere"
        self.canaries[canary] = seen_by
        return canary

    def note(self, name: str, word: str, row: Any, found_by: Rule, **along: UUID) -> None:
        """For the addresses; the first of each word is enough."""
        noted, word = self.records.setdefault(name, []), f"{self.partnership} {word}"
        if not any(record.word == word for record in noted):
            noted.append(Record(row.id, word, found_by, along))

    def as_(self, part: str) -> Any:
        return self.world.acting(login_of(self.partnership, part))

    def person(self, part: str) -> Any:
        return self.world.people[login_of(self.partnership, part)]

    def organisation(self, kind: str) -> Any:
        return self.world.organisations[self.partnership, kind]

    def at(self, by: Viewer) -> dict[str, Any]:
        """What every action wants to know."""
        return {"by": by, "now": self.now}
