"""The second wall stands alone: without a session of one's own no row comes through, whatever is claimed."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from casustafel.access import bind
from casustafel.access.models import Account, Session
from casustafel.access.sessions import hash_of
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.parties.models import Mandate, Person
from casustafel.reports.models import Report
from casustafel.reports.tests import given
from tests.architecture.test_database import rows
from tests.world import World, behind_the_wall, open_case

GUARDED = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relrowsecurity ORDER BY relname
"""
NEEDED = """
    SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
      AND attnotnull AND NOT atthasdef AND attidentity = ''
"""
CHECKS = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'"
# Read before anybody is known; changed as little as any other table.
READ_BY_ALL = {
    "access_account": "login names as blind index, to sign in",
    "parties_parameter": "numbers of law and agreement, told on the public form",
}
SOMETHING = {
    "uuid": "gen_random_uuid()",
    "character varying": "''",
    "text": "''",
    "bytea": "''",
    "boolean": "false",
    "integer": "1",
    "bigint": "1",
    "smallint": "1",
    "jsonb": "'{}'",
    "date": "current_date",
    "timestamp with time zone": "now()",
    "time without time zone": "'10:00'",
}


def as_application(statement: str, *values: object) -> int:
    """How many rows it gave or changed; 0 as well when the application may not do this at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.rowcount
    except ProgrammingError as refused:
        assert "permission denied" in str(refused)
        return 0


def seen(table: str) -> int:
    return as_application(f"SELECT 1 FROM {table}")


def one_row(table: str) -> str:
    """Of nobody and about nothing."""
    columns = dict(rows(NEEDED, table))
    values = ", ".join(SOMETHING[kind] for kind in columns.values())
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values})"


def fill(table: str) -> None:
    """What the rows of the application must hold to is left out."""
    lifted = [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for (name,) in rows(CHECKS, table)]
    statements = "; ".join([*lifted, one_row(table)])
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statements)
        cursor.execute("SET LOCAL session_replication_role = origin")


def may_add(table: str) -> bool:
    """Rights and row-level security are asked before any other rule about the row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(one_row(table))
    except DatabaseError as refused:
        return not any(word in str(refused) for word in ("row-level security", "permission denied"))
    return True


