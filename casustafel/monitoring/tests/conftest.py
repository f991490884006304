import pytest

from casustafel.cases.models import Case
from casustafel.plan.models import Goal
from casustafel.plan.tests import seated
from casustafel.reports.models import Report
from tests.world import World


@pytest.fixture
def report(world: World) -> Report:
    return seated.report(world)


@pytest.fixture
def case(world: World, report: Report) -> Case:
    return seated.open_case(world, of=report)


@pytest.fixture
def goal(world: World, case: Case) -> Goal:
    return seated.set_goal(world, case)
