"""Who looks: every role alone and all roles together, in every relation to the file; and nobody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casustafel.access.roles import ROLES
from casustafel.parties.choices import Tie
from tests.world import TIES, World, behind_the_wall, join

HERE, ELSEWHERE = "merenwoude", "hogezijde"
# The cases of each partnership: one in full, one at which each has prepared alone, one that was closed,
# and one that went up in the first.
RUNNING, CLOSED, MERGED = ("open", "alone"), ("closed",), ("merged",)
NO_ROLES: tuple[str, ...] = ()
ALL_ROLES = tuple(sorted(ROLES))


@dataclass(frozen=True)
class Relation:
    """Where somebody works, at which cases of that partnership this person sits, and whether a seat ended."""

    word: str
    partnership: str
    organisation: str
    seats: tuple[str, ...] = ()
    ended: bool = False


# "Sealed" is the difference between the first two: what was given to the core partners only is sealed under a
# key of its own, and the second of them sits at the same table without it.
RELATIONS = (
    Relation("seat of a core partner", HERE, "POLICE", RUNNING),
    Relation("seat of another partner", HERE, "PROBATION", RUNNING),
    Relation("seat that ended", HERE, "POLICE", ended=True),
    Relation("seat at a closed case only", HERE, "CHILD_PROTECTION", CLOSED),
    Relation("colleague of who has a seat", HERE, "POLICE"),
    Relation("other organisation", HERE, "MENTAL_HEALTH"),
    Relation("other partnership", ELSEWHERE, "POLICE"),
)


@dataclass(frozen=True)
class Somebody:
    login: str
    roles: frozenset[str]
    relation: Relation

    @property
    def partnership(self) -> str:
        return self.relation.partnership

    @property
    def organisation(self) -> str:
        return self.relation.organisation

    @property
    def passes_every_gate(self) -> bool:
        return self.roles == set(ALL_ROLES)

    @property
    def is_core(self) -> bool:
        return TIES[self.relation.organisation] == Tie.CORE

    def sits_at(self, place: tuple[str, str]) -> bool:
        """Today, at the table of this case of this partnership."""
        partnership, which = place
        return partnership == self.partnership and which in self.relation.seats


Rule = Callable[[Somebody], bool]


def everybody_by_rule() -> Iterator[Somebody]:
    sets = {role: (role,) for role in sorted(ROLES)} | {"ALL": ALL_ROLES, "NONE": NO_ROLES}
    for word, roles in sets.items():
        for number, relation in enumerate(RELATIONS):
            yield Somebody(f"{word}-{number}", frozenset(roles), relation)


# Who makes the file, in each partnership: they look as well.
CAST = {
    "desk": (("REPORTING_OFFICER",), "MUNICIPALITY", False),
    "weigher": (("TRIAGE_MEMBER",), "MUNICIPALITY", False),
    "police": (("TRIAGE_MEMBER", "PARTICIPANT"), "POLICE", True),
    "prosecutor": (("TRIAGE_MEMBER", "PARTICIPANT"), "PROSECUTOR", True),
    "chair": (("PROCESS_DIRECTOR",), "SAFETY_HOUSE", True),
    "director": (("CASE_DIRECTOR",), "MUNICIPALITY", True),
    "probation": (("PARTICIPANT",), "PROBATION", True),
}


def cast_of(partnership: str) -> Iterator[Somebody]:
    for part, (roles, organisation, sits) in CAST.items():
        relation = Relation(part, partnership, organisation, (*RUNNING, *CLOSED, *MERGED) if sits else ())
        yield Somebody(login_of(partnership, part), frozenset(roles), relation)


def login_of(partnership: str, part: str) -> str:
    return f"{partnership}-{part}"


EVERYBODY = {each.login: each for each in (*cast_of(HERE), *cast_of(ELSEWHERE), *everybody_by_rule())}


NOBODY = Somebody("nobody", frozenset(), Relation("nobody signed in", "", ""))
# One of each relation that the makers have to the file.
MAKERS = [login_of(HERE, part) for part in ("desk", "weigher", "police", "chair", "director", "probation")]
MAKERS.append(login_of(ELSEWHERE, "chair"))
LOOKING = {each.login: each for each in (NOBODY, *everybody_by_rule())} | {
    login: EVERYBODY[login] for login in MAKERS
}


def settle_in(world: World) -> None:
    with behind_the_wall():
        for each in EVERYBODY.values():
            join(
                world,
                login=each.login,
                name=name_of(each.login),
                roles=sorted(each.roles),
                slug=each.partnership,
                kind=each.organisation,
            )


def name_of(login: str) -> str:
    return f"CANARY-name-of-{login};"
