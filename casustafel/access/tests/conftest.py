from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from casustafel.access.tests import doors
from tests.world import World


@pytest.fixture(autouse=True)
def nobody_tried_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield


@pytest.fixture
def marloes(world: World) -> Client:
    """Marloes, who just signed in with her password."""
    doors.give_password(world, "marloes")
    client = Client()
    assert doors.sign_in(client, "marloes").status_code == 302
    return client
