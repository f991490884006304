"""Lay it all out, in both partnerships."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from casustafel.audit.log import Door
from casustafel.inbox import actions as inbox
from casustafel.inbox import reading
from casustafel.inbox.models import IntakeMailbox
from casustafel.inbox.tests import mails
from casustafel.notices import actions as notices
from casustafel.parties import actions, staff_actions
from casustafel.parties.models import Mandate, Parameter
from tests import world as worlds
from tests.architecture.matrix import asking, people, road, table, weighed
from tests.architecture.matrix.laid import Laid, desk, works_at


def lay_out() -> Laid:
    world = worlds.build()
    people.settle_in(world)
    here = Laid(world, people.HERE)
    elsewhere = Laid(world, people.ELSEWHERE, here.canaries, here.records)
    for laid in (here, elsewhere):
        _sign(laid)
        _keep(laid)
        asking.lay(laid)
        _mail(laid)
        road.lay(laid)
        weighed.lay(laid)
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


def _mail(laid: Laid) -> None:
    """Cut off after the text, so that there is an original to hand over: one waits, one was set aside."""
    own = desk(laid.partnership)
    with worlds.behind_the_wall("casustafel_worker"):
        IntakeMailbox.objects.bulk_create(
            [IntakeMailbox(partnership=laid.world.partnerships[laid.partnership], read_at=laid.now)]
        )
    for word in ("waits", "aside") if laid.is_whole else ("waits",):
        raw = mails.plain(
            laid.say(f"mail-text-{word}", own),
            subject=laid.say(f"mail-subject-{word}", own),
            sender=f'"{laid.say(f"mail-sender-{word}", own)}" <a@b.example>',
        )
        said = replace(reading.read(raw), wrong=frozenset({"CUT_OFF"}))
        partnership = laid.world.partnerships[laid.partnership]
        with worlds.behind_the_wall("casustafel_worker"):
            mail = inbox.keep_mail(
                partnership=partnership.id,
                desk=partnership.desk,
                incoming=inbox.Incoming(uuid4().bytes, laid.now.date(), len(raw), said, raw),
                by=Door("WORKER"),
                now=laid.now,
            )
        laid.note("mail_id", word, mail, own)
    if laid.is_whole:
        with laid.as_("desk") as officer:
            reason = laid.say("mail-reason", own)
            inbox.set_aside(mail=mail, why="OTHER", reason=reason, **laid.at(officer))


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
        with laid.as_(part) as by:
            notices.choose_mail(mail=f"{part}@example.org", rhythm="DAILY", **laid.at(by))
        laid.note("person_id", part, person, own)
        laid.note("mandate_id", f"mandate of {part}", mandate, own, person_id=person.id)
        laid.note("deputy_id", f"deputy of {part}", deputy, own, person_id=person.id)
