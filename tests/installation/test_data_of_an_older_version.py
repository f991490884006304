import os
import signal
from pathlib import Path

import pytest

from casustafel.installation import account, database, places, residence
from casustafel.installation.credentials import secret
from casustafel.installation.postgres import SETTINGS, Server
from casustafel.installation.stop import Stop


def older(var: Path, major: int) -> None:
    """A cluster as an earlier version of Casustafel left it, killed while it ran."""
    home = residence.find(var)
    passfile = home.folder / "password"
    passfile.write_text(secret("database-super"))
    (home.folder / "casustafel.conf").write_text(SETTINGS.format(port=Server(var).port()))
    for path in (passfile, home.folder / "casustafel.conf"):
        if home.account:
            home.account.give(path)
    options = [
        "-U",
        "postgres",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--auth=scram-sha-256",
        f"--pwfile={passfile}",
    ]
    assert not account.run(
        [home.program("initdb", major), "-D", str(home.data), *options], home.account
    ).returncode
    with (home.data / "postgresql.conf").open("a") as file:
        file.write("include '../casustafel.conf'\n")
    start = [home.program("pg_ctl", major), "start", "-w", "-D", str(home.data), "-l", str(home.log)]
    assert not account.run(start, home.account).returncode


def test_it_is_carried_over_with_its_rows_and_kept_beside_the_new(bare_var: Path) -> None:
    var = bare_var
    home = residence.find(var)
    before = min(home.majors)
    if before == home.newest:
        pytest.skip("the wheel brings one version of PostgreSQL only")
    older(var, before)
    owner = {"casustafel_owner": secret("database-owner")}
    database.prepare(Server(var), "casustafel", owner | {"casustafel_app": "a", "casustafel_worker": "b"})
    with database.connect(database.urls()["owner"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'still here' AS word")
    os.kill(int((home.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    with database.ensure_running(), database.connect(database.urls()["owner"]) as connection:
        assert connection.info.server_version // 10000 == home.newest
        assert connection.execute("SELECT word FROM kept").fetchall() == [("still here",)]
    assert (home.folder / f"data.{before}" / "PG_VERSION").read_text() == f"{before}\n"


def test_an_upgrade_cut_off_before_its_last_step_is_finished(var: Path) -> None:
    with database.ensure_running(), database.connect(database.urls()["owner"]) as connection:
        connection.execute("CREATE TABLE kept_by_upgrade AS SELECT 'still here' AS word")
    home = residence.find(var)
    home.data.rename(home.folder / "data.upgraded")
    with database.ensure_running(), database.connect(database.urls()["owner"]) as connection:
        assert connection.execute("SELECT word FROM kept_by_upgrade").fetchall() == [("still here",)]


@pytest.mark.parametrize(
    ("major", "sentence"),
    [
        ("12", "made by PostgreSQL 12, .*brings only .*Nothing was changed"),
        ("99", "99, newer than .*Go back"),
    ],
)
def test_a_version_without_programs_is_refused_and_left_alone(
    bare_var: Path, major: str, sentence: str
) -> None:
    secret("database-super")
    data = residence.find(bare_var).data
    data.mkdir()
    (data / "PG_VERSION").write_text(f"{major}\n")
    with pytest.raises(Stop, match=sentence):
        Server(bare_var).enter()
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]
    assert places.credentials().exists()
