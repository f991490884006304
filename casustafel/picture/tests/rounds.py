"""Twelve people around one table who judge, leave, fall away and come back; and what each of them received.

Every text holds a sign of its own. Who may know a sign is kept here in plain sets, apart from the product.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from uuid import UUID

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.picture import judging
from casustafel.picture.models import Answer, Round
from casustafel.picture.tests import told
from casustafel.table import stage
from casustafel.table.tests import sat
from casustafel.vault import opening
from tests import world as worlds
from tests.world import World, behind_the_wall

MORE = {
    "wies": "SAFETY_HOUSE",
    "kees": "CHILD_PROTECTION",
    "mara": "MENTAL_HEALTH",
    "omar": "OTHER",
    "tess": "POLICE",
    "udo": "PROBATION",
    "vera": "MUNICIPALITY",
}
PEOPLE = ("marloes", "joyce", "esra", "thijs", "pieterjan", *MORE)
SHOWN = {"REVEALED", "AGAIN", "CONCLUDED"}
NEW_EACH_TIME = re.compile(rb'name="(?:csrfmiddlewaretoken|form_id)" value="[^"]*"|nonce="[^"]*"')
LEVELS = ("STRANGE_NOT_WORRYING", "SOME_WORRY", "ACT_NOW", "ABSTAINS")


class Fell(Exception):
    """The process falls after the write, before the commit."""


class Leaked(AssertionError):
    pass


def let_in(world: World, case: Case) -> None:
    """The five of this case, and seven more."""
    with behind_the_wall():
        for login, kind in MORE.items():
            roles = ["PARTICIPANT"]
            worlds.join(world, login=login, name=login, roles=roles, slug="merenwoude", kind=kind)
    for login in MORE:
        with world.acting("joyce") as joyce:
            new = cases.NewSeat(world.people[login], SeatRole.PARTICIPANT, "taak")
            cases.seat(case=case, new=new, by=joyce, now=clock.now())


class Table:
    """One sitting. Each deed looks afterwards at what it may have changed."""

    def __init__(self, world: World, case: Case) -> None:
        self.world, self.case = world, case
        self.meeting = sat.under_way(world, case, step="JUDGE")
        self.round: Round = told.open_round(world, case)
        self.signs, self.turn = count(1), count()
        self.whose: dict[str, str] = {}  # of every text ever typed: who typed it
        self.now: dict[tuple[UUID, str], str] = {}  # what each has typed last, by round
        self.done: set[tuple[UUID, str]] = set()
        self.free: set[str] = set()  # what lies side by side
        self.fallen: set[str] = set()  # what was never kept
        self.gone: set[str] = set()
        self.clients: dict[str, Client] = {}
        self.told: list[str] = []
        self.deeds: dict[str, Callable[[str], None]] = {
            name: getattr(self, name)
            for name in (
                *("join", "keep", "finish", "take_back", "close", "reopen", "reveal"),
                *("ask_again", "conclude", "leave", "fall", "come_back"),
            )
        }

    def play(self, deeds: list[tuple[str, int]]) -> None:
        with connection.execute_wrapper(self._overhear):
            for name, who in deeds:
                login = PEOPLE[who]
                with suppress(Refused, NotYours):
                    self.deeds[name](login)
                self.look(login)
                self.look(PEOPLE[(who + 1 + next(self.turn)) % len(PEOPLE)])
            self.end()

    # What people do.

    def join(self, login: str) -> None:
        sat.attend(self.world, self.meeting, login)

    def keep(self, login: str) -> None:
        """By what somebody types no other screen changes a byte, and nothing but the answer is written."""
        others = [each for each in PEOPLE if each not in self.gone | {login}]
        other = others[next(self.turn) % len(others)]
        before = self._bytes("judgement", other)
        told_before, wrote = len(self.told), []
        sign = self._sign(login)
        try:
            with connection.execute_wrapper(_written(wrote)):
                told.keep(self.world, self.round, by=login, level=self._level(login), text=sign)
        except (Refused, NotYours):
            self.fallen.add(sign)
            raise
        self.now[self.round.id, login] = sign
        if set(wrote) - {"picture_answer", "access_session"} or len(self.told) != told_before:
            raise Leaked(f"typing left a trace in {sorted(set(wrote))}, and told {self.told[told_before:]}")
        if self._bytes("judgement", other) != before:
            raise Leaked("what somebody types changed another's page")

    def finish(self, login: str) -> None:
        sign = self._sign(login)
        try:
            told.answer(self.world, self.round, by=login, level=self._level(login), text=sign)
        except (Refused, NotYours):
            self.fallen.add(sign)
            raise
        self.now[self.round.id, login] = sign
        self.done.add((self.round.id, login))

    def take_back(self, login: str) -> None:
        told.take_back(self.world, self.round, by=login)
        self.done.discard((self.round.id, login))

    def close(self, _login: str) -> None:
        told.close(self.world, self.round)

    def reopen(self, _login: str) -> None:
        told.reopen(self.world, self.round)

    def reveal(self, _login: str) -> None:
        told.reveal(self.world, self.round)
        self.free |= {self.now[each] for each in self.done if each[0] == self.round.id}

    def ask_again(self, _login: str) -> None:
        self.round = told.ask_again(self.world, self.round)

    def conclude(self, _login: str) -> None:
        with self.world.acting("joyce") as joyce:
            judging.conclude(
                round=self.round, joint="samen", dissents={}, without="omdat", by=joyce, now=clock.now()
            )
        self.round = told.open_round(self.world, self.case)

    def leave(self, login: str) -> None:
        with self.world.acting("joyce") as joyce:
            seat = Seat.objects.visible_to(joyce).select_related("case", "key")
            seat = seat.get(case=self.case, person=self.world.people[login], until_date=None)
            cases.end_seat(seat=seat, reason="klaar", by=joyce, now=clock.now())
        self.gone.add(login)

    def fall(self, login: str) -> None:
        sign = self._sign(login)
        self.fallen.add(sign)
        with suppress(Fell), transaction.atomic():
            told.answer(self.world, self.round, by=login, level=self._level(login), text=sign)
            raise Fell

    def come_back(self, login: str) -> None:
        self.clients.pop(login, None)

    # What each receives.

    def look(self, login: str) -> None:
        kinds = ("part", "judgement", "case", "new")
        kind = kinds[next(self.turn) % len(kinds)]
        self._check(self._bytes(kind, login), login, kind)
        if kind == "part":
            self._check(self._bytes("big", "joyce"), "", "big")
        self._read(login)

    def end(self) -> None:
        """Shown after all, if somebody is done: then everybody sees the same, and all of it."""
        with suppress(Refused):
            self.reveal("joyce")
        here = [login for login in PEOPLE if login not in self.gone]
        seen = {self._common(login) for login in here}
        if len(seen) != 1:
            raise Leaked("not everybody sees the same")
        with behind_the_wall("postgres"):
            state = Round.objects.behind_the_second_wall().get(pk=self.round.pk).state
        shown = {self.now[each] for each in self.done if each[0] == self.round.id}
        if state == "REVEALED" and not all(sign in page for sign in shown for page in seen):
            raise Leaked("what was shown is missing")
        for login in (here[0], here[-1], *sorted(self.gone)[:1]):
            for kind in ("part", "judgement"):
                self._check(self._bytes(kind, login), login, kind)

    def _sign(self, login: str) -> str:
        sign = f"CANARY{next(self.signs)}X"
        self.whose[sign] = login
        return sign

    def _level(self, login: str) -> str:
        return LEVELS[PEOPLE.index(login) % len(LEVELS)]

    def _bytes(self, kind: str, login: str) -> bytes:
        address = {
            "part": reverse("table:part", args=[self.meeting.id]),
            "big": reverse("table:big_screen", args=[self.meeting.id]),
            "judgement": reverse("picture:judgement", args=[self.case.id]),
            "case": reverse("case", args=[self.case.id]),
            "new": reverse("table:changed", args=[self.case.id]),
        }[kind]
        if login not in self.clients:
            self.clients[login] = worlds.signed_in(self.world.people[login].account)
        answer = self.clients[login].get(address)
        if answer.status_code != 200 and login not in self.gone:
            raise Leaked(f"{kind} answered {answer.status_code} to {login}")
        return NEW_EACH_TIME.sub(b"", answer.content)

    def _check(self, received: bytes, login: str, kind: str) -> None:
        """`login`: whose screen it is, "" for the screen of all."""
        text = received.decode()
        for sign, owner in self.whose.items():
            if sign in text and (sign in self.fallen or (owner != login and sign not in self.free)):
                raise Leaked(f"{kind} shows to {login or 'all'} what {owner} typed")

    def _common(self, login: str) -> str:
        """What lies on the table for all, as this person's request draws it."""
        item = sat.item_of(self.world, self.meeting, self.case)
        with self.world.acting(login) as viewer:
            sees = stage.gather(viewer, item)
            opened = opening.open_all(sees.rows, by=viewer, purpose="table.screen", now=clock.now())
            drawn = render_to_string("table/step/judge.html", {"content": sees.present(opened)})
        self._check(drawn.encode(), "", "the table")
        return drawn

    def _read(self, login: str) -> None:
        """Each wall alone: what the database gives this person, and what the code asks for."""
        with behind_the_wall("postgres"):
            states = dict(Round.objects.behind_the_second_wall().values_list("id", "state"))
        person = self.world.people[login].id
        done = {(round, self.world.people[who].id) for round, who in self.done if states[round] in SHOWN}
        with self.world.acting(login) as viewer:
            given = _pairs(Answer.objects.behind_the_second_wall())
            with behind_the_wall("postgres"):
                asked = _pairs(Answer.objects.visible_to(viewer))
        for wall, found in (("second", given), ("first", asked)):
            if login in self.gone and found:
                raise Leaked(f"the {wall} wall gives answers to {login}, who left")
            if {pair for pair in found if pair[1] != person} - done:
                raise Leaked(f"the {wall} wall gives {login} another's answer")

    def _overhear(self, execute, statement, values, many, context):
        """What leaves for the live channel: the id of the case or the meeting, and that somebody came in."""
        if "pg_notify" in str(statement):
            self.told.append(values[1])
            if values[1] not in {str(self.case.id), str(self.meeting.id), f"{self.meeting.id}:presence"}:
                raise Leaked(f"an event says {values[1]}")
        return execute(statement, values, many, context)


def _pairs(answers) -> set[tuple[UUID, UUID]]:
    return set(answers.values_list("round_id", "person_id"))


def _written(into: list[str]):
    def note(execute, statement, values, many, context):
        found = re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', str(statement))
        if found:
            into.append(found[1])
        return execute(statement, values, many, context)

    return note
