"""Signing in as the tests need it: by the pages, with a password and a phone that makes codes."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client

from casustafel.access.models import Account
from tests.world import World, behind_the_wall

PASSWORD = "zeven blauwe fietsen"
LOGIN, SECOND = "/account/inloggen/", "/account/tweede-stap/"
AGAIN = "/account/opnieuw/"
TODAY = "/"


def give_password(world: World, login: str, password: str = PASSWORD) -> Account:
    account: Account = world.people[login].account
    account.password = make_password(password)
    with behind_the_wall():
        account.save(update_fields=["password"])
    return account


def close(account: Account) -> None:
    account.is_active = False
    with behind_the_wall():
        account.save(update_fields=["is_active"])


def sign_in(client: Client, login: str, password: str = PASSWORD, *, of: str = "10.0.0.1") -> HttpResponse:
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=of)


def is_in(client: Client) -> bool:
    return client.get(TODAY).status_code == 200


def code(secret: str, *, steps: int = 0) -> str:
    """What the phone shows, so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def still_me(client: Client, password: str = PASSWORD) -> HttpResponse:
    return client.post(AGAIN, {"password": password, "next": f"{SECOND}instellen/"})


def switch_on(client: Client) -> str:
    """The second step, switched on by its page; gives the secret that the phone keeps."""
    still_me(client)
    page = client.get(f"{SECOND}instellen/").content.decode()
    secret = re.search(r'class="code-large">([A-Z2-7]+)<', page)
    assert secret
    assert client.post(f"{SECOND}instellen/", {"code": code(secret[1], steps=-1)}).status_code == 302
    return secret[1]


def without_tokens(response: HttpResponse) -> bytes:
    """The page apart from what is random in each."""
    return re.sub(rb'(name="(?:csrfmiddlewaretoken|form_id)" value=")[^"]*', rb"\1", response.content)
