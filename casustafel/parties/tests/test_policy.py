"""Question and second wall agree: who may change something is whose change the database takes."""

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from casustafel.access.models import Account, Invitation
from casustafel.audit.log import Door
from casustafel.demo.people import PEOPLE
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import policy
from casustafel.parties.models import Agreement, Deputy, Mandate, Organisation, Parameter, Person
from casustafel.parties.tests import given as made
from tests.bad_input import some, undone
from tests.world import World

pytestmark = pytest.mark.django_db
logins = st.sampled_from([someone.login for someone in PEOPLE])
CHANGES = (
    (Organisation, "name"),
    (Person, "until_date"),
    (Mandate, "until_date"),
    (Deputy, "until_date"),
    (Agreement, "until_date"),
)


def changed(rows: object, field: str) -> int:
    """How many of these rows the database lets this viewer write (the same value as before)."""
    return rows.update(**{field: F(field)})  # type: ignore[attr-defined,no-any-return]


@some
@given(login=logins)
def test_who_may_manage_is_who_can_change_the_partnership(world: World, login: str) -> None:
    with undone():
        made.agreement(world)
        made.deputy(world, "esra", "bram")
        with world.acting(login) as viewer:
            for model, field in CHANGES:
                rows = model.objects.behind_the_second_wall()
                for slug, partnership in world.partnerships.items():
                    may = policy.can_manage(viewer, partnership.id)
                    own = rows.filter(partnership=partnership)
                    there = own.count()
                    assert changed(own, field) == (there if may else 0), (model, slug)
                    assert not may or there


@some
@given(login=logins, of=logins)
def test_an_account_is_changed_by_its_owner_and_the_administrator(world: World, login: str, of: str) -> None:
    with undone():
        whose = world.people[of]
        with world.acting(login) as viewer:
            may = login == of or policy.can_manage(viewer, whose.partnership_id)
            assert changed(Account.objects.filter(pk=whose.account_id), "is_active") == int(may)


@some
@given(login=logins)
def test_a_code_is_seen_by_administrators_of_that_partnership_only(world: World, login: str) -> None:
    with undone():
        made.welcomed(world)
        with world.acting(login) as viewer:
            may = policy.can_manage(viewer, world.partnerships["merenwoude"].id)
            assert Invitation.objects.exists() == may
            assert bool(Invitation.objects.all().delete()[0]) == may


@some
@given(login=logins)
def test_who_may_verify_is_who_can_change_a_number(world: World, login: str) -> None:
    with undone(), world.acting(login) as viewer:
        for partnership in world.partnerships.values():
            rows = Parameter.objects.filter(partnership=partnership)
            number = rows.first()
            assert number is not None
            may = policy.can_verify(viewer, number)
            assert may == (login == "mirjam" and partnership.slug == "merenwoude")
            assert changed(rows, "verified_by") == (rows.count() if may else 0)


@pytest.mark.parametrize("login", ["mirjam", "esra", "joyce"])
def test_nobody_else_makes_an_account(world: World, login: str) -> None:
    with world.acting(login), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Account.objects.create(login_index="0" * 64)


def test_a_code_is_made_for_somebody_of_the_own_partnership_only(world: World) -> None:
    anouk = world.people["anouk"]
    refused = pytest.raises(DatabaseError, match="row-level security")
    with world.acting("dennis") as dennis, refused, transaction.atomic():
        Invitation.objects.create(
            account_id=anouk.account_id,
            person_id=anouk.id,
            partnership_id=dennis.partnership_id,
            code_hash="0" * 64,
            valid_until="2099-01-01T00:00Z",
        )


def test_elsewhere_is_absent_and_here_it_says_whose_task_it_is(world: World) -> None:
    here, elsewhere = world.partnerships["merenwoude"].id, world.partnerships["hogezijde"].id
    with world.acting("esra") as esra:
        with pytest.raises(NotYours):
            policy.check_can_manage(esra, elsewhere)
        with pytest.raises(Refused, match="administrator"):
            policy.check_can_manage(esra, here)
        with pytest.raises(Refused, match="installed"):
            policy.check_can_install(esra)
        number = Parameter.objects.filter(partnership_id=here).first()
        assert number is not None
        with pytest.raises(Refused, match="data protection officer"):
            policy.check_can_verify(esra, number)
    with world.acting("anouk") as anouk, pytest.raises(NotYours):
        policy.check_can_verify(anouk, number)


def test_a_person_who_acts_without_having_been_recognised_manages_nothing(world: World) -> None:
    here = world.partnerships["merenwoude"].id
    assert policy.can_manage(Door("INSTALLER"), here)
    assert not policy.can_manage(Door("x", here, world.people["dennis"].id), here)
