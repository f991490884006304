"""Room against floods, with a clock of the test's own."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from django.test import Client

from casustafel.reports import braking, slowing
from casustafel.reports.braking import Brakes, Full, Room, Rule, is_solved
from casustafel.reports.tests import given as made
from casustafel.reports.tests import walked
from casustafel.reports.tests.walked import CHECK, CODE, ROAD
from tests import bad_input
from tests.world import World

HERE, THERE = "203.0.113.7", "203.0.113.8"


class Clock:
    now = 3_600_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def brakes(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Brakes:
    monkeypatch.setattr(braking, "RULES", {"begin": Rule(Room(2, 0.1), Room(5, 0.1)), **CODES})
    return Brakes(b"secret", clock=clock)


CODES = {"code": Rule(Room(3, 1 / 30), Room(100, 1)), "send": Rule(Room(1, 0.1), Room(2, 0.1))}


def solution(ticket: str) -> str:
    return next(str(n) for n in count() if is_solved(ticket, str(n), 16))


class TestRoom:
    def test_who_asks_too_much_waits_and_another_does_not(self, brakes: Brakes) -> None:
        assert [brakes.admit("begin", HERE) for _ in range(2)] == [None, None]
        assert brakes.admit("begin", HERE) is not None
        assert brakes.admit("begin", THERE) is None

    def test_room_comes_back_with_time(self, brakes: Brakes, clock: Clock) -> None:
        for _ in range(2):
            brakes.admit("begin", HERE)
        clock.now += 10
        assert brakes.admit("begin", HERE) is None

    def test_a_ticket_passes_once_after_its_wait_and_keeps_its_wait_when_shown_early(
        self, brakes: Brakes, clock: Clock
    ) -> None:
        for _ in range(2):
            brakes.admit("begin", HERE)
        asked = brakes.admit("begin", HERE)
        assert asked is not None and asked.wait == braking.LEAST_WAIT
        clock.now += 4
        early = brakes.admit("begin", HERE, ticket=asked.ticket)
        assert early is not None and (early.ticket, early.wait) == (asked.ticket, asked.wait - 4)
        clock.now += 6
        brakes.count("begin", HERE)  # another behind the same address goes on asking
        assert brakes.admit("begin", HERE, ticket=asked.ticket) is None
        assert brakes.admit("begin", HERE, ticket=asked.ticket) is not None

    def test_a_sum_that_is_done_passes_at_once(self, brakes: Brakes) -> None:
        for _ in range(2):
            brakes.admit("begin", HERE)
        asked = brakes.admit("begin", HERE)
        assert asked is not None
        assert brakes.admit("begin", HERE, ticket=asked.ticket, answer="no") is not None
        assert brakes.admit("begin", HERE, ticket=asked.ticket, answer=solution(asked.ticket)) is None

    @pytest.mark.parametrize(
        "spoil", [lambda t: t[:-1] + "x", lambda t: t.replace("code", "send"), str.upper, lambda t: ""]
    )
    def test_a_ticket_that_is_not_ours_or_for_something_else_or_old(
        self, brakes: Brakes, clock: Clock, spoil: Callable[[str], str]
    ) -> None:
        for _ in range(6):
            brakes.count("code", HERE)
        asked = brakes.look("code", HERE)
        assert asked is not None
        clock.now += asked.wait
        assert brakes.look("code", HERE, ticket=spoil(asked.ticket)) is not None
        clock.now += braking.TICKET_LIVES
        for _ in range(6):
            brakes.count("code", HERE)
        assert brakes.look("code", HERE, ticket=asked.ticket) is not None

    def test_all_together_there_is_an_end(self, brakes: Brakes, clock: Clock) -> None:
        for n in range(5):
            assert brakes.admit("begin", f"203.0.113.{n}") is None
        with pytest.raises(Full):
            brakes.admit("begin", "198.51.100.1")
        clock.now += 10
        assert brakes.admit("begin", "198.51.100.1") is None

    def test_many_wrong_codes_of_many_keep_no_right_one_out(self, brakes: Brakes) -> None:
        for n in range(150):
            brakes.look("code", f"203.0.113.{n}")
            brakes.count("code", f"203.0.113.{n}")
        asked = brakes.look("code", "198.51.100.1")
        assert asked is not None and asked.wait == braking.LEAST_WAIT
        assert brakes.look("code", "198.51.100.1", ticket=asked.ticket, answer=solution(asked.ticket)) is None

    def test_waiting_grows_and_ends(self, brakes: Brakes) -> None:
        waits = [brakes.count("code", HERE) for _ in range(40)]
        assert waits[:2] == [0, 0] and waits[2] == braking.LEAST_WAIT
        assert waits == sorted(waits) and max(waits) <= braking.MOST_WAIT

    def test_one_house_is_one_address_also_in_ipv6(self, brakes: Brakes) -> None:
        for n in (1, 2):
            assert brakes.admit("begin", f"2001:db8:1:2::{n}") is None
        assert brakes.admit("begin", "2001:db8:1:2:ffff::9") is not None
        assert brakes.admit("begin", "2001:db8:1:3::1") is None

    def test_no_address_is_in_memory_and_all_is_forgotten_within_the_hour(
        self, brakes: Brakes, clock: Clock
    ) -> None:
        for _ in range(3):
            brakes.admit("begin", HERE)
        assert HERE not in repr(brakes) and HERE.encode() not in repr(brakes).encode()
        before = set(brakes._each)
        clock.now += braking.HOUR
        brakes.admit("begin", HERE)
        assert not before & set(brakes._each)


@pytest.fixture
def narrow(brakes: Brakes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Brakes]:
    monkeypatch.setattr(slowing, "brakes", lambda: brakes)
    yield brakes


def ticket_on(page: str) -> str:
    return page.partition('name="ticket" value="')[2].partition('"')[0]


@pytest.mark.django_db
class TestAtTheDoor:
    def test_a_busy_page_holds_what_was_typed_and_goes_on_without_javascript(
        self, world: World, narrow: Brakes, clock: Clock
    ) -> None:
        for _ in range(2):
            assert Client().post(f"{ROAD}wens/", {"wants": "BOTH"}).status_code == 302
        before = bad_input.stored()
        busy = Client().post(f"{ROAD}wens/", {"wants": "ADVICE"})
        page = busy.content.decode()
        assert busy.status_code == 429 and 'name="wants" value="ADVICE"' in page
        assert bad_input.stored() == before
        again = {"wants": "ADVICE", "ticket": ticket_on(page), "answer": ""}
        assert Client().post(f"{ROAD}wens/", again).status_code == 429
        clock.now += 10
        assert Client().post(f"{ROAD}wens/", again).status_code == 302

    def test_when_it_is_full_the_refusal_is_polite_and_loses_nothing(
        self, world: World, narrow: Brakes, clock: Clock
    ) -> None:
        browser = Client()
        walked.tells(browser, walked.SHORTEST)
        form = {"code": walked.carried(browser)}
        for n in range(2):
            Client(REMOTE_ADDR=f"198.51.100.{n}").post(CHECK, {"code": "onzin"})
        full = browser.post(CHECK, form)
        assert full.status_code == 503 and full["Retry-After"] == "60"
        assert f'name="code" value="{form["code"]}"' in full.content.decode()
        clock.now += 10
        assert walked.code_on(browser.post(CHECK, form).content.decode()) == form["code"]

    def test_wrong_codes_are_slowed_and_the_right_one_still_comes_in(
        self, world: World, narrow: Brakes, clock: Clock
    ) -> None:
        _report, code = made.received(world)
        answers = [Client().post(CODE, {"code": "0000-0000-0000-0000"}) for _ in range(4)]
        assert [each.status_code for each in answers] == [422, 422, 422, 429]
        assert "10 " in answers[2].content.decode()
        held = Client().post(CODE, {"code": code})
        assert held.status_code == 429 and code in held.content.decode()
        clock.now += braking.MOST_WAIT
        Client().post(CODE, {"code": "0000-0000-0000-0000"})
        assert (
            Client().post(CODE, {"code": code, "ticket": ticket_on(held.content.decode())}).status_code == 302
        )

    def test_a_right_code_costs_nobody_anything(self, world: World, narrow: Brakes) -> None:
        _report, code = made.received(world)
        for _ in range(6):
            assert Client().post(CODE, {"code": code}).status_code == 302
