"""Rows to count, of either partnership, without the road behind them."""

from datetime import date
from uuid import uuid4

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.reports.tests import given
from casustafel.triage.models import Weighing
from casustafel.vault import keys, sealing
from casustafel.vault.choices import Scope
from tests.world import World, behind_the_wall

Counts = dict[str, int]


def weighing(world: World, *, slug: str = "merenwoude") -> None:
    row = uuid4()
    made = Weighing(
        id=row,
        key=keys.make(Scope.WEIGHING, row),
        partnership=world.partnerships[slug],
        report_id=uuid4(),
        model_version=model.CURRENT,
        prepared_at=clock.now(),
        due_date=clock.now().date(),
    )
    sealing.seal(made, summary="x", subject_name="x", subject_birth="x")
    with behind_the_wall("postgres"):
        made.save(force_insert=True)


def case(
    world: World,
    *,
    slug: str = "merenwoude",
    level: str = "REGULAR",
    due: date | None = None,
    closed: bool = False,
) -> None:
    row, today = uuid4(), clock.now().date()
    made = Case(
        id=row,
        key=keys.make(Scope.CASE, row),
        core_key=keys.make(Scope.CORE, row),
        partnership=world.partnerships[slug],
        regime="PGA",
        level=level,
        state="CLOSED" if closed else "OPEN",
        closed_date=today if closed else None,
        model_version=model.CURRENT,
        opened_date=today,
        review_due_date=due or today,
        weighing_id=uuid4(),
    )
    sealing.seal(made, pseudonym="x", ground="x", reason="x")
    with behind_the_wall("postgres"):
        made.save(force_insert=True)


def road(
    world: World, *, reports: int, weighed: int, taken_up: int, closed: int, slug: str = "merenwoude"
) -> None:
    for _ in range(reports):
        given.received(world, slug)
    for _ in range(weighed):
        weighing(world, slug=slug)
    for number in range(taken_up):
        case(world, slug=slug, closed=number < closed)
