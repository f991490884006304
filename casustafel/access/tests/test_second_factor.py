"""Somebody who signs in with a password sets up the second step, and is asked for it from then on."""

from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from casustafel.access import bind
from casustafel.access.gate import signed_in
from tests.world import World, behind_the_wall

PASSWORD = "een lange zin om mee binnen te komen"

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_door(world: World) -> Client:
    """Esra has a password, came in with it, and has typed it once more."""
    account = world.people["esra"].account
    account.set_password(PASSWORD)
    with behind_the_wall():
        account.save(update_fields=["password"])
    client = Client()
    signs_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})  # asked before it may change
    return client


def signs_in(client: Client) -> str:
    answer = client.post(reverse("account_login"), {"login": "esra", "password": PASSWORD})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sets_up(client: Client) -> None:
    page = client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_for(page.context["form"].secret)})
    assert answer.status_code == 302


@pytest.mark.parametrize("page", ["mfa_index", "mfa_activate_totp", "account_reauthenticate", "sessions"])
def test_the_pages_of_the_own_account_are_drawn_for_who_is_there(at_the_door: Client, page: str) -> None:
    answer = at_the_door.get(reverse(page))
    assert answer.status_code == 200
    assert "Esra" in answer.content.decode()


def test_after_setting_it_up_the_password_alone_opens_nothing(at_the_door: Client) -> None:
    sets_up(at_the_door)
    at_the_door.post(reverse("account_logout"))
    assert signs_in(at_the_door) == reverse("mfa_authenticate")
    assert at_the_door.get("/").headers["Location"].startswith(reverse("account_login"))


def test_the_password_is_asked_once_more_and_a_wrong_one_does_not_do(at_the_door: Client) -> None:
    sets_up(at_the_door)
    page = at_the_door.post(reverse("account_reauthenticate"), {"password": "iets anders"})
    assert page.status_code == 200 and page.context["form"].errors["password"]


def test_the_session_in_the_database_does_not_know_the_login_name(at_the_door: Client) -> None:
    assert "esra" not in str(dict(at_the_door.session))


def test_a_page_that_draws_itself_later_is_drawn_behind_the_wall(world: World) -> None:
    """The binding of the viewer ends with the transaction, so nothing may be left to draw after it."""
    gate = signed_in(lambda request: TemplateResponse(request, "web/sessions.html", {"sessions": []}))
    request = RequestFactory().get("/")
    account = world.people["esra"].account
    with bind.as_account(account.pk, origin="test"), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('casustafel.token')")
        request.session = SimpleNamespace(session_key=cursor.fetchone()[0])
        assert gate(request).is_rendered


def test_who_is_not_signed_in_is_sent_to_the_door(world: World) -> None:
    for page in ("mfa_index", "mfa_activate_totp", "sessions"):
        assert Client().get(reverse(page)).headers["Location"].startswith(reverse("account_login"))
