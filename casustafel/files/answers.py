"""Short answers of the filter, where there is no page to draw one: in both languages."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext, override

from casustafel.lib.refusal import N_

Answer = tuple[int, str, str]

BUSY: Answer = (
    503,
    N_("It is too busy here now"),
    N_(
        "Many people are sending files. Nothing of yours was lost or kept. Go back and try again in a minute."
    ),
)
TOO_LARGE: Answer = (
    413,
    N_("This is too much at once"),
    N_("Nothing was kept. Go back, and send fewer or smaller files: at most 25 MB for each."),
)
BROKEN: Answer = (
    400,
    N_("This form did not arrive whole"),
    N_("Nothing was kept. Go back and send it again."),
)
NO_LENGTH: Answer = (
    411,
    N_("This form did not arrive whole"),
    N_("Nothing was kept. Go back and send it again."),
)
HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"retry-after", b"60"),
    (b"connection", b"close"),
]


async def send_short(
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]], status: int, title: str, text: str
) -> None:
    body = _page(title, text).encode()
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*HEADERS, length]})
    await send({"type": "http.response.body", "body": body})


def _page(title: str, text: str) -> str:
    said = []
    for language in ("nl", "en"):
        with override(language):
            said.append((language, gettext(title), gettext(text)))
    parts = "".join(format_html('<section lang="{}"><h1>{}</h1><p>{}</p></section>', *each) for each in said)
    head = format_html('<meta charset="utf-8"><meta name="viewport" content="width=device-width">', ())
    return f'<!doctype html><html lang="nl"><head>{head}<title>{said[0][1]}</title></head>{parts}</html>'
