"""The live channel: who may follow it, what it says, and that an ended seat is noticed at a busy table."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction

from casustafel.cases import actions as cases
from casustafel.cases.models import Seat
from casustafel.lib import clock, live
from casustafel.table import actions, queries, screening, stream
from casustafel.table.models import Meeting
from casustafel.table.tests import sat
from tests.architecture.test_database import rows
from tests.architecture.test_second_wall import open_session
from tests.world import World, open_case

PART = b"event: part\ndata: table\n\n"
QUIET = b"event: beat\ndata:\n\n"
HERE = b"event: part\ndata: presence\n\n"

BOTH = b"event: part\ndata: presence table\n\n"


class Screen:
    """A browser at the other end: keeps what comes, and leaves when `until` says so."""

    def __init__(
        self, key: str, until: Callable[["Screen"], bool], name: str = settings.SESSION_COOKIE_NAME
    ) -> None:
        cookie = f"{name}={key}".encode()
        self.scope = {"headers": [(b"cookie", cookie)] if key else []}
        self.until, self.status, self.lines = until, 0, list[bytes]()
        self.left = asyncio.Event()

    async def receive(self) -> dict[str, str]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            self.status = int(str(message["status"]))
        else:
            self.lines.append(bytes(message["body"]))  # type: ignore[arg-type]
        if self.until(self):
            self.left.set()


def nothing() -> None:
    """Nobody does anything meanwhile."""


def follow(
    key: str, meeting_id: UUID, *, until: Callable[[Screen], bool], meanwhile: Callable[[], None] = nothing
) -> Screen:
    async def both() -> Screen:
        screen = Screen(key, until)
        served = asyncio.create_task(
            stream.serve(screen.scope, screen.receive, screen.send, meeting_id=meeting_id)
        )
        while not served.done():
            await asyncio.sleep(0.1)
            await asyncio.get_running_loop().run_in_executor(None, meanwhile)
        await served
        return screen

    return asyncio.run(asyncio.wait_for(both(), 20))


def notify(meeting_id: UUID) -> None:
    with transaction.atomic():
        live.changed(meeting_id)


@pytest.fixture
def meeting(transactional_db: None, world: World, monkeypatch: pytest.MonkeyPatch) -> Meeting:
    monkeypatch.setattr(stream, "hub", stream.Hub())  # each test has its own loop
    return sat.under_way(world, open_case(world))


class TestWhoMayFollow:
    @pytest.mark.parametrize("login", ["bram", "anouk", "farid", "elisabeth"])
    def test_without_a_seat_it_is_absent(self, world: World, meeting: Meeting, login: str) -> None:
        key = open_session(world.people[login].account_id)
        real, absent = (follow(key, one, until=lambda screen: False) for one in (meeting.id, uuid4()))
        assert (real.status, real.lines) == (absent.status, absent.lines) == (404, [b""])

    @pytest.mark.parametrize("key", ["", "x" * 32])
    def test_without_a_session_it_is_absent(self, meeting: Meeting, key: str) -> None:
        assert follow(key, meeting.id, until=lambda screen: False).status == 404


class TestWhatItSays:
    def test_a_change_wakes_the_screen_and_says_nothing_but_look_again(
        self, world: World, meeting: Meeting
    ) -> None:
        key = open_session(world.people["esra"].account_id)
        screen = follow(
            key, meeting.id, until=lambda s: PART in s.lines, meanwhile=lambda: notify(meeting.id)
        )
        assert screen.status == 200
        assert PART in screen.lines
        assert set(screen.lines) <= {b"retry: 1000\n\n", QUIET, PART, HERE, BOTH}

    def test_what_happens_at_another_table_wakes_nobody_here(
        self, world: World, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "CHECK_EVERY_SECONDS", 1.0)
        key, elsewhere = open_session(world.people["esra"].account_id), uuid4()
        screen = follow(
            key,
            meeting.id,
            until=lambda s: QUIET in s.lines,
            meanwhile=lambda: notify(elsewhere),
        )
        woken_when_it_began_to_listen = 1
        assert screen.lines.count(PART) <= woken_when_it_began_to_listen


class TestWhenItEnds:
    def test_a_seat_that_ended_is_noticed_also_while_changes_keep_coming(
        self, world: World, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "CHECK_EVERY_SECONDS", 0.5)
        key, ended = open_session(world.people["esra"].account_id), list[bool]()

        def meanwhile() -> None:
            notify(meeting.id)
            if not ended:
                ended.append(True)
                with world.acting("joyce") as joyce:
                    rows = Seat.objects.visible_to(joyce).select_related("case")
                    for seat in rows.filter(person=world.people["esra"]):
                        cases.end_seat(seat=seat, reason="klaar", by=joyce, now=clock.now())

        screen = follow(key, meeting.id, until=lambda s: False, meanwhile=meanwhile)
        assert screen.status == 200 and ended  # it came to an end by itself


def watch(code: str, *, until: Callable[[Screen], bool], meanwhile: Callable[[], None] = nothing) -> Screen:
    """The computer in the room."""

    async def both() -> Screen:
        screen = Screen(code, until, settings.SCREEN_COOKIE_NAME)
        served = asyncio.create_task(stream.serve_screen(screen.scope, screen.receive, screen.send))
        while not served.done():
            await asyncio.sleep(0.1)
            await asyncio.get_running_loop().run_in_executor(None, meanwhile)
        await served
        return screen

    return asyncio.run(asyncio.wait_for(both(), 20))


class TestBigScreen:
    @pytest.fixture
    def code(self, world: World, meeting: Meeting) -> str:
        with world.acting("joyce") as joyce:
            read = queries.get(joyce, meeting.id)
            return screening.make_screen(meeting=read, by=joyce, now=clock.now())[1]

    @pytest.mark.parametrize("code", ["", "x", "0000-0000-0000-0000"])
    def test_without_a_code_it_is_absent(self, meeting: Meeting, code: str) -> None:
        assert watch(code, until=lambda screen: False).status == 404

    def test_it_follows_the_meeting_and_the_case_that_is_on(self, meeting: Meeting, code: str) -> None:
        assert stream.topics_of_screen(code) > {str(meeting.id)}
        screen = watch(code, until=lambda s: PART in s.lines, meanwhile=lambda: notify(meeting.id))
        assert screen.status == 200 and set(screen.lines) <= {b"retry: 1000\n\n", QUIET, PART}

    def test_it_is_told_that_the_meeting_ended_and_then_let_go(
        self, world: World, meeting: Meeting, code: str
    ) -> None:
        ended = list[bool]()

        def meanwhile() -> None:
            if not ended:
                ended.append(True)
                with world.acting("joyce") as joyce:
                    actions.end(meeting=queries.get(joyce, meeting.id), by=joyce, now=clock.now())

        screen = watch(code, until=lambda s: False, meanwhile=meanwhile)
        assert screen.lines[-2:] == [PART, b""]


class TestPresence:
    def here(self) -> int:
        return int(rows("SELECT count(*) FROM table_presence")[0][0])

    def test_a_stream_is_a_screen_that_is_there_and_gone_a_while_after_it(
        self, world: World, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "GRACE_SECONDS", 0.0)
        seen, key = list[int](), open_session(world.people["esra"].account_id)

        async def sit() -> None:
            screen = Screen(key, lambda s: any(b"presence" in line for line in s.lines))
            await stream.serve(screen.scope, screen.receive, screen.send, meeting_id=meeting.id)
            seen.append(await asyncio.get_running_loop().run_in_executor(None, self.here))
            while stream._leaving:
                await asyncio.sleep(0.05)

        asyncio.run(asyncio.wait_for(sit(), 20))
        assert seen == [1] and self.here() == 0

    def test_who_may_not_follow_is_not_there(self, world: World, meeting: Meeting) -> None:
        key = open_session(world.people["bram"].account_id)
        follow(key, meeting.id, until=lambda screen: False)
        assert self.here() == 0

    def test_coming_and_going_is_told_once_in_a_while_and_draws_no_table(
        self, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "CALM_SECONDS", 0.3)

        async def storm() -> list[list[str]]:
            hub, follower, told = stream.Hub(), stream.Follower(), list[list[str]]()
            hub._screens = {"meeting": {follower}}
            for _ in range(50):
                hub.wake("meeting:presence")
                hub.wake("elsewhere:presence")
            told.append(follower.take())
            await asyncio.sleep(0.5)
            told.append(follower.take())
            await asyncio.sleep(0.5)
            return [*told, follower.take()]

        assert asyncio.run(storm()) == [[], ["presence"], []]
