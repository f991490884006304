import pytest

from casustafel.cases.models import Case
from casustafel.deciding.models import Decision
from casustafel.deciding.tests import put
from tests.world import World


@pytest.fixture
def decision(world: World, case: Case) -> Decision:
    return put.propose(world, case)
