from datetime import time, timedelta

import pytest

from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import Conflict, NotYours, Refused
from casustafel.method import model
from casustafel.table import actions, minuting, queries
from casustafel.table.choices import State
from casustafel.table.models import Attendance, Meeting
from casustafel.table.tests import sat
from casustafel.vault import opening
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def _meeting(meeting: Meeting) -> Meeting:
    with behind_the_wall("postgres"):
        found: Meeting = Meeting.objects.behind_the_second_wall().get(pk=meeting.pk)
        return found


def test_a_meeting_is_planned_with_its_cases_in_order(world: World, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting = sat.plan(world, other, case)
    with world.acting("esra") as esra:
        file = queries.whole(esra, meeting.id)
        assert [item.case_id for item in file.items] == [other.id, case.id]
        assert {item.step for item in file.items} == {model.current().steps[0].code}
        assert (file.meeting.state, file.current, file.present) == (State.PLANNED, None, frozenset())
        opened = opening.open_all([file.meeting], by=esra, purpose="test", now=clock.now())
        assert opened(file.meeting, "place") == sat.PLACE
    assert b"CANARY" not in bytes(_meeting(meeting).place)
    assert [line.actor_id for line in sat.lines("table.planned")] == [world.people["joyce"].id]


@pytest.mark.parametrize(("login", "refusal"), [("thijs", Refused), ("esra", Refused), ("anouk", NotYours)])
def test_nobody_else_plans_a_meeting(world: World, case: Case, login: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        sat.plan(world, case, by=login)


@pytest.mark.parametrize("days", [-1, -400])
def test_a_meeting_has_a_case_and_lies_ahead(world: World, case: Case, days: int) -> None:
    with pytest.raises(Refused) as refused:
        sat.plan(world)
    assert refused.value.field == "cases"
    with world.acting("joyce") as joyce, pytest.raises(Refused) as refused:
        actions.plan_meeting(
            day=clock.now().date() + timedelta(days=days),
            starts=time(10),
            place="x",
            agenda=[case],
            by=joyce,
            now=clock.now(),
        )
    assert refused.value.field == "day"


def test_a_closed_case_comes_on_no_agenda(world: World, case: Case) -> None:
    with world.acting("joyce") as joyce:
        closed = cases.close(case=case, reason="klaar", by=joyce, now=clock.now())
    with pytest.raises(Refused):
        sat.plan(world, closed)


def test_who_confirms_takes_a_place_once(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    sat.attend(world, meeting, "esra", "esra", "thijs")
    with behind_the_wall("postgres"):
        present = list(Attendance.objects.behind_the_second_wall().values_list("person", flat=True))
    assert sorted(present) == sorted([world.people["esra"].id, world.people["thijs"].id])
    assert len(sat.lines("table.attended")) == 2


@pytest.mark.parametrize("login", ["bram", "anouk", "farid"])
def test_who_has_no_seat_takes_no_place(world: World, case: Case, login: str) -> None:
    meeting = sat.plan(world, case)
    with world.acting(login) as viewer:
        with pytest.raises(NotYours):
            actions.attend(meeting=meeting, by=viewer, now=clock.now())
        with pytest.raises(NotYours):
            queries.get(viewer, meeting.id)


def test_nobody_joins_a_meeting_that_has_ended(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    with world.acting("joyce") as joyce:
        actions.end(meeting=meeting, by=joyce, now=clock.now())
    with pytest.raises(Refused):
        sat.attend(world, meeting, "esra")
    sat.attend(world, meeting, "joyce")  # who was there already stays so, without a word


def test_the_chair_confirms_secrecy_before_the_meeting_opens(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    with world.acting("joyce") as joyce, pytest.raises(Refused):
        actions.start(meeting=meeting, by=joyce, now=clock.now())
    assert _meeting(meeting).state == State.PLANNED
    sat.begin(world, meeting)
    assert _meeting(meeting).state == State.OPEN


def test_a_meeting_goes_one_way(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    sat.attend(world, meeting, "joyce")
    with world.acting("joyce") as joyce:
        with pytest.raises(Refused):
            actions.end(meeting=meeting, by=joyce, now=clock.now())
        opened = actions.start(meeting=meeting, by=joyce, now=clock.now())
        assert (opened.state, opened.opened_at is None) == (State.OPEN, False)
        with pytest.raises(Refused):  # also who still holds it as it was planned
            actions.start(meeting=meeting, by=joyce, now=clock.now())
        ended = actions.end(meeting=meeting, by=joyce, now=clock.now())
        assert (ended.state, ended.current) == (State.ENDED, None)
        for act in (actions.start, actions.end):
            with pytest.raises(Refused):
                act(meeting=meeting, by=joyce, now=clock.now())
    for action in ("table.opened", "table.ended"):
        assert len(sat.lines(action)) == 1


def test_the_chair_puts_a_case_on_the_table_and_moves_it_on_and_back(world: World, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting = sat.plan(world, case, other)
    sat.begin(world, meeting)
    first = sat.call(world, meeting, case, step="JUDGE")
    assert _meeting(meeting).current == first.id
    second = sat.call(world, meeting, other)
    assert _meeting(meeting).current == second.id
    again = sat.call(world, meeting, case, step="SHARE")
    assert (again.step, _meeting(meeting).current) == ("SHARE", first.id)
    with world.acting("joyce") as joyce:
        called = Step.objects.visible_to(joyce).filter(case=case, kind="table.called")
        assert called.count() == 1  # it reads back once, however often it came back
    assert [line.scope_id for line in sat.lines("table.moved")] == [case.id, case.id]
    assert len(sat.lines("table.called")) == 3


def test_there_are_only_the_steps_of_the_model(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    with world.acting("joyce") as joyce:
        for step in model.current().steps:
            assert actions.move(item=item, step=step.code, by=joyce, now=clock.now()).step == step.code
        with pytest.raises(Refused):
            actions.move(item=item, step="NO_SUCH_STEP", by=joyce, now=clock.now())
    assert sat.item_of(world, meeting, case).step == model.current().steps[-1].code


@pytest.mark.parametrize("login", ["thijs", "esra"])
def test_nobody_but_the_chair_moves_the_table(world: World, case: Case, login: str) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, login)
    item, now = sat.item_of(world, meeting, case, by=login), clock.now()
    with world.acting(login) as by:
        for act in (
            lambda: actions.call(item=item, by=by, now=now),
            lambda: actions.move(item=item, step="JUDGE", by=by, now=now),
            lambda: actions.unlock_name(item=item, by=by, now=now),
            lambda: minuting.note_minutes(item=item, text="x", version=1, by=by, now=now),
            lambda: actions.end(meeting=meeting, by=by, now=now),
        ):
            with pytest.raises(Refused):
                act()
    kept = sat.item_of(world, meeting, case)
    assert (kept.step, kept.name_unlocked, kept.version) == ("SHARE", False, 1)
    assert not sat.lines("table.name_unlocked") and not sat.lines("table.ended")


def test_nothing_moves_before_the_meeting_opens_or_after_it_ended(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    item = sat.item_of(world, meeting, case)

    def all_refused() -> None:
        with world.acting("joyce") as joyce:
            now = clock.now()
            for act in (
                lambda: actions.call(item=item, by=joyce, now=now),
                lambda: actions.move(item=item, step="JUDGE", by=joyce, now=now),
                lambda: actions.unlock_name(item=item, by=joyce, now=now),
            ):
                with pytest.raises(Refused):
                    act()

    all_refused()
    sat.begin(world, meeting)
    with world.acting("joyce") as joyce:
        actions.end(meeting=meeting, by=joyce, now=clock.now())
    all_refused()


def test_unlocking_a_name_reads_back_and_is_logged(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    with world.acting("joyce") as joyce:
        assert actions.unlock_name(item=item, by=joyce, now=clock.now()).name_unlocked
        assert Step.objects.visible_to(joyce).filter(kind="table.name_unlocked").count() == 1
    line = sat.lines("table.name_unlocked")[0]
    assert (line.actor_id, line.scope_id) == (world.people["joyce"].id, case.id)
    assert worlds.NAME not in str(line.content)


def test_the_words_of_the_chair_are_sealed_and_two_versions_both_kept(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    with world.acting("joyce") as joyce:
        noted = minuting.note_minutes(item=item, text="CANARY-first", version=1, by=joyce, now=clock.now())
        assert noted.version == 2 and b"CANARY" not in bytes(noted.words)
        with pytest.raises(Conflict) as conflict:
            minuting.note_minutes(item=item, text="CANARY-second", version=1, by=joyce, now=clock.now())
        with pytest.raises(Refused):
            minuting.note_minutes(item=item, text=" ", version=2, by=joyce, now=clock.now())
        there = opening.open_all([noted], by=joyce, purpose="test", now=clock.now())(noted, "words")
    assert (conflict.value.mine, there) == ("CANARY-second", "CANARY-first")
    assert [line.scope_id for line in sat.lines("table.minutes_noted")] == [case.id]
