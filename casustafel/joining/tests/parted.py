"""A case about two people, and a weighing about the second."""

from collections.abc import Sequence
from typing import Any

from casustafel.cases.models import Case
from casustafel.joining import splitting
from casustafel.joining.models import Joining
from casustafel.joining.splitting import SplitOff
from casustafel.joining.tables import GivenSeat
from casustafel.joining.tests import joined
from casustafel.lib import clock
from casustafel.picture.models import Contribution
from casustafel.triage.models import Weighing
from tests.world import World, behind_the_wall

WHY = "CANARY-why: de broer doet iets anders"


def choices(
    world: World, case: Case, *, along: Sequence[Contribution] = (), seats=(), **other: Any
) -> SplitOff:
    given = [GivenSeat(joined.seat_of(world, case, login), "CANARY-ground: eigen taak") for login in seats]
    sound = {
        "pseudonym": "Beuk",
        "ground": "de weging",
        "reason": WHY,
        "director": world.people["thijs"],
        "seats": given,
        "contributions": [each.id for each in along],
    }
    return SplitOff(**{**sound, **other})


def split(world: World, case: Case, weighing: Weighing, *, by: str = "joyce", **other: Any) -> Joining:
    new = choices(world, case, **other)
    with world.acting(by) as viewer:
        return splitting.split(case=case, weighing=weighing, new=new, by=viewer, now=clock.now())


def new_cases(weighing: Weighing) -> list[Case]:
    with behind_the_wall("postgres"):
        return list(Case.objects.behind_the_second_wall().filter(weighing_id=weighing.id))
