"""The live channel: server-sent events that carry nothing but "look again", and a heartbeat.

One listener per process, woken by NOTIFY. The stream stands outside the middleware and does its own check:
the same question as the page, asked at the start and again every half minute, however busy the table is.
After an event the screen fetches under its own rights, so to a seat that just ended an event shows nothing.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.http.cookie import parse_cookie

from casustafel.access import bind
from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib import clock, live
from casustafel.lib.refusal import NotYours
from casustafel.table import presence, queries, room
from casustafel.table.models import Meeting

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = re.compile(r"/overleg/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/stroom/")
SCREEN_PATH = "/scherm/stroom/"
TABLE = "table"
COALESCE_SECONDS = 0.05
CHECK_EVERY_SECONDS = 30
# A browser that hears nothing for longer says so to whoever types (live.js waits ten seconds more).
BEAT_EVERY_SECONDS = 15
BEAT = b"event: beat\ndata:\n\n"
# Who comes, goes or types is told in one word for this long.
CALM_SECONDS = 2.0
# A page that is loaded again is no coming and going; that somebody sent a form would show from it.
GRACE_SECONDS = 8.0
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="stream")
_leaving: set[asyncio.Task[None]] = set()


def meeting_at(path: str) -> UUID | None:
    """The meeting whose live channel has this address."""
    found = PATH.fullmatch(path)
    return UUID(found[1]) if found else None


def topics_of(session_key: str, meeting_id: UUID) -> frozenset[str]:
    """What this session may follow of this meeting: the meeting and its own cases, or nothing."""
    return _topics(session_key, meeting_id, lambda meeting, viewer: None)


def topics_of_screen(code: str) -> frozenset[str]:
    """The meeting of this big screen and the case that is on, or nothing."""
    try:
        with room.let_in(code) as entered:
            if entered is None:
                return frozenset()
            file = queries.whole(entered.viewer, entered.meeting_id)
            return frozenset({str(entered.meeting_id), *(str(item.case_id) for item in file.items)})
    except NotYours:
        return frozenset()
    finally:
        _let_go()


def _topics(session_key: str, meeting_id: UUID, note: Callable[[Meeting, Viewer], None]) -> frozenset[str]:
    """`note` keeps, in the same transaction, that this screen is there."""
    try:
        with transaction.atomic():
            viewer = bind.enter(session_key)
            if viewer is None or not viewer.may(Permission.CASE_PARTICIPATE):
                return frozenset()
            file = queries.whole(viewer, meeting_id)
            note(file.meeting, viewer)
            return frozenset({str(meeting_id), *(str(item.case_id) for item in file.items)})
    except NotYours:
        return frozenset()
    finally:
        _let_go()


def _let_go() -> None:
    close_old_connections()
    connection.close()


class Follower:
    """A screen of this process: the parts it still has to be told of."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self._parts: set[str] = set()

    def tell(self, part: str) -> None:
        self._parts.add(part)
        self.woken.set()

    def take(self) -> list[str]:
        parts = sorted(self._parts)
        self._parts.clear()
        self.woken.clear()
        return parts


class Hub:
    """Wakes the screens of this process that follow a topic."""

    def __init__(self) -> None:
        self._screens: dict[str, set[Follower]] = {}
        self._listening: asyncio.Task[None] | None = None
        self._calm: dict[str, asyncio.TimerHandle] = {}

    def join(self, topics: frozenset[str], screen: Follower) -> None:
        for topic in topics:
            self._screens.setdefault(topic, set()).add(screen)
        if self._listening is None or self._listening.done():
            self._listening = asyncio.get_running_loop().create_task(self._listen())

    def part(self, topics: frozenset[str], screen: Follower) -> None:
        for topic in topics:
            followers = self._screens.get(topic, set())
            followers.discard(screen)
            if not followers:
                self._screens.pop(topic, None)

    def wake(self, notice: str) -> None:
        topic, _, part = notice.partition(":")
        if part and topic in self._screens:
            self._wake_calmly(topic, part)
        else:
            self._tell(topic, TABLE)

    def _wake_calmly(self, topic: str, part: str) -> None:
        """All that happens within a while is told once, at its end."""
        if topic not in self._calm:
            wait = asyncio.get_running_loop().call_later(CALM_SECONDS, self._tell_calmly, topic, part)
            self._calm[topic] = wait

    def _tell_calmly(self, topic: str, part: str) -> None:
        del self._calm[topic]
        self._tell(topic, part)

    def _tell(self, topic: str, part: str) -> None:
        for screen in self._screens.get(topic, ()):
            screen.tell(part)

    async def _listen(self) -> None:
        while self._screens:
            try:
                await self._follow()
            except psycopg.OperationalError:
                await asyncio.sleep(1)

    async def _follow(self) -> None:
        async with await psycopg.AsyncConnection.connect(live.conninfo(), autocommit=True) as listener:
            await listener.execute(f"LISTEN {live.CHANNEL}")
            for topic in list(self._screens):  # what changed while nobody listened
                self.wake(topic)
            async for notice in listener.notifies():
                self.wake(notice.payload)


