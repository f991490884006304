"""In front of Django: files of a form are sealed while they stream in, before anything else sees them.

A view says with `takes_files` that its form has files. The filter takes the form apart, seals each file into
the store under a key of its own, and hands Django the other fields as a small form without files; the view
asks `received`. No form of any kind reaches a temporary file. Nor does half a form reach a page, or a slow
one hold a thread: every other form is waited for here, and handed on when it is whole.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from casustafel.files import answers
from casustafel.files.forms_in_parts import Broken, Parts, boundary_of
from casustafel.files.intake import Received, State
from casustafel.files.limits import Limits

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]
View = TypeVar("View", bound=Callable[..., Any])

KEY = "casustafel.files"
AT_ONCE = 12
SECONDS_FOR_A_PLACE = 20.0
SECONDS_OF_SILENCE = 60.0
SECONDS_IN_ALL = 30 * 60.0
SECONDS_WITHOUT_FILES = 2 * 60.0
SMALL_FORM = 64 * 1024  # of these as many at once as come; of larger ones as many as there are places


class _Gone(Exception):
    """The sender closed the connection, or said nothing for too long."""


def takes_files(limits: Limits = Limits()) -> Callable[[View], View]:  # noqa: B008  it is frozen
    """Declares a view whose form has files. Put it inside the gate or around it."""

    def declare(view: View) -> View:
        view.takes_files = limits  # type: ignore[attr-defined]
        return view

    return declare


def limits_at(path: str) -> Limits | None:
    try:
        return cast("Limits | None", getattr(resolve(path).func, "takes_files", None))
    except Resolver404:
        return None


def received(request: HttpRequest) -> Received:
    """The files of this form, and those that were not kept with the reason."""
    scope: Scope = request.META.get("asgi.scope", {})
    if KEY in scope:
        return cast(Received, scope[KEY])
    _ = request.FILES  # without the filter (the client of the tests) Django's parser drives the same intake
    return cast(Received, getattr(request, "files_received", Received()))


class Receiving:
    """The filter. One for each process: it knows how many forms with files stream in at this moment."""

    def __init__(self, pages: Application, at_once: int = AT_ONCE) -> None:
        self._pages, self._places = pages, asyncio.Semaphore(at_once)
        self._large_forms = asyncio.Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        boundary = boundary_of(headers.get(b"content-type", b""))
        limits = limits_at(scope["path"]) if scope["method"] == "POST" and boundary else None
        refusal = _refusal(headers, limits)
        if refusal:
            await answers.send_short(send, *refusal)
        elif limits is None or boundary is None:
            await self._without_files(scope, receive, send, int(headers.get(b"content-length", b"0")))
        else:
            await self._in_turn(scope, receive, send, boundary, limits)

    async def _without_files(self, scope: Scope, receive: Receive, send: Send, length: int) -> None:
        if length <= SMALL_FORM:
            await self._when_whole(scope, receive, send, length)
        elif await _took(self._large_forms, send):
            try:
                await self._when_whole(scope, receive, send, length)
            finally:
                self._large_forms.release()

    async def _when_whole(self, scope: Scope, receive: Receive, send: Send, length: int) -> None:
        try:
            body = await _whole(receive) if length else b""
        except _Gone:
            return
        await self._pages(scope, _first(body, receive), send)

    async def _in_turn(
        self, scope: Scope, receive: Receive, send: Send, boundary: bytes, limits: Limits
    ) -> None:
        """Until a place is free nothing is read, so a flood waits outside and takes no memory."""
        if not await _took(self._places, send):
            return
        try:
            whole = await _taken_apart(receive, Parts(boundary, limits))
        except Broken:
            await answers.send_short(send, *answers.BROKEN)
            return
        except _Gone:
            return
        finally:
            self._places.release()
        await self._hand_on(scope, receive, send, whole)

    async def _hand_on(self, scope: Scope, receive: Receive, send: Send, parts: Parts) -> None:
        body = parts.as_form()
        form = [
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", b"%d" % len(body)),
        ]
        others = [pair for pair in scope["headers"] if pair[0] not in {name for name, _ in form}]
        small = {**scope, "headers": [*others, *form], KEY: parts.intake.received}
        kept: tuple[State, ...] = (State.HELD,)
        try:
            await self._pages(small, _first(body, receive), send)
        except asyncio.CancelledError:  # the view goes on in its thread, and may be committing at this moment
            kept = (State.HELD, State.CLAIMED)
            raise
        finally:
            await asyncio.shield(asyncio.to_thread(parts.intake.drop_unless, *kept))


def _refusal(headers: dict[bytes, bytes], limits: Limits | None) -> tuple[int, str, str] | None:
    """Said before anything is read. A form of unknown length comes from no browser."""
    if b"transfer-encoding" in headers:
        return answers.NO_LENGTH
    most = limits.body_bytes if limits else 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = headers.get(b"content-length", b"0")
    return answers.TOO_LARGE if not length.isdigit() or int(length) > most else None


async def _took(places: asyncio.Semaphore, send: Send) -> bool:
    """False: there was none in time, and that was said."""
    try:
        async with asyncio.timeout(SECONDS_FOR_A_PLACE):
            await places.acquire()
    except TimeoutError:
        await answers.send_short(send, *answers.BUSY)
        return False
    return True


async def _whole(receive: Receive) -> bytes:
    body, more = bytearray(), True
    try:
        async with asyncio.timeout(SECONDS_WITHOUT_FILES):
            while more:
                piece, more = await _next(receive)
                body += piece
    except TimeoutError as slow:
        raise _Gone from slow
    return bytes(body)


async def _next(receive: Receive) -> tuple[bytes, bool]:
    """What came, and whether more follows."""
    # Not asyncio.wait_for: up to Python 3.11 it drops a cancellation that comes together with the answer, and
    # a sender who says a sign now and then would stay beyond the time of the whole.
    async with asyncio.timeout(SECONDS_OF_SILENCE):
        message = await receive()
    if message["type"] == "http.disconnect":
        raise _Gone
    return message.get("body", b""), message.get("more_body", False)


async def _taken_apart(receive: Receive, parts: Parts) -> Parts:
    """Piece by piece, in a thread; the next is not asked for before this one is on its way to the disk."""
    try:
        async with asyncio.timeout(SECONDS_IN_ALL):
            more = True
            while more:
                piece, more = await _next(receive)
                await _in_a_thread(parts.write, piece)
            await _in_a_thread(parts.finish)
    except BaseException as error:
        await asyncio.shield(asyncio.to_thread(parts.intake.give_up))
        if isinstance(error, TimeoutError):
            raise _Gone from error
        raise
    return parts


async def _in_a_thread(act: Callable[..., None], *arguments: bytes) -> None:
    """Seen through when this is cancelled: two threads never work on one form."""
    work = asyncio.ensure_future(asyncio.to_thread(act, *arguments))
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise


def _first(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_next() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_next
