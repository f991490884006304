"""Putting right and taking back: who received it hears of it, and says so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connections, transaction

from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Seat, Step
from casustafel.lib import clock
from casustafel.lib.refusal import Conflict, NotYours, Refused
from casustafel.notices.models import Notice
from casustafel.picture import correcting_queries, queries, stating
from casustafel.picture.models import Correction, CorrectionNotice, Statement
from casustafel.picture.tests import corrected, told
from casustafel.vault import opening
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
RECEIVERS = ("joyce", "thijs", "pieterjan", "esra")


def _bells(world: World) -> dict[str, list[str]]:
    logins = {person.id: login for login, person in world.people.items()}
    found: dict[str, list[str]] = {}
    with behind_the_wall("postgres"):
        for bell in Notice.objects.behind_the_second_wall().filter(kind="CORRECTION_CAME"):
            found.setdefault(logins[bell.to_id], []).append(bell.path)
    return found


def _end_seat(world: World, case: Case, login: str) -> None:
    with behind_the_wall("postgres"):
        seat = Seat.objects.behind_the_second_wall().get(case=case, person=world.people[login])
    with world.acting("joyce") as joyce:
        cases.end_seat(seat=seat, reason="klaar", by=joyce, now=clock.now())


def test_a_correction_reaches_each_who_received_it_with_a_bell_that_says_nothing(
    world: World, case: Case
) -> None:
    said = corrected.shared(world, case)
    corrected.put_right(world, said)
    made = corrected.notices(world)
    assert {(n.organisation_id, n.kind) for n in made} == {
        (world.people[login].organisation_id, "CORRECTED") for login in RECEIVERS
    }
    assert _bells(world) == {login: ["/casussen/correcties/"] for login in RECEIVERS}
    with world.acting("esra") as esra:
        row = Correction.objects.visible_to(esra).get()
        opened = opening.open_all([row], by=esra, purpose="test", now=clock.now())
        assert (row.version, row.kind, opened(row, "reason")) == (1, "CORRECTED", corrected.REASON)
    [line] = told.lines("picture.correction_sent")
    assert len(line.content["objects"]) == 4 and line.scope_id == case.id


def test_a_correction_asks_why_and_changes_nothing_without(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    with pytest.raises(Refused) as refused:
        corrected.put_right(world, said, reason=" ")
    assert refused.value.field == "reason"
    assert told.statement_of(world, said.contribution).version == 1


def test_before_it_was_shared_it_is_put_otherwise_without_why_and_nobody_hears(
    world: World, case: Case
) -> None:
    said = told.statement_of(world, told.contribute(world, case))
    assert corrected.put_right(world, said, reason="").version == 2
    assert not corrected.notices(world) and not _bells(world)
    with behind_the_wall("postgres"):
        assert not Correction.objects.behind_the_second_wall().exists()


def test_a_text_that_somebody_else_changed_meanwhile_is_no_correction(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    corrected.put_right(world, said)
    with pytest.raises(Conflict):
        corrected.put_right(world, said)
    assert len(corrected.notices(world, to="esra")) == 1


@pytest.mark.parametrize(
    ("audience", "hear"), [("CORE", {"thijs", "pieterjan"}), ("TABLE", set(RECEIVERS)), ("LATER", set())]
)
def test_only_its_audience_hears_of_a_withdrawal(
    world: World, case: Case, audience: str, hear: set[str]
) -> None:
    said = corrected.shared(world, case, audience=audience)
    corrected.withdraw(world, said)
    assert _bells(world).keys() == hear
    with world.acting("esra") as esra:
        assert CorrectionNotice.objects.visible_to(esra).exists() == ("esra" in hear)
        kinds = set(Step.objects.visible_to(esra).filter(case=case).values_list("kind", flat=True))
        assert ("picture.statement_withdrawn" in kinds) == (audience == "TABLE")
    assert len(told.lines("picture.statement_withdrawn")) == 1


def test_of_named_seats_only_who_sat_on_them_hears_of_it_also_after_leaving(world: World, case: Case) -> None:
    with behind_the_wall("postgres"):
        seats = {s.person_id: s for s in Seat.objects.behind_the_second_wall().filter(case=case)}
        thijs, farid = world.people["thijs"], world.people["farid"]
        Seat(
            case=case, key=case.key, organisation=farid.organisation, person=farid, role="PARTICIPANT",
            from_date=clock.now().date(),
        ).save(force_insert=True)  # fmt: skip
    said = corrected.shared(world, case, audience="SEATS", seats=[seats[thijs.id].id])
    _end_seat(world, case, "thijs")
    corrected.withdraw(world, said)
    assert _bells(world).keys() == {"thijs"}
    for login, number in (("thijs", 1), ("farid", 0), ("esra", 0), ("marloes", 1)):
        with world.acting(login) as viewer:
            assert CorrectionNotice.objects.visible_to(viewer).count() == number, login


def test_who_left_the_table_hears_of_it_and_acknowledges_without_reading(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    _end_seat(world, case, "esra")
    corrected.withdraw(world, said)
    [notice] = corrected.notices(world, to="esra")
    with world.acting("esra") as esra:
        assert correcting_queries.to_acknowledge(esra) == 1
        assert correcting_queries.still_read(esra, [notice]) == {}
        assert not Correction.objects.visible_to(esra).exists()
    corrected.acknowledge(world, notice, by="esra")
    with world.acting("marloes") as marloes:
        seen = CorrectionNotice.objects.visible_to(marloes).get(pk=notice.pk)
        assert seen.acknowledged_by_id == world.people["esra"].id and seen.acknowledged_at is not None
    [line] = told.lines("picture.correction_acknowledged")
    assert (line.actor_id, line.scope_id) == (world.people["esra"].id, case.id)


def test_it_is_acknowledged_once_and_by_who_received_it(world: World, case: Case) -> None:
    corrected.withdraw(world, corrected.shared(world, case))
    [notice] = corrected.notices(world, to="esra")
    for login in ("marloes", "thijs", "bram", "anouk", "elisabeth"):
        with pytest.raises(NotYours):
            corrected.acknowledge(world, notice, by=login)
    corrected.acknowledge(world, notice, by="esra")
    with pytest.raises(Refused):
        corrected.acknowledge(world, notice, by="esra")
    assert len(told.lines("picture.correction_acknowledged")) == 1
    now, esra = clock.now(), world.people["esra"]
    with world.acting("esra"):  # the second wall alone
        rows = CorrectionNotice.objects.behind_the_second_wall().filter(pk=notice.pk)
        assert rows.update(acknowledged_at=now, acknowledged_by=esra) == 0
    with world.acting("thijs"):
        rows = CorrectionNotice.objects.behind_the_second_wall()
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(acknowledged_at=now, acknowledged_by=esra)


def test_a_notice_goes_to_nobody_who_did_not_receive_it(world: World, case: Case) -> None:
    """The second wall alone: the application's own query, without our action."""
    said = corrected.shared(world, case, audience="CORE")
    corrected.withdraw(world, said)
    [notice] = corrected.notices(world, to="thijs")
    notice.pk, notice.organisation_id = None, world.people["esra"].organisation_id
    with world.acting("marloes"), pytest.raises(ProgrammingError), transaction.atomic():
        CorrectionNotice.objects.bulk_create([notice])


