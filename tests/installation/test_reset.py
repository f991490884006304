from pathlib import Path

import pytest

from casustafel.installation import command, database, locks, places


def test_it_removes_data_and_keys_of_this_copy_and_no_other(copied_var: Path) -> None:
    var = copied_var
    neighbour = var.parent / "neighbour"
    neighbour.mkdir()
    (neighbour / "theirs").touch()
    (var / "theirs").symlink_to(neighbour)
    (var / "test").mkdir()
    before = database.urls()["owner"]
    assert command.main(["reset", "--yes"]) == 0
    assert sorted(path.name for path in var.iterdir() if path.name not in places.KEPT) == []
    assert (var / "test").exists()
    assert (neighbour / "theirs").exists()
    assert database.urls()["owner"] != before


def test_files_elsewhere_stay_and_it_says_so(
    copied_var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    monkeypatch.setenv("CASUSTAFEL_FILES", str(tmp_path / "files"))
    assert command.main(["reset", "--yes"]) == 0
    assert (tmp_path / "files").exists()
    assert "Without the keys nobody can read them" in capsys.readouterr().out


def test_it_asks_first(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["reset"]) == 1
    assert "casustafel reset --yes" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "no")
    assert command.main(["reset"]) == 0
    assert "Nothing was removed" in capsys.readouterr().out
    assert (var / "database" / "data").exists()
    assert (var / "credentials").exists()


def test_it_refuses_while_the_copy_is_in_use(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with database.ensure_running():
        assert command.main(["reset", "--yes"]) == 1
    with locks.only(var / "run.lock"):
        assert command.main(["reset", "--yes"]) == 1
    assert capsys.readouterr().err.count("Stop it first") == 2
    assert (var / "database" / "data").exists()


def test_it_empties_no_folder_that_it_did_not_make(
    bare_var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bare_var / places.OURS).unlink()
    (bare_var / "theirs").touch()
    assert command.main(["reset", "--yes"]) == 1
    assert "was not made by Casustafel" in capsys.readouterr().err
    assert (bare_var / "theirs").exists()


def test_the_folder_in_the_project_is_ours_whatever_came_there_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests keep their things in var/test, also before the first run."""
    monkeypatch.delenv("CASUSTAFEL_VAR", raising=False)
    monkeypatch.setattr(places, "PROJECT", tmp_path)
    (tmp_path / "var" / "test").mkdir(parents=True)
    assert (places.var() / places.OURS).exists()
