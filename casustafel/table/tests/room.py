"""Around the door of a meeting, as the tests need it."""

from casustafel.lib import clock
from casustafel.parties import actions as parties
from casustafel.table import entering, entering_queries, queries
from casustafel.table.models import AgendaItem, Attendance, Expected, Leave, Meeting
from casustafel.table.tests import sat
from tests import world as worlds
from tests.world import World, behind_the_wall


def expect(world: World, item: AgendaItem, *logins: str) -> None:
    """These, and no others."""
    with world.acting("joyce") as joyce:
        Expected.objects.visible_to(joyce).filter(item=item).delete()
        for login in logins:
            row = Expected(
                case_id=item.case_id,
                key=item.key,
                item=item,
                organisation_id=world.people[login].organisation_id,
            )
            row.save(force_insert=True)


def leave(
    world: World, item: AgendaItem, login: str, *, by: str = "", reason: str = "CANARY-reason"
) -> Leave:
    with world.acting(by or login) as viewer:
        mine = queries.get_item(viewer, item.meeting_id, item.id)
        return entering.leave_room(
            item=mine, person=world.people[login], reason=reason, by=viewer, now=clock.now()
        )


def back(world: World, item: AgendaItem, login: str, *, by: str) -> None:
    with world.acting(by) as viewer:
        mine = queries.get_item(viewer, item.meeting_id, item.id)
        row = entering_queries.get_leave(viewer, mine, world.people[login].id)
        entering.come_in(leave=row, by=viewer, now=clock.now())


def give(world: World, meeting: Meeting, login: str, role: str, *, by: str = "joyce") -> None:
    with world.acting(by) as viewer:
        entering.give_role(
            meeting=queries.get(viewer, meeting.id),
            person=world.people[login],
            role=role,
            by=viewer,
            now=clock.now(),
        )


def go_home(world: World, meeting: Meeting, login: str) -> None:
    with world.acting(login) as viewer:
        entering.go_home(meeting=queries.get(viewer, meeting.id), by=viewer, now=clock.now())


def direct_process(world: World, login: str) -> None:
    """From now on somebody is a process director as well."""
    with behind_the_wall():
        parties.give_mandate(
            person=world.people[login],
            role="PROCESS_DIRECTOR",
            from_date=clock.now().date(),
            by=worlds.Door("TEST"),
            now=clock.now(),
        )


def entry(world: World, meeting: Meeting, login: str) -> str:
    return sat.screen(world, meeting, login).room.entry


def row(meeting: Meeting, world: World, login: str) -> Attendance:
    with behind_the_wall("postgres"):
        rows = Attendance.objects.behind_the_second_wall().filter(meeting=meeting)
        found: Attendance = rows.get(person=world.people[login])
        return found
