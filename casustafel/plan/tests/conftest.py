import pytest

from casustafel.cases.models import Case
from casustafel.plan.models import Goal
from casustafel.plan.tests import seated
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    return seated.open_case(world)


@pytest.fixture
def goal(world: World, case: Case) -> Goal:
    return seated.set_goal(world, case)
