"""How fast reports are confirmed through HTTP, over what the database takes of the same rows written bare."""

import http.client
import secrets
import threading
import time
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from django.db import transaction

from casustafel.bench.report import Figure
from casustafel.bench.serving import HOST, Web
from casustafel.installation import database
from casustafel.lib import clock, codes
from casustafel.parties import queries as parties
from casustafel.reports import drafting, stops
from casustafel.reports.stops import Told

SECONDS = 8.0
CLIENTS = 8
MOST_A_SECOND = 400  # so many drafts are laid ready for each second
TEXT = "Ik zag hem gisteren bij het station. Hij deelde papieren uit en riep naar voorbijgangers. " * 4
FIELDS = ("saw", "when_where", "heard", "think", "against", "protects", "done")
ANSWERS = {"wants": "REPORT", **dict.fromkeys(FIELDS, TEXT)}
DOOR = "/melden/merenwoude/controle/"


def measure(web: Web) -> list[Figure]:
    ready = _drafts(int((SECONDS + 1) * MOST_A_SECOND))
    through = _rate(lambda: _reporter(web.port, ready))
    bare = _rate(_writer)
    return [
        Figure("intake.of_bare", through / bare, "ratio", 0.08, f"{bare:.0f}/s written bare", at_least=True),
        Figure("intake.per_second", through, "reports/s", 150, "confirmed through HTTP", at_least=True),
    ]


def _drafts(number: int) -> list[str]:
    """Told and not sent yet: the codes, whose drafts lie in the database."""
    now, partnership = clock.now(), parties.partnership_at("merenwoude")
    if partnership is None:
        raise RuntimeError("the demo is not there")
    told = Told(ANSWERS, [stop.name for stop in stops.STOPS])
    made = [codes.new_code() for _ in range(number)]
    with transaction.atomic():
        for code in made:
            drafting.put(code, drafting.sealed_new(partnership, code, told, now=now))
    return made


def _rate(make: Callable[[], Callable[[], None]]) -> float:
    """Acts per second of CLIENTS threads, each with its own connection, after a warm-up of a second."""
    done, begin = [0] * CLIENTS, time.monotonic() + 1
    end = begin + SECONDS

    def work(number: int) -> None:
        act = make()
        while (now := time.monotonic()) < end:
            act()
            done[number] += now >= begin

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


def _reporter(port: int, ready: list[str]) -> Callable[[], None]:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    token = secrets.token_hex(16)
    headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}

    def confirm() -> None:
        code = ready.pop()  # raises when more were sent than laid ready
        connection.request("POST", DOOR, urlencode({"csrfmiddlewaretoken": token, "code": code}), headers)
        answer = connection.getresponse()
        page = answer.read()
        if answer.status != http.client.OK or code.encode() not in page:
            raise RuntimeError(f"not confirmed: {answer.status}")

    return confirm


ROWS = {
    "vault_datakey": "INSERT INTO vault_datakey (id, scope, scope_id, wrapping, desk_id, wrapped)"
    " SELECT %s, 'REPORT', %s, 'DESK', id, %s FROM vault_desk LIMIT 1",
    "reports_report": "INSERT INTO reports_report (id, key_id, partnership_id, channel, wants, naming,"
    " state, received_date, receipt_hash, mailbox_key, told, subject_name, subject_birth, letters_seen)"
    " SELECT %s, %s, id, 'PUBLIC', 'REPORT', 'DESK', 'RECEIVED',"
    " current_date, %s, %s, %s, %s, %s, 0 FROM parties_partnership LIMIT 1",
    "reports_step": "INSERT INTO reports_step (id, key_id, partnership_id, report_id, kind, at, reason)"
    " SELECT %s, %s, id, %s, 'received', now(), '' FROM parties_partnership LIMIT 1",
    "audit_userline": "INSERT INTO audit_userline (id, trace_id, span_id, content, salt, commitment, at,"
    " action) VALUES (%s, '', '', %s, %s, %s, now(), 'bare')",
    "audit_processingline": "INSERT INTO audit_processingline (id, trace_id, span_id, content, salt,"
    " commitment, start_time, name) VALUES (%s, '', '', %s, %s, %s, now(), 'bare')",
}


def _writer() -> Callable[[], None]:
    connection = psycopg.connect(database.embedded().super_url("casustafel"), autocommit=True)
    told, about, line = (
        secrets.token_bytes(4096),
        secrets.token_bytes(256),
        '{"action": "report.received", "role": "PUBLIC_FORM", "objects": []}',
    )

    def write() -> None:
        key, report, noise = uuid4(), uuid4(), secrets.token_bytes(32)
        with connection.transaction():
            connection.execute(ROWS["vault_datakey"], [key, report, noise])
            connection.execute(ROWS["reports_report"], [report, key, noise, noise, told, about, about])
            connection.execute(ROWS["reports_step"], [uuid4(), key, report])
            for log in ("audit_userline", "audit_processingline"):
                connection.execute(ROWS[log], [uuid4(), line, noise[:16], noise])

    return write
