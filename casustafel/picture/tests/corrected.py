"""What is put right or taken back in the tests, and who then hears of it."""

from typing import Any

from casustafel.lib import clock
from casustafel.picture import correcting
from casustafel.picture.models import Contribution, CorrectionNotice, Provision, Statement
from casustafel.picture.tests import told
from tests.world import World, behind_the_wall

REASON = "CANARY-why: dit ging over een ander"
NEW = "CANARY-new: hij stond er een keer"


def put_right(world: World, said: Statement, *, by: str = "marloes", **other: Any) -> Statement:
    words = other.pop("text", NEW)
    wanted = {"version": said.version, "new": told.new_statement(text=words), "reason": REASON, **other}
    with world.acting(by) as viewer:
        return correcting.put_right(statement=said, **wanted, by=viewer, now=clock.now())


def withdraw(world: World, said: Statement, *, by: str = "marloes", reason: str = REASON) -> list[Statement]:
    with world.acting(by) as viewer:
        return correcting.withdraw(statement=said, reason=reason, by=viewer, now=clock.now())


def withdraw_all(world: World, made: Contribution, *, by: str = "marloes") -> list[Statement]:
    with world.acting(by) as viewer:
        return correcting.withdraw_all(contribution=made, reason=REASON, by=viewer, now=clock.now())


def acknowledge(world: World, notice: CorrectionNotice, *, by: str) -> None:
    with world.acting(by) as viewer:
        correcting.acknowledge(notice=notice, by=viewer, now=clock.now())


def notices(world: World, *, to: str = "") -> list[CorrectionNotice]:
    """Of everybody, or of one person's organisation; whoever may see them."""
    with behind_the_wall("postgres"):
        rows = CorrectionNotice.objects.behind_the_second_wall().order_by("at", "id")
        if to:
            rows = rows.filter(organisation_id=world.people[to].organisation_id)
        return list(rows)


def receivers(made: Contribution) -> dict[str, Any]:
    """Of this contribution: kind of organisation and since when."""
    with behind_the_wall("postgres"):
        rows = Provision.objects.behind_the_second_wall().filter(contribution=made)
        return dict(rows.values_list("receiver__kind", "at"))


def shared(world: World, case: Any, **other: Any) -> Statement:
    """Something the table could read, that its maker may now put right."""
    said = told.statement_of(world, told.contribute(world, case, **other))
    told.open_sharing(world, case)
    return said
