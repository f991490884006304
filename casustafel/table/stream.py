"""The live channel: server-sent events that carry nothing but "look again".

One listener per process, woken by NOTIFY. The stream stands outside the middleware and does its own check:
the same question as the page, asked at the start and again every half minute, however busy the table is.
After an event the screen fetches under its own rights, so to a seat that just ended an event shows nothing.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.http.cookie import parse_cookie

from casustafel.access import bind
from casustafel.access.permissions import Permission
from casustafel.lib.live import CHANNEL
from casustafel.lib.refusal import NotYours
from casustafel.table import queries

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = re.compile(r"/overleg/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/stroom/")
COALESCE_SECONDS = 0.05
CHECK_EVERY_SECONDS = 30
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="stream")


def meeting_at(path: str) -> UUID | None:
    """The meeting whose live channel has this address."""
    found = PATH.fullmatch(path)
    return UUID(found[1]) if found else None


def topics_of(session_key: str, meeting_id: UUID) -> frozenset[str]:
    """What this session may follow of this meeting: the meeting and its own cases, or nothing."""
    try:
        with transaction.atomic():
            viewer = bind.enter(session_key)
            if viewer is None or not viewer.may(Permission.CASE_PARTICIPATE):
                return frozenset()
            file = queries.whole(viewer, meeting_id)
            return frozenset({str(meeting_id), *(str(item.case_id) for item in file.items)})
    except NotYours:
        return frozenset()
    finally:
        close_old_connections()
        connection.close()


class Hub:
    """Wakes the screens of this process that follow a topic."""

    def __init__(self) -> None:
        self._screens: dict[str, set[asyncio.Event]] = {}
        self._listening: asyncio.Task[None] | None = None

    def join(self, topics: frozenset[str], screen: asyncio.Event) -> None:
        for topic in topics:
            self._screens.setdefault(topic, set()).add(screen)
        if self._listening is None or self._listening.done():
            self._listening = asyncio.get_running_loop().create_task(self._listen())

    def part(self, topics: frozenset[str], screen: asyncio.Event) -> None:
        for topic in topics:
            followers = self._screens.get(topic, set())
            followers.discard(screen)
            if not followers:
                self._screens.pop(topic, None)

    def wake(self, topic: str) -> None:
        for screen in self._screens.get(topic, ()):
            screen.set()

    async def _listen(self) -> None:
        while self._screens:
            try:
                await self._follow()
            except psycopg.OperationalError:
                await asyncio.sleep(1)

    async def _follow(self) -> None:
        async with await psycopg.AsyncConnection.connect(_conninfo(), autocommit=True) as listener:
            await listener.execute(f"LISTEN {CHANNEL}")
            for topic in list(self._screens):  # what changed while nobody listened
                self.wake(topic)
            async for notice in listener.notifies():
                self.wake(notice.payload)


def _conninfo() -> str:
    known = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        host=known["HOST"],
        port=known["PORT"] or None,
        dbname=known["NAME"],
        user=known["USER"],
        password=known["PASSWORD"],
    )


hub = Hub()


async def serve(scope: Scope, receive: Receive, send: Send, *, meeting_id: UUID) -> None:
    key = _session_key(scope)
    topics = await _ask(key, meeting_id) if key else frozenset()
    if not topics:
        await send({"type": "http.response.start", "status": 404, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _tell(send, gone, key, meeting_id, topics)
    finally:
        gone.cancel()


async def _tell(
    send: Send, gone: asyncio.Task[None], key: str, meeting_id: UUID, topics: frozenset[str]
) -> None:
    screen, clock = asyncio.Event(), asyncio.get_running_loop().time
    hub.join(topics, screen)
    asked = clock()
    try:
        while not gone.done():
            changed = await _changed(screen, gone, timeout=asked + CHECK_EVERY_SECONDS - clock())
            if clock() - asked >= CHECK_EVERY_SECONDS:
                allowed = await _ask(key, meeting_id)
                if not allowed:
                    return
                hub.part(topics, screen)
                topics, asked = allowed, clock()
                hub.join(topics, screen)
            line = b"event: part\ndata: table\n\n" if changed else b": still here\n\n"
            await send({"type": "http.response.body", "body": line, "more_body": True})
    finally:
        hub.part(topics, screen)


async def _changed(screen: asyncio.Event, gone: asyncio.Task[None], *, timeout: float) -> bool:
    """True at a change (several in a moment are one), False when it is time to ask again if it may go on."""
    waiting = asyncio.create_task(screen.wait())
    done, _ = await asyncio.wait(
        {waiting, gone}, timeout=max(timeout, 0), return_when=asyncio.FIRST_COMPLETED
    )
    waiting.cancel()
    if waiting not in done:
        return False
    await asyncio.sleep(COALESCE_SECONDS)
    screen.clear()
    return True


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _ask(key: str, meeting_id: UUID) -> frozenset[str]:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, topics_of, key, meeting_id)


def _session_key(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            return parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")
    return ""
