"""What the database itself holds to, whatever the application says."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.world import behind_the_wall

pytestmark = pytest.mark.django_db

# Every other table shows its rows to whom row-level security lets through.
WITHOUT_ROWS_OF_ANYBODY = {
    "access_cache": "counters that slow down guessing",
    "access_session": "hashes of keys; the wall itself looks here",
    "access_submission": "answers under keys that only the form id gives",
    "account_emailaddress": "stays empty: no address is kept",
    "account_emailconfirmation": "stays empty: no address is kept",
    "audit_checkpoint": "not granted to the application",
    "audit_edge": "not granted to the application",
    "audit_leaf": "not granted to the application",
    "auth_group": "stays empty: roles are mandates",
    "auth_group_permissions": "stays empty: roles are mandates",
    "auth_permission": "names of tables",
    "django_content_type": "names of tables",
    "django_migrations": "names of migrations",
    "mfa_authenticator": "second factors, sealed under a key outside the database; asked at the door",
    "parties_partnership": "public: the reporting points of this installation",
    "procrastinate_events": "moments of jobs",
    "procrastinate_jobs": "jobs carry moments, no content",
    "procrastinate_periodic_defers": "moments of jobs",
    "procrastinate_workers": "heartbeats",
    "vault_datakey": "wrapped keys; they open nothing without the key outside the database",
    "vault_desk": "public keys of the reporting points, and private ones wrapped",
}

TABLES = """
    SELECT relname, relrowsecurity AND relforcerowsecurity,
           EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid)
    FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
"""
DEFINERS = """
    SELECT oid::regprocedure::text, proowner::regrole::text, coalesce(array_to_string(proconfig, ';'), '')
    FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
"""
OWNED = """
    SELECT classid::regclass::text || ' ' || objid FROM pg_shdepend
    WHERE refclassid = 'pg_authid'::regclass AND refobjid = %s::regrole AND deptype = 'o'
      AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
POWERS = """
    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,
           EXISTS (SELECT 1 FROM pg_auth_members WHERE member = pg_roles.oid),
           has_schema_privilege(rolname, 'public', 'CREATE'),
           has_database_privilege(rolname, current_database(), 'CREATE'),
           has_database_privilege(rolname, current_database(), 'TEMP')
    FROM pg_roles WHERE rolname = %s
"""
SAFE_PATH = "search_path=pg_catalog, public"


def rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall()


def unguarded() -> set[str]:
    return {name for name, forced, has_policy in rows(TABLES) if not (forced and has_policy)}


def unsafe_definers() -> list[str]:
    """Functions with more rights than their caller that are not the wall's, or look names up anywhere."""
    return [name for name, owner, path in rows(DEFINERS) if owner != "casustafel_wall" or path != SAFE_PATH]


def change(statement: str) -> None:
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute(statement)


class TestTables:
    def test_each_forces_row_level_security_or_is_explained(self) -> None:
        assert unguarded() == set(WITHOUT_ROWS_OF_ANYBODY)

    def test_a_planted_table_is_seen(self) -> None:
        change("CREATE TABLE planted (id int); ALTER TABLE planted ENABLE ROW LEVEL SECURITY")
        assert "planted" in unguarded()

    @pytest.mark.parametrize("table", ["audit_checkpoint", "audit_edge", "audit_leaf"])
    def test_what_is_said_not_to_be_granted_is_not(self, table: str) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT count(*) FROM {table}")

    @pytest.mark.parametrize("table", ["audit_userline", "audit_processingline"])
    @pytest.mark.parametrize("act", ["UPDATE {} SET content = NULL", "DELETE FROM {}", "TRUNCATE {}"])
    def test_the_log_is_added_to_and_never_changed(self, table: str, act: str) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(act.format(table))


class TestWhatIsEndedAndNeverTakenAway:
    @pytest.mark.parametrize(
        "act",
        [
            "DELETE FROM access_account",
            "UPDATE access_account SET login_index = login_index",
            "UPDATE parties_partnership SET name = name",
            "DELETE FROM parties_organisation",
            "DELETE FROM parties_person",
            "UPDATE parties_person SET organisation_id = organisation_id",
            "UPDATE parties_mandate SET role = role",
            "UPDATE parties_mandate SET from_date = from_date",
            "DELETE FROM parties_deputy",
            "UPDATE parties_agreement SET purpose = purpose",
            "UPDATE parties_signature SET signed_date = signed_date",
            "UPDATE parties_parameter SET value = value",
            "DELETE FROM parties_parameter",
        ],
    )
    def test_the_application_may_not(self, act: str) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(act)


@pytest.mark.parametrize("role", ["casustafel_app", "casustafel_worker"])
class TestRolesOfTheApplication:
    def test_own_nothing(self, role: str) -> None:
        assert rows(OWNED, role) == []

    def test_have_no_power_over_the_wall(self, role: str) -> None:
        assert rows(POWERS, role) == [(False, False, False, False, False)]

    @pytest.mark.parametrize(
        "act",
        [
            "CREATE TABLE mine (id int)",
            "CREATE TEMP TABLE mine (id int)",
            "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
            "CREATE POLICY mine ON cases_case USING (true)",
            "CREATE FUNCTION wall_viewer() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        ],
    )
    def test_cannot_make_or_change_anything(self, role: str, act: str) -> None:
        refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute(act)


class TestFunctionsOfTheWall:
    def test_each_is_owned_by_the_wall_and_pins_where_names_are_looked_up(self) -> None:
        assert unsafe_definers() == []
        assert len(rows(DEFINERS)) > 10

    @pytest.mark.parametrize("lack", ["", "SET search_path = public, pg_catalog"])
    def test_a_planted_function_is_seen(self, lack: str) -> None:
        change(f"CREATE FUNCTION planted() RETURNS int LANGUAGE sql SECURITY DEFINER {lack} AS 'SELECT 1'")
        assert unsafe_definers() == ["planted()"]

    def test_the_wall_has_no_power_of_its_own_and_signs_in_nowhere(self) -> None:
        assert rows(POWERS, "casustafel_wall") == [(False, False, False, False, False)]
        assert rows("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'casustafel_wall'") == [(False,)]

    def test_the_wall_may_read_and_never_write_but_what_comes_over_and_leaves(self) -> None:
        """Of a case that goes up in another; a rule of each table lets it take away nothing else."""
        written = rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND has_table_privilege('casustafel_wall', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"
        )
        (over,) = rows("SELECT joining_tables() || '{picture_provision,joining_origin}'::text[]")
        assert {name for (name,) in written} == set(over[0])
        unruled = rows(
            "SELECT t FROM unnest(joining_tables() || '{picture_provision}'::text[]) AS t WHERE NOT EXISTS"
            " (SELECT 1 FROM pg_policy p WHERE p.polrelid = t::regclass AND p.polname = 'only_what_leaves'"
            " AND NOT p.polpermissive AND p.polcmd = 'd')"
        )
        assert unruled == []
