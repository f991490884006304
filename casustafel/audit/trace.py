"""W3C trace context of the act under way: what joins the two logs and the server log."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Trace:
    trace_id: str
    origin: str


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace:
    return _current.get() or Trace(trace_id=secrets.token_hex(16), origin="unknown")


@contextmanager
def begin(origin: str) -> Iterator[Trace]:
    trace = Trace(trace_id=secrets.token_hex(16), origin=origin)
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


def new_span_id() -> str:
    return secrets.token_hex(8)
