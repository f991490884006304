from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """Files of this test only."""
    with override_settings(FILES_FOLDER=tmp_path / "files"):
        yield tmp_path / "files"
