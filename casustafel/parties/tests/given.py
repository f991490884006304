"""What the administrator of Merenwoude did before the test begins."""

from datetime import date, timedelta
from typing import Any

from casustafel.lib import clock
from casustafel.parties import actions, staff_actions
from casustafel.parties.models import Agreement, Deputy, Mandate, Person
from tests.world import World

LOGIN, PASSWORD = "nieuwe-collega", "vier losse woorden samen"


def day(offset: int) -> date:
    return clock.now().date() + timedelta(days=offset)


def welcomed(world: World, login: str = LOGIN, **changed: Any) -> tuple[Person, str]:
    """Somebody new at the probation service, with the code to choose a password."""
    given = {
        "organisation": world.organisations["merenwoude", "PROBATION"],
        "name": "CANARY-name Sanne Vos",
        "function": "reclasseringswerker",
        "login": login,
        "role": "PARTICIPANT",
        "from_date": day(0),
    }
    with world.acting("dennis") as dennis:
        made = actions.welcome(new=actions.NewPerson(**given | changed), by=dennis, now=clock.now())
    return made.person, made.code


def mandate(world: World, login: str, role: str, **changed: Any) -> Mandate:
    with world.acting("dennis") as dennis:
        days = {"from_date": day(-10)} | changed
        return actions.give_mandate(person=world.people[login], role=role, **days, by=dennis, now=clock.now())


def deputy(world: World, login: str, stands_in: str, start: int = 0, end: int = 14) -> Deputy:
    with world.acting("dennis") as dennis:
        return staff_actions.appoint_deputy(
            person=world.people[login],
            deputy=world.people[stands_in],
            from_date=day(start),
            until_date=day(end),
            by=dennis,
            now=clock.now(),
        )


def agreement(world: World, *kinds: str, **changed: Any) -> Agreement:
    given = {"title": "Convenant Merenwoude", "purpose": "samen voorkomen", "from_date": day(-100)} | changed
    with world.acting("dennis") as dennis:
        return actions.sign_agreement(
            partnership=world.partnerships["merenwoude"],
            organisations=[world.organisations["merenwoude", kind] for kind in kinds or ("POLICE",)],
            **given,
            by=dennis,
            now=clock.now(),
        )
