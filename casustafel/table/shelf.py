"""What was drawn for all at a table, kept in the memory of this process for the others who fetch it now.

A drawing is given as long as nothing was said about its meeting or case since before it was begun, and two
seconds at most. That is only known while hearing.py hears the database; as long as it does not, nothing is
kept. Who asks while another draws the same waits for that drawing.
"""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from casustafel.vault.opening import Kept

SECONDS = 2.0
WAIT_SECONDS = 1.0
# All that lies here together, in characters; the oldest goes first.
MOST = 16_000_000


@dataclass(frozen=True)
class Drawing:
    """`marks` hold no text, so they need no opening."""

    kept: Kept
    marks: frozenset[str]
    size: int


@dataclass
class Place:
    """One drawing, or the room for one that is being made."""

    topics: frozenset[str]
    began: float
    made: threading.Event = field(default_factory=threading.Event)
    drawing: "Drawing | None" = None


class Turn:
    """What somebody gets who asks for a drawing: the drawing, or the turn to make it."""

    def __init__(self, shelf: "Shelf", key: Hashable, place: Place | None, drawing: Drawing | None) -> None:
        self._shelf, self._key, self._place = shelf, key, place
        self.drawing = drawing

    def lay(self, drawing: Drawing) -> None:
        if self._place is not None:
            self._shelf._lay(self._key, self._place, drawing)

    def end(self) -> None:
        """Whoever waits for a drawing that was not laid makes it."""
        if self._place is not None:
            self._shelf._end(self._key, self._place)


class Shelf:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._places: dict[Hashable, Place] = {}
        self._hears = False
        self._clock = clock

    def begin(self) -> None:
        """From now on every change is heard."""
        with self._lock:
            self._places.clear()
            self._hears = True

    def stop(self) -> None:
        with self._lock:
            self._places.clear()
            self._hears = False

    def changed(self, topic: str) -> None:
        with self._lock:
            for key in [key for key, place in self._places.items() if topic in place.topics]:
                del self._places[key]

    def sweep(self) -> None:
        """No text stays in memory longer than it may be given."""
        with self._lock:
            for key in [key for key, place in self._places.items() if self._is_old(place)]:
                del self._places[key]

    def take(self, key: Hashable, topics: frozenset[str]) -> Turn:
        """The drawing of this key, or the turn to make it. `key` holds all that the drawing depends on."""
        until = self._clock() + WAIT_SECONDS
        while (left := until - self._clock()) > 0:
            with self._lock:
                place = self._places.get(key)
                if not self._hears:
                    break
                if place is None or self._is_old(place):
                    return Turn(self, key, self._room(key, topics), None)
                if place.drawing is not None:
                    return Turn(self, key, None, place.drawing)
            place.made.wait(left)
        return self.beside(key)

    def beside(self, key: Hashable) -> Turn:
        """The turn to make one for oneself alone."""
        return Turn(self, key, None, None)

    def _room(self, key: Hashable, topics: frozenset[str]) -> Place:
        self._places.pop(key, None)
        place = self._places[key] = Place(topics, self._clock())
        return place

    def _lay(self, key: Hashable, place: Place, drawing: Drawing) -> None:
        with self._lock:
            if self._places.get(key) is place:  # nothing changed while it was made
                place.drawing = drawing
                self._make_room()
        place.made.set()

    def _make_room(self) -> None:
        lying = [(key, place.drawing.size) for key, place in self._places.items() if place.drawing]
        held = sum(size for _key, size in lying)
        for key, size in lying:
            if held <= MOST:
                return
            held -= size
            del self._places[key]

    def _end(self, key: Hashable, place: Place) -> None:
        with self._lock:
            if self._places.get(key) is place and place.drawing is None:
                del self._places[key]
        place.made.set()

    def _is_old(self, place: Place) -> bool:
        return self._clock() - place.began > SECONDS


shelf = Shelf()
