"""Hears in each web process what changes, and tells the shelf.

A thread and a connection of its own, so that a fetch can wait until all is heard that was said before it
began: of two processes the other may hear first, and wake a screen that then fetches here.
"""

import os
import select
import threading
import time

import psycopg
from psycopg import Connection

from casustafel.lib import live
from casustafel.table.shelf import SECONDS, Shelf, shelf

WAIT_SECONDS = 2.0
AGAIN_SECONDS = 1.0


class Ear:
    """`asked` and `heard` are numbers of fetches: what the fetch with the number `heard` had to wait for has
    been heard."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._begun, self._wanted = False, True
        self._news = threading.Condition()
        self._asked = self._heard = 0
        self._listens = False
        self._bell_out, self._bell_in = os.pipe()

    def begin(self) -> None:
        """With the first that is served; loading the program alone opens nothing."""
        if self._begun:
            return
        self._begun = True
        threading.Thread(target=self._run, name="hearing", daemon=True).start()

    def end(self) -> None:
        self._wanted = False
        os.write(self._bell_in, b".")

    def catch_up(self) -> bool:
        """Whether all is heard that was said before this moment. Where nothing is heard the shelf is shut."""
        with self._news:
            if not self._listens:
                return True
            self._asked += 1
            mine = self._asked
            os.write(self._bell_in, b".")
            self._news.wait_for(lambda: self._heard >= mine or not self._listens, WAIT_SECONDS)
            return self._heard >= mine

    def _run(self) -> None:
        while self._wanted:
            try:
                with psycopg.connect(live.conninfo(), autocommit=True) as connection:
                    self._listen(connection)
            except psycopg.OperationalError:
                time.sleep(AGAIN_SECONDS)
            finally:
                self._stop()

    def _listen(self, connection: Connection) -> None:
        connection.add_notify_handler(lambda notice: self._shelf.changed(notice.payload))
        connection.execute(f"LISTEN {live.CHANNEL}")
        self._shelf.begin()
        self._listens = True
        while self._wanted:
            ready, _, _ = select.select([connection.fileno(), self._bell_out], [], [], SECONDS)
            if self._bell_out in ready:
                os.read(self._bell_out, 4096)
            asked = self._asked
            connection.execute("SELECT 1")  # what was said before this comes before its answer
            with self._news:
                self._heard = asked
                self._news.notify_all()
            self._shelf.sweep()

    def _stop(self) -> None:
        self._shelf.stop()
        with self._news:
            self._listens = False
            self._news.notify_all()


ear = Ear(shelf)
catch_up = ear.catch_up
