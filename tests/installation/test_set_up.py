import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, PROJECT / "bin" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script at work in a folder with a space; what it would run is written down instead."""
    folder = tmp_path / "a project"
    (folder / "requirements").mkdir(parents=True)
    for name in ("run.txt", "dev.txt", "node.txt"):
        (folder / "requirements" / name).write_text("thing==1.0\n")
    (folder / "pyproject.toml").write_text("")
    module = script("set_up")
    monkeypatch.setattr(module, "PROJECT", folder)
    monkeypatch.setattr(module, "PACKAGE", folder / "casustafel")
    monkeypatch.setattr(module, "VENV", folder / ".venv")
    monkeypatch.setattr(module, "PYTHON", folder / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "ran", [], raising=False)

    def pretend(command: list[str], what: str, environment: dict[str, str] | None = None) -> None:
        module.ran.append(command)
        if "venv" in command:
            shutil.rmtree(module.VENV, ignore_errors=True)
            (module.VENV / "bin").mkdir(parents=True)
            module.PYTHON.touch()

    monkeypatch.setattr(module, "run", pretend)
    return module


def work(module: ModuleType, purpose: str = "run") -> list[str]:
    module.ran.clear()
    assert module.main([purpose]) == 0
    return [" ".join(command) for command in module.ran]


def test_it_installs_once_by_hash_and_then_does_nothing(project: ModuleType) -> None:
    venv, packages, ourselves = work(project)
    assert "-m venv" in venv
    assert "--require-hashes" in packages and "run.txt" in packages
    assert "--no-index" in ourselves and "--editable" in ourselves
    assert work(project) == []


def test_a_changed_lock_is_installed_without_a_new_environment(project: ModuleType) -> None:
    work(project)
    (project.PROJECT / "requirements" / "run.txt").write_text("thing==2.0\n")
    assert [line for line in work(project) if "-m venv" in line] == []
    assert work(project) == []


def test_what_tests_need_contains_what_running_needs(project: ModuleType) -> None:
    work(project)
    assert "dev.txt" in work(project, "check")[0]
    assert work(project) == []
    assert work(project, "check") == []


def test_a_set_up_that_was_cut_off_begins_with_a_new_environment(
    project: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = project.run

    def cut_off(command: list[str], what: str, environment: dict[str, str] | None = None) -> None:
        real(command, what, environment)
        if "--require-hashes" in command:
            raise KeyboardInterrupt

    monkeypatch.setattr(project, "run", cut_off)
    assert project.main(["run"]) == 130
    (project.VENV / "half-installed").touch()
    monkeypatch.setattr(project, "run", real)
    assert len(work(project)) == 3
    assert not (project.VENV / "half-installed").exists()


def test_a_moved_folder_gets_a_new_environment(project: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    work(project)
    moved = project.PROJECT.rename(project.PROJECT.with_name("elsewhere"))
    monkeypatch.setattr(project, "PROJECT", moved)
    monkeypatch.setattr(project, "VENV", moved / ".venv")
    monkeypatch.setattr(project, "PYTHON", moved / ".venv" / "bin" / "python")
    assert "-m venv" in work(project)[0]


def test_another_python_in_the_path_leaves_a_whole_environment_alone(
    project: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(project)
    monkeypatch.setattr(project.sys, "version", "3.12.1")
    monkeypatch.setattr(project.sys, "executable", "/elsewhere/python3.12")
    assert work(project) == []
    project.PYTHON.unlink()
    project.PYTHON.symlink_to(sys.executable)
    assert "-m venv" in work(project)[0]


def test_it_waits_for_another_set_up_of_the_same_folder(
    project: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (project.PROJECT / ".set-up.lock").open("w") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)
        real = fcntl.flock

        def flock(file: object, how: int) -> None:
            if how == fcntl.LOCK_EX:
                real(busy, fcntl.LOCK_UN)
            real(file, how)

        monkeypatch.setattr(project.fcntl, "flock", flock)
        work(project)
    assert "Another set-up of this folder is busy; waiting" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("pip: NewConnectionError: no route", "needs the network this once"),
        ("npm ERR! code ENOTFOUND", "needs the network this once"),
        ("it broke", "Fetching failed:\nit broke"),
    ],
)
def test_what_went_wrong_is_said_in_a_sentence(said: str, sentence: str) -> None:
    assert sentence in script("set_up").explain("Fetching", said)


def test_without_venv_it_says_what_to_install(
    project: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(project.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(project.os, "geteuid", lambda: 1000)
    assert project.main([]) == 1
    assert "apt-get install python3-venv" in capsys.readouterr().err
    monkeypatch.setattr(project.os, "geteuid", lambda: 0)
    monkeypatch.setattr(project.shutil, "which", lambda name: f"/bin/{name}")
    assert any("install --yes --no-install-recommends python3-venv" in line for line in work(project))


def test_without_a_browser_it_says_what_to_install(
    project: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert project.main(["test"]) == 1
    assert "apt-get install chromium-headless-shell" in capsys.readouterr().err
    monkeypatch.setenv("CHROMIUM", "nowhere")
    assert project.main(["test"]) == 1
    assert "CHROMIUM names nowhere" in capsys.readouterr().err
    monkeypatch.setenv("CHROMIUM", sys.executable)
    monkeypatch.setattr(project, "mail_server", lambda: sys.executable)
    assert work(project, "test") == []


def test_without_a_mail_server_it_says_what_to_install_or_installs_it(
    project: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", sys.executable)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(project, "SYSTEM_PROGRAMS", "")
    assert project.main(["test"]) == 1
    assert "apt-get install dovecot-imapd" in capsys.readouterr().err
    monkeypatch.setattr(project, "is_root_with_apt", lambda: True)
    assert project.main(["test"]) == 1
    assert "install --yes --no-install-recommends dovecot-imapd" in " ".join(project.ran[-1])
    assert "is not found" in capsys.readouterr().err
    found = iter([None, sys.executable])
    monkeypatch.setattr(project, "mail_server", lambda: next(found))
    assert any("dovecot-imapd" in line for line in work(project, "test"))


def test_a_mail_server_is_found_where_the_system_keeps_it(
    project: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "dovecot").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(project, "SYSTEM_PROGRAMS", str(tmp_path))
    assert project.mail_server() == str(tmp_path / "dovecot")


def test_npm_comes_out_of_a_python_package_where_the_machine_has_none(
    project: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = project.PROJECT / ".node"
    monkeypatch.setattr(project, "NODE", node)
    monkeypatch.setattr(project, "new_environment", lambda folder: folder.mkdir())
    monkeypatch.setenv("PATH", "")
    npm, environment = project.find_npm()
    assert npm == str(node / "bin" / "npm")
    assert environment["PATH"].split(os.pathsep)[0] == str(node / "bin")
    assert "node.txt" in " ".join(project.ran[0])
    project.ran.clear()
    project.find_npm()
    assert project.ran == []


def test_the_lock_fits_and_a_lock_that_does_not_is_named() -> None:
    lock = script("lock")
    assert lock.check() == []
    assert lock.unfit("run.txt", ["thing>=2"], {"thing": "1.0"}) == [
        "requirements/run.txt does not fit thing>=2; run make lock"
    ]
    assert lock.unfit("run.txt", ["absent"], {"thing": "1.0"}) == []
    assert lock.differences({"thing": "1.0"}, {"thing": "1.1"}) != []


def test_ci_and_the_readme_run_the_tests_the_same_way() -> None:
    assert (PROJECT / ".ci" / "run").read_text().splitlines()[-1] == "exec make test"
    shown = subprocess.run(
        ["make", "-n", "test"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    assert "bin/set_up.py test" in shown and "-m pytest" in shown
