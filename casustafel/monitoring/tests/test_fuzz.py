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
from casustafel.monitoring.models import FeedbackProposal, Review
from casustafel.plan.models import Goal
from casustafel.plan.tests.test_fuzz import ODD, TOKEN
from casustafel.reports.models import Report
from tests import bad_input
from tests.world import World, behind_the_wall

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
    answer = bad_input.is_taken_or_returned(
        lambda data: client_of("thijs").post(url, data),
        {**TOKEN, **sent},
        kept=set(sent) & {"reason", "aftercare", "feedback", "next_date"},
    )
    assert answer.status_code == 422
    with world.acting("thijs") as thijs:
        file = queries.whole(thijs, case.id, day=clock.now().date())
    assert (len(file.reviews), len(file.measures), file.closing) == (1, 0, None)
    assert file.waiting is not None


@bad_input.some
@given(data=bad_input.spoiled({"necessity": "Ja, het helpt hem."}))
def test_the_question_whether_it_is_still_needed(
    world: World, client_of: ClientOf, case: Case, data: dict[str, str]
) -> None:
    with bad_input.undone():
        url = reverse("monitoring:hold_review", args=[case.id])
        answer = bad_input.is_taken_or_returned(
            lambda sent: client_of("thijs").post(url, sent), {**TOKEN, **data}, kept={"necessity"}
        )
        with world.acting("thijs") as thijs:
            held = queries.whole(thijs, case.id, day=clock.now().date()).reviews
        assert len(held) == (answer.status_code == 302)


@bad_input.some
@given(data=bad_input.spoiled({"text": "Dank u wel.", "reason": "Dit mag."}))
def test_what_the_reporter_is_told(
    world: World, client_of: ClientOf, case: Case, report: Report, data: dict[str, str]
) -> None:
    with bad_input.undone():
        with world.acting("thijs") as thijs:
            actions.close(
                case=case,
                reason="klaar",
                aftercare="bellen",
                reopening="nieuwe weging",
                feedback="dank",
                feedback_reason="mag",
                by=thijs,
                now=clock.now(),
            )
        with behind_the_wall("postgres"):
            proposal = FeedbackProposal.objects.behind_the_second_wall().get()
        url = reverse("monitoring:send_feedback", args=[proposal.id])
        bad_input.is_taken_or_returned(
            lambda sent: client_of("saskia").post(url, sent), {**TOKEN, **data}, kept={"text", "reason"}
        )


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "-1"}, {"when": "\x00"}, {"kind": "' OR 1=1"}])
def test_the_list_takes_any_address(client_of: ClientOf, case: Case, query: dict[str, str]) -> None:
    assert client_of("thijs").get(reverse("monitoring:list"), query).status_code == 200
