"""The worklist of the reporting point: its queries, and what a hundred times more reports do to its time."""

import statistics

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casustafel.bench.filling import Filled
from casustafel.bench.pages import REPEATS, session_of, timed
from casustafel.bench.report import Figure
from casustafel.installation import database

FEW, MANY, MINE = 10_000, 1_000_000, 2_000
LIST = "/meldingen/"
FILTERED = ("", "?whose=MINE&order=URGENT", "?whose=NOBODY", "?whose=ALL", "?whose=ALL&due=LATE&order=URGENT")

# The rows are real, their texts are noise that nobody can open. A hundredth is nobody's yet; of the others
# most are closed, as in a house that has run for years.
REPORTS = """
SET session_replication_role = replica;
INSERT INTO reports_report (id, key_id, partnership_id, channel, wants, naming, state, received_date,
    receipt_hash, mailbox_key, handled_by_id, acknowledge_by_date, feedback_by_date, acknowledged_date,
    feedback_date, letters_seen, told, subject_name, subject_birth)
    SELECT id, id, '{partnership}', (ARRAY['PUBLIC', 'PROFESSIONAL', 'PHONE', 'LETTER'])[n % 4 + 1], 'BOTH',
           'DESK', state, day, uuid_send(id), '\\x00',
           CASE WHEN state = 'RECEIVED' THEN NULL WHEN {mine} THEN '{saskia}'::uuid ELSE '{other}'::uuid END,
           day + 3, day + 28, CASE WHEN state <> 'RECEIVED' THEN day + 1 END,
           CASE WHEN state = 'CLOSED' THEN day + 20 END, 0, '\\x00', '\\x00', '\\x00'
    FROM (SELECT gen_random_uuid() AS id, n, current_date - n % 1500 AS day,
                 CASE WHEN n % 100 = 7 THEN 'RECEIVED' WHEN n % 9 = 0 THEN 'TAKEN_IN'
                      ELSE 'CLOSED' END AS state
          FROM generate_series({first}, {last}) AS n) AS made;
INSERT INTO reports_message (id, key_id, partnership_id, report_id, direction, sent_date, sequence, text,
    for_reporter)
    SELECT gen_random_uuid(), id, partnership_id, id, 'FROM_REPORTER', received_date, 1, '\\x00', '\\x00'
    FROM reports_report WHERE state = 'TAKEN_IN' AND NOT EXISTS
        (SELECT FROM reports_message WHERE report_id = reports_report.id);
SET session_replication_role = origin;
"""

# Made again after the rows are there, which takes a third of the time.
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = 'reports_report' AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def measure(filled: Filled) -> list[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(filled.stage.people["saskia"])
    _fill(filled, 1, FEW, mine=f"n % {FEW // MINE} = 0")
    few = {page: _median(client, LIST + page) for page in FILTERED}
    _fill(filled, FEW + 1, MANY, mine="false")
    growth = {page: _median(client, LIST + page) / few[page] for page in FILTERED}
    worst = max(growth, key=lambda page: growth[page])
    queries = max(_queries(client, LIST + page) for page in FILTERED)
    said = f"{1000 * few[worst]:.1f} ms with {FEW} reports; {LIST}{worst}"
    return [
        Figure("worklist.queries", queries, "queries", 12, "the filter that asks most"),
        Figure("worklist.growth", growth[worst], "ratio", 1.3, said),
    ]


def _fill(filled: Filled, first: int, last: int, *, mine: str) -> None:
    statement = REPORTS.format(
        first=first,
        last=last,
        mine=mine,
        partnership=filled.stage.partnerships["merenwoude"].id,
        saskia=filled.stage.people["saskia"].id,
        other=filled.stage.people["thijs"].id,
    )
    with psycopg.connect(database.embedded().super_url("casustafel"), autocommit=True) as behind:
        made_again = behind.execute(INDEXES).fetchall()
        for name, _definition in made_again:
            behind.execute(f'DROP INDEX "{name}"')
        behind.execute(statement)
        for _name, definition in made_again:
            behind.execute(definition)
        for table in ("reports_report", "reports_message"):
            behind.execute(f"VACUUM ANALYZE {table}")


def _median(client: Client, page: str) -> float:
    client.get(page)
    return statistics.median(timed(client, page) for _ in range(REPEATS))


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page}: {answer.status_code}")
    return sum(query["sql"] not in {"BEGIN", "COMMIT"} for query in captured)
