"""Tables of twelve screens, many and few: how soon does every screen hold what the chair changed?"""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from datetime import date
from datetime import time as clock_time
from uuid import UUID

from casustafel.access import bind
from casustafel.bench.filling import SCREENS, Filled
from casustafel.bench.pages import session_of
from casustafel.bench.report import Figure
from casustafel.bench.serving import HOST, Web
from casustafel.bench.wire import Wire
from casustafel.lib import clock
from casustafel.table import actions
from casustafel.table.models import AgendaItem

MANY, FEW = 25, 3
SECONDS = 30
EVERY = 2.0
STEPS = ("PICTURE", "JUDGE")


@dataclass
class Sitting:
    meeting: UUID
    item: UUID
    changed: float = 0.0
    delays: list[float] = field(default_factory=list)


def measure(web: Web, filled: Filled) -> list[Figure]:
    sessions = [session_of(person) for person in filled.people]
    chair = session_of(filled.stage.people["joyce"])
    few = _measured(web, _open(filled, FEW), sessions, chair)
    many = _measured(web, _open(filled, MANY), sessions, chair)
    return [
        _figure("table.p99_ms", many, MANY),
        _figure(f"table.p99_ms.of_{FEW}", few, FEW),
        Figure("web.memory_mb", web.memory_mb(), "MB", 250, "the web process after all this"),
    ]


def _measured(web: Web, sittings: list[Sitting], sessions: list[str], chair: str) -> list[float]:
    asyncio.run(_run(web.port, sittings, sessions, chair))
    return sorted(delay for sitting in sittings for delay in sitting.delays)


def _figure(name: str, delays: list[float], tables: int) -> Figure:
    """A change that no screen held when the time was over counts as one that took all the time."""
    expected = int(tables * SCREENS * (SECONDS / EVERY - 1))
    missed = [float(SECONDS)] * max(0, expected - len(delays))
    counted = [*delays, *missed]
    p99 = counted[int(0.99 * (len(counted) - 1))]
    said = f"{len(delays)} of {expected} changes reached {tables * SCREENS} screens"
    return Figure(name, 1000 * p99, "ms", 500, said)


def _open(filled: Filled, tables: int) -> list[Sitting]:
    made = []
    with filled.stage.acting("joyce") as joyce:
        for case in filled.cases[:tables]:
            now = clock.now()
            meeting = actions.plan_meeting(
                day=date.today(), starts=clock_time(10), place="hier", agenda=[case], by=joyce, now=now
            )
            actions.attend(meeting=meeting, by=joyce, now=now)
            actions.start(meeting=meeting, by=joyce, now=now)
            item = AgendaItem.objects.visible_to(joyce).select_related("case__key").get(meeting=meeting)
            actions.call(item=item, by=joyce, now=now)
            made.append((meeting, Sitting(meeting.id, item.id)))
    for person in filled.people:
        with bind.as_account(person.account_id, origin="bench") as viewer:
            for meeting, _sitting in made:
                actions.attend(meeting=meeting, by=viewer, now=clock.now())
    return [sitting for _meeting, sitting in made]


async def _run(port: int, sittings: list[Sitting], sessions: list[str], chair: str) -> None:
    end = time.monotonic() + SECONDS + 4
    screens = [_screen(port, sitting, session, end) for sitting in sittings for session in sessions]
    chairs = [
        _chair(port, sitting, chair, number * EVERY / len(sittings), end)
        for number, sitting in enumerate(sittings)
    ]
    await asyncio.gather(*screens, *chairs)


async def _chair(port: int, sitting: Sitting, session: str, offset: float, end: float) -> None:
    """Moves the case to another step every two seconds; the tables take turns over those two seconds."""
    wire = Wire(HOST, port, session)
    await asyncio.sleep(3 + offset)
    token, turn = secrets.token_hex(16), 0
    while time.monotonic() < end - EVERY:
        sitting.changed = time.monotonic()
        path = f"/overleg/{sitting.meeting}/{sitting.item}/stap/"
        await wire.post(path, {"step": STEPS[turn % 2]}, token)
        turn += 1
        await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - sitting.changed)))
    wire.close()


async def _screen(port: int, sitting: Sitting, session: str, end: float) -> None:
    pages, stream = Wire(HOST, port, session), Wire(HOST, port, session)
    try:
        async for _event in stream.events(f"/overleg/{sitting.meeting}/stroom/", end):
            changed = sitting.changed
            body = await pages.get(f"/overleg/{sitting.meeting}/deel/")
            if changed and b"data-part" in body:
                sitting.delays.append(time.monotonic() - changed)
    finally:
        pages.close()
        stream.close()
