"""The second wall around a round of judging, for each role of the database and each state of the round."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.picture.choices import RoundState
from casustafel.picture.models import Answer, Dissent, Round, Turn
from casustafel.picture.tests import told
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ROLES = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'casustafel%%' ORDER BY rolname"
READS = ("picture_answer", "picture_turn", "picture_dissent")
ONE_WAY = {
    ("ALONE", "CLOSED"),
    ("ALONE", "REVEALED"),
    ("CLOSED", "ALONE"),
    ("CLOSED", "REVEALED"),
    ("REVEALED", "AGAIN"),
    ("REVEALED", "CONCLUDED"),
}


def _seen(table: str) -> int:
    """How many rows the role at hand reads; none as well when it may not read at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return int(cursor.fetchone()[0])
    except ProgrammingError as refused:
        assert "permission denied" in str(refused)
        return 0


def _put(round: Round, state: str) -> None:
    with behind_the_wall("postgres"):
        Round.objects.behind_the_second_wall().filter(pk=round.pk).update(state=state)


@pytest.mark.parametrize("state", RoundState.values)
def test_no_role_of_the_database_reads_an_answer(world: World, case: Case, state: str) -> None:
    """Only the application, and that only for who is bound; the others not even after the reveal."""
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    _put(round, state)
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute(ROLES)
        roles = [name for (name,) in cursor.fetchall()]
    assert {"casustafel_app", "casustafel_owner", "casustafel_wall", "casustafel_worker"} <= set(roles)
    for role in roles:
        with behind_the_wall(role):
            assert {table: _seen(table) for table in READS} == dict.fromkeys(READS, 0), role


@pytest.mark.parametrize("state", RoundState.values)
def test_a_colleague_reads_what_is_shown_and_only_of_who_was_done(
    world: World, case: Case, state: str
) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    told.keep(world, round, by="pieterjan")
    _put(round, state)
    with world.acting("esra"):
        found = list(Answer.objects.behind_the_second_wall().values_list("person_id", flat=True))
    is_shown = state in {"REVEALED", "AGAIN", "CONCLUDED"}
    assert found == ([world.people["marloes"].id] if is_shown else [])
    with world.acting("pieterjan") as viewer:
        assert Answer.objects.behind_the_second_wall().filter(person_id=viewer.person_id).count() == 1


@pytest.mark.parametrize("state", [each for each in RoundState.values if each != "ALONE"])
def test_answers_and_turns_change_only_while_each_is_alone(world: World, case: Case, state: str) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    told.keep(world, round, by="esra")
    _put(round, state)
    with world.acting("marloes"):
        assert Answer.objects.behind_the_second_wall().update(text=b"") == 0
        assert Turn.objects.behind_the_second_wall().delete()[0] == 0
    new = {"case": case, "key": case.key, "round": round}
    for login, kind in (("esra", Turn), ("pieterjan", Answer)):
        person = world.people[login]
        with world.acting(login), pytest.raises(ProgrammingError), transaction.atomic():
            kind(**new, person=person, organisation_id=person.organisation_id).save(force_insert=True)


def test_nobody_takes_back_anothers_turn_or_answers_in_anothers_name(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    esra = world.people["esra"]
    with world.acting("esra"):
        assert Turn.objects.behind_the_second_wall().delete()[0] == 0
        theirs = {"person": esra, "organisation_id": world.people["marloes"].organisation_id}
        with pytest.raises(ProgrammingError), transaction.atomic():
            Answer(case=case, key=case.key, round=round, **theirs).save(force_insert=True)
    told.answer(world, round, by="esra")
    own = {"case": case, "key": case.key, "round": round}
    with world.acting("esra"), pytest.raises(IntegrityError), transaction.atomic():
        Turn(**own, person=esra, organisation_id=esra.organisation_id).save(force_insert=True)


@pytest.mark.parametrize("before", RoundState.values)
def test_a_round_turns_one_way_at_the_second_wall_too(world: World, case: Case, before: str) -> None:
    """Also for the chair: what was shown is not hidden again, to be written anew."""
    round = told.open_round(world, case)
    for after in RoundState.values:
        _put(round, before)
        with world.acting("joyce"):
            rows = Round.objects.behind_the_second_wall().filter(pk=round.pk)
            if before == after or (before, after) in ONE_WAY:
                assert rows.update(state=after) == 1
                continue
            with pytest.raises(ProgrammingError), transaction.atomic():
                rows.update(state=after)


def test_when_somebody_answered_is_kept_nowhere() -> None:
    """Neither in the row, nor in its key: who came last would show."""
    kept = {field.name for model in (Answer, Turn) for field in model._meta.get_fields()}
    assert kept == {"id", "key", "case", "round", "organisation", "person", "level", "text"}


@pytest.mark.parametrize(
    ("login", "state", "may"),
    [
        ("joyce", "ALONE", True),
        ("joyce", "REVEALED", False),
        ("esra", "ALONE", False),
        ("thijs", "ALONE", False),
    ],
)
def test_a_round_begins_alone_and_by_the_chair(
    world: World, case: Case, login: str, state: str, may: bool
) -> None:
    made = Round(case=case, key=case.key, question="WORRY", number=1, state=state, opened_at=clock.now())
    with world.acting(login):
        if may:
            return made.save(force_insert=True)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            made.save(force_insert=True)


def test_nobody_but_the_chair_puts_down_who_saw_it_otherwise(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    theirs = world.people["marloes"].organisation_id
    with world.acting("esra"), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        Dissent(case=case, key=case.key, round=round, organisation_id=theirs).save(force_insert=True)
