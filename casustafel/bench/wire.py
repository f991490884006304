"""A small HTTP client for many connections on few cores: it parses what it gets, and no more than that."""

import asyncio
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings


class Wire:
    """One kept-alive connection of one signed-in person."""

    def __init__(self, host: str, port: int, session: str) -> None:
        self._host, self._port = host, port
        self._cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> bytes:
        return await self._ask(f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nCookie: {self._cookie}\r\n\r\n")

    async def post(self, path: str, fields: dict[str, str], token: str) -> bytes:
        body = urlencode(fields | {"csrfmiddlewaretoken": token, "form_id": uuid4().hex})
        return await self._ask(
            f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nCookie: {self._cookie}; csrftoken={token}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )

    async def open_events(self, path: str) -> None:
        """Until the first line of the stream is here."""
        reader, writer = await self._connected()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nCookie: {self._cookie}\r\n\r\n".encode())
        status = await reader.readline()
        if b" 200 " not in status:
            raise ConnectionError(f"no stream: {status!r}")
        while not (await reader.readline()).startswith(b"retry:"):
            pass

    async def events(self, end: float) -> AsyncIterator[bytes]:
        """What comes on the stream that was opened, until the moment `end` (time.monotonic)."""
        reader, _writer = await self._connected()
        while (left := end - time.monotonic()) > 0:
            try:
                line = await asyncio.wait_for(reader.readline(), left)
            except TimeoutError:
                return
            if not line:
                raise ConnectionError("the stream ended")
            if line.startswith(b"data: "):
                yield line

    async def _ask(self, request: str) -> bytes:
        reader, writer = await self._connected()
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        status, length, chunked = int(head[9:12]), 0, False
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
            chunked = chunked or line.startswith(b"transfer-encoding: chunked")
        body = await (self._chunks(reader) if chunked else reader.readexactly(length))
        if status >= 400:
            raise ConnectionError(f"answered {status}")
        return body

    async def _chunks(self, reader: asyncio.StreamReader) -> bytes:
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return b"".join(parts)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=2**20)
        return self._reader, self._writer

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
