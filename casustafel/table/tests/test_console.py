"""What the chair does from the console, who may speak, and what each leaves in the log."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.table import actions, console, console_hands, console_queries, console_turns
from casustafel.table.choices import Big, Turn
from casustafel.table.models import AgendaItem, Hand, Meeting, TableTurn
from casustafel.table.tests import sat
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def there(meeting: Meeting) -> Meeting:
    with behind_the_wall("postgres"):
        found: Meeting = Meeting.objects.behind_the_second_wall().get(pk=meeting.pk)
        return found


def turns(meeting: Meeting) -> list[TableTurn]:
    with behind_the_wall("postgres"):
        return list(TableTurn.objects.behind_the_second_wall().filter(meeting=meeting).order_by("number"))


def do(world: World, act: Callable[..., Any], *, by: str = "joyce", later: int = 0, **what: Any) -> Any:
    with world.acting(by) as viewer:
        return act(**what, by=viewer, now=clock.now() + timedelta(seconds=later))


def timer_of(item: AgendaItem, at: int) -> tuple[int, int]:
    moment = clock.now() + timedelta(seconds=at)
    running = console_turns.clock_of(item)
    return round(running.in_step(moment), -1), round(running.in_case(moment), -1)


# Pause


def test_a_pause_stops_the_clock_and_is_a_turn(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    paused = do(world, console.pause, meeting=meeting, later=60)
    assert paused.paused_at is not None and there(meeting).version == paused.version
    do(world, console.pause, meeting=meeting, later=90)  # a second time changes nothing
    assert there(meeting).paused_at == paused.paused_at
    gone_on = do(world, console.resume, meeting=meeting, later=660)
    do(world, console.resume, meeting=meeting, later=700)
    assert (gone_on.paused_at, there(meeting).paused_at) == (None, None)
    assert timer_of(sat.item_of(world, meeting, case), 720) == (120, 120)
    assert [turn.kind for turn in turns(meeting)][-2:] == [Turn.PAUSE, Turn.RESUME]
    for word in ("table.paused", "table.resumed"):
        assert [line.actor_id for line in sat.lines(word)] == [world.people["joyce"].id]


def test_a_meeting_without_a_case_on_the_table_pauses_too(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    with pytest.raises(Refused):
        do(world, console.pause, meeting=meeting)
    sat.begin(world, meeting)
    do(world, console.pause, meeting=meeting)
    assert do(world, console.resume, meeting=meeting).paused_at is None
    assert sat.item_of(world, meeting, case).paused_seconds == 0


# The clock of a case


def test_time_goes_to_the_case_that_is_on(world: World, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting = sat.plan(world, case, other)
    sat.begin(world, meeting)
    first, second = sat.item_of(world, meeting, case), sat.item_of(world, meeting, other)
    do(world, actions.call, item=first)
    do(world, actions.move, item=first, step="PICTURE", later=120)
    do(world, actions.call, item=second, later=300)
    first = sat.item_of(world, meeting, case)
    assert (first.step_at, timer_of(first, 999)) == (None, (0, 300))
    do(world, actions.call, item=first, later=600)
    assert timer_of(sat.item_of(world, meeting, case), 660) == (60, 360)
    assert timer_of(sat.item_of(world, meeting, other), 660) == (0, 300)
    moved = do(world, actions.move, item=second, step="JUDGE", later=700)  # while the other is on
    assert moved.step_at is None and timer_of(moved, 999) == (0, 300)


# The name and the big screen


def test_a_name_is_locked_again(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    assert not do(world, console.lock_name, item=item).name_unlocked  # was locked: nothing happens
    do(world, actions.unlock_name, item=item)
    do(world, actions.unlock_name, item=item)
    assert not do(world, console.lock_name, item=item).name_unlocked
    assert not sat.item_of(world, meeting, case).name_unlocked
    assert [line.scope_id for line in sat.lines("table.name_locked")] == [case.id]
    assert len(sat.lines("table.name_unlocked")) == 1
    assert [turn.kind for turn in turns(meeting)][-2:] == [Turn.UNLOCK, Turn.LOCK]


def test_the_chair_chooses_what_the_big_screen_shows(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    for _twice in range(2):
        assert do(world, console.show_on_big, meeting=meeting, big=Big.MAP).big == Big.MAP
    assert there(meeting).big == Big.MAP
    assert len(sat.lines("table.big_chosen")) == 1


# Versions


def test_a_turn_on_an_older_version_is_refused(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item, seen = sat.item_of(world, meeting, case), there(meeting).version
    do(world, actions.move, item=item, step="PICTURE", version=seen)
    kept, count = there(meeting), len(turns(meeting))
    assert kept.version == seen + 1
    for act in (
        lambda: do(world, actions.move, item=item, step="JUDGE", version=seen),
        lambda: do(world, actions.unlock_name, item=item, version=seen),
        lambda: do(world, console.pause, meeting=meeting, version=seen),
        lambda: do(world, console.show_on_big, meeting=meeting, big=Big.BLANK, version=seen),
        lambda: do(world, console.undo, meeting=meeting, version=seen),
    ):
        with pytest.raises(Refused):
            act()
    assert (there(meeting).version, len(turns(meeting))) == (kept.version, count)
    assert sat.item_of(world, meeting, case).step == "PICTURE"
    do(world, actions.move, item=item, step="PICTURE", version=seen)  # it stands there: one turn
    assert len(turns(meeting)) == count


def test_other_turns_on_an_older_version_are_refused_too(world: World, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting = sat.plan(world, case, other)
    sat.begin(world, meeting)
    sat.call(world, meeting, case)
    item, second = sat.item_of(world, meeting, case), sat.item_of(world, meeting, other)
    do(world, actions.unlock_name, item=item)
    do(world, console.pause, meeting=meeting)
    for act in (
        lambda: do(world, actions.call, item=second, version=1),
        lambda: do(world, console.lock_name, item=item, version=1),
        lambda: do(world, console.resume, meeting=meeting, version=1),
    ):
        with pytest.raises(Refused):
            act()
    assert there(meeting).paused_at is not None and there(meeting).current == item.id
    assert sat.item_of(world, meeting, case).name_unlocked


# Taking back


def test_each_turn_is_taken_back_in_its_order(world: World, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting = sat.plan(world, case, other)
    sat.begin(world, meeting)
    first, second = sat.item_of(world, meeting, case), sat.item_of(world, meeting, other)
    do(world, actions.call, item=first)
    do(world, actions.call, item=second, later=60)
    do(world, actions.move, item=second, step="JUDGE", later=120)
    do(world, actions.unlock_name, item=second, later=130)
    do(world, console.lock_name, item=second, later=140)
    do(world, console.show_on_big, meeting=meeting, big=Big.PLAN, later=150)
    do(world, console.pause, meeting=meeting, later=180)
    do(world, console.resume, meeting=meeting, later=240)

    def taken_back() -> tuple[str, Any]:
        turn = do(world, console.undo, meeting=meeting, later=300)
        return turn.kind, sat.item_of(world, meeting, other)

    assert taken_back()[0] == Turn.RESUME and there(meeting).paused_at is not None
    assert taken_back()[0] == Turn.PAUSE and there(meeting).paused_at is None
    assert taken_back()[0] == Turn.BIG and there(meeting).big == Big.FOLLOW
    kind, item = taken_back()
    assert (kind, item.name_unlocked) == (Turn.LOCK, True)
    kind, item = taken_back()
    assert (kind, item.name_unlocked) == (Turn.UNLOCK, False)
    kind, item = taken_back()
    assert (kind, item.step, timer_of(item, 300)) == (Turn.MOVE, "SHARE", (60, 240))
    kind, item = taken_back()
    assert (kind, item.called_at, item.step_at) == (Turn.CALL, None, None)
    assert there(meeting).current == first.id
    assert timer_of(sat.item_of(world, meeting, case), 310) == (70, 70)
    assert taken_back()[0] == Turn.CALL and there(meeting).current is None
    with pytest.raises(Refused):
        do(world, console.undo, meeting=meeting)
    assert len(sat.lines("table.undone")) == 8
    assert all(turn.undone_at for turn in turns(meeting))


def test_a_pause_that_is_taken_up_again_stands_where_it_stood(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    do(world, console.pause, meeting=meeting, later=60)
    do(world, console.resume, meeting=meeting, later=120)
    do(world, console.undo, meeting=meeting, later=180)
    do(world, console.resume, meeting=meeting, later=600)
    assert timer_of(sat.item_of(world, meeting, case), 660) == (120, 120)


def test_taking_back_raises_the_version_and_tells_the_file(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case, step="JUDGE")
    before = there(meeting).version
    do(world, console.undo, meeting=meeting, version=before)
    assert there(meeting).version == before + 1
    assert [line.scope_id for line in sat.lines("table.undone")] == [case.id]


def test_what_changed_meanwhile_is_not_wiped_out(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case, step="JUDGE")
    with behind_the_wall("postgres"):
        AgendaItem.objects.behind_the_second_wall().filter(meeting=meeting).update(step="GOALS")
    with pytest.raises(Refused):
        do(world, console.undo, meeting=meeting)
    assert sat.item_of(world, meeting, case).step == "GOALS"
    assert not sat.lines("table.undone")


@pytest.mark.parametrize("login", ["thijs", "esra"])
def test_nobody_but_the_chair_turns_the_table(world: World, case: Case, login: str) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, login)
    item, kept, count = sat.item_of(world, meeting, case, by=login), there(meeting).version, turns(meeting)
    for act in (
        lambda: do(world, console.pause, meeting=meeting, by=login),
        lambda: do(world, console.resume, meeting=meeting, by=login),
        lambda: do(world, console.lock_name, item=item, by=login),
        lambda: do(world, console.show_on_big, meeting=meeting, big=Big.BLANK, by=login),
        lambda: do(world, console.undo, meeting=meeting, by=login),
    ):
        with pytest.raises(Refused):
            act()
    assert (there(meeting).version, len(turns(meeting))) == (kept, len(count))


# Hands


def up(world: World, meeting: Meeting, by: str = "joyce") -> list[str]:
    logins = {person.id: login for login, person in world.people.items()}
    with world.acting(by):
        return [logins[hand.person_id] for hand in console_queries.hands_up(meeting)]


def test_hands_speak_in_the_order_in_which_they_went_up(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra", "marloes", "thijs")
    for n, login in enumerate(("marloes", "esra", "thijs", "marloes")):
        do(world, console_hands.raise_hand, meeting=meeting, by=login, later=n)
    assert up(world, meeting, "thijs") == ["marloes", "esra", "thijs"]
    assert len(sat.lines("table.hand_raised")) == 3
    hands = {hand.person_id: hand for hand in _hands(world, meeting)}
    do(world, console_hands.lower_hand, hand=hands[world.people["marloes"].id], by="marloes")
    do(world, console_hands.lower_hand, hand=hands[world.people["marloes"].id], by="marloes")
    assert up(world, meeting) == ["esra", "thijs"] and len(sat.lines("table.hand_lowered")) == 1
    do(world, console_hands.raise_hand, meeting=meeting, by="marloes", later=9)
    assert up(world, meeting) == ["esra", "thijs", "marloes"]


def test_the_chair_gives_the_floor_to_one_at_a_time(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra", "marloes")
    first = do(world, console_hands.raise_hand, meeting=meeting, by="esra")
    second = do(world, console_hands.raise_hand, meeting=meeting, by="marloes", later=1)
    do(world, console_hands.give_floor, hand=first, later=2)
    do(world, console_hands.give_floor, hand=first, later=3)  # has it already
    assert len(sat.lines("table.floor_given")) == 1 and up(world, meeting) == ["esra", "marloes"]
    do(world, console_hands.give_floor, hand=second, later=4)
    assert up(world, meeting) == ["marloes"]
    with pytest.raises(Refused):
        do(world, console_hands.give_floor, hand=first, later=5)
    do(world, console_hands.lower_hand, hand=second, later=6)
    assert up(world, meeting) == []


def test_a_hand_is_of_who_sits_at_the_table(world: World, case: Case) -> None:
    meeting = sat.plan(world, case)
    sat.attend(world, meeting, "esra")
    with pytest.raises(Refused):
        do(world, console_hands.raise_hand, meeting=meeting, by="esra")  # not under way
    sat.begin(world, meeting)
    hand = do(world, console_hands.raise_hand, meeting=meeting, by="esra")
    with pytest.raises(Refused):
        do(world, console_hands.raise_hand, meeting=meeting, by="thijs")  # took no place
    for login in ("bram", "anouk"):
        with pytest.raises(NotYours):
            do(world, console_hands.raise_hand, meeting=meeting, by=login)
    for act in (console_hands.lower_hand, console_hands.give_floor):
        with pytest.raises(Refused):
            do(world, act, hand=hand, by="thijs")
    assert up(world, meeting) == ["esra"]


def _hands(world: World, meeting: Meeting) -> list[Hand]:
    with world.acting("joyce") as joyce:
        return list(Hand.objects.visible_to(joyce).filter(meeting=meeting).select_related("meeting"))
