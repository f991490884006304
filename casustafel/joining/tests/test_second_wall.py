"""Who may have rows copied that they may not read, and only while they merge: the second wall alone."""

import pytest
from django.db import ProgrammingError, connection, transaction

from casustafel.cases.models import Case
from casustafel.joining import copying
from casustafel.joining.models import Joining, Origin
from casustafel.joining.tests import joined
from casustafel.lib import clock
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(world: World) -> Case:
    return joined.other_case(world)


def _begun(world: World, case: Case, other: Case, viewer, **changed) -> Joining:
    made = Joining(
        case=case, key=case.key, other_id=other.id, by_id=viewer.person_id, at=clock.now(),
        undo_until_date=clock.now().date(), **changed,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


@pytest.mark.parametrize("login", ["thijs", "marloes", "bram", "anouk"])
def test_only_who_chairs_both_begins(world: World, case: Case, other: Case, login: str) -> None:
    with world.acting(login) as viewer, pytest.raises(ProgrammingError), transaction.atomic():
        _begun(world, case, other, viewer)


def test_who_chairs_one_of_them_does_not(world: World, case: Case, other: Case) -> None:
    joined.leave(other, world, "joyce")
    with world.acting("joyce") as joyce, pytest.raises(ProgrammingError), transaction.atomic():
        _begun(world, case, other, joyce)


def test_outside_the_act_nothing_is_handed_out_or_taken_in(world: World, case: Case, other: Case) -> None:
    joined.given(world, other)
    made = joined.merge(world, case, other)
    asked = {
        copying.CHOOSE: [made.id, []],
        copying.TAKE: [made.id, "picture_statement"],
        copying.PUT: [made.id, "picture_statement", [], [], []],
        copying.FINISH: [made.id, []],
    }
    for login in ("joyce", "thijs"):
        for statement, values in asked.items():
            with world.acting(login), pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute(statement, values)


def test_within_the_act_no_other_table_and_no_other_key(world: World, case: Case, other: Case) -> None:
    with world.acting("joyce") as joyce:
        made = _begun(world, case, other, joyce)
        for statement, values in (
            (copying.TAKE, [made.id, "picture_answer"]),
            (copying.TAKE, [made.id, "access_account"]),
            (copying.PUT, [made.id, "picture_statement", [made.id], [other.key_id], ["{}"]]),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute(statement, values)


def test_what_came_sealed_has_no_origin_for_the_chair(world: World, case: Case, other: Case) -> None:
    joined.given(world, other)
    joined.merge(world, case, other)
    assert len(joined_origins()) == 2
    with world.acting("joyce"):
        assert not Origin.objects.behind_the_second_wall().exists()
    with world.acting("marloes") as viewer:
        assert Origin.objects.visible_to(viewer).count() == 2


def test_the_wall_takes_away_only_what_is_to_leave(world: World, case: Case, other: Case) -> None:
    """Also when its own function would ask for more: a negative control on the rule of the table."""
    joined.given(world, other)
    joined.merge(world, case, other)
    with behind_the_wall("casustafel_wall"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM picture_statement")
        assert cursor.rowcount == 0
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("UPDATE joining_origin SET leaves = true WHERE \"table\" = 'picture_statement'")
    with behind_the_wall("casustafel_wall"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM picture_statement")
        assert cursor.rowcount == 1


def joined_origins() -> list[Origin]:
    with behind_the_wall("postgres"):
        return list(Origin.objects.behind_the_second_wall().all())
