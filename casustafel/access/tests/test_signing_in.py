"""Coming in: a password, a second step, and no telling who has an account."""

import time
from importlib import import_module

import pytest
from django.contrib.auth import hashers
from django.test import Client

from casustafel.access import passwords
from casustafel.access.tests import doors
from casustafel.audit import log
from casustafel.audit.models import UserLine
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
REAL = import_module("casustafel.settings.base").PASSWORD_HASHERS


class TestAPassword:
    def test_the_right_one_opens(self, marloes: Client) -> None:
        assert doors.is_in(marloes)

    def test_the_login_name_may_be_typed_with_capitals_and_spaces(self, world: World) -> None:
        doors.give_password(world, "marloes")
        client = Client()
        doors.sign_in(client, " Marloes ")
        assert doors.is_in(client)

    def test_a_wrong_one_and_an_unknown_name_look_the_same(self, world: World) -> None:
        doors.give_password(world, "marloes")
        known = doors.sign_in(Client(), "marloes", "iets anders")
        unknown = doors.sign_in(Client(), "niemand", "iets anders")
        assert known.status_code == unknown.status_code == 200
        typed = [
            page.replace(b'value="marloes"', b"").replace(b'value="niemand"', b"")
            for page in (doors.without_tokens(known), doors.without_tokens(unknown))
        ]
        assert typed[0] == typed[1]

    def test_a_closed_account_looks_the_same_too(self, world: World) -> None:
        account = doors.give_password(world, "marloes")
        wrong = doors.sign_in(Client(), "marloes", "iets anders")
        doors.close(account)
        client = Client()
        closed = doors.sign_in(client, "marloes")
        assert doors.without_tokens(closed) == doors.without_tokens(wrong)
        assert not doors.is_in(client)

    def test_closing_an_account_ends_what_it_had_open(self, world: World, marloes: Client) -> None:
        account = world.people["marloes"].account
        doors.close(account)
        assert not doors.is_in(marloes)

    def test_it_is_kept_as_argon2(self, settings) -> None:
        settings.PASSWORD_HASHERS = REAL
        assert hashers.make_password(doors.PASSWORD).startswith("argon2$argon2id$")

    def test_an_unknown_name_takes_as_much_work_as_a_known_one(self, world: World, settings) -> None:
        settings.PASSWORD_HASHERS = REAL
        doors.give_password(world, "marloes")
        backend = passwords.LoginBackend()

        def took(login: str) -> float:
            began = time.process_time()
            for _ in range(3):
                assert backend.authenticate(None, username=login, password="iets anders") is None
            return time.process_time() - began

        known, unknown = took("marloes"), took("niemand")
        assert 0.5 < known / unknown < 2

    def test_the_name_is_nowhere_in_the_account(self, world: World) -> None:
        with behind_the_wall("postgres"):
            account = passwords.account_of("marloes")
        assert account is not None and "marloes" not in str(account.__dict__)


class TestTooManyAttempts:
    def wrong(self, login: str, times: int, of: str = "10.0.0.1") -> None:
        for _ in range(times):
            doors.sign_in(Client(), login, "iets anders", of=of)

    def test_the_right_password_waits_too(self, world: World) -> None:
        doors.give_password(world, "marloes")
        self.wrong("marloes", 5)
        client = Client()
        assert doors.sign_in(client, "marloes").status_code == 200
        assert not doors.is_in(client)

    def test_also_from_somewhere_else_and_spelled_otherwise(self, world: World) -> None:
        doors.give_password(world, "marloes")
        self.wrong("marloes", 3)
        self.wrong("\uff2darloes", 2)
        client = Client()
        doors.sign_in(client, "MARLOES", of="10.9.9.9")
        assert not doors.is_in(client)

    def test_a_colleague_in_the_same_office_comes_in(self, world: World) -> None:
        doors.give_password(world, "thijs")
        self.wrong("marloes", 40)
        client = Client()
        doors.sign_in(client, "thijs")
        assert doors.is_in(client)

    def test_who_tries_many_names_is_stopped(self, world: World) -> None:
        doors.give_password(world, "thijs")
        for n in range(100):
            doors.sign_in(Client(), f"naam-{n}", "iets anders")
        client = Client()
        doors.sign_in(client, "thijs")
        assert not doors.is_in(client)
        doors.sign_in(client, "thijs", of="10.9.9.9")
        assert doors.is_in(client)

    def test_a_right_password_is_not_counted(self, world: World) -> None:
        doors.give_password(world, "marloes")
        for _ in range(7):
            client = Client()
            doors.sign_in(client, "marloes")
            assert doors.is_in(client)

    def test_neither_address_nor_name_is_kept_by_counting(self, world: World) -> None:
        self.wrong("marloes", 2, of="203.0.113.7")
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM access_cache")
            kept = str(cursor.fetchall())
        assert kept != "[]" and "203.0.113.7" not in kept and "login_failed" not in kept


