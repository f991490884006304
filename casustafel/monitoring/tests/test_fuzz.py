"""Whatever is sent: a message at the field, the text kept, nothing half-saved, no 500."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.monitoring import actions, queries
from casustafel.monitoring.models import Review
from casustafel.plan.models import Goal
from casustafel.plan.tests.test_fuzz import ODD, TOKEN
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
FIELDS = {
    "measure": ["voice", "level"],
    "decide": ["kind", "next_date"],
    "close": ["reason", "aftercare", "feedback"],
}


@pytest.fixture
def review(world: World, case: Case, goal: Goal) -> Review:
    with world.acting("thijs") as thijs:
        return actions.hold_review(case=case, necessity="ja", by=thijs, now=clock.now())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_form_of_a_review(
    world: World, client_of: ClientOf, case: Case, goal: Goal, review: Review, data
) -> None:
    places = {"measure": [review.id, goal.id], "decide": [review.id], "close": []}
    name = data.draw(st.sampled_from(sorted(FIELDS)))
    sent = data.draw(st.dictionaries(st.sampled_from(FIELDS[name]), ODD))
    url = reverse(f"monitoring:{name}", args=[case.id, *places[name]])
    answer = client_of("thijs").post(url, {**TOKEN, **sent})
    assert answer.status_code == 422
    assert b"<script>alert" not in answer.content
    with world.acting("thijs") as thijs:
        file = queries.whole(thijs, case.id, day=clock.now().date())
    assert (len(file.reviews), len(file.measures), file.closing) == (1, 0, None)
    assert file.waiting is not None


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "-1"}, {"when": "\x00"}, {"kind": "' OR 1=1"}])
def test_the_list_takes_any_address(client_of: ClientOf, case: Case, query: dict[str, str]) -> None:
    assert client_of("thijs").get(reverse("monitoring:list"), query).status_code == 200
