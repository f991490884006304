"""What people wrote, and what they are called, is readable nowhere outside the vault."""

import base64
import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from casustafel.demo.people import PEOPLE
from casustafel.lib import credentials
from casustafel.papers import views as papers
from casustafel.reports.tests import walked
from casustafel.triage.tests import given as triage
from tests.secrecy import lived
from tests.secrecy.lived import Life
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
NAMES = [person.name for person in PEOPLE]
REPORTER = "Truusje Voorbeeldsma"
EVERY_TABLE = """
    SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
"""


@pytest.fixture
def server_log() -> Iterator[io.StringIO]:
    """Everything that the server would say, also what it keeps to itself now, through its own filter."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    own = next(h for h in logging.getLogger().handlers if h.filters and hasattr(h, "stream"))
    handler.setFormatter(own.formatter)
    for each in own.filters:
        handler.addFilter(each)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def life(world: World, client_of: ClientOf, server_log: io.StringIO) -> Life:
    """A whole life, a report by the public door with its receipt, a draft, searches and an error."""
    life = lived.lived(world, client_of("joyce"))
    triage.decided(world)
    citizen = Client()
    worry = {
        "wens": {"wants": "BOTH"},
        "gezien": {"saw": lived.canary("saw")},
        "gehoord": {"heard": lived.canary("heard"), "form_id": lived.canary("form-id")},
        "persoon": {"subject_name": lived.canary("subject")},
        "uzelf": {"reporter": REPORTER, "naming": "PARTNERS"},
    }
    walked.tells(Client(), worry)  # begun, and left there
    walked.sent(citizen, worry)
    assert citizen.get(f"{walked.CHECK}?wie=CANARY-query").status_code == 302
    joyce = client_of("joyce")
    joyce.raise_request_exception = False
    for page in life.pages:
        joyce.get(f"{page}?zoek=CANARY-query")
    assert joyce.get("/wie-is/CANARY-address/").status_code == 404
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "_attachment", lambda made, name: {}["CANARY-error"])
        assert joyce.post(f"/casussen/{life.case.id}/papieren/", {"purpose": "CANARY-why"}).status_code == 500
    return life


def needles() -> dict[str, list[bytes]]:
    return {word: _disguised(word.encode()) for word in ["CANARY", REPORTER, *NAMES]}


def _disguised(word: bytes) -> list[bytes]:
    """Plain and in base64, at each of the three places a word can begin; each also in hexadecimal, which is
    how bytes read as text."""
    whole = [(-(-8 * shift // 6), 8 * (shift + len(word)) // 6) for shift in range(3)]  # signs of it alone
    coded = [base64.b64encode(bytes(n) + word)[start:end] for n, (start, end) in enumerate(whole)]
    forms = [word, word.decode().encode("utf-16-le"), *coded]
    return [*forms, *(form.hex().encode() for form in forms)]


def readable(text: bytes) -> list[str]:
    return [word for word, forms in needles().items() if any(form in text for form in forms)]


def tables_with_plaintext() -> dict[str, list[str]]:
    found = {}
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute(EVERY_TABLE)
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT one::text FROM {table} AS one")
            words = readable("\n".join(row[0] for row in cursor.fetchall()).encode())
            if words:
                found[table] = words
    return found


def test_no_table_holds_what_somebody_wrote_or_is_called(life: Life) -> None:
    assert len(lived.texts_by_row()) > 30
    assert tables_with_plaintext() == {}


@pytest.mark.parametrize(
    "plant",
    [
        'UPDATE procrastinate_jobs SET args = \'{"name": "CANARY"}\'',
        "UPDATE access_session SET data = 'x CANARY'",
        "UPDATE reports_report SET told = 'CANARY'::bytea",
        "UPDATE reports_report SET told = convert_to(encode('aCANARY-12', 'base64'), 'UTF8')",
        "UPDATE parties_organisation SET name = (SELECT %s)",
    ],
)
def test_one_that_is_planted_is_found(life: Life, plant: str) -> None:
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        if "procrastinate" in plant:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'x', '{}')"
            )
        cursor.execute(plant, [NAMES[0]] if "%s" in plant else None)
        assert cursor.rowcount > 0
    assert len(tables_with_plaintext()) == 1


def test_the_server_log_says_where_and_never_what(life: Life, server_log: io.StringIO) -> None:
    said = server_log.getvalue()
    assert "KeyError at" in said and "answered 404" in said
    assert readable(said.encode()) == []
    logging.getLogger("casustafel").warning("CANARY")
    assert readable(server_log.getvalue().encode()) == ["CANARY"]


def test_no_file_beside_the_credentials_holds_it(life: Life, tmp_path: Path) -> None:
    folders = [credentials.folder().parent, settings.WITNESS_FOLDER]
    assert _files_with_plaintext(folders) == {}
    (tmp_path / "left").write_text("een kladje met CANARY erin")
    assert _files_with_plaintext([tmp_path]) == {"left": ["CANARY"]}


def _files_with_plaintext(folders: list[Path]) -> dict[str, list[str]]:
    """The database's own files are looked into as tables; of them only its log is read here."""
    found = {}
    for folder in folders:
        for file in folder.rglob("*"):
            inside = file.relative_to(folder).parts
            if not file.is_file() or "credentials" in inside or ("base" in inside or "pg_wal" in inside):
                continue
            words = readable(file.read_bytes())
            if words:
                found[file.name] = words
    return found
