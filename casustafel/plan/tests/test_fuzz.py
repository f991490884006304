"""Whatever is sent: a message at the field, the text kept, nothing half-saved, no 500."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.plan import actions, queries
from casustafel.plan.models import Goal
from casustafel.plan.tests import seated
from tests import bad_input
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
ODD = st.sampled_from(
    [
        "",
        "   ",
        "x" * 100_001,
        "nul \x00 en \x1b[31m",
        "\U0001f600 blij",
        "\u202eomgekeerd",
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "9999-12-31",
        "2026-02-30",
        "-1",
        "NO_SUCH_CHOICE",
    ]
)
FIELDS = {
    "set_goal": [
        "domain",
        "text",
        "own_words",
        "baseline",
        "owner",
        "due_date",
        "level_1",
        "level_5",
        "as_worded",
    ],
    "plan_intervention": ["kind", "text", "organisation", "goals", "planned"],
    "commit": ["organisation", "what", "why", "due_date"],
    "agree": ["kind", "text"],
}
TEXTS = {"text", "own_words", "level_1", "level_5", "what", "why", "planned", "due_date"}
TOKEN = {"csrfmiddlewaretoken": "a browser always sends one"}
FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _rows(world: World, case: Case) -> int:
    with world.acting("thijs") as thijs:
        file = queries.whole(thijs, case)
    return len(file.sealed_rows())


@FUZZ
@given(data=st.data())
def test_every_form_of_the_plan(world: World, client_of: ClientOf, case: Case, goal: Goal, data) -> None:
    name = data.draw(st.sampled_from(sorted(FIELDS)))
    sent = data.draw(st.dictionaries(st.sampled_from(FIELDS[name]), ODD))
    before = _rows(world, case)
    answer = bad_input.is_taken_or_returned(
        lambda data: client_of("thijs").post(reverse(f"plan:{name}", args=[case.id]), data),
        {**TOKEN, **sent},
        kept=set(sent) & TEXTS,
    )
    assert answer.status_code == 422
    assert _rows(world, case) == before


@FUZZ
@given(text=ODD, version=ODD)
def test_a_goal_put_otherwise(client_of: ClientOf, case: Case, goal: Goal, text: str, version: str) -> None:
    url = reverse("plan:revise_goal", args=[case.id, goal.id])
    answer = client_of("thijs").post(url, {"text": text, "version": version})
    assert answer.status_code == 422


@FUZZ
@given(sessions=ODD)
def test_sessions_that_are_no_number(
    world: World, client_of: ClientOf, case: Case, goal: Goal, sessions: str
) -> None:
    with world.acting("thijs") as thijs:
        rows = queries.interventions(thijs, case)
        row = rows[0] if rows else _intervene(world, case, goal, thijs)
    answer = client_of("thijs").post(reverse("plan:deliver", args=[case.id, row.id]), {"sessions": sessions})
    assert answer.status_code == 422


def _intervene(world: World, case: Case, goal: Goal, thijs):
    return actions.plan_intervention(
        case=case,
        kind="CARE",
        text="gesprek",
        organisation=world.people["esra"].organisation,
        goals=[goal],
        planned=3,
        by=thijs,
        now=seated.clock.now(),
    )


@FUZZ
@given(reason=ODD)
def test_a_reason_why_something_will_not_be_done(
    world: World, client_of: ClientOf, case: Case, goal: Goal, reason: str
) -> None:
    with bad_input.undone():
        with world.acting("thijs") as thijs:
            made = actions.commit(
                case=case,
                organisation=world.people["esra"].organisation,
                what="bellen",
                why="contact",
                due_date=seated.clock.now().date(),
                by=thijs,
                now=seated.clock.now(),
            )
        bad_input.is_taken_or_returned(
            lambda data: client_of("thijs").post(reverse("plan:drop", args=[case.id, made.id]), data),
            {**TOKEN, "reason": reason},
            kept={"reason"},
        )
        with world.acting("thijs") as thijs:
            state = queries.get_commitment(thijs, case.id, made.id).state
        assert (state == "DROPPED") is _is_sound(reason)


def _is_sound(text: str) -> bool:
    return bool(text.strip()) and len(text) <= 100_000 and "\x00" not in text
