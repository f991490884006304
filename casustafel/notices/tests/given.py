"""What the tests of the bell begin with."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connection

from casustafel.lib import clock
from casustafel.notices import actions
from casustafel.notices.choices import Kind
from casustafel.notices.models import Notice
from casustafel.parties.models import Deputy
from casustafel.vault import keys
from tests.world import World, behind_the_wall

PAGE = "/casussen/"


def day(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


def tell(
    world: World,
    *to: str,
    by: str = "joyce",
    kind: Kind = Kind.SEAT_GIVEN,
    path: str = PAGE,
    now: datetime | None = None,
) -> None:
    people = [world.people[login].id for login in to]
    with world.acting(by) as viewer:
        actions.tell(to=people, kind=kind, path=path, by=viewer, now=now or clock.now())


def bells(world: World, login: str) -> list[Notice]:
    """Everything that this person has, in the order in which it came."""
    with world.acting(login) as viewer:
        return list(Notice.objects.visible_to(viewer).order_by("made_at", "id"))


def kinds(world: World, login: str) -> list[str]:
    return [each.kind for each in bells(world, login)]


def stand_in(world: World, away: str, deputy: str, *, begins: int = 0, ends: int = 5) -> Deputy:
    person = world.people[away]
    with behind_the_wall():
        made = Deputy(
            partnership_id=person.partnership_id,
            person=person,
            deputy=world.people[deputy],
            from_date=day(begins),
            until_date=day(ends),
        )
        made.save(force_insert=True)
        return made


def choose_mail(world: World, login: str, *, mail: str = "", rhythm: str = "AT_ONCE") -> None:
    with world.acting(login) as viewer:
        actions.choose_mail(mail=mail or f"{login}@example.org", rhythm=rhythm, by=viewer, now=clock.now())


@contextmanager
def as_worker(world: World):
    """Be the worker in the transaction of the test. In use it asks for keys over the application's own
    connection; here the keys of the house are at hand already."""
    keys.fetch(each.house_key_id for each in world.partnerships.values())
    with behind_the_wall("casustafel_worker"):
        yield


def remind(world: World, now: datetime | None = None) -> None:
    with as_worker(world), connection.cursor() as cursor:
        cursor.execute("SELECT notices_remind(%s)", [now or clock.now()])
