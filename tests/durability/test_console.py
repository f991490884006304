"""A meeting under way: two laptops of chairs do not fight, and a table that falls stands where it stood."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from casustafel.cases.models import Case
from casustafel.table import console_rules, console_turns
from casustafel.table.models import AgendaItem, Meeting
from casustafel.table.tests import sat
from tests import world as worlds
from tests.durability import cut_off, test_together
from tests.durability.cut_off import as_superuser
from tests.durability.test_together import lines, rows, sent_at_once, statuses
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "worker"])
ClientOf = Callable[[str], Client]
Told = Callable[[str], None]
slowly = test_together.slow_to_log  # a fixture of every test here


def stands(meeting: Meeting) -> tuple[Any, ...]:
    """All that the chair can turn, past every wall."""
    there = as_superuser(
        f"SELECT version, current, big, paused_at, state FROM table_meeting WHERE id = '{meeting.id}'"
    )
    items = as_superuser(
        "SELECT step, name_unlocked, called_at, step_at, spent_seconds, paused_seconds FROM table_agendaitem"
        f" WHERE meeting_id = '{meeting.id}' ORDER BY place"
    )
    turns = as_superuser("SELECT count(*), count(undone_at) FROM table_tableturn")
    logged = as_superuser("SELECT count(*) FROM audit_userline WHERE action LIKE 'table.%'")
    return (*there, *items, *turns, *logged)


def version_of(meeting: Meeting) -> int:
    return int(stands(meeting)[0][0])


def on(meeting: Meeting, tail: str, **values: object) -> tuple[str, dict[str, Any]]:
    return f"/overleg/{meeting.id}/{tail}", {"version": version_of(meeting), **values}


class TestTwoLaptopsOfTheChair:
    def both(self, client_of: ClientOf, *presses: tuple[str, dict[str, Any]]) -> list[int]:
        return statuses(sent_at_once(*((client_of("joyce"), url, data) for url, data in presses)))

    def test_one_turn_is_given_and_the_other_is_told(
        self, world: World, client_of: ClientOf, case: Case
    ) -> None:
        meeting = sat.under_way(world, case)
        item, before = sat.item_of(world, meeting, case), version_of(meeting)
        judge = on(meeting, f"{item.id}/stap/", step="JUDGE")
        assert self.both(client_of, judge, on(meeting, f"{item.id}/stap/", step="GOALS")) == [302, 422]
        assert (version_of(meeting), lines("table.moved")) == (before + 1, 1)
        assert sat.item_of(world, meeting, case).step in {"JUDGE", "GOALS"}

    def test_turns_of_different_kinds_do_not_cross(
        self, world: World, client_of: ClientOf, case: Case
    ) -> None:
        other = worlds.open_case(world, pseudonym="Merel")
        meeting = sat.plan(world, case, other)
        sat.begin(world, meeting)
        sat.call(world, meeting, case)
        item, before = sat.item_of(world, meeting, other), version_of(meeting)
        assert self.both(client_of, on(meeting, f"{item.id}/op-tafel/"), on(meeting, "pauze/")) == [302, 422]
        assert version_of(meeting) == before + 1
        assert lines("table.called") + lines("table.paused") == 2

    def test_the_same_press_on_both_is_one_turn(self, world: World, client_of: ClientOf, case: Case) -> None:
        meeting = sat.under_way(world, case)
        item, before = sat.item_of(world, meeting, case), version_of(meeting)
        press = on(meeting, f"{item.id}/stap/", step="JUDGE")
        assert self.both(client_of, press, press) == [302, 302]
        assert (version_of(meeting), lines("table.moved")) == (before + 1, 1)

    def test_a_double_press_is_one_turn(self, world: World, client_of: ClientOf, case: Case) -> None:
        meeting = sat.under_way(world, case, step="JUDGE")
        press = on(meeting, "terug/", form_id="pressed-twice")
        assert self.both(client_of, press, press) == [302, 302]
        assert lines("table.undone") == 1 and sat.item_of(world, meeting, case).step == "SHARE"

    def test_a_turn_is_taken_back_once(self, world: World, client_of: ClientOf, case: Case) -> None:
        meeting = sat.under_way(world, case, step="JUDGE")
        assert self.both(client_of, on(meeting, "terug/"), on(meeting, "terug/")) == [302, 422]
        assert lines("table.undone") == 1 and rows("table_tableturn WHERE undone_at IS NOT NULL") == 1

    def test_without_the_version_both_would_be_done(
        self, world: World, client_of: ClientOf, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The negative control."""
        monkeypatch.setattr(console_rules, "check_version", lambda there, seen: None)
        meeting = sat.under_way(world, case)
        item = sat.item_of(world, meeting, case)
        presses = (on(meeting, f"{item.id}/stap/", step=step) for step in ("JUDGE", "GOALS"))
        assert self.both(client_of, *presses) == [302, 302]