def token(value: str) -> None:
    """What an injected set_config can do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('casustafel.token', %s, true)", [value])


def open_session(account: Any, **changed: datetime) -> str:
    key, now = secrets.token_urlsafe(32), clock.now()
    moments = {
        "started_at": now - timedelta(hours=1),
        "seen_at": now,
        "idle_until": now + timedelta(minutes=15),
        "ends_at": now + timedelta(hours=1),
    }
    Session.objects.create(
        key_hash=hash_of(key), account_id=account, data="", origin="page", **moments | changed
    )
    return key


@pytest.mark.django_db
class TestWithoutContext:
    def test_no_table_shows_a_row_or_lets_one_be_changed(self) -> None:
        tables = [name for (name,) in rows(GUARDED)]
        for table in tables:
            fill(table)
        there = {table: rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
        assert min(there.values()) == 1 and len(tables) > 35
        assert {table for table in tables if seen(table)} == set(READ_BY_ALL)
        assert {table: n for table in tables if (n := as_application(f"DELETE FROM {table}"))} == {}
        for table in tables:
            (column, _kind) = rows(NEEDED, table)[0]
            assert as_application(f"UPDATE {table} SET {column} = {column}") == 0

    def test_nothing_is_added_but_lines_in_the_log(self) -> None:
        """And reports, by anybody: the next test."""
        tables = [name for (name,) in rows(GUARDED)]
        assert {table for table in tables if may_add(table)} == {"audit_processingline", "audit_userline"}

    def test_anybody_may_report_and_cannot_read_it_back(self, world: World) -> None:
        given.received(world)
        assert rows("SELECT count(*) FROM reports_report")[0][0] == 1
        assert seen("reports_report") == 0 and seen("reports_step") == 0

    def test_a_real_file_is_not_there(self, world: World, case: Case) -> None:
        given.taken_in(world)
        assert rows("SELECT count(*) FROM cases_seat")[0][0] > 3
        for table in ("cases_case", "cases_seat", "cases_subject", "cases_step", "reports_report"):
            assert seen(table) == 0


@pytest.mark.django_db
class TestForgedToken:
    """Somebody who can put words into our SQL, and sets the token of the transaction to what they like."""

    def everything(self) -> int:
        return sum(seen(table) for (table,) in rows(GUARDED) if table not in READ_BY_ALL)

    def test_the_identity_of_another_gains_nothing(self, world: World, case: Case) -> None:
        joyce = world.people["joyce"]
        open_session(joyce.account_id)
        known = Session.objects.filter(account_id=joyce.account_id).values_list("key_hash", flat=True)
        claims = [
            *known,
            str(joyce.account_id),
            str(joyce.pk),
            str(joyce.partnership_id),
            str(case.pk),
            Account.objects.get(pk=joyce.account_id).login_index,
            "joyce",
        ]
        assert len(claims) == 7
        for claim in claims:
            token(claim)
            assert self.everything() == 0, claim

    @pytest.mark.parametrize(
        "garbage", ["", " ", "' OR true --", "NULL", "\\x00", "%", "é" * 20_000, "{joyce}", "0"]
    )
    def test_garbage_gains_nothing(self, world: World, case: Case, garbage: str) -> None:
        open_session(world.people["joyce"].account_id)
        token(garbage)
        assert self.everything() == 0

    @pytest.mark.parametrize(
        "name", ["casustafel.viewer", "casustafel.person", "casustafel.account", "casustafel.roles"]
    )
    def test_there_is_no_other_setting_that_says_who_looks(self, world: World, case: Case, name: str) -> None:
        for claim in (world.people["joyce"].pk, world.people["joyce"].account_id):
            as_application("SELECT set_config(%s, %s, true)", name, str(claim))
            assert self.everything() == 0

    def test_entering_with_a_forged_token_leaves_nobody_behind(self, world: World, case: Case) -> None:
        mine = open_session(world.people["saskia"].account_id)
        assert bind.enter(mine) is not None
        assert bind.enter(hash_of(mine)) is None
        assert self.everything() == 0

    def test_the_real_token_opens_so_the_tests_above_would_notice(self, world: World, case: Case) -> None:
        token(open_session(world.people["joyce"].account_id))
        assert seen("cases_case") == 1 and self.everything() > 10

    def test_a_wall_on_a_plain_setting_is_fooled(self, world: World) -> None:
        """Negative control: this is how it is often done, and why it is not done so here."""
        joyce = world.people["joyce"].pk
        with behind_the_wall("postgres"), connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE plain (person_id text)")
            cursor.execute("INSERT INTO plain VALUES (%s)", [str(joyce)])
            cursor.execute("GRANT SELECT ON plain TO casustafel_app")
            cursor.execute("ALTER TABLE plain ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            cursor.execute(
                "CREATE POLICY own ON plain USING (person_id = current_setting('casustafel.viewer', true))"
            )
        assert seen("plain") == 0
        as_application("SELECT set_config('casustafel.viewer', %s, true)", str(joyce))
        assert seen("plain") == 1


@pytest.mark.django_db
class TestWhoIsNobody:
    def nobody(self, key: str) -> bool:
        """At the gate and for somebody who sets the token past the gate."""
        at_gate = bind.enter(key) is None
        token(key)
        return at_gate and all(seen(table) == 0 for (table,) in rows(GUARDED) if table not in READ_BY_ALL)

    def test_a_session_that_is_open_is_somebody(self, world: World, case: Case) -> None:
        assert not self.nobody(open_session(world.people["joyce"].account_id))

    @pytest.mark.parametrize("over", ["idle_until", "ends_at"])
    def test_a_session_that_was_idle_too_long_or_is_over(self, world: World, case: Case, over: str) -> None:
        past = clock.now() - timedelta(seconds=1)
        assert self.nobody(open_session(world.people["joyce"].account_id, **{over: past}))

    def test_a_session_that_its_owner_ended(self, world: World, case: Case) -> None:
        key = open_session(world.people["joyce"].account_id)
        assert not self.nobody(key)
        Session.objects.filter(pk=hash_of(key)).delete()
        assert self.nobody(key)

    def test_a_session_in_which_nobody_signed_in(self, world: World, case: Case) -> None:
        assert self.nobody(open_session(None))

    def test_an_account_that_was_closed(self, world: World, case: Case) -> None:
        account = world.people["joyce"].account_id
        key = open_session(account)
        with behind_the_wall():
            Account.objects.filter(pk=account).update(is_active=False)
        assert self.nobody(key)

    @pytest.mark.parametrize(("days", "works_here"), [(-1, False), (0, False), (1, True)])
    def test_somebody_who_no_longer_works_here(
        self, world: World, case: Case, days: int, works_here: bool
    ) -> None:
        joyce = world.people["joyce"]
        with behind_the_wall():
            people = Person.objects.behind_the_second_wall().filter(pk=joyce.pk)
            assert people.update(until_date=clock.now().date() + timedelta(days=days)) == 1
        assert self.nobody(open_session(joyce.account_id)) is not works_here

    @pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, False), (1, True)])
    def test_a_mandate_that_ended_carries_its_role_no_further(
        self, world: World, days: int, holds: bool
    ) -> None:
        given.taken_in(world)
        saskia = world.people["saskia"]
        with behind_the_wall():
            mandates = Mandate.objects.behind_the_second_wall().filter(person=saskia)
            assert mandates.update(until_date=_day(days)) > 0
        viewer = bind.enter(open_session(saskia.account_id))
        assert viewer is not None
        assert ("REPORTING_OFFICER" in viewer.roles) is holds
        assert Report.objects.behind_the_second_wall().exists() is holds

    def test_a_mandate_that_has_not_begun_carries_none_yet(self, world: World) -> None:
        given.taken_in(world)
        saskia = world.people["saskia"]
        with behind_the_wall():
            mandates = Mandate.objects.behind_the_second_wall().filter(person=saskia)
            mandates.update(from_date=_day(1))
        viewer = bind.enter(open_session(saskia.account_id))
        assert viewer is not None and viewer.roles == frozenset()
        assert seen("reports_report") == 0


def _day(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


@pytest.fixture
def key(transactional_db: None, world: World) -> Iterator[str]:
    open_case(world)
    yield open_session(world.people["joyce"].account_id)


class TestContextEndsWithTheTransaction:
    def bound(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('casustafel.token', true), '')")
            return str(cursor.fetchone()[0])

    def test_after_commit(self, key: str) -> None:
        with transaction.atomic():
            assert bind.enter(key) is not None
            assert seen("cases_case") == 1
        assert self.bound() == "" and seen("cases_case") == 0

    def test_after_rollback(self, key: str) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            bind.enter(key)
            raise ZeroDivisionError
        assert self.bound() == "" and seen("cases_case") == 0

    def test_without_a_transaction_it_binds_nothing(self, key: str) -> None:
        bind.enter(key)
        assert self.bound() == "" and seen("cases_case") == 0

    def test_leaving_ends_it_at_once(self, key: str) -> None:
        with transaction.atomic():
            bind.enter(key)
            bind.leave()
            assert seen("cases_case") == 0

    def test_acting_as_another_gives_way_to_who_was_there(self, key: str, world: World) -> None:
        with transaction.atomic():
            bind.enter(key)
            with world.acting("bram"):
                assert seen("cases_case") == 0
            assert self.bound() == key and seen("cases_case") == 1
