"""Two cases about one person, and what is said at the second."""

import re
from collections.abc import Sequence

from django.test import Client

from casustafel.cases.models import Case, Seat
from casustafel.joining import actions
from casustafel.joining.models import Joining
from casustafel.joining.tables import GivenSeat
from casustafel.lib import clock
from casustafel.picture import contributing
from casustafel.picture.models import Contribution
from casustafel.picture.tests import told
from tests import world as worlds
from tests.world import World, behind_the_wall

WHY = "CANARY-why: het blijkt dezelfde jongen"


def other_case(world: World, *, without: Sequence[str] = ()) -> Case:
    made = worlds.open_case(world, pseudonym="Berk")
    leave(made, world, *without)
    return made


def leave(case: Case, world: World, *logins: str) -> None:
    """As if they never sat there."""
    with behind_the_wall("postgres"):
        people = [world.people[login].pk for login in logins]
        Seat.objects.behind_the_second_wall().filter(case=case, person__in=people).delete()


def seat_of(world: World, case: Case, login: str) -> Seat:
    with behind_the_wall("postgres"):
        rows = Seat.objects.behind_the_second_wall().select_related("person", "case__key")
        found: Seat = rows.get(case=case, person=world.people[login])
        return found


def given(world: World, case: Case, *, audience: str = "TABLE", onward: str = "ASK", seats=(), **other):
    """By the police, and shared."""
    with world.acting("marloes") as viewer:
        made = contributing.contribute(
            case=case,
            given=told.given(audience=audience, onward=onward, seats=seats),
            statements=[told.new_statement(**other)],
            by=viewer,
            now=clock.now(),
        )
    return made


def merge(
    world: World, case: Case, other: Case, *, by: str = "joyce", seats: Sequence[GivenSeat] = ()
) -> Joining:
    with world.acting(by) as viewer:
        return actions.merge(case=case, other=other, seats=seats, reason=WHY, by=viewer, now=clock.now())


def undo(world: World, joining: Joining, *, by: str = "joyce") -> Joining:
    with world.acting(by) as viewer:
        return actions.undo(joining=joining, reason=WHY, by=viewer, now=clock.now())


def reads(world: World, login: str, case: Case) -> dict[str, str]:
    """Of what somebody may read in this case: for whom it is, by who brought it in."""
    with world.acting(login) as viewer:
        rows = Contribution.objects.visible_to(viewer).filter(case=case).select_related("organisation")
        return {row.organisation.kind: row.audience for row in rows}


def rows_of(model, case: Case) -> list:
    with behind_the_wall("postgres"):
        return list(model.objects.behind_the_second_wall().filter(case=case))


def page_of(client: Client, address: str) -> str:
    """Without what is new in every answer."""
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r'(value|nonce)="[^"]*"', "", page.content.decode())


__all__ = [
    "WHY",
    "given",
    "leave",
    "merge",
    "other_case",
    "page_of",
    "reads",
    "rows_of",
    "seat_of",
    "told",
    "undo",
]
