"""The file of the matrix, laid out once for all tests of a module."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.architecture.matrix.laid import Laid


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker) -> Iterator[Laid]:
    """Every look at it is undone, and in the end it is undone itself."""
    from tests.architecture.matrix.laying import lay_out

    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        # The browser of the tests keeps a copy of what each template was given; nobody asks for it here.
        patch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
        yield lay_out()
        transaction.set_rollback(True)
