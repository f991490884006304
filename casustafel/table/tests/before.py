"""Meetings before the day, as the tests need them."""

from datetime import date, time, timedelta

from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.notices.choices import Kind
from casustafel.notices.models import Notice
from casustafel.parties.models import Organisation
from casustafel.picture import preparing
from casustafel.table import planning, planning_queries
from casustafel.table.models import AgendaItem, Meeting
from tests import world as worlds
from tests.world import World, behind_the_wall


def day(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


def planned(world: World, meeting: Meeting, login: str = "joyce") -> planning_queries.Planned:
    with world.acting(login) as viewer:
        return planning_queries.planned(viewer, meeting.id)


def bells(world: World, kind: Kind) -> dict[str, str]:
    with behind_the_wall("postgres"):
        rows = Notice.objects.behind_the_second_wall().filter(kind=kind).values_list("to_id", "path")
        found = dict(rows)
    return {login: found[row.id] for login, row in world.people.items() if row.id in found}


def seat(world: World, case: Case, login: str) -> None:
    with world.acting("joyce") as joyce:
        new = cases.NewSeat(world.people[login], SeatRole.PARTICIPANT, "taak")
        cases.seat(case=case, new=new, by=joyce, now=clock.now())


def colleague(world: World, login: str, kind: str, *, roles: tuple[str, ...] = ("PARTICIPANT",)) -> None:
    with behind_the_wall():
        worlds.join(world, login=login, name=login.title(), roles=roles, slug="merenwoude", kind=kind)


def change(world: World, meeting: Meeting, *, by: str = "joyce", **changed) -> Meeting:
    given = {"day": day(3), "starts": time(13), "place": "CANARY-zaal 4", "version": 1, **changed}
    with world.acting(by) as viewer:
        return planning.change_meeting(meeting=meeting, **given, by=viewer, now=clock.now())


def arrange(
    world: World, meeting: Meeting, lines, added=(), *, version: int = 1, by: str = "joyce"
) -> Meeting:
    with world.acting(by) as viewer:
        return planning.arrange(
            meeting=meeting, lines=lines, added=added, version=version, by=viewer, now=clock.now()
        )


def expect(world: World, item: AgendaItem, *kinds: str, by: str = "joyce") -> None:
    with world.acting(by) as viewer:
        rows = list(Organisation.objects.visible_to(viewer).filter(kind__in=kinds))
        planning.expect(item=item, organisations=rows, by=viewer, now=clock.now())


def call_off(world: World, meeting: Meeting, reason: str = "CANARY-griep", *, by: str = "joyce") -> Meeting:
    with world.acting(by) as viewer:
        return planning.call_off(meeting=meeting, reason=reason, by=viewer, now=clock.now())


def say_ready(world: World, case: Case, login: str) -> None:
    with world.acting(login) as viewer:
        preparing.say_ready(case=case, by=viewer, now=clock.now())


def stand_in(world: World, meeting: Meeting, person: str, instead: str, *, by: str = ""):
    with world.acting(by or person) as viewer:
        return planning.name_stand_in(
            meeting=meeting,
            person=world.people[person],
            stand_in=world.people[instead],
            by=viewer,
            now=clock.now(),
        )
