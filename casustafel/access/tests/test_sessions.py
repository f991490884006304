"""How long a session lasts, who ends it, and what it leaves behind."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from casustafel.access import own_sessions, sessions
from casustafel.access.models import Session
from casustafel.access.sessions import SessionStore, hash_of
from casustafel.access.tests import doors
from casustafel.audit.models import UserLine
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
LONG = "Hij vertelde dat hij 's avonds niet meer naar huis durft. " * 300


def key_of(client: Client) -> str:
    return client.cookies["casustafel"].value


def row_of(client: Client) -> Session:
    return Session.objects.get(pk=hash_of(key_of(client)))


def lines(action: str) -> int:
    with behind_the_wall("postgres"):
        return UserLine.objects.filter(action=action).count()


class TestHowLongItLasts:
    @pytest.fixture
    def at(self, monkeypatch: pytest.MonkeyPatch):
        """Opens the same session so many minutes after it began."""
        began = datetime(2026, 3, 2, 8, tzinfo=UTC)
        moment = [began]
        monkeypatch.setattr(sessions.clock, "now", lambda: moment[0])
        first = SessionStore()
        first["said"] = "iets"
        first.create()
        first["said"] = "iets"
        first.save()

        def opened(minutes: float) -> bool:
            moment[0] = began + timedelta(minutes=minutes)
            return SessionStore(first.session_key).get("said") == "iets"

        return opened

    def test_a_quarter_of_an_hour_without_use_ends_it(self, at) -> None:
        assert at(14.9)
        assert not at(14.9 + 15)

    def test_use_moves_the_end(self, at) -> None:
        assert at(10) and at(20) and at(30)

    def test_eight_hours_end_it_whatever_it_is_used_for(self, at) -> None:
        assert all(at(minutes) for minutes in range(0, 8 * 60, 10))
        assert at(8 * 60 - 0.1)
        assert not at(8 * 60)

    def test_once_over_it_does_not_come_back(self, at) -> None:
        assert not at(16)
        assert not at(17)


class TestWhatIsKept:
    def test_the_key_is_in_no_column(self, marloes: Client) -> None:
        key = key_of(marloes)
        kept = str(list(Session.objects.values()))
        assert hash_of(key) in kept and key not in kept

    def test_nor_what_the_session_holds(self, marloes: Client) -> None:
        held = marloes.session
        held["secret"] = "CANARY-session"
        held.save()
        assert marloes.session["secret"] == "CANARY-session"
        row = row_of(marloes)
        assert "CANARY" not in row.data
        assert SessionStore("another key").decode(row.data) == {}

    def test_another_row_with_the_same_data_opens_nothing(self, world: World, marloes: Client) -> None:
        stolen, other = row_of(marloes), SessionStore()
        other.create()
        Session.objects.filter(pk=hash_of(other.session_key or "")).update(data=stolen.data)
        assert SessionStore(other.session_key).load() == {}

    def test_signing_in_gives_a_new_key_and_ends_the_old(self, world: World) -> None:
        doors.give_password(world, "marloes")
        client, planted = Client(), SessionStore()
        planted.create()
        client.cookies["casustafel"] = planted.session_key
        doors.sign_in(client, "marloes")
        assert key_of(client) != planted.session_key
        assert not Session.objects.filter(pk=hash_of(planted.session_key or "")).exists()

    def test_a_key_of_ones_own_choice_is_never_taken(self, world: World) -> None:
        doors.give_password(world, "marloes")
        client = Client()
        client.cookies["casustafel"] = "k" * 32
        doors.sign_in(client, "marloes")
        assert doors.is_in(client) and key_of(client) != "k" * 32

    def test_the_cookie_is_for_this_site_only_and_no_script(self, marloes: Client) -> None:
        cookie = marloes.cookies["casustafel"]
        assert cookie["httponly"] and cookie["samesite"] == "Strict" and not cookie["max-age"]


class TestMyOwn:
    PAGE, END = "/account/sessies/", "/account/sessies/beeindigen/"

    @pytest.fixture
    def at_home(self, world: World, marloes: Client) -> Client:
        client = Client()
        doors.sign_in(client, "marloes")
        return client

    def number_of(self, client: Client) -> str:
        return row_of(client).pk[:16]

    def test_the_page_names_both_and_which_one_this_is(self, marloes: Client, at_home: Client) -> None:
        page = marloes.get(self.PAGE).content.decode()
        assert self.number_of(at_home) in page and self.number_of(marloes) not in page
        mine = own_sessions.of(key_of(marloes), now=clock.now())
        assert sorted(one.here for one in mine) == [False, True]

    @pytest.mark.parametrize(
        ("said", "name"),
        [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Windows",
            ),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17 Safari/605.1.15", "Safari, Mac"),
            ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", "Safari, iPhone"),
            ("<b>curl</b>", ""),
            ("", ""),
        ],
    )
    def test_each_is_called_by_its_device(self, world: World, said: str, name: str) -> None:
        doors.give_password(world, "marloes")
        client = Client(headers={"User-Agent": said})
        doors.sign_in(client, "marloes")
        assert [one.device for one in own_sessions.of(key_of(client), now=clock.now())] == [name]
        assert (name or "Onbekend apparaat") in client.get(self.PAGE).content.decode()

    def test_ending_another_closes_it_at_once(self, marloes: Client, at_home: Client) -> None:
        assert marloes.post(self.END, {"number": self.number_of(at_home)}).status_code == 302
        assert not doors.is_in(at_home) and doors.is_in(marloes)
        assert lines("session.ended") == 1

    @pytest.mark.parametrize("number", ["", "-", "%", "a", "0", "\x00"])
    def test_a_number_that_is_none_ends_nothing(self, marloes: Client, at_home: Client, number: str) -> None:
        assert marloes.post(self.END, {"number": number}).status_code == 404
        assert doors.is_in(at_home) and doors.is_in(marloes)
        assert lines("session.ended") == 0

    def test_that_of_somebody_else_is_absent(self, marloes: Client, client_of) -> None:
        thijs = client_of("thijs")
        theirs = marloes.post(self.END, {"number": self.number_of(thijs)})
        absent = marloes.post(self.END, {"number": "0" * 16})
        assert (theirs.status_code, theirs.content) == (absent.status_code, absent.content)
        assert theirs.status_code == 404 and doors.is_in(thijs)
        assert self.number_of(thijs) not in marloes.get(self.PAGE).content.decode()

    def test_an_action_says_the_same(self, world: World, marloes: Client, client_of) -> None:
        thijs = client_of("thijs")
        with world.acting("marloes") as viewer, pytest.raises(NotYours):
            own_sessions.end(key_of(marloes), self.number_of(thijs), by=viewer, now=clock.now())

    def test_what_is_over_is_not_listed(self, marloes: Client, at_home: Client) -> None:
        Session.objects.filter(pk=row_of(at_home).pk).update(idle_until=clock.now() - timedelta(seconds=1))
        assert len(own_sessions.of(key_of(marloes), now=clock.now())) == 1


class TestInTheMiddleOfALongText:
    def door(self, case: Case) -> str:
        return f"/casussen/{case.id}/beeld/inbrengen/"

    @pytest.mark.parametrize("how", ["idle_until", "ends_at", "deleted", "account closed"])
    def test_the_text_comes_back_and_nothing_is_done(
        self, world: World, client_of, case: Case, how: str
    ) -> None:
        client = client_of("marloes")
        assert client.get(self.door(case)).status_code == 200
        self.end(client, world, how)
        answer = client.post(self.door(case), {"purpose": LONG, "s0-text": "CANARY <b>", "form_id": "f1"})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert LONG.strip()[:1000].replace("'", "&#x27;") in page and "CANARY &lt;b&gt;" in page
        assert lines("picture.contributed") == 0
        assert client.get(self.door(case)).status_code == 302

    def end(self, client: Client, world: World, how: str) -> None:
        row, past = Session.objects.filter(pk=row_of(client).pk), clock.now() - timedelta(seconds=1)
        if how == "deleted":
            row.delete()
        elif how == "account closed":
            account = world.people["marloes"].account
            account.is_active = False
            account.save(update_fields=["is_active"])
        else:
            row.update(**{how: past})

    def test_a_form_token_that_is_over_gives_it_back_too(self, world: World, case: Case) -> None:
        client = Client(enforce_csrf_checks=True)
        answer = client.post(self.door(case), {"purpose": LONG})
        assert (
            answer.status_code == 403 and LONG.strip()[:500].replace("'", "&#x27;") in answer.content.decode()
        )

    def test_a_password_does_not(self, marloes: Client) -> None:
        row_of(marloes).delete()
        answer = marloes.post(doors.AGAIN, {"password": doors.PASSWORD})
        assert answer.status_code == 403 and doors.PASSWORD not in answer.content.decode()


def test_the_sweep_takes_what_is_over_and_leaves_what_is_open(
    world: World, marloes: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = SessionStore()
    over.create()
    Session.objects.filter(pk=hash_of(over.session_key or "")).update(idle_until=clock.now())
    SessionStore.clear_expired()
    assert list(Session.objects.values_list("pk", flat=True)) == [hash_of(key_of(marloes))]
