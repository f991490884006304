"""The file of the matrix, laid out once for all tests of a module."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.architecture.matrix.laid import Laid


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker) -> Iterator[Laid]:
    """Every look at it is undone, and in the end it is undone itself."""
    from tests.architecture.matrix.laying import lay_out

    with django_db_blocker.unblock(), transaction.atomic():
        yield lay_out()
        transaction.set_rollback(True)
