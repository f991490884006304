"""Meetings under way, each with ten people of its own and a chair who moves the case every two seconds."""

import asyncio
import itertools
import secrets
import time
from dataclasses import dataclass, field
from datetime import date
from datetime import time as clock_time
from uuid import UUID

from lxml import html

from casustafel.access import bind
from casustafel.bench import filling
from casustafel.bench.pages import session_of
from casustafel.bench.serving import HOST
from casustafel.bench.wire import Wire
from casustafel.cases.models import Case
from casustafel.demo.stage import Stage
from casustafel.lib import clock
from casustafel.method import model
from casustafel.parties.models import Person
from casustafel.picture import preparing
from casustafel.table import actions
from casustafel.table.models import AgendaItem, Meeting

PEOPLE = 10
EVERY = 2.0
STEPS = ("PICTURE", "JUDGE")


@dataclass
class Screen:
    """A laptop at the table: one connection for its pages, one on which it hears of changes."""

    meeting: UUID
    pages: Wire
    hears: Wire

    @property
    def path(self) -> str:
        return f"/overleg/{self.meeting}/"

    async def join(self) -> float:
        """Seconds until the page is there and its live channel stands open."""
        began = time.monotonic()
        shown_step(await self.pages.get(self.path))
        await self.hears.open_events(f"{self.path}stroom/")
        return time.monotonic() - began

    async def fetch(self) -> str:
        return shown_step(await self.pages.get(f"{self.path}deel/"))

    def close(self) -> None:
        self.pages.close()
        self.hears.close()


@dataclass
class Change:
    """The chair's press, and when each screen held it (or, on the bare channel, heard of it)."""

    step: str
    pressed: float
    held: list[float] = field(default_factory=list)

    def seconds(self, of: int) -> float | None:
        """Until the last of so many screens had it; None when not all did."""
        return max(self.held[:of]) - self.pressed if len(self.held) >= of else None


@dataclass
class Sitting:
    meeting: UUID
    item: UUID
    chair: str
    people: list[str]
    changes: list[Change] = field(default_factory=list)

    def screens(self, port: int) -> list[Screen]:
        return [
            Screen(self.meeting, Wire(HOST, port, session), Wire(HOST, port, session))
            for session in (self.chair, *self.people)
        ]

    async def chaired(self, port: int, *, after: float, end: float) -> None:
        """The tables take turns over the two seconds between two presses."""
        wire, token = Wire(HOST, port, self.chair), secrets.token_hex(16)
        await asyncio.sleep(after)
        for step in itertools.cycle(STEPS):
            if time.monotonic() > end - EVERY:
                break
            change = Change(step, time.monotonic())
            self.changes.append(change)
            await wire.post(f"/overleg/{self.meeting}/{self.item}/stap/", {"step": step}, token)
            await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - change.pressed)))
        wire.close()


def shown_step(page: bytes) -> str:
    """The label of the step that a screen shows as the one that is on."""
    marks = html.fromstring(page).xpath('//li[@aria-current="step"]')
    return str(marks[0].text_content()).strip() if marks else ""


def label_of(step: str) -> str:
    return next(each.label for each in model.current().steps if each.code == step)


def fill(stage: Stage, tables: int) -> list[Sitting]:
    """Through the same actions as the screens."""
    return [_open(stage, number) for number in range(tables)]


def _open(stage: Stage, number: int) -> Sitting:
    people = filling.people(stage, PEOPLE - 1, named=f"table-{number}")
    case = _case(stage, people, number)
    with stage.acting("joyce") as joyce:
        now = clock.now()
        meeting = actions.plan_meeting(
            day=date.today(), starts=clock_time(10), place="hier", agenda=[case], by=joyce, now=now
        )
        actions.attend(meeting=meeting, by=joyce, now=now)
        actions.start(meeting=meeting, by=joyce, now=now)
        item = AgendaItem.objects.visible_to(joyce).select_related("case__key").get(meeting=meeting)
        actions.call(item=item, by=joyce, now=now)
    _attend(meeting, people)
    chair = session_of(stage.people["joyce"])
    return Sitting(meeting.id, item.id, chair, [session_of(person) for person in people])


def _case(stage: Stage, people: list[Person], number: int) -> Case:
    with stage.acting("joyce") as joyce:
        case = filling.open_case(stage, joyce, people, f"Tafel {number}")
    with bind.as_account(people[0].account_id, origin="bench") as viewer:
        filling.contribute(case, viewer)
    with stage.acting("joyce") as joyce:
        preparing.open_sharing(case=case, by=joyce, now=clock.now())
    return case


def _attend(meeting: Meeting, people: list[Person]) -> None:
    for person in people:
        with bind.as_account(person.account_id, origin="bench") as viewer:
            actions.attend(meeting=meeting, by=viewer, now=clock.now())
