from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from casustafel.audit.models import ProcessingLine, UserLine
from casustafel.cases import actions, policy, queries
from casustafel.cases.actions import NewSeat
from casustafel.cases.choices import Level, SeatRole, State
from casustafel.cases.models import Case, Seat, Step, Subject
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.vault import opening
from casustafel.vault.choices import Scope
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
WHY = "CANARY-why: zij kent hem van school"


def _lines(action: str) -> list[UserLine]:
    with behind_the_wall("postgres"):
        return list(UserLine.objects.filter(action=action))


def _seat(world: World, case: Case, login: str, *, by: str = "joyce", ground: str = WHY) -> Seat:
    with world.acting(by) as viewer:
        new = NewSeat(world.people[login], SeatRole.PARTICIPANT, ground)
        return actions.seat(case=case, new=new, by=viewer, now=clock.now())


def _seat_of(world: World, case: Case, login: str) -> Seat:
    with world.acting("joyce") as joyce:
        rows = Seat.objects.visible_to(joyce).filter(case=case, person=world.people[login])
        found: Seat = rows.select_related("case").get()
        return found


@pytest.mark.parametrize("login", ["elisabeth", "ruben", "mirjam", "dennis", "farid", "saskia"])
def test_who_does_not_work_with_cases_gets_no_seat(world: World, case: Case, login: str) -> None:
    with pytest.raises(Refused, match="work with cases"):
        _seat(world, case, login)
    with behind_the_wall("postgres"):
        assert not Seat.objects.behind_the_second_wall().filter(person=world.people[login]).exists()


def test_a_case_opens_with_its_table_and_two_keys(world: World, case: Case) -> None:
    with world.acting("esra") as esra:
        file = queries.whole(esra, queries.get(esra, case.id))
        opened = opening.open_all([file.case, file.subject], by=esra, purpose="test", now=clock.now())
        assert opened(file.subject, "name") == worlds.NAME
        assert opened(file.case, "pseudonym") == "Linde"
        assert {seat.person_id: seat.role for seat in file.seats} == {
            world.people[login].id: role for login, role in worlds.SEATS.items()
        }
        assert [step.kind for step in file.steps] == ["case.opened"]
    assert (case.key.scope, case.core_key.scope) == (Scope.CASE, Scope.CORE)
    assert case.key_id != case.core_key_id


def test_what_a_case_says_stands_nowhere_in_plain_text_nor_in_the_log(world: World, case: Case) -> None:
    _seat(world, case, "bram")
    with behind_the_wall("postgres"):
        subject = Subject.objects.behind_the_second_wall().get(case=case)
        grounds = [bytes(seat.ground) for seat in Seat.objects.behind_the_second_wall().filter(case=case)]
        lines = [str(line.content) for line in UserLine.objects.filter(scope_id=case.id)]
        lines += [str(line.content) for line in ProcessingLine.objects.all()]
    assert b"CANARY" not in bytes(subject.name) and not any(b"CANARY" in ground for ground in grounds)
    assert lines and not any("CANARY" in line for line in lines)


@pytest.mark.parametrize("login", ["thijs", "esra", "saskia", "elisabeth"])
def test_only_a_process_director_opens_a_case(world: World, login: str) -> None:
    new = actions.NewCase(
        weighing_id=world.people["esra"].id,
        report_id=None,
        subject_name="x",
        subject_birth="",
        pseudonym="x",
        regime="PGA",
        ground="x",
        reason="x",
        model_version="neutral-1",
        review_due_date=clock.now().date(),
    )
    seats = [NewSeat(world.people[name], role, "x") for name, role in worlds.SEATS.items()]
    with world.acting(login) as viewer, pytest.raises(NotYours):
        actions.open_case(new=new, seats=seats, by=viewer, now=clock.now())
    with behind_the_wall("postgres"):
        assert Case.objects.behind_the_second_wall().count() == 0


def test_one_weighing_opens_one_case(world: World, case: Case) -> None:
    again = actions.NewCase(
        weighing_id=case.weighing_id,
        report_id=None,
        subject_name="x",
        subject_birth="",
        pseudonym="x",
        regime="PGA",
        ground="x",
        reason="x",
        model_version="neutral-1",
        review_due_date=clock.now().date(),
    )
    seats = [NewSeat(world.people[name], role, "x") for name, role in worlds.SEATS.items()]
    with world.acting("joyce") as joyce, pytest.raises(IntegrityError), transaction.atomic():
        actions.open_case(new=again, seats=seats, by=joyce, now=clock.now())


def test_the_chair_gives_a_seat_on_a_ground_and_it_is_logged(world: World, case: Case) -> None:
    made = _seat(world, case, "bram")
    with world.acting("bram") as bram:
        assert policy.can_see(bram, case)
        found = queries.get_seat(bram, case, made.id)
        opened = opening.open_all([found], by=bram, purpose="test", now=clock.now())
        assert opened(found, "ground") == WHY
        assert found.organisation_id == world.people["bram"].organisation_id
        assert Step.objects.visible_to(bram).filter(kind="case.seated").count() == 1
    line = _lines("case.seated")[0]
    assert (line.actor_id, line.scope_id) == (world.people["joyce"].id, case.id)


