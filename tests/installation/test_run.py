import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from casustafel.installation import command, database, postgres, seeding, web_processes
from casustafel.installation.postgres import Server
from casustafel.installation.stop import Stop

PRETEND = [sys.executable, str(Path(__file__).with_name("pretend.py"))]


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    number = postgres._free_port()
    monkeypatch.setenv("PORT", str(number))
    return number


@contextmanager
def running(var: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (var.parent / "said").open("wb") as file:
        process = subprocess.Popen(PRETEND, stdout=file, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        wait_for(var, "Choose who you want to be")
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(20)


def said(var: Path) -> str:
    return (var.parent / "said").read_text()


def wait_for(var: Path, text: str) -> None:
    until = time.monotonic() + 20
    while text not in said(var):
        assert time.monotonic() < until, said(var)
        time.sleep(0.02)


def web_processes_of(running: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return [child for child in psutil.Process(running.pid).children() if "http.server" in _words(child)]


def _words(process: psutil.Process) -> str:
    """Of one that ends at this moment there are none."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def refused() -> str:
    done = subprocess.run(PRETEND, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    return done.stderr


def test_it_says_where_to_go_and_who_to_be_and_ctrl_c_stops_all_of_it(var: Path, port: int) -> None:
    with running(var) as process:
        assert f"runs on http://127.0.0.1:{port}\n" in said(var)
        assert f"http://127.0.0.1:{port}/demo/\n" in said(var)
        children = psutil.Process(process.pid).children()
        assert len(web_processes_of(process)) == web_processes.number()
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)  # impatience
        assert process.wait(20) == 0
    assert "Stopped. The data is kept" in said(var)
    assert not any(child.is_running() for child in children)
    assert not Server(var).alive()
    assert not (var / "run.address").exists()


def test_a_second_run_from_the_same_folder_is_told_where_the_first_is(
    var: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(var) as process:
        monkeypatch.setenv("PORT", str(postgres._free_port()))
        assert f"already runs from this folder, on http://127.0.0.1:{port}." in refused()
        assert process.poll() is None
        assert Server(var).alive()


def test_another_copy_at_the_same_time_is_told_which_port_is_free_to_choose(var: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        assert f"already listens on port {port}" in (sentence := refused())
    assert f"PORT={port + 1} make run" in sentence
    assert not Server(var).alive()


@pytest.mark.parametrize("given", ["0", "65536", "eighty", "-1"])
def test_a_port_that_is_none_is_named(bare_var: Path, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", given)
    assert f"PORT is '{given}'" in refused()


def test_after_kill_9_of_everything_it_starts_again_with_its_data(var: Path, port: int) -> None:
    with running(var) as process:
        with database.connect(database.urls()["owner"]) as connection:
            connection.execute("CREATE TABLE kept_by_run AS SELECT 'still here' AS word")
        children = psutil.Process(process.pid).children()
        process.kill()
        process.wait(5)
        os.kill(postgres._pid(var / "database" / "data") or 0, signal.SIGKILL)
        assert psutil.wait_procs(children, timeout=5)[1] == []
    with running(var):
        assert "The last run was cut off" in said(var)
        with database.connect(database.urls()["owner"]) as connection:
            assert connection.execute("SELECT word FROM kept_by_run").fetchall() == [("still here",)]


def test_half_a_demo_is_made_anew_before_anybody_works_in_it(copied_var: Path, port: int) -> None:
    (copied_var / "demo-unfinished").touch()
    before = (copied_var / "credentials" / "database-owner").read_text()
    with running(copied_var):
        assert "while it made the demo partnership; it is made anew" in said(copied_var)
        assert not (copied_var / "demo-unfinished").exists()
        assert (copied_var / "credentials" / "database-owner").read_text() != before


def test_a_new_demo_is_marked_until_it_is_whole(bare_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.ensure_running():
        seeding.mark_when_new()  # these settings are of no demo
        assert not (bare_var / "demo-unfinished").exists()
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "casustafel.settings.demo")
        seeding.mark_when_new()
    assert seeding.is_due()
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/")
    with pytest.raises(Stop, match=r"Empty the database that DATABASE_URL"):
        seeding.start_afresh_when_cut_off()
    seeding.done()
    assert not seeding.is_due()


def test_a_child_that_dies_comes_back_and_that_is_said(var: Path, port: int) -> None:
    with running(var) as process:
        begun = web_processes_of(process)
        assert len(begun) == web_processes.number()
        begun[0].kill()
        wait_for(var, "The web process stopped (signal SIGKILL). It starts again in 1 s.")
        until = time.monotonic() + 10
        while len(web_processes_of(process)) < len(begun):
            assert time.monotonic() < until
            time.sleep(0.05)


def test_while_one_web_process_is_away_the_others_answer(var: Path, port: int) -> None:
    with running(var) as process:
        web_processes_of(process)[0].kill()
        wait_for(var, "The web process stopped (signal SIGKILL)")  # all of it, and its socket with it
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/health")
        assert connection.getresponse().status == 200
        connection.close()


@pytest.mark.parametrize("given", ["0", "-1", "two", "65"])
def test_a_number_of_web_processes_that_is_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("CASUSTAFEL_WEB_PROCESSES", given)
    with pytest.raises(Stop, match="a number from 1 to 64"):
        web_processes.number()


def test_a_database_that_goes_away_stops_the_run_with_a_sentence(var: Path, port: int) -> None:
    with running(var) as process:
        os.kill(postgres._pid(var / "database" / "data") or 0, signal.SIGKILL)
        assert process.wait(20) == 1
    assert "The database server does not run. Its log is" in said(var)


def test_in_production_it_says_how_to_start_instead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "casustafel.settings.production")
    assert command.main(["run"]) == 1
    assert "docs/how-to/install.md" in capsys.readouterr().err
