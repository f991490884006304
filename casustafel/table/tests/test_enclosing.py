"""The calendar file that goes along in the mail: who hears of a meeting, and nothing of what it is about."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.notices import actions as notices
from casustafel.notices import post
from casustafel.notices.choices import Kind
from casustafel.notices.tests.given import as_worker, choose_mail
from casustafel.table.tests import before, sat
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_is_on(settings) -> None:
    settings.MAIL_IS_ON, settings.MAIL_FROM = True, "Casustafel <post@merenwoude.example>"
    settings.SITE_ADDRESS = "https://casus.merenwoude.example/"


def letters(world: World) -> list[mail.EmailMessage]:
    mail.outbox.clear()
    with as_worker(world):
        post.deliver(using="default", now=clock.now() + timedelta(seconds=1))
    return list(mail.outbox)


def files(letter: mail.EmailMessage) -> list[str]:
    return [content if isinstance(content, str) else content.decode() for _, content, _ in letter.attachments]


def test_a_planned_meeting_comes_with_a_file_for_the_calendar(world: World, case: Case) -> None:
    choose_mail(world, "esra")
    meeting = sat.plan(world, case)
    [letter] = letters(world)
    [(name, _, kind)], [text] = letter.attachments, files(letter)
    assert (name, kind) == ("overleg-1.ics", "text/calendar")
    assert f"UID:{meeting.id}@casus.merenwoude.example" in text and "SEQUENCE:0" in text
    assert "voor uw agenda" in letter.body
    known = ("CANARY", "Linde", worlds.NAME, "Esra", "Joyce", "Probation")
    assert not [word for word in known if word in text + letter.body + letter.subject]
    before.change(world, meeting)
    [letter] = letters(world)
    assert "SEQUENCE:1" in files(letter)[0] and "CANARY" not in files(letter)[0]
    before.call_off(world, meeting)
    assert "METHOD:CANCEL" in files(letters(world)[0])[0]


def test_each_meeting_once_and_only_what_is_about_a_meeting(world: World, case: Case) -> None:
    choose_mail(world, "esra")
    with world.acting("joyce") as joyce:
        notices.tell(
            to=[world.people["esra"].id], kind=Kind.SEAT_GIVEN, path="/casussen/", by=joyce, now=clock.now()
        )
    [letter] = letters(world)
    assert letter.attachments == [] and "agenda" not in letter.body
    first, second = sat.plan(world, case), sat.plan(world, case)
    before.change(world, first)
    [letter] = letters(world)
    assert len(letter.attachments) == 2
    together = "".join(files(letter))
    assert together.count(f"UID:{first.id}") == together.count(f"UID:{second.id}") == 1


def test_only_the_worker_reads_them(world: World, case: Case) -> None:
    sat.plan(world, case)
    with (
        world.acting("joyce"),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute("SELECT table_invitations('{}')")
