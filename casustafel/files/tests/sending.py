"""A form with files as a browser sends it, and what stands where Django stands."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import path

from casustafel.files.intake import Received
from casustafel.files.limits import Limits
from casustafel.files.receiving import KEY, Receiving, received, takes_files

PNG = b"\x89PNG\r\n\x1a\n"
SMALL = Limits(files=2, file_bytes=200_000)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form(**fields: Any) -> bytes:
    return encode_multipart(BOUNDARY, fields)


@transaction.non_atomic_requests
@takes_files(SMALL)
def with_files(request: HttpRequest) -> HttpResponse:
    arrived = received(request)
    kept = [f"{each.field}:{each.name}:{each.kind}:{each.size}" for each in arrived.kept]
    problems = [f"{each.field}:{each.name}:{each.refused.sentence}" for each in arrived.problems]
    return HttpResponse("\n".join([request.POST.get("text", ""), *kept, *problems]))


@transaction.non_atomic_requests
def without_files(request: HttpRequest) -> HttpResponse:
    return with_files(request)


urlpatterns = [path("met/", with_files), path("zonder/", without_files)]


@dataclass
class Sent:
    """What came of one request."""

    status: int = 0
    said: bytes = b""
    fields: dict[str, list[str]] = field(default_factory=dict)
    received: Received | None = None
    asked: int = 0


def send(
    body: bytes,
    *,
    to: str = "/met/",
    pieces: Iterable[bytes | None] | None = None,
    act: Callable[[Received], None] = lambda arrived: None,
    headers: dict[str, str] | None = None,
    at_once: int = 2,
    look: Callable[[], None] = lambda: None,
    pages: Any = None,
    silent: bool = False,
) -> Sent:
    """`pieces` stand for the body as it comes in; None among them is a sender who is gone. Who is `silent`
    says no more than these and stays. `look` is called before each. `pages` may be Django itself."""
    sent = Sent()
    waiting = [body] if pieces is None else list(pieces)

    async def receive() -> dict[str, Any]:
        sent.asked += 1
        look()
        if silent and not waiting:
            await asyncio.Event().wait()
        if not waiting or (piece := waiting.pop(0)) is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": silent or bool(waiting)}

    async def answer(message: dict[str, Any]) -> None:
        sent.status = message.get("status", sent.status)
        sent.said += message.get("body", b"")

    async def stand_in(scope: dict[str, Any], receive: Any, send: Any) -> None:
        message = await receive()
        sent.received = scope.get(KEY)
        if sent.received is not None:
            sent.fields = parse_qs(message["body"].decode())
            act(sent.received)
        await send({"type": "http.response.start", "status": 200})

    said = {"content-type": MULTIPART_CONTENT, "content-length": str(len(body))} | (headers or {})
    scope = {
        "type": "http",
        "method": "POST",
        "path": to,
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(name.encode(), value.encode()) for name, value in said.items() if value],
    }
    asyncio.run(Receiving(pages or stand_in, at_once)(scope, receive, answer))
    return sent
