"""Mail as the tests need it: kept by the action of the round along the mailbox, without a mail server."""

from uuid import uuid4

from casustafel.audit.log import Door
from casustafel.inbox import actions, queries, reading
from casustafel.inbox.actions import Incoming
from casustafel.inbox.models import IntakeMailbox, Mail
from casustafel.inbox.tests import mails
from casustafel.lib import clock
from tests.world import World, behind_the_wall


def came_in(world: World, raw: bytes = b"", *, slug: str = "merenwoude") -> Mail:
    raw, now = raw or mails.plain(), clock.now()
    partnership = world.partnerships[slug]
    incoming = Incoming(uuid4().bytes, now.date(), len(raw), reading.read(raw), raw)
    with behind_the_wall("casustafel_worker"):
        return actions.keep_mail(
            partnership=partnership.id, desk=partnership.desk, incoming=incoming, by=Door("WORKER"), now=now
        )


def left_on_the_server(world: World) -> Mail:
    now, partnership = clock.now(), world.partnerships["merenwoude"]
    said = reading.Reading(sender=mails.SENDER, wrong=frozenset({"TOO_LARGE"}))
    incoming = Incoming(uuid4().bytes, now.date(), 99, said)
    with behind_the_wall("casustafel_worker"):
        return actions.keep_mail(
            partnership=partnership.id, desk=partnership.desk, incoming=incoming, by=Door("WORKER"), now=now
        )


def set_aside(world: World, mail: Mail, reason: str = "reclame") -> None:
    with world.acting("saskia") as saskia:
        mine = queries.get(saskia, mail.id)
        actions.set_aside(mail=mine, why="SPAM", reason=reason, by=saskia, now=clock.now())


def mailbox(world: World, **how: object) -> IntakeMailbox:
    with behind_the_wall("casustafel_worker"):
        return IntakeMailbox.objects.create(partnership=world.partnerships["merenwoude"], **how)