@pytest.mark.parametrize(("login", "refusal"), [("thijs", Refused), ("esra", Refused), ("anouk", NotYours)])
def test_nobody_else_gives_seats(world: World, case: Case, login: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _seat(world, case, "bram", by=login)
    assert not _lines("case.seated")


def test_a_seat_is_given_once_and_on_a_ground(world: World, case: Case) -> None:
    with pytest.raises(Refused) as refused:
        _seat(world, case, "esra")
    assert refused.value.field == "person"
    with pytest.raises(Refused) as refused:
        _seat(world, case, "bram", ground="  ")
    assert refused.value.field == "ground"


def test_somebody_of_another_partnership_gets_no_seat_at_either_wall(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused):
        _seat(world, case, "anouk")
    monkeypatch.setattr(policy, "check_can_sit", lambda *args, **kwargs: None)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        _seat(world, case, "anouk")


def test_an_ended_seat_opens_nothing_from_today_on(world: World, case: Case) -> None:
    seat = _seat_of(world, case, "esra")
    with world.acting("joyce") as joyce:
        ended = actions.end_seat(seat=seat, reason=WHY, by=joyce, now=clock.now())
        assert ended.until_date == clock.now().date()
    with world.acting("esra") as esra:
        assert not policy.can_see(esra, case)
        assert not Case.objects.behind_the_second_wall().exists()
    assert len(_lines("case.seat_ended")) == 1
    with world.acting("joyce") as joyce, pytest.raises(Refused):
        actions.end_seat(seat=seat, reason=WHY, by=joyce, now=clock.now() + timedelta(days=2))
    assert _seat_of(world, case, "esra").until_date == clock.now().date()


def test_who_lost_a_seat_can_be_given_one_anew(world: World, case: Case) -> None:
    with world.acting("joyce") as joyce:
        seat = Seat.objects.visible_to(joyce).select_related("case").get(person=world.people["esra"])
        actions.end_seat(seat=seat, reason=WHY, by=joyce, now=clock.now())
    _seat(world, case, "esra")
    with world.acting("esra") as esra:
        assert policy.can_see(esra, case)


def test_a_table_is_never_without_its_chair(world: World, case: Case) -> None:
    seat = _seat_of(world, case, "joyce")
    with world.acting("joyce") as joyce, pytest.raises(Refused):
        actions.end_seat(seat=seat, reason=WHY, by=joyce, now=clock.now())


def test_ending_a_seat_needs_a_reason_and_the_chair(world: World, case: Case) -> None:
    seat = _seat_of(world, case, "esra")
    with world.acting("joyce") as joyce, pytest.raises(Refused) as refused:
        actions.end_seat(seat=seat, reason=" ", by=joyce, now=clock.now())
    assert refused.value.field == "reason"
    with world.acting("thijs") as thijs, pytest.raises(Refused):
        actions.end_seat(seat=seat, reason=WHY, by=thijs, now=clock.now())
    with world.acting("esra") as esra:
        assert policy.can_see(esra, case)


def test_the_directors_scale_plan_a_review_and_close(world: World, case: Case) -> None:
    due = clock.now().date() + timedelta(days=30)
    with world.acting("thijs") as thijs:
        assert (
            actions.scale(case=case, level="LIGHT", reason=WHY, by=thijs, now=clock.now()).level
            == Level.LIGHT
        )
        assert actions.plan_review(case=case, due_date=due, by=thijs, now=clock.now()).review_due_date == due
        closed = actions.close(case=case, reason=WHY, by=thijs, now=clock.now())
        assert (closed.state, closed.closed_date) == (State.CLOSED, clock.now().date())
        for act in (
            lambda: actions.scale(case=case, level="LIGHT", reason=WHY, by=thijs, now=clock.now()),
            lambda: actions.plan_review(case=case, due_date=due, by=thijs, now=clock.now()),
            lambda: actions.close(case=case, reason=WHY, by=thijs, now=clock.now()),
        ):
            with pytest.raises(Refused):  # also who holds the case as it was before it closed
                act()
        kinds = [step.kind for step in Step.objects.visible_to(thijs).filter(case=case).order_by("at")]
    assert kinds == ["case.opened", "case.scaled", "case.closed"]
    for action in ("case.scaled", "case.review_planned", "case.closed"):
        assert [line.scope_id for line in _lines(action)] == [case.id]


@pytest.mark.parametrize(("login", "refusal"), [("esra", Refused), ("bram", NotYours), ("anouk", NotYours)])
def test_nobody_else_directs(world: World, case: Case, login: str, refusal: type[Exception]) -> None:
    with world.acting(login) as viewer:
        with pytest.raises(refusal):
            actions.scale(case=case, level="LIGHT", reason=WHY, by=viewer, now=clock.now())
        with pytest.raises(refusal):
            actions.close(case=case, reason=WHY, by=viewer, now=clock.now())
    assert not _lines("case.scaled") and not _lines("case.closed")


def test_a_refused_act_leaves_no_trace_of_being_done(world: World, case: Case) -> None:
    with pytest.raises(Refused):
        _seat(world, case, "bram", by="esra")
    with world.acting("joyce") as joyce:
        assert Step.objects.visible_to(joyce).filter(kind="case.seated").count() == 0
        assert Seat.objects.visible_to(joyce).filter(case=case).count() == len(worlds.SEATS)