def test_what_was_withdrawn_is_known_to_nobody_and_its_words_stay_at_home(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    corrected.withdraw(world, said)
    for login, legible in (("marloes", [said]), ("esra", [])):
        with world.acting(login) as viewer:
            file = queries.picture(viewer, case)
            assert file.legible_to(viewer) == legible == list(Statement.objects.legible_to(viewer))
            assert list(file.statements) == [said]
            assert queries.domains_spoken_of(viewer, case) == set()
    with world.acting("esra") as esra:
        assert queries.get_statement(esra, case, said.id).is_hidden_from(esra)
    with pytest.raises(Refused):
        corrected.put_right(world, said)
    with pytest.raises(Refused):
        corrected.withdraw(world, said)
    assert len(corrected.notices(world, to="esra")) == 1


def test_all_of_a_contribution_is_withdrawn_that_still_stands(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    with world.acting("marloes") as viewer:
        new = told.new_statement(text="nog iets")
        stating.add_statement(contribution=said.contribution, new=new, by=viewer, now=clock.now())
    corrected.withdraw(world, said)
    [other] = corrected.withdraw_all(world, said.contribution)
    assert other.id != said.id
    with pytest.raises(Refused):
        corrected.withdraw_all(world, said.contribution)
    assert len(corrected.notices(world, to="esra")) == 2
    assert len(_bells(world)["esra"]) == 1  # the same bell rings once while nobody looked


def test_it_asks_why(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    with pytest.raises(Refused) as refused:
        corrected.withdraw(world, said, reason=" ")
    assert refused.value.field == "reason"
    assert not corrected.notices(world)


def test_only_who_brought_it_in_takes_it_back(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    with pytest.raises(Refused):
        corrected.withdraw(world, said, by="esra")
    for login in ("bram", "nienke", "anouk"):
        with pytest.raises(NotYours):
            corrected.withdraw(world, said, by=login)
        with pytest.raises(NotYours):
            corrected.put_right(world, said, by=login)


def test_after_a_case_was_closed_what_was_wrong_is_still_taken_back(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    with world.acting("joyce") as joyce:
        cases.close(case=case, reason="klaar", by=joyce, now=clock.now())
    corrected.withdraw(world, said)
    assert len(corrected.notices(world, to="esra")) == 1


def test_who_came_after_the_correction_gets_no_notice_of_it(world: World, case: Case) -> None:
    said = corrected.shared(world, case)
    corrected.put_right(world, said)
    bram = world.people["bram"]
    with world.acting("joyce") as joyce:
        cases.seat(case=case, new=cases.NewSeat(bram, "PARTICIPANT", "taak"), by=joyce, now=clock.now())
    assert not corrected.notices(world, to="bram")
    corrected.withdraw(world, told.statement_of(world, said.contribution))
    assert [n.kind for n in corrected.notices(world, to="bram")] == ["WITHDRAWN"]


def test_what_was_put_right_since_a_moment_of_what_was_known_then(world: World, case: Case) -> None:
    before, said = clock.now(), corrected.shared(world, case)
    moment = clock.now()
    later = told.statement_of(world, told.contribute(world, case, text="later"))
    for each in (corrected.put_right(world, said), later):
        corrected.withdraw(world, each)
    with world.acting("esra") as esra:
        [row] = correcting_queries.since(esra, [case.id], moment)
        assert (row.statement_id, row.kind) == (said.id, "WITHDRAWN")  # of each the last
        assert correcting_queries.since(esra, [case.id], before) == []
        assert correcting_queries.since(esra, [case.id], clock.now()) == []


def test_a_provider_hears_who_waits_longer_than_was_agreed(world: World, case: Case) -> None:
    corrected.withdraw(world, corrected.shared(world, case))
    today = clock.now().date()
    with world.acting("marloes") as marloes:
        assert correcting_queries.late(marloes, day=today + timedelta(days=7)) == 0
        assert correcting_queries.late(marloes, day=today + timedelta(days=8)) == 4
        assert correcting_queries.to_acknowledge(marloes) == 0


@pytest.mark.django_db(transaction=True, databases=["default"])
def test_two_who_withdraw_at_once_withdraw_once() -> None:
    world = worlds.build()
    case = worlds.open_case(world)
    said = corrected.shared(world, case)

    def attempt(_n: int) -> bool:
        try:
            corrected.withdraw(world, said)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == [False, True]
    assert len(corrected.notices(world, to="esra")) == 1
