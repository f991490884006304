"""Everybody chooses for themselves where and when mail comes."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given

from casustafel.lib import clock
from casustafel.notices.models import Postbox
from casustafel.notices.tests.given import choose_mail
from casustafel.parties import deeds
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
PAGE, ADDRESS = "/account/berichten/", "CANARY.thijs@example.org"


def test_it_is_kept_shown_again_and_can_be_changed(world: World, client_of: ClientOf) -> None:
    browser = client_of("thijs")
    assert "checked" in browser.get(PAGE).content.decode().split('value="DAILY"')[1][:60]
    for address, rhythm in ((ADDRESS, "AT_ONCE"), ("ander@example.org", "DAILY")):
        assert browser.post(PAGE, {"mail": address, "rhythm": rhythm}).status_code == 302
        page = browser.get(PAGE).content.decode()
        assert f'value="{address}"' in page and "checked" in page.split(f'value="{rhythm}"')[1][:60]
    with world.acting("thijs") as thijs:
        assert Postbox.objects.visible_to(thijs).count() == 1


def test_the_address_is_sealed_and_nobody_elses(world: World, client_of: ClientOf) -> None:
    choose_mail(world, "thijs", mail=ADDRESS)
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("SELECT b::text, mail FROM notices_postbox b")
        row, sealed = cursor.fetchone()
    assert "CANARY" not in row and b"CANARY" not in bytes(sealed)
    for login in ("dennis", "marloes"):
        assert "CANARY" not in client_of(login).get(PAGE).content.decode()
        with world.acting(login):
            assert not Postbox.objects.behind_the_second_wall().exists()


def test_who_wants_mail_gives_an_address(world: World, client_of: ClientOf) -> None:
    page = client_of("thijs").post(PAGE, {"mail": "", "rhythm": "DAILY"}, headers={"accept-language": "en"})
    assert page.status_code == 422 and "choose Never" in page.content.decode()
    assert client_of("thijs").post(PAGE, {"mail": "", "rhythm": "NEVER"}).status_code == 302


def test_it_stands_in_the_log(world: World) -> None:
    choose_mail(world, "thijs")
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("SELECT actor_id FROM audit_userline WHERE action = 'notice.mail_chosen'")
        assert cursor.fetchall() == [(world.people["thijs"].id,)]
    assert "notice.mail_chosen" in deeds.DONE


def test_without_a_server_the_page_says_so(world: World, client_of: ClientOf, settings) -> None:
    said = "No mail goes out yet"
    for is_on in (False, True):
        settings.MAIL_IS_ON = is_on
        page = client_of("thijs").get(PAGE, headers={"accept-language": "en"}).content.decode()
        assert (said in page) is not is_on


def test_who_waits_for_mail_is_told_since_when(world: World, client_of: ClientOf) -> None:
    choose_mail(world, "thijs")
    with behind_the_wall("postgres"):
        Postbox.objects.behind_the_second_wall().update(waits_since=clock.now())
    page = client_of("thijs").get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "Your mail did not go out" in page


@bad_input.some
@given(data=bad_input.spoiled({"mail": ADDRESS, "rhythm": "AT_ONCE"}))
def test_odd_input(world: World, client_of: ClientOf, data: dict[str, str]) -> None:
    browser = client_of("thijs")
    with bad_input.undone():
        bad_input.is_taken_or_returned(lambda sent: browser.post(PAGE, sent), data, kept={"mail"})
