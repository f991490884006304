import psycopg
import pytest

from casustafel.installation import database, testing


@pytest.fixture(scope="module")
def urls() -> dict[str, str]:
    return testing.fresh_database("test_roles")


@pytest.mark.parametrize("key", ["app", "worker"])
def test_the_application_owns_nothing_and_makes_nothing(urls: dict[str, str], key: str) -> None:
    with database.connect(urls[key]) as connection:
        for statement in (
            "CREATE TABLE mine (id int)",
            "CREATE TEMPORARY TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "CREATE DATABASE mine",
            "CREATE ROLE mine",
            "SET ROLE casustafel_wall",
            "SET ROLE casustafel_owner",
            "ALTER ROLE CURRENT_USER BYPASSRLS",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        owned = connection.execute(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
        )
        assert owned.fetchone() == (0,)


def test_no_role_of_ours_passes_the_wall_in_the_database(urls: dict[str, str]) -> None:
    with database.connect(urls["super"]) as connection:
        found = connection.execute(
            "SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname LIKE 'casustafel%' "
            "AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication) ORDER BY 1"
        ).fetchall()
    assert found == [
        ("casustafel_app", True),
        ("casustafel_owner", True),
        ("casustafel_wall", False),
        ("casustafel_worker", True),
    ]


def test_the_owner_makes_tables_and_gives_functions_to_the_wall(urls: dict[str, str]) -> None:
    with database.connect(urls["owner"]) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql RETURN 1")
        connection.execute("GRANT CREATE ON SCHEMA public TO casustafel_wall")
        connection.execute("ALTER FUNCTION one() OWNER TO casustafel_wall")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM casustafel_wall")
    with database.connect(urls["app"]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM kept")


def test_a_fresh_database_is_empty_and_a_copy_has_the_rows_of_its_template(urls: dict[str, str]) -> None:
    first = testing.fresh_database("test_roles_template")
    with database.connect(first["owner"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'still here' AS word")
    copy = testing.fresh_database("test_roles_copy", template="test_roles_template")
    with database.connect(copy["owner"]) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("still here",)
    again = testing.fresh_database("test_roles_copy")
    with database.connect(again["owner"]) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)
