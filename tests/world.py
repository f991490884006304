"""Merenwoude and Hogezijde for the tests: the same people as in the demo, with their sessions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client

from casustafel.access import bind
from casustafel.access.models import Account
from casustafel.access.sessions import SessionStore
from casustafel.access.viewer import Viewer
from casustafel.audit.log import Door
from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.demo.people import PEOPLE
from casustafel.lib import clock
from casustafel.method import model
from casustafel.parties import actions
from casustafel.parties.choices import Kind, Tie
from casustafel.parties.models import Organisation, Partnership, Person

TIES = {
    Kind.MUNICIPALITY: Tie.CORE,
    Kind.POLICE: Tie.CORE,
    Kind.PROSECUTOR: Tie.CORE,
    Kind.SAFETY_HOUSE: Tie.CASE,
    Kind.PROBATION: Tie.CASE,
    Kind.CHILD_PROTECTION: Tie.CASE,
    Kind.MENTAL_HEALTH: Tie.EXTERNAL,
    Kind.OTHER: Tie.EXTERNAL,
}

NAME = "CANARY-name van de Laar"
SEATS = {
    "joyce": SeatRole.CHAIR,
    "thijs": SeatRole.DIRECTOR,
    "marloes": SeatRole.PARTICIPANT,
    "pieterjan": SeatRole.PARTICIPANT,
    "esra": SeatRole.PARTICIPANT,
}


@contextmanager
def behind_the_wall(role: str = "casustafel_owner") -> Iterator[None]:
    """Look at the tables as another database role; afterwards the application's role is back."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE casustafel_app")


def signed_in(account: Account) -> Client:
    """A browser in which this account is signed in."""
    client, store = Client(), SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return client


@dataclass
class World:
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    organisations: dict[tuple[str, str], Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @contextmanager
    def acting(self, login: str) -> Iterator[Viewer]:
        """Be this person: bound at both walls, until the end of the block."""
        with bind.as_account(self.people[login].account_id, origin="test") as viewer:
            yield viewer


def build() -> World:
    world, now, by = World(), clock.now(), Door("TEST")
    with behind_the_wall():
        for slug in ("merenwoude", "hogezijde"):
            world.partnerships[slug] = actions.set_up_partnership(
                name=slug.title(), slug=slug, by=by, now=now
            )
        for someone in PEOPLE:
            join(
                world,
                login=someone.login,
                name=someone.name,
                roles=someone.roles,
                slug=someone.partnership,
                kind=someone.organisation,
            )
    return world


def join(world: World, *, login: str, name: str, roles: Iterable[str], slug: str, kind: str) -> Person:
    """Somebody comes to work here, at the organisation of this kind. Needs to be behind the wall."""
    now, by = clock.now(), Door("TEST")
    organisation = _organisation(world, slug, kind, now)
    person = actions.add_person(
        organisation=organisation, name=name, function="", login=login, by=by, now=now
    )
    since = date.today() - timedelta(days=800)
    for role in roles:
        actions.give_mandate(person=person, role=role, from_date=since, by=by, now=now)
    world.people[login] = person
    return person


def _organisation(world: World, slug: str, kind: str, now: Any) -> Organisation:
    if (slug, kind) not in world.organisations:
        world.organisations[slug, kind] = actions.add_organisation(
            partnership=world.partnerships[slug],
            name=f"{Kind(kind).value.title()} {slug.title()}",
            kind=kind,
            tie=TIES[Kind(kind)],
            by=Door("TEST"),
            now=now,
        )
    return world.organisations[slug, kind]


def open_case(world: World, *, pseudonym: str = "Linde") -> Case:
    """Joyce chairs, Thijs directs; police, prosecutor and probation sit. Bram and Nienke do not."""
    now = clock.now()
    new = cases.NewCase(
        weighing_id=uuid4(),
        report_id=None,
        subject_name=NAME,
        subject_birth="2007-05-12",
        pseudonym=pseudonym,
        regime="PGA",
        ground="taak van de burgemeester",
        reason="samen optrekken",
        model_version=model.CURRENT,
        review_due_date=now.date() + timedelta(days=90),
    )
    seats = [cases.NewSeat(world.people[login], role, "taak") for login, role in SEATS.items()]
    with world.acting("joyce") as joyce:
        made = cases.open_case(new=new, seats=seats, by=joyce, now=now)
    return made
