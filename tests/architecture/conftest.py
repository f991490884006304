"""The file of the matrix, laid out once for all tests of a module."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.architecture.matrix.laid import Laid


def _keep_plans() -> None:
    """Thousands of pages ask the same questions; planning them behind the second wall is most of the work."""
    connection.connection.prepared_max = 10_000
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker) -> Iterator[Laid]:
    """Every look at it is undone, and in the end it is undone itself."""
    from tests.architecture.matrix.laying import lay_out

    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        # The browser of the tests keeps a copy of what each template was given; nobody asks for it here.
        patch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
        laid = lay_out()
        _keep_plans()
        yield laid
        transaction.set_rollback(True)
