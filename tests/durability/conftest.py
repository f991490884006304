"""Real transactions: what is done at the same time or cut off in the middle is really so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from casustafel.lib import credentials
from casustafel.vault import keys
from tests.durability import cut_off


@pytest.fixture(autouse=True)
def an_empty_log(transactional_db: None, tmp_path: Path, settings) -> Iterator[None]:
    """With a witness of its own, so that each test can ask whether the log answers to it."""
    settings.WITNESS_FOLDER = tmp_path / "witness"
    cut_off.empty_the_log()
    yield
    cut_off.empty_the_log()
    connections.close_all()


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Credentials of its own, so that a test may begin and end an epoch."""
    folder = tmp_path / "credentials"
    monkeypatch.setenv("CASUSTAFEL_CREDENTIALS", str(folder))
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    credentials.secret.cache_clear()
    keys._house.clear()
