"""What was drawn is kept while nothing changed, and made by one while others wait."""

import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection, transaction

from casustafel.lib import live
from casustafel.table import shelf as shelves
from casustafel.table.hearing import Ear
from casustafel.table.shelf import Drawing, Shelf, Turn
from casustafel.vault.opening import Kept

TOPICS = frozenset({"meeting", "case"})


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(clock: Clock) -> Shelf:
    made = Shelf(clock)
    made.begin()
    return made


def drawing(size: int = 1) -> Drawing:
    return Drawing(Kept("html", {}), frozenset(), size)


def laid(shelf: Shelf, key: str = "key", size: int = 1) -> Drawing:
    turn, made = shelf.take(key, TOPICS), drawing(size)
    turn.lay(made)
    turn.end()
    return made


def test_what_was_drawn_is_there_for_the_next(shelf: Shelf) -> None:
    made = laid(shelf)
    assert shelf.take("key", TOPICS).drawing is made
    assert shelf.take("another", TOPICS).drawing is None


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_change_takes_it_away(shelf: Shelf, topic: str) -> None:
    made = laid(shelf)
    shelf.changed(str(uuid4()))
    assert shelf.take("key", TOPICS).drawing is made
    shelf.changed(topic)
    assert shelf.take("key", TOPICS).drawing is None


def test_what_changed_while_it_was_drawn_is_not_kept(shelf: Shelf) -> None:
    turn = shelf.take("key", TOPICS)
    shelf.changed("case")
    turn.lay(drawing())
    assert shelf.take("key", TOPICS).drawing is None


def test_its_time_counts_from_when_it_was_begun(shelf: Shelf, clock: Clock) -> None:
    turn = shelf.take("key", TOPICS)
    clock.now = 1.5
    turn.lay(drawing())
    assert shelf.take("key", TOPICS).drawing is not None
    clock.now = shelves.SECONDS + 0.1
    shelf.sweep()
    assert not shelf._places
    assert shelf.take("key", TOPICS).drawing is None


def test_who_does_not_hear_keeps_nothing(shelf: Shelf) -> None:
    laid(shelf)
    shelf.stop()
    assert not shelf._places
    laid(shelf)
    assert shelf.take("key", TOPICS).drawing is None
    shelf.begin()
    assert shelf.take("key", TOPICS).drawing is None


def test_the_oldest_makes_room(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST", 10)
    for key in "abc":
        laid(shelf, key, size=4)
    assert set(shelf._places) == {"b", "c"}
    laid(shelf, "d", size=11)  # given to its reader, kept for nobody
    assert not shelf._places


def _asked(shelf: Shelf, turns: list[Turn]) -> threading.Thread:
    asking = threading.Thread(target=lambda: turns.append(shelf.take("key", TOPICS)))
    asking.start()
    return asking


def test_who_asks_meanwhile_waits_for_the_one_who_draws() -> None:
    shelf, turns = Shelf(), list[Turn]()
    shelf.begin()
    first = shelf.take("key", TOPICS)
    asking = [_asked(shelf, turns) for _ in range(6)]
    time.sleep(0.05)
    assert not turns
    made = drawing()
    first.lay(made)
    for each in asking:
        each.join(2)
    assert [turn.drawing for turn in turns] == [made] * 6


def test_when_the_one_who_draws_fails_another_does_it() -> None:
    shelf, turns = Shelf(), list[Turn]()
    shelf.begin()
    first = shelf.take("key", TOPICS)
    asking = _asked(shelf, turns)
    first.end()
    asking.join(2)
    assert turns[0].drawing is None
    turns[0].lay(drawing())
    assert shelf.take("key", TOPICS).drawing is not None


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "WAIT_SECONDS", 0.05)
    shelf = Shelf()
    shelf.begin()
    shelf.take("key", TOPICS)
    assert shelf.take("key", TOPICS).drawing is None


# What the database says


@pytest.fixture
def ear(transactional_db: None) -> Iterator[tuple[Ear, Shelf]]:
    shelf = Shelf()
    made = Ear(shelf)
    made.begin()
    _until(lambda: made._listens)
    yield made, shelf
    made.end()
    _until(lambda: not made._listens)


def _until(holds) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_fetch_hears_all_that_was_said_before_it(ear: tuple[Ear, Shelf]) -> None:
    """Also when it comes right behind the change: there is no moment in which the old is given."""
    made, shelf = ear
    for _ in range(20):
        topic = uuid4()
        turn = shelf.take("key", frozenset({str(topic)}))
        turn.lay(drawing())
        with transaction.atomic():
            live.changed(topic)
        made.catch_up()
        assert shelf.take("key", frozenset({str(topic)})).drawing is None
        shelf.changed(str(topic))


def test_who_lost_the_database_keeps_nothing(ear: tuple[Ear, Shelf], monkeypatch: pytest.MonkeyPatch) -> None:
    made, shelf = ear
    laid(shelf)
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT 1' AND pid <> %s"
    made.catch_up()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE postgres")
        cursor.execute(ended, [connection.connection.info.backend_pid])
        cursor.execute("SET ROLE casustafel_app")
    _until(lambda: not shelf._places)
    _until(lambda: made._listens)  # and hears again by itself
