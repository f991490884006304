import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from casustafel.installation import database, postgres
from casustafel.installation.postgres import Server

OWN = (
    "CASUSTAFEL_CREDENTIALS",
    "CASUSTAFEL_DATABASE_RUNS",
    "CREDENTIALS_DIRECTORY",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "PORT",
)


def open_folder() -> Path:
    """With a space in its name; everybody may enter, so that the server of root may."""
    folder = Path(tempfile.mkdtemp(prefix="casus tafel "))
    folder.chmod(0o755)
    return folder


def own_environment(patch: pytest.MonkeyPatch, var: Path) -> None:
    for name in OWN:
        patch.delenv(name, raising=False)
    patch.setenv("CASUSTAFEL_VAR", str(var))
    patch.setenv("CASUSTAFEL_OUTSIDE", str(var.parent / "outside"))
    patch.setattr(postgres, "INITDB", (*postgres.INITDB, "--no-sync"))


@pytest.fixture
def bare_var(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """As it is before the first run."""
    folder = open_folder()
    var = folder / "my var"
    own_environment(monkeypatch, var)
    var.mkdir()
    (var / ".casustafel").touch()
    yield var
    var.chmod(0o755)
    Server(var).forget()
    shutil.rmtree(folder)


@pytest.fixture
def var(made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """As runs before it left it, database and credentials made; the tests share it, and leave it stopped."""
    own_environment(monkeypatch, made)
    yield made
    made.chmod(0o755)
    assert not Server(made).alive()


@pytest.fixture
def copied_var(bare_var: Path, made: Path) -> Path:
    """To break."""
    for name in ("database", "credentials"):
        subprocess.run(["cp", "-a", str(made / name), str(bare_var / name)], check=True)
    return bare_var


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    folder = open_folder()
    var = folder / "my var"
    with pytest.MonkeyPatch.context() as patch:
        own_environment(patch, var)
        with database.ensure_running():
            pass
    yield var
    shutil.rmtree(folder)
