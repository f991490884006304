import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from casustafel.installation import database, places
from casustafel.installation.postgres import Server
from casustafel.installation.stop import Stop


@pytest.fixture
def small_disk(bare_var: Path) -> Iterator[Path]:
    mount = ["mount", "-t", "tmpfs", "-o", "size=200m,mode=755", "tmpfs", str(bare_var)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted as root, where mounting is allowed")
    yield bare_var
    Server(bare_var).forget()
    subprocess.run(["umount", str(bare_var)], check=True)


def fill(disk: Path, leave: int) -> Path:
    filler = disk / "filler"
    with filler.open("wb") as file:
        try:
            while places.shutil.disk_usage(disk).free > leave:
                file.write(bytes(min(2**20, places.shutil.disk_usage(disk).free - leave)))
                file.flush()
        except OSError:
            pass
    return filler


def test_it_says_so_and_loses_nothing(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = fill(small_disk, leave=50 * 2**20)
    with pytest.raises(Stop, match=r"is full: 50 MB left.*Make room"):
        Server(small_disk).enter()
    filler.unlink()

    with database.ensure_running(), database.connect(database.urls()["owner"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'still here' AS word")

    filler = fill(small_disk, leave=2**20)
    with pytest.raises(Stop, match=r"is full: 1 MB left"):
        Server(small_disk).enter()

    filler = fill(small_disk, leave=0)
    monkeypatch.setattr(places, "need_space", lambda folder, megabytes: None)
    with pytest.raises(Stop, match=r"is full. Make room and start again; nothing was lost"):
        Server(small_disk).enter()
    filler.unlink()

    with database.ensure_running(), database.connect(database.urls()["owner"]) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("still here",)]
