"""One of four is broken: 503, with the name of that one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from casustafel.lib import clock, credentials
from casustafel.vault import cipher, keys
from casustafel.web import health
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CASUSTAFEL_CREDENTIALS", str(tmp_path / "credentials"))
    credentials.secret.cache_clear()
    keys._house.clear()
    yield tmp_path / "credentials"
    credentials.secret.cache_clear()
    keys._house.clear()


@pytest.fixture
def well(keyring: Path, world: World) -> Client:
    _beats(clock.now())
    return Client()


def _beats(moment) -> None:
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [moment])


def wrong(client: Client) -> tuple[int, list[str]]:
    answer = client.get("/health")
    said = answer.json()
    assert said["ok"] is (answer.status_code == 200)
    return answer.status_code, said["wrong"]


def test_all_is_well(well: Client) -> None:
    assert wrong(well) == (200, [])


def test_the_database_is_away(well: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("connection refused")

    for entrance in ("cursor", "ensure_connection", "set_autocommit"):
        monkeypatch.setattr(connection._connections["default"], entrance, away, raising=True)
    assert wrong(well) == (503, ["database"])


def test_it_is_asked_outside_a_transaction() -> None:
    assert health.health._non_atomic_requests == {"default"}


def test_a_migration_is_missing(well: Client) -> None:
    with behind_the_wall("postgres"):
        MigrationRecorder.Migration.objects.filter(app="audit", name="0002_wall").delete()
    assert wrong(well) == (503, ["migrations"])


@pytest.mark.parametrize("how", ["missing", "of another installation", "short", "for others to read"])
def test_the_key_is(well: Client, keyring: Path, how: str) -> None:
    file = keyring / "epoch-1.key"
    if how == "for others to read":
        file.chmod(0o644)
    else:
        file.unlink()
    if how == "of another installation":
        credentials.write_once(file, cipher.new_key())
    if how == "short":
        credentials.write_once(file, b"half a key")
    assert wrong(well) == (503, ["key"])


@pytest.mark.parametrize("ago", [None, timedelta(seconds=61), timedelta(days=2)])
def test_the_worker_is_silent(well: Client, ago: timedelta | None) -> None:
    if ago is None:
        with behind_the_wall("postgres"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_workers")
    else:
        _beats(clock.now() - ago)
    assert wrong(well) == (503, ["worker"])


def test_two_at_once_are_both_named(well: Client, keyring: Path) -> None:
    (keyring / "epoch-1.key").unlink()
    _beats(clock.now() - timedelta(minutes=5))
    assert wrong(well) == (503, ["key", "worker"])


def test_it_says_nothing_else(well: Client) -> None:
    assert set(well.get("/health").json()) == {"ok", "wrong"}