def test_a_hand_raised_on_two_laptops_is_one_hand(world: World, client_of: ClientOf, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra")
    press = (f"/overleg/{meeting.id}/hand/", {})
    answers = sent_at_once(*((client_of("esra"), *press) for _ in range(2)))
    assert statuses(answers) == [302, 302]
    assert (rows("table_hand"), lines("table.hand_raised")) == (1, 1)


TURNS: dict[str, Callable[[AgendaItem], tuple[str, dict[str, Any]]]] = {
    "a step": lambda item: (f"{item.id}/stap/", {"step": "JUDGE"}),
    "a name": lambda item: (f"{item.id}/naam/", {}),
    "a pause": lambda item: ("pauze/", {}),
    "the big screen": lambda item: ("groot-scherm/", {"big": "MAP"}),
    "taking back": lambda item: ("terug/", {}),
}
POINTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "before it is written down": lambda patch: cut_off.before(patch, console_turns, "stamp"),
    "after the statement": lambda patch: cut_off.after(patch, console_turns, "stamp"),
    "before the commit": lambda patch: cut_off.before(patch, DatabaseWrapper, "_commit"),
    "after the commit": lambda patch: cut_off.after(patch, DatabaseWrapper, "_commit"),
}


@pytest.mark.parametrize("turn", TURNS)
def test_a_table_that_falls_over_stands_where_it_stood(
    world: World, client_of: ClientOf, case: Case, turn: str
) -> None:
    """Whoever was told it was done, finds it done; what was not committed was not done at all."""
    meeting = sat.under_way(world, case, step="PICTURE")
    joyce, item = client_of("joyce"), sat.item_of(world, meeting, case)
    tail, values = TURNS[turn](item)
    url, data = on(meeting, tail, **values)
    before = stands(meeting)
    for point, prepare in POINTS.items():

        def act(told: Told, prepare: Any = prepare) -> None:
            with pytest.MonkeyPatch.context() as patch:
                prepare(patch)
                told(str(joyce.post(url, data).status_code))

        was_ended, acknowledged = cut_off.in_a_process(act)
        assert was_ended and acknowledged == [], point
        assert (stands(meeting) == before) is (point != "after the commit"), point
    assert version_of(meeting) == data["version"] + 1
    page = client_of("joyce").get(f"/overleg/{meeting.id}/").content.decode()
    assert f'name="version" value="{data["version"] + 1}"' in page


def test_a_turn_that_was_acknowledged_is_there_after_a_fall(
    world: World, client_of: ClientOf, case: Case
) -> None:
    meeting = sat.under_way(world, case)
    joyce, item = client_of("joyce"), sat.item_of(world, meeting, case)
    url, data = on(meeting, f"{item.id}/stap/", step="JUDGE")

    def act(told: Told) -> None:
        told(str(joyce.post(url, data).status_code))
        cut_off.end()

    assert cut_off.in_a_process(act) == (True, ["302"])
    assert sat.item_of(world, meeting, case).step == "JUDGE"
    assert version_of(meeting) == data["version"] + 1
