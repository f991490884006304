"""Lay it all out, in both partnerships."""

from datetime import timedelta

from casustafel.audit.log import Door
from casustafel.parties import actions, staff_actions
from casustafel.parties.models import Mandate, Parameter
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
        _keep(laid)
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


def _keep(laid: Laid) -> None:
    """What the administrator and the data protection officer find."""
    own, numbers = works_at(laid.partnership), Parameter.objects.order_by("code")
    laid.note("parameter_id", "number", numbers.filter(partnership__slug=laid.partnership)[0], own)
    for part, stands_in in (("probation", "police"), ("police", "probation")):
        person, day = laid.person(part), laid.now.date()
        with worlds.behind_the_wall():
            mandate = Mandate.objects.behind_the_second_wall().filter(person=person).first()
            deputy = staff_actions.appoint_deputy(
                person=person,
                deputy=laid.person(stands_in),
                from_date=day,
                until_date=day + timedelta(days=9),
                by=Door("TEST"),
                now=laid.now,
            )
        laid.note("person_id", part, person, own)
        laid.note("mandate_id", f"mandate of {part}", mandate, own, person_id=person.id)
        laid.note("deputy_id", f"deputy of {part}", deputy, own, person_id=person.id)
