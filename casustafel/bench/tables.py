"""Fifty tables of ten screens: how soon does every screen of a table hold what the chair changed?"""

import asyncio
import contextlib
import statistics
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import psutil

from casustafel.bench import sittings
from casustafel.bench.filling import Filled
from casustafel.bench.report import Figure
from casustafel.bench.serving import Web, all_processes, busy_seconds, together_mb
from casustafel.bench.sittings import EVERY, PEOPLE, Change, Screen, Sitting
from casustafel.table.stream import TABLE

TABLES = 50
SECONDS = 30
BARE_SECONDS = 12
JOIN_SECONDS = 20
NEVER = float(SECONDS)
FETCHES = 25


def measure(web: Web, worker: psutil.Process, filled: Filled, *, tables: int = TABLES) -> list[Figure]:
    sat = sittings.fill(filled.stage, tables)
    processes = all_processes(web, worker)
    joined, bare, memory = asyncio.run(_sit(web.port, processes, sat))
    screens = tables * PEOPLE
    waits = [[_wait(change) for change in each.changes] for each in sat]
    every = [wait for table in waits for wait in table]
    missed = sum(wait == NEVER for wait in every)
    said = (
        f"{len(every) - missed} of {len(every)} changes reached all screens of their table; {screens} screens"
    )
    return [
        Figure("stream.p99_ms", 1000 * p99([_wait(change) for change in bare]), "ms", 700, "the bare event"),
        Figure("table.join_ms", 1000 * p99(joined), "ms", 1000, f"{screens} joins in {JOIN_SECONDS} s"),
        Figure("table.big_p99_ms", 1000 * p99(every), "ms", 700, said),
        Figure("table.part_ms", _part_ms(web.port, processes, sat), "ms", 3.5, "processor time of one part"),
        Figure("table.unfairness", unfairness(waits), "ratio", 2, "the slowest table over the median"),
        Figure("table.memory_mb", memory, "MB", 600, "web, worker and PostgreSQL together"),
    ]


def p99(waits: Sequence[float]) -> float:
    """Of a hundred the slowest but one. Nothing measured counts as never."""
    return sorted(waits)[int(0.99 * (len(waits) - 1))] if waits else NEVER


def unfairness(waits: Sequence[Sequence[float]]) -> float:
    """The slowest table over the median of all tables, each by its own median."""
    each = [statistics.median(table) if table else NEVER for table in waits]
    return max(each) / statistics.median(each)


def _wait(change: Change) -> float:
    """A change that some screen of the table never held counts as one that took all the time."""
    seconds = change.seconds(PEOPLE)
    return NEVER if seconds is None else seconds


async def _sit(
    port: int, processes: list[psutil.Process], sat: list[Sitting]
) -> tuple[list[float], list[Change], float]:
    tables = [(each, each.screens(port)) for each in sat]
    everybody = [screen for _each, screens in tables for screen in screens]
    try:
        joined = await _join([screens for _each, screens in tables])
        await _changes(port, tables, BARE_SECONDS, _hear)
        bare = [change for each in sat for change in each.changes]
        for each in sat:
            each.changes = []
        await _changes(port, tables, SECONDS, _hold)
        return joined, bare, together_mb(processes)
    finally:
        for screen in everybody:
            screen.close()


async def _join(tables: list[list[Screen]]) -> list[float]:
    """Those of one table come together, the tables one after the other."""

    async def one(number: int, screen: Screen) -> float:
        await asyncio.sleep(number * JOIN_SECONDS / len(tables))
        return await screen.join()

    coming = [one(number, screen) for number, screens in enumerate(tables) for screen in screens]
    return list(await asyncio.gather(*coming))


def _part_ms(port: int, processes: list[psutil.Process], sat: list[Sitting]) -> float:
    """What one fetch takes of the processor in web processes, worker and PostgreSQL together."""
    asyncio.run(_fetch(port, sat, 1))
    before = busy_seconds(processes)
    fetched = asyncio.run(_fetch(port, sat, FETCHES))
    return 1000 * (busy_seconds(processes) - before) / fetched


async def _fetch(port: int, sat: list[Sitting], times: int) -> int:
    """The people of two tables, each a number of times."""
    screens = [screen for each in sat[:2] for screen in each.screens(port)]

    async def one(screen: Screen) -> None:
        for _time in range(times):
            await screen.fetch()
        screen.close()

    await asyncio.gather(*(one(screen) for screen in screens))
    return times * len(screens)


Follow = Callable[[Sitting, Screen, float], Coroutine[Any, Any, None]]


async def _changes(
    port: int, tables: list[tuple[Sitting, list[Screen]]], seconds: float, follow: Follow
) -> None:
    """Chairs press all this time; screens follow a little longer, for the last press."""
    end = time.monotonic() + seconds
    chairs = [
        each.chaired(port, after=number * EVERY / len(tables), end=end)
        for number, (each, _screens) in enumerate(tables)
    ]
    followed = [follow(each, screen, end + EVERY) for each, screens in tables for screen in screens]
    await asyncio.gather(*chairs, *followed)


async def _hear(sitting: Sitting, screen: Screen, end: float) -> None:
    """Only hears that there is something to fetch."""
    heard: Change | None = None
    async for event in screen.hears.events(end):
        if not _tells_of_the_table(event):
            continue
        change = sitting.changes[-1] if sitting.changes else None
        if change and change is not heard:
            change.held.append(time.monotonic())
            heard = change


async def _hold(sitting: Sitting, screen: Screen, end: float) -> None:
    """Fetches its part after each event, and reads in it at which step the table is."""
    held: Change | None = None
    async for event in screen.hears.events(end):
        if not _tells_of_the_table(event):
            continue
        shown = ""
        with contextlib.suppress(ConnectionError):
            shown = await screen.fetch()
        change = sitting.changes[-1] if sitting.changes else None
        if change and change is not held and shown == sittings.label_of(change.step):
            change.held.append(time.monotonic())
            held = change


def _tells_of_the_table(event: bytes) -> bool:
    """Who is there is told in a part of its own, which a screen fetches beside the table."""
    return TABLE.encode() in event.split()
