"""What opens the wall stands in no statement: whoever may read what others ask the database finds $1."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import connection

from casustafel.access import accounts, bind
from casustafel.lib import clock
from casustafel.lib.refusal import Refused
from casustafel.reports import queries as reports
from tests.architecture.test_second_wall import open_session
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
CODE = "ABCD-EFGH-JKMN-PQRS"
ASKED = "SELECT string_agg(query, '|') FROM pg_stat_activity WHERE pid = %s"


def last_asked(act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What another session sees of ours, right after each statement that binds a secret."""
    seen: list[str] = []
    mine = connection.connection.info.backend_pid
    real = psycopg.Cursor.fetchone

    def fetchone(cursor: psycopg.Cursor) -> object:
        known = connection.settings_dict
        with psycopg.connect(
            host=known["HOST"], port=known["PORT"] or None, dbname=known["NAME"],
            user=known["USER"], password=known["PASSWORD"],
        ) as other:  # fmt: skip
            seen.append(str(real(other.execute(ASKED, [mine]))))
        return real(cursor)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "fetchone", fetchone)
        act()
    return seen


def test_neither_a_session_nor_a_code(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    key = open_session(world.people["joyce"].account_id)

    def choose() -> None:
        with pytest.raises(Refused):
            accounts.choose_password(login="joyce", code=CODE, password="x" * 14, now=clock.now())

    seen = [
        *last_asked(lambda: bind.enter(key), monkeypatch),
        *last_asked(choose, monkeypatch),
        *last_asked(lambda: reports.open_mailbox(CODE), monkeypatch),
    ]
    told = "|".join(seen)
    assert "wall_enter($1)" in told and "casustafel.invitation" in told and "casustafel.receipt" in told
    for secret in (key, CODE.replace("-", "")):
        assert secret not in told


def test_a_value_that_is_filled_in_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a cursor that puts values in the statement."""
    with behind_the_wall("postgres"):
        cursor = psycopg.ClientCursor(connection.connection)
        seen = last_asked(lambda: cursor.execute("SELECT %s", ["CANARY"]).fetchone(), monkeypatch)
    assert "CANARY" in "|".join(seen)
