"""For the tests: databases of their own (conftest.py says which), quick passwords, no pool."""

import os
from pathlib import Path

TEST_VAR = Path(__file__).parents[2] / "var" / "test"
os.environ.setdefault("CASUSTAFEL_CREDENTIALS", str(TEST_VAR / "credentials"))
os.environ.setdefault("CASUSTAFEL_FILES", str(TEST_VAR / f"files-{os.getpid()}"))
os.environ.setdefault("CASUSTAFEL_WITNESS", str(TEST_VAR / f"witness-{os.getpid()}"))

from casustafel.settings.demo import *  # noqa: E402, F403
from casustafel.settings.demo import DATABASES, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED-VARIABLE(%s)"  # type: ignore[index]
REPORT_ROOM = 1_000_000.0  # all tests come from one address
for _alias in DATABASES.values():
    _alias["OPTIONS"] = {}
