"""A form without files is waited for in front of Django: half of one reaches no page."""

import asyncio
import time
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from casustafel.files import receiving
from casustafel.files.tests.sending import send

pytestmark = pytest.mark.urls("casustafel.files.tests.sending")
HALF = b"reason=Dit+is+nog+maar+de+hel"
PLAIN = {"content-type": "application/x-www-form-urlencoded", "content-length": "90"}


def test_that_is_cut_off_reaches_no_page() -> None:
    sent = send(b"", to="/zonder/", pieces=[HALF, None], headers=PLAIN)
    assert (sent.status, sent.asked) == (0, 2)


def test_comes_in_pieces_and_goes_on_whole() -> None:
    pages = WSGIMiddleware(get_wsgi_application())
    token = b"a" * 32
    pieces = [b"text=Ik+", b"zag&csrfmiddlewaretoken=", token]
    said = PLAIN | {"cookie": f"csrftoken={token.decode()}", "host": "localhost"}
    said["content-length"] = str(len(b"".join(pieces)))
    sent = send(b"", to="/zonder/", pieces=pieces, pages=pages, headers=said)
    assert (sent.status, sent.said) == (200, b"Ik zag")


def test_holds_no_thread_while_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    async def pages(scope: Any, receive: Any, send: Any) -> None:
        asked.append(1)

    def look() -> None:
        assert not asked

    send(b"", to="/zonder/", pieces=[b"a=", b"b", b"c"], pages=pages, headers=PLAIN, look=look)
    assert asked == [1]


def test_says_nothing_any_more_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SECONDS_OF_SILENCE", 0.01)
    sent = send(HALF, to="/zonder/", headers=PLAIN, silent=True)
    assert (sent.status, sent.asked) == (0, 2)


def test_says_a_sign_now_and_then_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SECONDS_WITHOUT_FILES", 0.01)
    answered: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        time.sleep(0.02)  # so that the sign and the end of the time come in one turn of the loop
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def send(message: Any) -> None:
        answered.append(message)

    headers = [(name.encode(), value.encode()) for name, value in PLAIN.items()]
    scope = {"type": "http", "method": "POST", "path": "/zonder/", "headers": headers}
    asyncio.run(receiving.Receiving(lambda *a: pytest.fail("asked"))(scope, receive, send))
    assert answered == []


def test_that_is_large_waits_for_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SECONDS_FOR_A_PLACE", 0.01)
    said = PLAIN | {"content-length": str(receiving.SMALL_FORM + 1)}
    sent = send(HALF, to="/zonder/", headers=said, at_once=0)
    assert (sent.status, sent.asked) == (503, 0)
    assert send(HALF, to="/zonder/", headers=PLAIN, at_once=0).status == 200
