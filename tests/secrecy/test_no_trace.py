"""Who reports leaves no trace: after the whole road no table, no file and no log knows the address, the
browser or its language, nor the code."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from casustafel.installation import web_processes
from casustafel.lib import credentials
from casustafel.reports import slowing
from casustafel.reports.braking import Brakes
from casustafel.reports.tests import walked
from tests.secrecy.test_no_plaintext import EVERY_TABLE
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
TRACES = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "198.51.100.88",
    "HTTP_X_REAL_IP": "198.51.100.99",
    "HTTP_USER_AGENT": "CANARY-agent/9.9",
    "HTTP_ACCEPT_LANGUAGE": "en-x-canarytongue,en;q=0.8",
    "HTTP_REFERER": "http://testserver/CANARY-referer/",
}
NEEDLES = ["203.0.113.77", "198.51.100.88", "198.51.100.99", "CANARY", "canarytongue"]


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """All that the server says, down to what it keeps to itself now."""
    heard = io.StringIO()
    own = next(h for h in logging.getLogger().handlers if h.filters and hasattr(h, "stream"))
    handler = logging.StreamHandler(heard)
    handler.setFormatter(own.formatter)
    for each in own.filters:
        handler.addFilter(each)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield heard
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def needles(world: World, said: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What may be found nowhere after somebody began, erred, was slowed, saved, came back, sent, added, took
    back and left; the codes among them."""
    brakes = Brakes(b"secret")
    monkeypatch.setattr(slowing, "brakes", lambda: brakes)
    browser = Client(**TRACES)
    browser.raise_request_exception = False
    browser.get("/melden/")
    browser.post("/taal/", {"language": "nl", "next": walked.ROAD})
    walked.tells(browser, walked.SHORTEST)
    browser.post(f"{walked.ROAD}denken/", {"think": "\x07"})
    browser.get(f"{walked.ROAD}bewaren/")
    for _ in range(5):
        browser.post(walked.CODE, {"code": "0000-0000-0000-0000"})
    other = Client(**(TRACES | {"REMOTE_ADDR": "198.51.100.88"}))
    code = walked.sent(other, walked.WORRY)
    other.post(walked.CODE, {"code": code})
    other.post(f"{walked.MAILBOX}toevoegen/", {"text": "nog iets", "form_id": "add-this"})
    other.post(f"{walked.MAILBOX}intrekken/", {"reason": "", "form_id": "take-back"})
    other.get("/melden/nergens/wens/")
    other.post("/melden/klaar/", {})
    other.get("/melden/weg/")
    signs = code.replace("-", "")
    return [*NEEDLES, code, signs, signs.lower()]


def tables_with(needles: list[str]) -> dict[str, list[str]]:
    found = {}
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute(EVERY_TABLE)
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT one::text FROM {table} AS one")
            text = "\n".join(row[0] for row in cursor.fetchall())
            words = [each for each in needles if each in text or each.encode().hex() in text]
            if words:
                found[table] = words
    return found


def files_with(needles: list[str], *folders: Path) -> dict[str, list[str]]:
    """The database's own files are looked into as tables; of them only its log is read here."""
    found = {}
    for folder in folders:
        for file in folder.rglob("*"):
            inside = file.relative_to(folder).parts
            if not file.is_file() or {"credentials", "base", "pg_wal"} & set(inside):
                continue
            text = file.read_bytes()
            words = [each for each in needles if each.encode() in text]
            if words:
                found[file.name] = words
    return found


def sessions_and_counters() -> tuple[int, int]:
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM access_session), (SELECT count(*) FROM access_cache)")
        row = cursor.fetchone()
        return (row[0], row[1])


def test_no_table_knows_who_came(needles: list[str]) -> None:
    assert tables_with(needles) == {}
    assert sessions_and_counters() == (0, 0)
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("UPDATE parties_organisation SET name = 'seen at 203.0.113.77'")
        assert cursor.rowcount > 0
    assert tables_with(needles) == {"public.parties_organisation": ["203.0.113.77"]}


def test_no_log_and_no_file_knows_who_came(needles: list[str], said: io.StringIO, tmp_path: Path) -> None:
    assert [each for each in needles if each in said.getvalue()] == []
    assert "answered 404" in said.getvalue()
    logging.getLogger("casustafel").warning("somebody at 203.0.113.77")
    assert "203.0.113.77" in said.getvalue()
    assert files_with(needles, credentials.folder().parent, Path(settings.WITNESS_FOLDER)) == {}
    (tmp_path / "access.log").write_text("198.51.100.88 POST /melden/")
    assert files_with(needles, tmp_path) == {"access.log": ["198.51.100.88"]}


def test_no_hour_is_kept(needles: list[str]) -> None:
    """Of what belongs to a report every moment is noon."""
    moments = (
        "SELECT at FROM audit_userline WHERE action LIKE 'report.%'"
        " UNION ALL SELECT start_time FROM audit_processingline WHERE name LIKE 'report.%'"
        " UNION ALL SELECT at FROM reports_step UNION ALL SELECT at FROM access_submission"
    )
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT (at AT TIME ZONE 'Europe/Amsterdam')::time::text FROM ({moments})")
        assert cursor.fetchall() == [("12:00:00",)]


def test_the_web_process_writes_no_access_log() -> None:
    assert web_processes.settings().access_log is False
