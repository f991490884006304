"""Every page of signing in opens in both languages, and takes whatever is typed into it."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from casustafel.access.tests import doors
from casustafel.web import account_urls
from tests.bad_input import TYPED, some, undone
from tests.world import World

pytestmark = pytest.mark.django_db
PAGES = [pattern.name for pattern in account_urls.urlpatterns]
FIELDS = {
    "account_login": ("login", "password", "next"),
    "account_logout": ("next",),
    "account_reauthenticate": ("password", "next"),
    "mfa_reauthenticate": ("code", "next"),
    "mfa_activate_totp": ("code",),
    "mfa_deactivate_totp": ("code",),
    "mfa_generate_recovery_codes": ("code",),
    "sessions_end": ("number",),
}


@pytest.fixture(params=["nobody", "with a password", "with a second step", "half way"])
def somebody(request: pytest.FixtureRequest, world: World) -> Client:
    doors.give_password(world, "marloes")
    client = Client()
    if request.param == "nobody":
        return client
    doors.sign_in(client, "marloes")
    if request.param == "with a password":
        doors.still_me(client)
        return client
    doors.switch_on(client)
    if request.param == "half way":
        client = Client()
        doors.sign_in(client, "marloes")
    return client


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_opens_in_this_language_or_leads_on(somebody: Client, language: str) -> None:
    for name in sorted(PAGES, key=lambda name: name == "account_login"):
        answer = somebody.get(reverse(name), headers={"Accept-Language": language})
        assert answer.status_code in {200, 302, 404, 405}, name
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert f'lang="{language}"' in page and "UNDEFINED" not in page, name
            assert "<h1" in page, name


@pytest.mark.parametrize("name", sorted(FIELDS))
@some
@given(data=st.data())
def test_whatever_is_typed_it_answers(marloes: Client, name: str, data: st.DataObject) -> None:
    typed = {field: data.draw(TYPED, label=field) for field in FIELDS[name]}
    with undone():
        answer = marloes.post(reverse(name), typed)
        assert answer.status_code in {200, 302, 404, 422}, answer.status_code
        assert "<script>alert" not in answer.content.decode()
        if answer.status_code == 302:
            assert urlsplit(urljoin("http://testserver/account/", answer["Location"])).netloc == "testserver"


@some
@given(code=TYPED)
def test_whatever_is_typed_as_a_code_half_way(half_way: Client, code: str) -> None:
    with undone():
        answer = half_way.post(doors.SECOND, {"code": code})
        assert answer.status_code == 200 and not doors.is_in(half_way)


@pytest.fixture
def half_way(marloes: Client) -> Client:
    doors.switch_on(marloes)
    client = Client()
    doors.sign_in(client, "marloes")
    return client
