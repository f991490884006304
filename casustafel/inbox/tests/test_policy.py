"""Question and query agree: who may handle a mail is who finds it, at both walls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.demo.people import PEOPLE
from casustafel.inbox import actions
from casustafel.inbox.models import IntakeMailbox, Mail
from casustafel.inbox.tests import given as made
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours
from casustafel.reports import policy
from casustafel.reports.worry import Worry
from tests.bad_input import some, undone
from tests.world import World

pytestmark = pytest.mark.django_db
logins = st.sampled_from([someone.login for someone in PEOPLE])


@some
@given(login=logins, slug=st.sampled_from(["merenwoude", "hogezijde"]))
def test_who_may_handle_a_mail_is_who_finds_it(world: World, login: str, slug: str) -> None:
    with undone():
        mail = made.came_in(world, slug=slug)
        with world.acting(login) as viewer:
            found = Mail.objects.visible_to(viewer).filter(pk=mail.pk).exists()
            assert policy.can_handle(viewer, mail) == found
            assert Mail.objects.behind_the_second_wall().filter(pk=mail.pk).exists() == found


@some
@given(login=logins)
def test_how_it_is_with_the_mailbox_is_for_who_reads_it(world: World, login: str) -> None:
    with undone():
        made.mailbox(world, read_at=clock.now())
        with world.acting(login) as viewer:
            seen = IntakeMailbox.objects.visible_to(viewer).exists()
            assert IntakeMailbox.objects.behind_the_second_wall().exists() == seen == (login == "saskia")


@pytest.mark.parametrize("login", ["anouk", "farid"])
def test_who_does_not_handle_mail_does_nothing_with_it(world: World, login: str) -> None:
    mail = made.came_in(world)
    with world.acting(login) as viewer:
        at = {"mail": mail, "by": viewer, "now": clock.now()}
        with pytest.raises(NotYours):
            actions.set_aside(why="SPAM", reason="", **at)
        with pytest.raises(NotYours):
            actions.make_report(worry=Worry(channel="EMAIL", wants="BOTH", saw="x"), **at)
