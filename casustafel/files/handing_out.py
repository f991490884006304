"""A kept file on its way to somebody who may have it: to keep, never to show in the browser."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.http import StreamingHttpResponse

from casustafel.files import store
from casustafel.files.kinds import Kind
from casustafel.files.store import Absent
from casustafel.lib.refusal import N_, Refused
from casustafel.vault.cipher import CannotOpen

NOT_THERE = N_("This file is not there any more, so it cannot be opened. Tell your administrator.")
SPOILT = N_("This file is not as it was kept, so it cannot be opened. Tell your administrator.")
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def hand_out(*, blob: UUID, key: bytes, kind: Kind, day: date) -> StreamingHttpResponse:
    """The name says kind and day: what the sender called it is in no header."""
    pieces = store.read(blob, key)
    first = next(pieces, b"")  # now, so that what is absent or spoilt fails before anything is sent
    response = StreamingHttpResponse(
        _whole(first, pieces), content_type="application/octet-stream", headers=HEADERS
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}-{day:%Y-%m-%d}.{kind}"'
    return response


def hand_out_or_refuse(*, blob: UUID, key: bytes, kind: Kind, day: date) -> StreamingHttpResponse:
    try:
        return hand_out(blob=blob, key=key, kind=kind, day=day)
    except Absent as absent:
        raise Refused(NOT_THERE) from absent
    except CannotOpen as spoilt:
        raise Refused(SPOILT) from spoilt


def _whole(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces
