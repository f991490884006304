"""What an administrator does for people: done, logged, refused, and done once."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from casustafel.access import bind
from casustafel.access.models import Account, Invitation, Session
from casustafel.access.passwords import account_of, index_of
from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import actions, names, queries, staff_actions
from casustafel.parties.models import Deputy, Mandate, Parameter, Person
from casustafel.parties.tests import given as made
from casustafel.parties.tests.given import day
from tests.architecture.test_second_wall import open_session
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def acts(world: World, act: Any, login: str = "dennis", **given: Any) -> Any:
    with world.acting(login) as viewer:
        return act(**given, by=viewer, now=clock.now())


def now(person: Person) -> Person:
    with behind_the_wall():
        found: Person = Person.objects.behind_the_second_wall().select_related("account").get(pk=person.pk)
        return found


class TestWelcoming:
    def test_somebody_new_has_a_role_an_account_and_a_code(self, world: World) -> None:
        person, code = made.welcomed(world)
        account = account_of(made.LOGIN)
        assert account is not None and account.pk == person.account_id
        assert not account.has_usable_password()
        assert len(code) == 19
        with world.acting("esra") as esra:
            assert names.of_people(esra, [person.id]) == {person.id: "CANARY-name Sanne Vos"}
            assert person in queries.with_role(esra, "PARTICIPANT", day=day(0))

    def test_the_code_is_kept_as_a_hash_only(self, world: World) -> None:
        person, code = made.welcomed(world)
        with behind_the_wall("postgres"):
            kept = Invitation.objects.get(account=person.account_id)
        plain = {code, code.replace("-", ""), index_of(made.LOGIN)}
        assert not any(each in kept.code_hash for each in plain)
        assert timedelta(days=6, hours=23) < kept.valid_until - clock.now() <= timedelta(days=7)

    def test_how_long_a_code_works_is_a_number_of_the_partnership(self, world: World) -> None:
        with behind_the_wall():
            numbers = Parameter.objects.filter(code="INVITATION_TERM")
            assert numbers.update(value=2) == len(world.partnerships)
        invited = acts(world, actions.invite, person=world.people["esra"])
        assert invited.valid_until.date() == day(2)

    def test_each_part_stands_in_the_log(self, world: World) -> None:
        made.welcomed(world)
        with behind_the_wall("postgres"):
            dennis = UserLine.objects.filter(actor_id=world.people["dennis"].id)
            assert set(dennis.values_list("action", flat=True)) == {
                "person.added",
                "mandate.given",
                "account.invited",
            }
            assert "CANARY" not in str(list(dennis.values_list("content", flat=True)))

    @pytest.mark.parametrize("login", [made.LOGIN, made.LOGIN.upper(), f" {made.LOGIN} ", "anouk"])
    def test_a_login_name_is_somebody_s_once_in_the_whole_installation(
        self, world: World, login: str
    ) -> None:
        made.welcomed(world)
        with pytest.raises(Refused) as refused:
            made.welcomed(world, login)
        assert refused.value.field == "login"
        with behind_the_wall():
            assert Account.objects.count() == len(world.people) + 1

    @pytest.mark.parametrize("blank", ["name", "login"])
    def test_without_a_name_nobody_is_added(self, world: World, blank: str) -> None:
        with pytest.raises(Refused) as refused:
            made.welcomed(world, **{blank: "  "})
        assert refused.value.field == blank

    @pytest.mark.parametrize("login", ["esra", "mirjam", "anouk"])
    def test_nobody_else_adds_people(self, world: World, login: str) -> None:
        new = actions.NewPerson(
            world.organisations["merenwoude", "POLICE"], "x", "", "iemand", "PARTICIPANT", day(0)
        )
        with pytest.raises((Refused, NotYours)):
            acts(world, actions.welcome, login, new=new)
        assert account_of("iemand") is None


class TestInviting:
    def test_a_new_code_takes_the_place_of_the_one_before(self, world: World) -> None:
        person, first = made.welcomed(world)
        second = acts(world, actions.invite, person=person).code
        assert first != second
        with behind_the_wall():
            assert Invitation.objects.filter(account=person.account_id).count() == 1

    def test_who_left_or_whose_account_is_closed_gets_none(self, world: World) -> None:
        acts(world, staff_actions.close_account, person=world.people["esra"])
        acts(world, staff_actions.leave, person=world.people["bram"], until_date=day(0))
        for login in ("esra", "bram"):
            with pytest.raises(Refused):
                acts(world, actions.invite, person=world.people[login])
        with behind_the_wall():
            assert not Invitation.objects.exists()

    def test_who_lost_the_phone_signs_in_without_it_and_the_log_says_so(self, world: World) -> None:
        for login in ("esra", "bram"):
            account = world.people[login].account_id
            Authenticator.objects.create(user_id=account, type=Authenticator.Type.TOTP, data={})
        acts(world, actions.invite, person=world.people["bram"])
        acts(world, actions.invite, person=world.people["esra"], lost_second_step=True)
        left = set(Authenticator.objects.values_list("user_id", flat=True))
        assert left == {world.people["bram"].account_id}
        with behind_the_wall("postgres"):
            assert UserLine.objects.filter(action="account.second_step_removed").count() == 1

    @pytest.mark.parametrize("login", ["esra", "mirjam", "anouk"])
    def test_nobody_else_makes_codes(self, world: World, login: str) -> None:
        with pytest.raises((Refused, NotYours)):
            acts(world, actions.invite, login, person=world.people["esra"])


class TestMandates:
    def test_a_role_ends_on_the_day_that_is_given(self, world: World) -> None:
        mandate = made.mandate(world, "farid", "MAYOR")
        acts(world, actions.end_mandate, mandate=mandate, until_date=day(3))
        with world.acting("farid") as farid:
            assert "MAYOR" in farid.roles
            held = Mandate.objects.visible_to(farid).get(pk=mandate.pk)
        assert held.until_date == day(3)
        acts(world, actions.end_mandate, mandate=mandate, until_date=day(0))
        with world.acting("farid") as farid:
            assert "MAYOR" not in farid.roles

    def test_it_ends_once_and_never_later(self, world: World) -> None:
        mandate = made.mandate(world, "farid", "MAYOR", until_date=day(5))
        for wanted in (day(-1), day(6)):
            with pytest.raises(Refused) as refused:
                acts(world, actions.end_mandate, mandate=mandate, until_date=wanted)
            assert refused.value.field == "until_date"
        acts(world, actions.end_mandate, mandate=mandate, until_date=day(0))
        with pytest.raises(Refused):
            acts(world, actions.end_mandate, mandate=mandate, until_date=day(0))
        with behind_the_wall("postgres"):
            assert UserLine.objects.filter(action="mandate.ended").count() == 1

    def test_one_that_has_not_begun_never_begins(self, world: World) -> None:
        mandate = made.mandate(world, "farid", "MAYOR", from_date=day(4))
        ended = acts(world, actions.end_mandate, mandate=mandate, until_date=day(0))
        assert (ended.from_date, ended.until_date) == (day(4), day(4))

    @pytest.mark.parametrize(
        ("start", "end", "passes"), [(-5, None, False), (9, 12, False), (10, None, True), (-9, -4, True)]
    )
    def test_a_role_is_not_given_twice_for_the_same_days(
        self, world: World, start: int, end: int | None, passes: bool
    ) -> None:
        made.mandate(world, "farid", "MAYOR", from_date=day(-4), until_date=day(10))
        given = {"from_date": day(start), "until_date": None if end is None else day(end)}
        if passes:
            made.mandate(world, "farid", "MAYOR", **given)
            return
        with pytest.raises(Refused) as refused:
            made.mandate(world, "farid", "MAYOR", **given)
        assert refused.value.field == "role"

    def test_an_unknown_role_or_a_person_who_leaves_before_is_refused(self, world: World) -> None:
        acts(world, staff_actions.leave, person=world.people["farid"], until_date=day(5))
        with pytest.raises(Refused) as unknown:
            made.mandate(world, "esra", "KING")
        with pytest.raises(Refused) as gone:
            made.mandate(world, "farid", "MAYOR", from_date=day(5))
        assert (unknown.value.field, gone.value.field) == ("role", "from_date")

    def test_nobody_ends_the_own_role_so_there_is_always_an_administrator(self, world: World) -> None:
        with behind_the_wall():
            own = Mandate.objects.behind_the_second_wall().get(person=world.people["dennis"])
        with pytest.raises(Refused):
            acts(world, actions.end_mandate, mandate=own, until_date=day(0))
        with world.acting("dennis") as dennis:
            assert "ADMINISTRATOR" in dennis.roles


class TestDeputies:
    def test_everybody_can_see_who_stands_in(self, world: World) -> None:
        made.deputy(world, "esra", "bram")
        with world.acting("thijs") as thijs:
            (row,) = queries.deputies_on(thijs, day=day(0))
            assert (row.person_id, row.deputy_id) == (world.people["esra"].id, world.people["bram"].id)
            assert queries.deputies_on(thijs, day=day(14)) == []

    def test_standing_in_gives_no_role(self, world: World) -> None:
        made.deputy(world, "elisabeth", "bram")
        with world.acting("bram") as bram:
            assert bram.roles == {"PARTICIPANT"}

    def test_never_oneself(self, world: World) -> None:
        with pytest.raises(Refused) as refused:
            made.deputy(world, "esra", "esra")
        assert refused.value.field == "deputy"

    def test_never_somebody_of_elsewhere(self, world: World) -> None:
        with pytest.raises(NotYours):
            made.deputy(world, "esra", "anouk")

    @pytest.mark.parametrize(("leaver", "field"), [("bram", "deputy"), ("esra", "until_date")])
    def test_both_work_here_all_that_time(self, world: World, leaver: str, field: str) -> None:
        acts(world, staff_actions.leave, person=world.people[leaver], until_date=day(10))
        with pytest.raises(Refused) as refused:
            made.deputy(world, "esra", "bram", 0, 11)
        assert refused.value.field == field
        made.deputy(world, "esra", "bram", 0, 10)

    def test_it_ends_early_and_once(self, world: World) -> None:
        row = made.deputy(world, "esra", "bram", -2, 9)
        assert acts(world, staff_actions.end_deputy, deputy=row).until_date == day(0)
        with pytest.raises(Refused):
            acts(world, staff_actions.end_deputy, deputy=row)
        with behind_the_wall("postgres"):
            assert UserLine.objects.filter(action="deputy.ended").count() == 1


class TestLeaving:
    def test_roles_sessions_standing_in_and_account_end(self, world: World) -> None:
        esra = world.people["esra"]
        key = open_session(esra.account_id)
        made.mandate(world, "esra", "MAYOR", from_date=day(20))
        made.deputy(world, "bram", "esra", -1, 30)
        acts(world, actions.invite, person=esra)
        acts(world, staff_actions.leave, person=esra, until_date=day(0))
        assert bind.enter(key) is None
        assert not Session.objects.filter(account=esra.account_id).exists()
        assert not now(esra).account.is_active
        with behind_the_wall():
            rows = Mandate.objects.behind_the_second_wall().filter(person=esra)
            assert {(row.role, row.until_date) for row in rows} == {
                ("PARTICIPANT", day(0)),
                ("MAYOR", day(20)),
            }
            assert Deputy.objects.behind_the_second_wall().get().until_date == day(0)
            assert not Invitation.objects.exists()

    def test_who_leaves_later_works_here_until_then(self, world: World) -> None:
        esra = world.people["esra"]
        key = open_session(esra.account_id)
        acts(world, staff_actions.leave, person=esra, until_date=day(7))
        viewer = bind.enter(key)
        assert viewer is not None and viewer.roles == {"PARTICIPANT"}
        assert now(esra).until_date == day(7)

    def test_once_and_never_oneself(self, world: World) -> None:
        acts(world, staff_actions.leave, person=world.people["esra"], until_date=day(0))
        for login in ("esra", "dennis"):
            with pytest.raises(Refused):
                acts(world, staff_actions.leave, person=world.people[login], until_date=day(0))
        with pytest.raises(Refused) as refused:
            acts(world, staff_actions.leave, person=world.people["bram"], until_date=day(-1))
        assert refused.value.field == "until_date"


class TestAccount:
    def test_closing_puts_out_who_is_in(self, world: World) -> None:
        esra = world.people["esra"]
        key = open_session(esra.account_id)
        acts(world, staff_actions.close_account, person=esra)
        assert bind.enter(key) is None and bind.enter(open_session(esra.account_id)) is None
        with pytest.raises(Refused):
            acts(world, staff_actions.close_account, person=esra)

    def test_opened_again_roles_that_ended_stay_ended(self, world: World) -> None:
        esra = world.people["esra"]
        acts(world, staff_actions.leave, person=esra, until_date=day(0))
        acts(world, staff_actions.reopen_account, person=esra)
        viewer = bind.enter(open_session(esra.account_id))
        assert viewer is not None and viewer.roles == frozenset()
        with pytest.raises(Refused):
            acts(world, staff_actions.reopen_account, person=esra)

    def test_never_the_own_account(self, world: World) -> None:
        with pytest.raises(Refused):
            acts(world, staff_actions.close_account, person=world.people["dennis"])
        assert now(world.people["dennis"]).account.is_active

    @pytest.mark.parametrize(
        "act",
        [staff_actions.close_account, staff_actions.reopen_account],
    )
    @pytest.mark.parametrize("login", ["mirjam", "anouk", "joyce"])
    def test_nobody_else_touches_it(self, world: World, act: Any, login: str) -> None:
        with pytest.raises((Refused, NotYours)):
            acts(world, act, login, person=world.people["esra"])
        assert now(world.people["esra"]).account.is_active

    def test_another_name_is_sealed_as_the_first(self, world: World) -> None:
        esra = world.people["esra"]
        acts(world, staff_actions.describe, person=esra, name="CANARY-new", function="toezichthouder")
        assert b"CANARY" not in bytes(now(esra).name)
        with world.acting("thijs") as thijs:
            assert names.of_people(thijs, [esra.id]) == {esra.id: "CANARY-new"}
        with pytest.raises(Refused) as refused:
            acts(world, staff_actions.describe, person=esra, name=" ", function="")
        assert refused.value.field == "name"
