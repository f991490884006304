"""Somebody at a browser, and what comes of every address they ask for."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.architecture.matrix.laid import CANARY, Laid
from tests.architecture.matrix.people import NOBODY, Somebody
from tests.bad_input import kept_tables, undone
from tests.world import behind_the_wall, signed_in

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def canaries_in(text: str) -> set[str]:
    return set(CANARY.findall(text))


def browser_of(laid: Laid, who: Somebody) -> Client:
    return Client() if who is NOBODY else signed_in(laid.world.people[who.login].account)


@dataclass
class Look:
    """What one person saw, by address."""

    laid: Laid
    who: Somebody
    browser: Client
    seen: dict[str, set[str]] = field(default_factory=dict)

    def get(self, address: str) -> HttpResponse:
        with undone():  # also of what the page wrote, and of who the second wall thought was looking
            response = self.browser.get(address)
        self.saw(address, f"{response.headers}{response.content.decode()}")
        return response

    def saw(self, where: str, text: str) -> None:
        self.seen.setdefault(where, set()).update(canaries_in(text))

    def leaks(self) -> set[tuple[str, str]]:
        """What this person saw and may not, with where."""
        return {
            (where, canary)
            for where, canaries in self.seen.items()
            for canary in canaries
            if not self.laid.canaries[canary](self.who)
        }

    def everything(self) -> set[str]:
        return set().union(*self.seen.values())


def fingerprint() -> list[tuple[str, str]]:
    """Of everything that is kept of files and people: no row more, and none that says something else."""
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        return [(table, _sum_of(cursor, table)) for table in kept_tables()]


def _sum_of(cursor: Any, table: str) -> str:
    cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM \"{table}\" t")
    return str(cursor.fetchone()[0])


def bytes_of(response: HttpResponse) -> tuple[int, list[tuple[str, str]], str]:
    """All that is sent, cookies included, without the ids that stood in the address (a redirect repeats
    them). Nothing else varies in what is absent: it has no form, so no token of a form."""
    headers = [(name, ID.sub("id", value)) for name, value in sorted(response.headers.items())]
    return (
        response.status_code,
        [*headers, ("cookies", str(response.cookies))],
        ID.sub("id", response.content.decode()),
    )