class TestTheSecondStep:
    def test_it_is_asked_after_the_password_and_opens(self, world: World, marloes: Client) -> None:
        secret = doors.switch_on(marloes)
        client = Client()
        assert doors.sign_in(client, "marloes")["Location"].startswith(doors.SECOND)
        assert not doors.is_in(client)
        assert client.post(doors.SECOND, {"code": doors.code(secret)}).status_code == 302
        assert doors.is_in(client)

    def test_a_wrong_code_does_not_open(self, marloes: Client) -> None:
        secret = doors.switch_on(marloes)
        client = Client()
        doors.sign_in(client, "marloes")
        wrong = f"{(int(doors.code(secret)) + 1) % 10**6:06}"
        assert client.post(doors.SECOND, {"code": wrong}).status_code == 200
        assert not doors.is_in(client)

    def test_a_code_works_once(self, marloes: Client) -> None:
        code = doors.code(doors.switch_on(marloes))
        for opens in (True, False):
            client = Client()
            doors.sign_in(client, "marloes")
            client.post(doors.SECOND, {"code": code})
            assert doors.is_in(client) is opens

    def test_codes_cannot_be_tried_one_after_another(self, marloes: Client) -> None:
        secret = doors.switch_on(marloes)
        client = Client()
        doors.sign_in(client, "marloes")
        for n in range(5):
            client.post(doors.SECOND, {"code": f"{(int(doors.code(secret)) + 7 + n) % 10**6:06}"})
        client.post(doors.SECOND, {"code": doors.code(secret)})
        assert not doors.is_in(client)

    def test_a_recovery_code_opens_once(self, marloes: Client) -> None:
        doors.switch_on(marloes)
        codes = marloes.get("/account/herstelcodes/bestand/").content.decode().split()
        recovery = next(word for word in reversed(codes) if len(word) >= 8)
        for opens in (True, False):
            client = Client()
            doors.sign_in(client, "marloes")
            client.post(doors.SECOND, {"code": recovery})
            assert doors.is_in(client) is opens

    def test_new_recovery_codes_end_the_old(self, marloes: Client) -> None:
        doors.switch_on(marloes)
        old = marloes.get("/account/herstelcodes/bestand/").content.decode().split()[-1]
        marloes.post("/account/herstelcodes/nieuw/", {})
        client = Client()
        doors.sign_in(client, "marloes")
        client.post(doors.SECOND, {"code": old})
        assert not doors.is_in(client)

    def test_its_secret_is_sealed(self, marloes: Client) -> None:
        from allauth.mfa.models import Authenticator

        secret = doors.switch_on(marloes)
        kept = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert kept != "[]" and secret not in kept

    def test_switched_off_the_password_is_enough(self, marloes: Client) -> None:
        doors.switch_on(marloes)
        assert marloes.post("/account/tweede-stap/uitzetten/", {}).status_code == 302
        client = Client()
        doors.sign_in(client, "marloes")
        assert doors.is_in(client)


