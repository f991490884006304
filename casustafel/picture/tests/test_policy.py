"""For any seating, audience, sharing and reveal: rules, queries and second wall give the same rows."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import ProgrammingError, connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.parties.choices import Tie
from casustafel.picture.choices import SHOWN, Audience, RoundState
from casustafel.picture.models import (
    Answer,
    AudienceSeat,
    Contact,
    ContactTie,
    Contribution,
    ContributionDeed,
    Correction,
    CorrectionNotice,
    Dissent,
    Factor,
    FactorChange,
    FactorTie,
    InformationRequest,
    InstrumentReport,
    InstrumentResult,
    Preparation,
    Prepared,
    Provision,
    Reply,
    Revision,
    Round,
    Sharing,
    Statement,
    StatementLink,
    Turn,
    Verdict,
)
from casustafel.picture.tests import told
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PEOPLE = ["joyce", "thijs", "marloes", "pieterjan", "esra", "bram", "anouk"]
OF_ONE = (
    *(Statement, Revision, Verdict, Correction, InstrumentResult, InstrumentReport),
    *(Contact, FactorTie, Reply),
)
TABLES = (
    *(Sharing, Contribution, ContributionDeed, *OF_ONE, AudienceSeat, StatementLink, ContactTie),
    *(Provision, CorrectionNotice),
    *(Prepared, Preparation, InformationRequest, Factor, FactorChange, Round, Answer, Turn, Dissent),
)
SPANS = st.tuples(st.integers(-2, 2), st.none() | st.integers(0, 3))
SEATINGS = st.dictionaries(st.sampled_from(PEOPLE), SPANS, max_size=len(PEOPLE))
NAMED = st.sets(st.sampled_from(PEOPLE), max_size=2)
PARTS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE[:6]),
        st.sampled_from(Audience.values),
        st.booleans(),
        NAMED,
        st.integers(-1, 1),
    ),
    max_size=5,
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
        seats = {seat.person_id: seat for seat in Seat.objects.behind_the_second_wall().filter(case=case)}
        factor = Factor(**_by(whose("esra")), domain="NETWORK", bearing="RISK", stand="UNKNOWN", at=now)
        factor.save(force_insert=True)
        said = {"stand": "NOT_SEEN", "version": 1, "at": now}
        FactorChange(**_by(whose("esra")), factor=factor, **said).save(force_insert=True)
        made: list[Contribution] = []
        for login, audience, shared, named, kept in parts:
            made.append(_part(whose(login), audience, shared=shared, kept=kept))
            for one in named & {name for name in named if world.people[name].id in seats}:
                seat = seats[world.people[one].id]
                AudienceSeat.beside(
                    made[-1], organisation_id=made[-1].organisation_id, seat=seat, at=now
                ).save(force_insert=True)
        said = [_hangs_on(contribution, factor) for contribution in made]
        for first, second in pairwise(said):
            _lies_between(first, second)
        round = Round(case=case, key=case.key, question="WORRY", number=1, state=state, opened_at=now)
        round.save(force_insert=True)
        for login in answers:
            Answer(**whose(login), round=round).save(force_insert=True)
            Turn(**whose(login), round=round).save(force_insert=True)
        Prepared(**whose("marloes"), number=0, question="NETWORK_1", given_at=now).save(force_insert=True)
        Preparation(**whose("marloes"), number=0, done_at=now).save(force_insert=True)


def _by(whose: dict) -> dict:
    return {**{name: value for name, value in whose.items() if name != "person"}, "by": whose["person"]}


def _part(whose: dict, audience: str, *, shared: bool, kept: int) -> Contribution:
    now = clock.now()
    made = Contribution(
        **whose, ground="CONSENT", category="CONDUCT", audience=audience, made_at=now,
        until_date=now.date() + timedelta(days=kept), shared_at=now if shared else None,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _hangs_on(made: Contribution, factor: Factor) -> Statement:
    """A row of every kind that shows with its contribution."""
    now, today = clock.now(), clock.now().date()
    said = Statement.beside(
        made, nature="FACT", domain="NETWORK", bearing="RISK", reliability="UNKNOWN", first_hand=False,
        told_date=today,
    )  # fmt: skip
    by = {"by": made.person, "organisation_id": made.organisation_id, "at": now}
    put_right = Correction.beside(made, statement=said, kind="CORRECTED", version=1, **by)
    asked = InformationRequest(
        case=made.case, key=made.case.key, organisation_id=made.organisation_id, asked_by=made.person,
        asked_at=now, due_date=today,
    )  # fmt: skip
    for row in (
        said,
        asked,
        Reply.beside(made, request=asked, at=now),
        Revision.beside(made, statement=said, version=1, replaced_at=now, by=made.person),
        Verdict.beside(made, statement=said, kind="CONFIRMED", **by),
        put_right,
        CorrectionNotice.beside(
            made, correction=put_right, kind="CORRECTED", provider_id=made.organisation_id,
            organisation_id=factor.organisation_id, provided_at=now, at=now,
        ),
        ContributionDeed.beside(made, kind="PROLONGED", **by),
        assessed := InstrumentResult.beside(made, assessed_date=today),
        InstrumentReport.beside(
            made, result=assessed, kind="txt", size=1, added_date=today,
            partnership_id=made.case.partnership_id,
        ),
        FactorTie.beside(made, factor=factor, statement=said, side="FOR", by=made.person, at=now),
        Contact.beside(made, kind="FAMILY", by=made.person, at=now),
    ):  # fmt: skip
        row.save(force_insert=True)
    return said


def _lies_between(first: Statement, second: Statement) -> None:
    made = first.contribution
    StatementLink.beside(
        made, statement=first, other=second, other_contribution=second.contribution, kind="SUPPORTS",
        organisation_id=made.organisation_id, by=made.person, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
    contact = Contact.objects.behind_the_second_wall().get(contribution=made)
    ContactTie.beside(made, contact=contact, other_contribution=second.contribution, statement=second).save(
        force_insert=True
    )


def _is_for(audience: str, *, is_core: bool, is_named: bool) -> bool:
    by_kind = {Audience.CORE: is_core, Audience.SEATS: is_named, Audience.LATER: False}
    return by_kind.get(Audience(audience), True)


def _shares_a_house(world: World, one: str, other: str) -> bool:
    return world.people[one].organisation_id == world.people[other].organisation_id


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
                    or (shared and kept >= 0 and _is_for(audience, is_core=is_core, is_named=login in named))
                    for whose, audience, shared, named, kept in parts
                ]
                heard = [whose == login or state in SHOWN for whose in answers]
                for table, count in (
                    (Contribution, sum(seen)),
                    *((table, sum(seen)) for table in OF_ONE),
                    (ContributionDeed, sum(_shares_a_house(world, login, part[0]) for part in parts)),
                    (StatementLink, sum(one and two for one, two in pairwise(seen))),
                    (Prepared, login == "marloes"),
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
            Answer(**forged, round=round).save(force_insert=True)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Contribution(
                **forged,
                ground="CONSENT",
                category="CONDUCT",
                audience="TABLE",
                made_at=clock.now(),
                until_date=clock.now().date(),
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
