"""Undone: what stayed as it came goes out again; what was changed or added to since stays."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from casustafel.cases.choices import State
from casustafel.cases.models import Case, Seat
from casustafel.joining import copying, queries
from casustafel.joining.models import Joining, Origin
from casustafel.joining.tables import GivenSeat
from casustafel.joining.tests import joined
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.picture import stating
from casustafel.picture.models import Contribution, Provision, Statement
from casustafel.picture.tests import told
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(world: World) -> Case:
    made = joined.other_case(world)
    told.contribute(world, made)
    told.contribute(world, made, by="esra")
    told.open_sharing(world, made)
    return made


def _said_by(world: World, login: str, case: Case) -> Statement:
    with world.acting(login) as viewer:
        rows = Statement.objects.visible_to(viewer).select_related("case", "key", "contribution__case")
        found: Statement = rows.get(case=case, contribution__organisation_id=viewer.organisation_id)
        return found


def test_what_stayed_as_it_came_goes_out_and_the_log_keeps_its_names(
    world: World, case: Case, other: Case
) -> None:
    before = {row.id: bytes(row.text) for row in joined.rows_of(Statement, other)}
    made = joined.merge(world, case, other)
    came = [row.id for row in joined.rows_of(Contribution, case)]
    joined.undo(world, made)
    for model in (Contribution, Statement, Provision):
        assert joined.rows_of(model, case) == []
    assert {row.id: bytes(row.text) for row in joined.rows_of(Statement, other)} == before
    with behind_the_wall("postgres"):
        assert not Origin.objects.behind_the_second_wall().exists()
        assert Case.objects.behind_the_second_wall().get(pk=other.pk).state == State.OPEN
    names = str(told.lines("joining.taken_out")[0].content["objects"])
    assert len(came) == 2 and all(f"picture_contribution:{row}" in names for row in came)


def test_what_was_changed_since_stays_and_is_named_to_who_may_read_it(
    world: World, case: Case, other: Case
) -> None:
    made = joined.merge(world, case, other)
    said = _said_by(world, "marloes", case)
    with world.acting("marloes") as viewer:
        stating.revise_statement(
            statement=said,
            version=1,
            new=told.new_statement(text="anders"),
            reason="x",
            by=viewer,
            now=clock.now(),
        )
    with world.acting("joyce"):
        assert queries.changed(made) == {said.contribution_id}
    joined.undo(world, made)
    assert [row.id for row in joined.rows_of(Contribution, case)] == [said.contribution_id]
    assert len(joined.rows_of(Contribution, other)) == 2


def test_what_was_added_to_stays(world: World, case: Case, other: Case) -> None:
    made = joined.merge(world, case, other)
    said = _said_by(world, "esra", case)
    with world.acting("esra") as viewer:
        stating.add_statement(
            contribution=said.contribution, new=told.new_statement(), by=viewer, now=clock.now()
        )
    joined.undo(world, made)
    assert [row.id for row in joined.rows_of(Contribution, case)] == [said.contribution_id]
    assert len(joined.rows_of(Statement, case)) == 2


def test_what_was_brought_in_afterwards_stays(world: World, case: Case, other: Case) -> None:
    made = joined.merge(world, case, other)
    later = told.contribute(world, case, by="thijs")
    joined.undo(world, made)
    assert [row.id for row in joined.rows_of(Contribution, case)] == [later.id]


def test_that_something_sealed_was_changed_is_not_said_to_the_chair(world: World, case: Case) -> None:
    other = joined.other_case(world)
    told.contribute(world, other)
    made = joined.merge(world, case, other)
    said = _said_by(world, "marloes", case)
    with world.acting("marloes") as viewer:
        stating.revise_statement(
            statement=said,
            version=1,
            new=told.new_statement(text="anders"),
            reason="x",
            by=viewer,
            now=clock.now(),
        )
        assert queries.changed(made) == {said.contribution_id}
    with world.acting("joyce"):
        assert queries.changed(made) == set()
        with pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute("SELECT joining_kept(%s)", [made.id])
    joined.undo(world, made)
    assert [row.id for row in joined.rows_of(Contribution, case)] == [said.contribution_id]


def test_seats_that_were_given_end_and_others_do_not(world: World, case: Case, other: Case) -> None:
    joined.leave(case, world, "esra")
    seat = joined.seat_of(world, other, "esra")
    made = joined.merge(world, case, other, seats=[GivenSeat(seat, "taak")])
    joined.undo(world, made)
    with behind_the_wall("postgres"):
        ended = Seat.objects.behind_the_second_wall().filter(until_date__isnull=False)
        assert [(row.case_id, row.person_id) for row in ended] == [(case.id, world.people["esra"].id)]


def test_after_the_term_it_is_refused_by_both_walls(world: World, case: Case, other: Case) -> None:
    made = joined.merge(world, case, other)
    with behind_the_wall("postgres"):
        rows = Joining.objects.behind_the_second_wall().filter(pk=made.pk)
        rows.update(undo_until_date=clock.now().date() - timedelta(days=1))
    with pytest.raises(Refused, match="term ended"):
        joined.undo(world, made)
    with world.acting("joyce"), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(copying.UNDO, [made.id, clock.now()])
    assert len(joined.rows_of(Contribution, case)) == 2


def test_once_and_then_the_same_cases_may_be_merged_again(world: World, case: Case, other: Case) -> None:
    made = joined.merge(world, case, other)
    joined.undo(world, made)
    with pytest.raises(Refused, match="undone already"):
        joined.undo(world, made)
    joined.merge(world, case, other)
    assert len(joined.rows_of(Contribution, case)) == 2


@pytest.mark.parametrize(("login", "refusal"), [("thijs", Refused), ("esra", Refused), ("bram", NotYours)])
def test_only_by_who_chairs_both(world: World, case: Case, other: Case, login: str, refusal) -> None:
    made = joined.merge(world, case, other)
    with pytest.raises(refusal):
        joined.undo(world, made, by=login)
    with world.acting(login), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(copying.UNDO, [made.id, clock.now()])