class TestIsItStillYou:
    SETTING = "/account/tweede-stap/instellen/"

    def test_the_security_of_an_account_asks_again(self, marloes: Client) -> None:
        asked = marloes.get(self.SETTING)
        assert asked.status_code == 302 and asked["Location"].startswith(doors.AGAIN)

    def test_the_password_is_enough(self, marloes: Client) -> None:
        again = doors.still_me(marloes)
        assert (again.status_code, again["Location"]) == (302, self.SETTING)
        assert marloes.get(self.SETTING).status_code == 200

    def test_for_five_minutes(self, marloes: Client) -> None:
        doors.still_me(marloes)
        session = marloes.session
        session["account_authentication_methods"] = [
            {**method, "at": method["at"] - 301} for method in session["account_authentication_methods"]
        ]
        session.save()
        assert marloes.get(self.SETTING).status_code == 302

    def test_a_wrong_password_is_not_and_is_counted(self, marloes: Client) -> None:
        for _ in range(5):
            assert doors.still_me(marloes, "iets anders").status_code == 200
        assert doors.still_me(marloes).status_code == 200
        assert marloes.get(self.SETTING).status_code == 302

    def test_the_password_of_somebody_else_is_not(self, world: World, marloes: Client) -> None:
        doors.give_password(world, "thijs", "negen groene tassen")
        assert doors.still_me(marloes, "negen groene tassen").status_code == 200
        assert marloes.get(self.SETTING).status_code == 302


class TestTheLog:
    def said(self, action: str) -> list[dict]:
        with behind_the_wall("postgres"):
            return [line.content for line in UserLine.objects.filter(action=action).order_by("at")]

    def test_names_who_came_in_and_who_left(self, world: World, marloes: Client) -> None:
        person = world.people["marloes"]
        expected = (str(person.id), str(person.partnership_id))
        marloes.post("/account/uitloggen/")
        for action in ("session.began", "session.left"):
            assert [(line["actor"], line["partnership"]) for line in self.said(action)] == [expected]

    def test_names_the_account_at_which_somebody_knocked_in_vain(self, world: World) -> None:
        account = doors.give_password(world, "marloes")
        doors.sign_in(Client(), "marloes", "iets anders")
        doors.sign_in(Client(), "niemand", "iets anders")
        lines = self.said("session.refused")
        assert [line["on"] for line in lines] == [["account", str(account.pk)], None]
        assert {line["result"] for line in lines} == {"REFUSED"}
        assert not any(word in str(lines) for word in ("marloes", "niemand", "iets anders"))

    def test_is_silent_half_way(self, marloes: Client) -> None:
        doors.switch_on(marloes)
        before = len(self.said("session.began"))
        doors.sign_in(Client(), "marloes")
        assert len(self.said("session.began")) == before

    def test_if_it_cannot_be_written_nobody_comes_in(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        doors.give_password(world, "marloes")

        def full(*_: object, **__: object) -> None:
            raise OSError("No space left on device")

        monkeypatch.setattr(log, "record", full)
        client = Client(raise_request_exception=False)
        assert doors.sign_in(client, "marloes").status_code == 500
        assert not doors.is_in(client)


def test_signing_out_ends_the_session(marloes: Client) -> None:
    key = marloes.cookies["casustafel"].value
    assert marloes.post("/account/uitloggen/").status_code == 302
    assert not doors.is_in(marloes)
    marloes.cookies["casustafel"] = key
    assert not doors.is_in(marloes)


def test_looking_at_the_page_of_signing_out_does_not_sign_out(marloes: Client) -> None:
    assert marloes.get("/account/uitloggen/").status_code == 200
    assert doors.is_in(marloes)


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/account/signup/").status_code == client.get("/account/aanmelden/").status_code == 404


def test_next_leads_to_this_site_only(world: World) -> None:
    doors.give_password(world, "marloes")
    client = Client()
    sent = client.post(
        doors.LOGIN, {"login": "marloes", "password": doors.PASSWORD, "next": "https://elders.example/"}
    )
    assert sent["Location"] == "/"
