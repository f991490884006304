"""For any seating, audience, sharing and reveal: rules, queries and second wall give the same rows."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.parties.choices import Tie
from casustafel.picture.choices import Audience, RoundState
from casustafel.picture.models import (
    Answer,
    Contribution,
    Dissent,
    InformationRequest,
    Revision,
    Round,
    Sharing,
    Statement,
    Turn,
)
from casustafel.picture.tests import told
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PEOPLE = ["joyce", "thijs", "marloes", "pieterjan", "esra", "bram", "anouk"]
TABLES = (Sharing, Contribution, Statement, Revision, InformationRequest, Round, Answer, Turn, Dissent)
SPANS = st.tuples(st.integers(-2, 2), st.none() | st.integers(0, 3))
SEATINGS = st.dictionaries(st.sampled_from(PEOPLE), SPANS, max_size=len(PEOPLE))
PARTS = st.lists(
    st.tuples(st.sampled_from(PEOPLE[:6]), st.sampled_from(Audience.values), st.booleans()), max_size=5
)
ANSWERS = st.dictionaries(st.sampled_from(PEOPLE[:6]), st.none(), max_size=4)


def _build(world: World, case: Case, seating, parts, answers, state) -> None:
    """Any rows that can stand in the tables, also those no action would make."""
    today, now = clock.now().date(), clock.now()

    def whose(login: str) -> dict[str, object]:
        person = world.people[login]
        return {"case": case, "key": case.key, "organisation_id": person.organisation_id, "person": person}

    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(case=case).delete()
        for login, (start, lasts) in seating.items():
            begin = today + timedelta(days=start)
            until = None if lasts is None else begin + timedelta(days=lasts)
            Seat(**whose(login), role=SeatRole.PARTICIPANT, from_date=begin, until_date=until).save(
                force_insert=True
            )
        for login, audience, shared in parts:
            made = Contribution(
                **whose(login),
                ground="CONSENT",
                category="CONDUCT",
                audience=audience,
                made_at=now,
                shared_at=now if shared else None,
            )
            made.save(force_insert=True)
            said = Statement(
                case=case,
                key=case.key,
                contribution=made,
                nature="FACT",
                domain="NETWORK",
                bearing="RISK",
                reliability="UNKNOWN",
                first_hand=False,
                told_date=today,
            )
            said.save(force_insert=True)
            Revision(
                case=case, key=case.key, contribution=made, statement=said, version=1, replaced_at=now,
                by=made.person,
            ).save(force_insert=True)  # fmt: skip
        round = Round(case=case, key=case.key, question="WORRY", number=1, state=state, opened_at=now)
        round.save(force_insert=True)
        for login in answers:
            Answer(**whose(login), round=round, given_at=now).save(force_insert=True)
            Turn(**whose(login), round=round).save(force_insert=True)


def _sits_today(span) -> bool:
    return span is not None and span[0] <= 0 and (span[1] is None or span[0] + span[1] > 0)


def _keys(rows: models.QuerySet) -> set:
    return set(rows.values_list("pk", flat=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seating=SEATINGS, parts=PARTS, answers=ANSWERS, state=st.sampled_from(RoundState.values))
def test_rules_queries_and_second_wall_agree(
    world: World, case: Case, seating, parts, answers, state
) -> None:
    with transaction.atomic():
        _build(world, case, seating, parts, answers, state)
        for login in PEOPLE:
            sits, person = _sits_today(seating.get(login)), world.people[login]
            is_core = person.organisation.tie == Tie.CORE
            with world.acting(login) as viewer:
                for table in TABLES:
                    filtered = _keys(table.objects.visible_to(viewer))
                    assert filtered == _keys(table.objects.behind_the_second_wall()), (login, table)
                seen = [
                    (world.people[whose].organisation_id == person.organisation_id)
                    or (shared and (audience == Audience.TABLE or is_core))
                    for whose, audience, shared in parts
                ]
                heard = [whose == login or state != RoundState.ALONE for whose in answers]
                for table, count in (
                    (Contribution, sum(seen)),
                    (Statement, sum(seen)),
                    (Revision, sum(seen)),
                    (Answer, sum(heard)),
                    (Turn, len(answers)),
                    (Round, 1),
                ):
                    assert table.objects.visible_to(viewer).count() == (count if sits else 0), (login, table)
        transaction.set_rollback(True)


def test_without_a_viewer_there_are_no_rows(world: World, case: Case) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    told.answer(world, told.open_round(world, case), by="esra")
    for table in TABLES:
        assert not table.objects.behind_the_second_wall().exists(), table


@pytest.mark.parametrize("login", ["bram", "nienke", "anouk", "farid", "elisabeth"])
def test_who_has_no_seat_has_no_rows(world: World, case: Case, login: str) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    told.ask(world, case)
    told.answer(world, told.open_round(world, case), by="esra")
    with world.acting(login):
        for table in TABLES:
            assert not table.objects.behind_the_second_wall().exists(), table


def test_nobody_writes_in_anothers_name(world: World, case: Case) -> None:
    """The second wall alone: the application's own queries, without our actions."""
    told.contribute(world, case)
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    esra = world.people["esra"]
    with world.acting("pieterjan") as viewer:
        forged = {"case": case, "key": case.key, "organisation_id": esra.organisation_id, "person": esra}
        with pytest.raises(ProgrammingError), transaction.atomic():
            Answer(**forged, round=round, given_at=clock.now()).save(force_insert=True)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Contribution(
                **forged, ground="CONSENT", category="CONDUCT", audience="TABLE", made_at=clock.now()
            ).save(force_insert=True)
        assert Answer.objects.behind_the_second_wall().update(text=b"") == 0
        assert viewer.person_id != esra.id


@pytest.mark.parametrize("login", ["thijs", "esra"])
def test_only_the_chair_turns_a_round_at_the_second_wall_too(world: World, case: Case, login: str) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    with world.acting(login) as viewer:
        with pytest.raises(ProgrammingError), transaction.atomic():
            Round.objects.visible_to(viewer).filter(pk=round.pk).update(state=RoundState.REVEALED)
        assert not Answer.objects.behind_the_second_wall().exists()


def test_an_answer_stands_still_once_it_lies_beside_the_others(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    told.reveal(world, round)
    with world.acting("marloes") as marloes:
        assert Answer.objects.visible_to(marloes).count() == 1
        assert Answer.objects.visible_to(marloes).update(text=b"") == 0


def test_only_the_chair_opens_sharing_at_the_second_wall_too(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    for login in ("marloes", "thijs", "esra", "anouk"):
        with world.acting(login), connection.cursor() as cursor:
            cursor.execute("SELECT picture_open_sharing(%s, now())", [case.id])
            assert cursor.fetchone() == (0,), login
    with behind_the_wall("postgres"):
        assert Contribution.objects.behind_the_second_wall().get(pk=made.pk).shared_at is None
