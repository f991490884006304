from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from casustafel.demo import seeding, stage
from casustafel.demo.stage import Stage
from casustafel.lib import clock
from casustafel.parties import actions
from tests.world import behind_the_wall


@contextmanager
def _installing() -> Iterator[None]:
    """As the owner, yet in the transaction of the tests, so that all of it is gone afterwards."""
    with behind_the_wall():
        yield


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    """The whole demo, played once for a file of tests that only look."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "installing", _installing)
        built = stage.build(clock.now().date())
        assert list(seeding.play_all(built)) == list(range(1, len(seeding.lives()) + 1))
        yield built
        transaction.set_rollback(True)