hub = Hub()


@dataclass(frozen=True)
class Way:
    """How one stream asks what it may follow, and what it begins with. The case that is on a big screen
    changes with the meeting, so there every change is asked about."""

    ask: Callable[[], Awaitable[frozenset[str]]]
    first: str = ""
    asks_each_change: bool = False


async def serve(scope: Scope, receive: Receive, send: Send, *, meeting_id: UUID) -> None:
    """The stream of a person, who is there for the others as long as it lasts."""
    key, here, is_here = _cookie(scope, settings.SESSION_COOKIE_NAME), uuid4(), False

    def note(meeting: Meeting, viewer: Viewer) -> None:
        keep = presence.stay if is_here else presence.arrive
        keep(meeting=meeting, screen=here, by=viewer, now=clock.now())

    async def ask() -> frozenset[str]:
        nonlocal is_here
        allowed = await _in_thread(_topics, key, meeting_id, note) if key else frozenset()
        is_here = bool(allowed)
        return allowed

    try:
        await _serve(receive, send, Way(ask, first=presence.PART))
    finally:
        if is_here:
            leaving = asyncio.get_running_loop().create_task(_leave(key, meeting_id, here))
            _leaving.add(leaving)
            leaving.add_done_callback(_leaving.discard)


async def serve_screen(scope: Scope, receive: Receive, send: Send) -> None:
    """The stream of a big screen. It is nobody, and so in no strip of who is there."""
    code = _cookie(scope, settings.SCREEN_COOKIE_NAME)
    await _serve(receive, send, Way(lambda: _in_thread(topics_of_screen, code), asks_each_change=True))


async def _serve(receive: Receive, send: Send, way: Way) -> None:
    topics = await way.ask()
    if not topics:
        await send({"type": "http.response.start", "status": 404, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _tell(send, gone, way, topics)
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _tell(send: Send, gone: asyncio.Task[None], way: Way, topics: frozenset[str]) -> None:
    screen, clock = Follower(), asyncio.get_running_loop().time
    hub.join(topics, screen)
    asked = clock()
    if way.first:
        screen.tell(way.first)
    try:
        while not gone.done():
            wait = min(asked + CHECK_EVERY_SECONDS - clock(), BEAT_EVERY_SECONDS)
            parts = await _changed(screen, gone, timeout=wait)
            is_due = clock() - asked >= CHECK_EVERY_SECONDS
            if parts and way.asks_each_change:  # told also of what ends it, so that it looks a last time
                await _say(send, parts)
                parts, is_due = [], True
            if is_due:
                allowed = await way.ask()
                if not allowed:
                    return
                hub.part(topics, screen)
                topics, asked = allowed, clock()
                hub.join(topics, screen)
            await _say(send, parts)
    finally:
        hub.part(topics, screen)


async def _say(send: Send, parts: list[str]) -> None:
    line = f"event: part\ndata: {' '.join(parts)}\n\n".encode() if parts else BEAT
    await send({"type": "http.response.body", "body": line, "more_body": True})


async def _changed(screen: Follower, gone: asyncio.Task[None], *, timeout: float) -> list[str]:
    """The parts that changed (several changes in a moment are one); none when it is time to say or ask."""
    waiting = asyncio.create_task(screen.woken.wait())
    done, _ = await asyncio.wait(
        {waiting, gone}, timeout=max(timeout, 0), return_when=asyncio.FIRST_COMPLETED
    )
    waiting.cancel()
    if waiting not in done:
        return []
    await asyncio.sleep(COALESCE_SECONDS)
    return screen.take()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _leave(key: str, meeting_id: UUID, here: UUID) -> None:
    await asyncio.sleep(GRACE_SECONDS)

    def note(meeting: Meeting, viewer: Viewer) -> None:
        presence.leave(meeting=meeting, screen=here, by=viewer, now=clock.now())

    await _in_thread(_topics, key, meeting_id, note)


async def _in_thread(ask: Callable[..., frozenset[str]], *given: object) -> frozenset[str]:
    return await asyncio.get_running_loop().run_in_executor(_threads, ask, *given)


def _cookie(scope: Scope, wanted: str) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            return parse_cookie(value.decode("latin-1")).get(wanted, "")
    return ""
