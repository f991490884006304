"""DATABASE_URL: a PostgreSQL of somebody else, which we neither start nor own."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from casustafel.installation import database, places, reset, roles
from casustafel.installation.postgres import Server
from casustafel.installation.stop import Stop
from tests.installation.conftest import open_folder, own_environment


@pytest.fixture(scope="module")
def theirs() -> Iterator[Server]:
    home = open_folder()
    with pytest.MonkeyPatch.context() as patch:
        own_environment(patch, home / "my var")
        server = Server(home, durable=False, credential=home / "credential")
        with server.running():
            yield server
    shutil.rmtree(home)


@pytest.fixture
def other(theirs: Server, bare_var: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    with database.connect(theirs.super_url()) as connection:
        connection.execute("DROP DATABASE IF EXISTS elsewhere WITH (FORCE)")
        for role in (roles.APP, roles.WORKER, roles.WALL, "keeper"):
            connection.execute(f"DROP ROLE IF EXISTS {role}")
        connection.execute("CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'k@per'")
        connection.execute("CREATE DATABASE elsewhere OWNER keeper")
    monkeypatch.setenv("DATABASE_URL", theirs.url("keeper", "k@per", "elsewhere") + "?connect_timeout=5")
    return theirs


def test_roles_are_made_there_once_and_no_server_of_our_own_is_started(other: Server, bare_var: Path) -> None:
    for _ in range(2):
        with database.ensure_running():
            for key, user in {
                "owner": "keeper",
                "app": "casustafel_app",
                "worker": "casustafel_worker",
            }.items():
                with database.connect(database.urls()[key]) as connection:
                    assert connection.execute("SELECT current_user").fetchone() == (user,)
                    assert connection.info.dbname == "elsewhere"
    assert database.urls()["app"].endswith("?connect_timeout=5")
    assert not (bare_var / "database").exists()


def test_the_tables_are_made_there_by_whoever_owns_the_database(other: Server) -> None:
    """Our own server has an owner of our own name; here it is theirs."""
    manage = [sys.executable, "-m", "casustafel", "migrate", "--verbosity=0"]
    done = subprocess.run(manage, cwd=places.PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with database.connect(database.urls()["owner"]) as connection:
        made = connection.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'cases_case'")
        assert made.fetchone() == ("keeper",)
        assert connection.execute("SELECT count(*) FROM parties_person").fetchone() == (0,)
    with database.connect(database.urls()["app"]) as connection:
        assert connection.execute("SELECT count(*) FROM cases_case").fetchone() == (0,)


def test_without_createrole_it_gives_the_statements_and_they_suffice(other: Server) -> None:
    with database.connect(other.super_url()) as connection:
        connection.execute("ALTER ROLE keeper NOCREATEROLE")
    with pytest.raises(Stop, match=r"Give it CREATEROLE") as stopped, database.ensure_running():
        pass
    statements = str(stopped.value).split(":\n", 1)[1]
    assert "SCRAM-SHA-256" in statements
    assert database._password("app") not in statements
    with database.connect(other.super_url("elsewhere")) as connection:
        connection.execute(statements)
    with database.ensure_running(), database.connect(database.urls()["app"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (roles.APP,)


def test_roles_with_another_password_are_not_changed(other: Server) -> None:
    with database.connect(other.super_url()) as connection:
        connection.execute("CREATE ROLE casustafel_app LOGIN PASSWORD 'of another installation'")
    with (
        pytest.raises(Stop, match=r"casustafel_app .*does not let us in.*database-app"),
        database.ensure_running(),
    ):
        pass
    url = other.url("casustafel_app", "of another installation", "postgres")
    psycopg.connect(url).close()


def test_no_answer_is_a_sentence_without_the_password(
    bare_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://keeper:hush@127.0.0.1:9/elsewhere")
    with (
        pytest.raises(Stop, match=r"DATABASE_URL names does not answer") as stopped,
        database.ensure_running(),
    ):
        pass
    assert "hush" not in str(stopped.value)


def test_reset_never_touches_it(other: Server) -> None:
    with pytest.raises(Stop, match=r"not ours to remove"):
        reset.reset(["--yes"])
