"""With the code of the administrator one chooses a password, once; nobody else learns it."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given

from casustafel.access import accounts, bind, jobs
from casustafel.access.models import Account, Invitation
from casustafel.access.passwords import account_of, index_of
from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import Refused
from casustafel.parties import staff_actions
from casustafel.parties.tests import given as made
from tests import bad_input
from tests.architecture.test_second_wall import open_session
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PAGE, LOGIN_PAGE = "/account/eerste-keer/", "/account/inloggen/"
ENGLISH = {"accept-language": "en"}


def typed(code: str, **changed: str) -> dict[str, str]:
    return {
        "login": made.LOGIN,
        "code": code,
        "password": made.PASSWORD,
        "password_again": made.PASSWORD,
    } | changed


def choose(code: str, login: str = made.LOGIN) -> None:
    accounts.choose_password(login=login, code=code, password=made.PASSWORD, now=clock.now())


class TestThePage:
    def test_a_new_colleague_chooses_a_password_and_signs_in_with_it(self, world: World) -> None:
        _person, code = made.welcomed(world)
        client = Client()
        assert "UNDEFINED" not in client.get(PAGE).content.decode()
        done = client.post(PAGE, typed(code, form_id="first"), headers=ENGLISH)
        assert done.status_code == 200 and "Your password is kept" in done.content.decode()
        entered = client.post(LOGIN_PAGE, {"login": made.LOGIN, "password": made.PASSWORD})
        assert (entered.status_code, entered["Location"]) == (302, "/")
        page = client.get("/").content.decode()
        assert "CANARY-name Sanne Vos" in page
        assert index_of(made.LOGIN) not in page

    def test_another_password_does_not_let_in(self, world: World) -> None:
        _person, code = made.welcomed(world)
        choose(code)
        client = Client()
        assert (
            client.post(LOGIN_PAGE, {"login": made.LOGIN, "password": "een ander woord"}).status_code == 200
        )
        assert client.get("/").status_code == 302

    def test_used_expired_closed_and_unknown_are_the_same_page(self, world: World) -> None:
        _person, used = made.welcomed(world, "gebruikt")
        choose(used, "gebruikt")
        _person, old = made.welcomed(world, "verlopen")
        closed, shut = made.welcomed(world, "gesloten")
        with behind_the_wall():
            past = clock.now() - timedelta(seconds=1)
            Invitation.objects.filter(account=account_of("verlopen")).update(valid_until=past)
            Account.objects.filter(pk=closed.account_id).update(is_active=False)
        tried = {"gebruikt": used, "verlopen": old, "gesloten": shut, "niemand": "0000-0000-0000-0000"}
        pages = set()
        for login, code in tried.items():
            sent = Client().post(PAGE, typed(code, login=login), headers=ENGLISH)
            assert sent.status_code == 422
            page = sent.content.decode()
            assert "do not belong together" in page
            summary = page.split('class="error-summary"')[1].split("</ul>")[0]
            pages.add(summary)
        assert len(pages) == 1

    def test_a_code_belongs_to_one_login_name(self, world: World) -> None:
        _person, code = made.welcomed(world)
        with pytest.raises(Refused):
            choose(code, "esra")
        choose(code.lower().replace("-", " "))

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"password": "kort", "password_again": "kort"}, "first-password"),
            ({"password": "password1234", "password_again": "password1234"}, "first-password"),
            ({"password_again": "iets heel anders"}, "first-password_again"),
            ({"login": ""}, "first-login"),
        ],
    )
    def test_what_cannot_be_a_password_is_said_beside_it_and_the_code_stays_good(
        self, world: World, changed: dict[str, str], field: str
    ) -> None:
        _person, code = made.welcomed(world)
        sent = Client().post(PAGE, typed(code, **changed))
        page = sent.content.decode()
        assert sent.status_code == 422 and f'href="#{field}"' in page
        assert made.PASSWORD not in page and "iets heel anders" not in page
        choose(code)

    def test_sent_twice_it_is_answered_twice_the_same(self, world: World) -> None:
        _person, code = made.welcomed(world)
        first, again = (Client().post(PAGE, typed(code, form_id="twice")) for _ in range(2))
        assert first.status_code == again.status_code == 200
        assert first.content == again.content

    def test_neither_code_nor_password_stands_in_an_address_or_on_the_page(self, world: World) -> None:
        _person, code = made.welcomed(world)
        sent = Client().post(PAGE, typed(code))
        page = sent.content.decode()
        assert code not in page and made.PASSWORD not in page and made.LOGIN not in page


class TestChoosing:
    def test_what_was_open_under_the_old_password_ends(self, world: World) -> None:
        person, code = made.welcomed(world)
        key = open_session(person.account_id)
        assert bind.enter(key) is not None
        choose(code)
        assert bind.enter(key) is None

    def test_the_log_says_who_chose_and_not_what(self, world: World) -> None:
        person, code = made.welcomed(world)
        choose(code)
        with behind_the_wall("postgres"):
            (line,) = UserLine.objects.filter(action="account.password_chosen")
        assert line.actor_id == person.id and line.partnership_id == person.partnership_id
        assert made.PASSWORD not in str(line.content) and code not in str(line.content)

    def test_a_guess_changes_nothing(self, world: World) -> None:
        made.welcomed(world)
        for code in ("", "0000-0000-0000-0000", "onzin", "é" * 40):
            with pytest.raises(Refused):
                choose(code)
        account = account_of(made.LOGIN)
        assert account is not None and not account.has_usable_password()


class TestTheSecondWall:
    def test_without_the_code_no_invitation_and_no_account_is_touched(self, world: World) -> None:
        person, _code = made.welcomed(world)
        assert not Invitation.objects.exists()
        assert Account.objects.filter(pk=person.account_id).update(password="!") == 0
        assert Invitation.objects.all().delete()[0] == 0

    def test_the_code_opens_the_one_account_and_nothing_else(self, world: World) -> None:
        person, code = made.welcomed(world)
        accounts._invitation(made.LOGIN, code)
        assert [row.account_id for row in Invitation.objects.all()] == [person.account_id]
        assert Account.objects.update(password="!") == 1


@pytest.mark.django_db(transaction=True, databases=["default", "worker"])
def test_codes_that_nobody_used_are_swept_away(world: World) -> None:
    fresh, _code = made.welcomed(world, "nieuw")
    made.welcomed(world, "verlopen")
    with behind_the_wall():
        past = clock.now() - timedelta(minutes=1)
        Invitation.objects.filter(account=account_of("verlopen")).update(valid_until=past)
    jobs.sweep(timestamp=0)
    with behind_the_wall():
        assert [row.account_id for row in Invitation.objects.all()] == [fresh.account_id]


def test_who_works_here_no_more_is_told_so_and_not_sent_to_and_fro(world: World, client_of) -> None:
    client = client_of("esra")
    with world.acting("dennis") as dennis:
        staff_actions.leave(person=world.people["esra"], until_date=made.day(1), by=dennis, now=clock.now())
    assert client.get("/").status_code == 200
    with behind_the_wall():
        type(world.people["esra"]).objects.behind_the_second_wall().filter(pk=world.people["esra"].pk).update(
            until_date=made.day(0)
        )
    sent = client.get("/")
    assert (sent.status_code, sent["Location"]) == (302, "/account/dicht/")
    assert client.get("/account/dicht/").status_code == 200
    assert client.get("/")["Location"].startswith(LOGIN_PAGE)


@bad_input.some
@given(data=bad_input.spoiled(typed("0000-0000-0000-0000")))
def test_odd_input_the_first_time(world: World, data: dict[str, str]) -> None:
    with bad_input.undone():
        sent = bad_input.is_taken_or_returned(
            lambda data: Client().post(PAGE, data), data, kept={"login", "code"}
        )
        assert sent.status_code == 422


@bad_input.some
@given(data=bad_input.spoiled(typed("right")))
def test_odd_input_with_the_right_code(world: World, data: dict[str, str]) -> None:
    with bad_input.undone():
        _person, code = made.welcomed(world)
        if data.get("code") == "right":
            data["code"] = code
        bad_input.is_taken_or_returned(lambda data: Client().post(PAGE, data), data, kept={"login", "code"})
