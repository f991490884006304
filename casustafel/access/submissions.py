"""One-time form ids: a form that was sent twice is carried out once, and answered twice the same.

The answer may hold a receipt code, so it is sealed under a key that only the form id gives.
"""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.http import HttpResponse

from casustafel.access.models import Submission
from casustafel.vault import cipher

SENT_ALREADY = "X-Sent-Already"


def _name(form_id: str, person: UUID | None) -> str:
    return hashlib.sha256(f"{person}|{form_id}".encode()).hexdigest()


def claim(form_id: str, person: UUID | None, *, now: datetime) -> HttpResponse | None:
    """None: this form is new, go on. Waits for a twin that is under way in another transaction."""
    name = _name(form_id, person)
    at = now if person else now.replace(hour=12, minute=0, second=0, microsecond=0)  # no hour of a reporter
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_submission (id_hash, answer, at) VALUES (%s, '', %s) ON CONFLICT DO NOTHING",
            [name, at],
        )
        if cursor.rowcount:
            return None
    kept = bytes(Submission.objects.get(pk=name).answer)
    return _unpack(cipher.decrypt(_key(form_id), kept, name.encode()))


def is_final(response: HttpResponse) -> bool:
    """Done, and to be answered the same again: a redirect, or a page that says it is (the receipt)."""
    return 300 <= response.status_code < 400 or response.headers.get(SENT_ALREADY) == "keep"


def keep(form_id: str, person: UUID | None, response: HttpResponse) -> None:
    name = _name(form_id, person)
    sealed = cipher.encrypt(_key(form_id), _pack(response), name.encode())
    Submission.objects.filter(pk=name).update(answer=sealed)


def release(form_id: str, person: UUID | None) -> None:
    Submission.objects.filter(pk=_name(form_id, person)).delete()


def _key(form_id: str) -> bytes:
    return cipher.derive(form_id.encode(), "submission")


def _pack(response: HttpResponse) -> bytes:
    body = response.content.decode()
    return json.dumps([response.status_code, response.headers.get("Location", ""), body]).encode()


def _unpack(packed: bytes) -> HttpResponse:
    status, location, body = json.loads(packed)
    response = HttpResponse(body, status=status)
    if location:
        response.headers["Location"] = location
    return response
