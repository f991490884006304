"""Lay it all out, in both partnerships."""

from datetime import timedelta

from casustafel.audit.log import Door
from casustafel.parties import actions
from tests import world as worlds
from tests.architecture.matrix import people, road, table
from tests.architecture.matrix.laid import Laid, works_at


def lay_out() -> Laid:
    world = worlds.build()
    people.settle_in(world)
    here = Laid(world, people.HERE)
    elsewhere = Laid(world, people.ELSEWHERE, here.canaries, here.records)
    for laid in (here, elsewhere):
        _sign(laid)
        road.lay(laid)
        table.lay(laid)
    for login, each in people.EVERYBODY.items():
        here.canaries[people.name_of(login)] = works_at(each.partnership)
    return here


def _sign(laid: Laid) -> None:
    own = works_at(laid.partnership)
    with worlds.behind_the_wall():
        actions.sign_agreement(
            partnership=laid.world.partnerships[laid.partnership],
            title=laid.say("agreement", own),
            purpose=laid.say("purpose-of-agreement", own),
            organisations=[laid.organisation("POLICE")],
            from_date=laid.now.date() - timedelta(days=9),
            by=Door("TEST"),
            now=laid.now,
        )
