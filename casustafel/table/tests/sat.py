"""Meetings as the tests need them."""

from datetime import time

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.table import actions, presenters, queries
from casustafel.table.models import AgendaItem, Meeting
from casustafel.table.presenters import TablePage
from tests.world import SEATS, World, behind_the_wall

PLACE = "CANARY-place: kamer 2"


def plan(world: World, *agenda: Case, by: str = "joyce") -> Meeting:
    with world.acting(by) as viewer:
        return actions.plan_meeting(
            day=clock.now().date(), starts=time(10), place=PLACE, agenda=agenda, by=viewer, now=clock.now()
        )


def attend(world: World, meeting: Meeting, *logins: str) -> None:
    for login in logins:
        with world.acting(login) as viewer:
            actions.attend(meeting=queries.get(viewer, meeting.id), by=viewer, now=clock.now())


def complete(world: World, meeting: Meeting) -> None:
    """Every organisation that the agreement asks for has taken a place, but for the chair."""
    attend(world, meeting, *(login for login in SEATS if login != "joyce"))


def item_of(world: World, meeting: Meeting, case: Case, *, by: str = "joyce") -> AgendaItem:
    with world.acting(by) as viewer:
        rows = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting, case=case)
        found: AgendaItem = rows.select_related("case__key", "key", "meeting").get()
        return found


def begin(world: World, meeting: Meeting) -> None:
    attend(world, meeting, "joyce")
    with world.acting("joyce") as joyce:
        actions.start(meeting=meeting, by=joyce, now=clock.now())


def call(world: World, meeting: Meeting, case: Case, *, step: str = "") -> AgendaItem:
    """Put the case on the table, at this step."""
    item = item_of(world, meeting, case)
    with world.acting("joyce") as joyce:
        actions.call(item=item, by=joyce, now=clock.now())
        if step:
            item = actions.move(item=item, step=step, by=joyce, now=clock.now())
    return item


def under_way(world: World, case: Case, *, step: str = "SHARE") -> Meeting:
    """A meeting at which this case is on the table and only the chair has taken a place."""
    meeting = plan(world, case)
    begin(world, meeting)
    call(world, meeting, case, step=step)
    return meeting


def screen(world: World, meeting: Meeting, login: str) -> TablePage:
    with world.acting(login) as viewer:
        return presenters.table_page(viewer, queries.whole(viewer, meeting.id), now=clock.now())


def lines(action: str) -> list[UserLine]:
    with behind_the_wall("postgres"):
        return list(UserLine.objects.filter(action=action))


def unlock(world: World, meeting: Meeting, case: Case) -> None:
    item = item_of(world, meeting, case)
    with world.acting("joyce") as joyce:
        actions.unlock_name(item=item, by=joyce, now=clock.now())
