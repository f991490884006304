"""Whatever people at a table do, in whatever order: nobody receives a byte of another's answer before it lies
side by side, and then all see the same."""

from contextlib import contextmanager

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casustafel.cases.models import Case, SeatedQuerySet
from casustafel.lib import live
from casustafel.picture import judging, queries
from casustafel.picture.models.judged import AnswerQuerySet
from casustafel.picture.tests import rounds
from casustafel.picture.tests.rounds import Leaked, Table
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db

# What happens often comes often.
DEEDS = (
    *("keep", "keep", "keep", "finish", "finish", "finish", "take_back", "fall", "come_back", "join"),
    *("close", "reopen", "reveal", "ask_again", "conclude", "leave"),
)
PLAYED = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, len(rounds.PEOPLE) - 1)), min_size=4, max_size=14
)
ROAD = [
    *(("join", 0), ("keep", 0), ("finish", 2), ("keep", 3), ("fall", 4), ("finish", 5), ("leave", 5)),
    *(("take_back", 2), ("finish", 2), ("close", 1), ("keep", 0), ("reveal", 1), ("ask_again", 1)),
    *(("keep", 2), ("finish", 0), ("come_back", 2), ("reveal", 1), ("conclude", 1), ("finish", 6)),
]


@pytest.fixture
def table(world: World, case: Case):
    """A new sitting of the same twelve people, each time it is asked for."""
    rounds.let_in(world, case)
    return lambda: Table(world, case)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=PLAYED)
@example(deeds=ROAD)
def test_nobody_receives_anothers_answer_before_it_is_shown(table, deeds: list[tuple[str, int]]) -> None:
    with bad_input.undone():
        table().play(deeds)


@contextmanager
def _first_wall_without_the_state():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AnswerQuerySet, "visible_to", SeatedQuerySet.visible_to)
        yield


def _second_wall(statement: str):
    @contextmanager
    def broken():
        with behind_the_wall("postgres"), connection.cursor() as cursor:
            cursor.execute(statement)
        yield  # undone with the example

    return broken


@contextmanager
def _no_state_at_all():
    """Only then a page can show it: each of the three alone keeps it back."""
    shown = queries.JudgementFile.shown
    with pytest.MonkeyPatch.context() as patch, _first_wall_without_the_state():
        patch.setattr(
            queries.JudgementFile,
            "shown",
            lambda self, round: [a for a in self.answers if a.round_id == round.id],
        )
        patch.setattr(rounds.Table, "_read", lambda self, login: None)
        with _second_wall(f"{FUNCTION} SELECT true $$")():
            yield
    assert queries.JudgementFile.shown is shown


@contextmanager
def _typing_wakes():
    kept = judging._kept

    def told(round, *args):
        live.changed(round.case_id)
        return kept(round, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "_kept", told)
        yield


FUNCTION = (
    "CREATE OR REPLACE FUNCTION wall_round_is_revealed(wanted uuid) RETURNS boolean LANGUAGE sql STABLE"
    " SECURITY DEFINER SET search_path = pg_catalog, public AS $$"
)
PLANTED = {
    "first wall without the state": _first_wall_without_the_state,
    "second wall without the state": _second_wall(f"{FUNCTION} SELECT true $$"),
    "second wall shows what is closed": _second_wall(
        f"{FUNCTION} SELECT EXISTS (SELECT 1 FROM picture_round WHERE id = wanted AND state <> 'ALONE') $$"
    ),
    "second wall shows who was not done": _second_wall(
        "DROP POLICY own_or_revealed ON picture_answer; CREATE POLICY own_or_revealed ON picture_answer"
        " FOR SELECT TO casustafel_app USING (case_id = ANY ((SELECT wall_cases())::uuid[])"
        " AND (person_id = (SELECT wall_viewer()) OR wall_round_is_revealed(round_id)))"
    ),
    "pages without the state": _no_state_at_all,
    "typing wakes the others": _typing_wakes,
}


def test_each_planted_leak_is_found(table) -> None:
    for name, plant in PLANTED.items():
        with bad_input.undone(), plant():
            try:
                table().play(ROAD)
            except Leaked:
                continue
        pytest.fail(name)
