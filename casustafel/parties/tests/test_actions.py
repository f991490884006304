from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from casustafel.access.models import Account
from casustafel.access.passwords import index_of
from casustafel.audit.log import Door
from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import actions, names, queries
from casustafel.parties.models import Mandate, Organisation, Parameter, Partnership, Person
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
BY = Door("TEST")


def test_a_new_partnership_adopts_every_proposal_and_has_verified_none(world: World) -> None:
    numbers = Parameter.objects.filter(partnership=world.partnerships["merenwoude"])
    assert {"REPORT_FEEDBACK", "WEIGHING_TERM", "CASE_REVIEW_INTERVAL"} <= {row.code for row in numbers}
    assert all(row.source and row.name["nl"] and row.name["en"] for row in numbers)
    assert not any("nagekeken." in row.source for row in numbers)
    assert not any(row.verified_by or row.verified_date for row in numbers)


def test_each_partnership_has_a_desk_and_a_house_of_its_own(world: World) -> None:
    made = list(Partnership.objects.all())
    assert len({row.desk_id for row in made}) == len({row.house_key_id for row in made}) == len(made) == 2


def test_a_person_has_an_account_that_opens_with_no_password(world: World) -> None:
    account = Account.objects.get(login_index=index_of("saskia"))
    assert account.pk == world.people["saskia"].account_id
    assert not account.has_usable_password()


def test_names_of_people_stand_nowhere_in_plain_text(world: World) -> None:
    with behind_the_wall("postgres"):
        row = Person.objects.behind_the_second_wall().get(pk=world.people["saskia"].pk)
    assert b"Saskia" not in bytes(row.name)
    with world.acting("farid") as farid:
        assert names.of_people(farid, [row.pk]) == {row.pk: "Saskia de Wit"}


@pytest.mark.parametrize(
    ("from_day", "until_day", "holds"),
    [(-1, None, True), (0, None, True), (1, None, False), (-9, 1, True), (-9, 0, False), (-1, 0, False)],
)
def test_a_mandate_holds_from_its_first_day_and_not_on_its_last(
    world: World, from_day: int, until_day: int | None, holds: bool
) -> None:
    today = clock.now().date()
    with behind_the_wall():
        actions.give_mandate(
            person=world.people["farid"],
            role="MAYOR",
            from_date=today + timedelta(days=from_day),
            until_date=None if until_day is None else today + timedelta(days=until_day),
            by=BY,
            now=clock.now(),
        )
    with world.acting("farid") as farid:
        assert ("MAYOR" in farid.roles) is holds
        found = queries.with_role(farid, "MAYOR", day=today)
        assert (world.people["farid"] in found) is holds


def _mandate(world: World, login: str, role: str, **changed: date) -> Mandate:
    person = world.people[login]
    days = {"from_date": date(2026, 2, 1), **changed}
    return Mandate(partnership_id=person.partnership_id, person=person, role=role, **days)


def test_a_mandate_does_not_end_before_it_begins(world: World) -> None:
    with behind_the_wall(), pytest.raises(IntegrityError), transaction.atomic():
        _mandate(world, "farid", "MAYOR", until_date=date(2026, 1, 31)).save(force_insert=True)


@pytest.mark.parametrize("login", ["saskia", "joyce", "anouk", "farid", "mirjam"])
def test_nobody_gives_themselves_a_role_at_either_wall(world: World, login: str) -> None:
    with world.acting(login) as viewer:
        with pytest.raises(Refused, match="administrator"):
            actions.give_mandate(
                person=world.people[login],
                role="ADMINISTRATOR",
                from_date=date(2026, 1, 1),
                by=viewer,
                now=clock.now(),
            )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            _mandate(world, login, "ADMINISTRATOR").save(force_insert=True)


def test_an_administrator_opens_no_door_for_themselves(world: World) -> None:
    with world.acting("dennis") as dennis, pytest.raises(Refused):
        actions.give_mandate(
            person=world.people["dennis"],
            role="REPORTING_OFFICER",
            from_date=date(2026, 1, 1),
            by=dennis,
            now=clock.now(),
        )
    with world.acting("dennis") as dennis:
        assert dennis.roles == {"ADMINISTRATOR"}


def test_an_administrator_gives_roles_in_the_own_partnership_only(world: World) -> None:
    with world.acting("dennis") as dennis:
        given = {"role": "MAYOR", "from_date": date(2026, 1, 1), "by": dennis, "now": clock.now()}
        actions.give_mandate(person=world.people["esra"], **given)
        with pytest.raises(NotYours):
            actions.give_mandate(person=world.people["anouk"], **given)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            _mandate(world, "anouk", "MAYOR").save(force_insert=True)


def test_an_agreement_names_who_signed(world: World) -> None:
    organisations = [world.organisations["merenwoude", kind] for kind in ("POLICE", "PROSECUTOR")]
    with behind_the_wall():
        agreement = actions.sign_agreement(
            partnership=world.partnerships["merenwoude"],
            title="Convenant",
            purpose="samen",
            organisations=organisations,
            from_date=date(2026, 1, 1),
            by=BY,
            now=clock.now(),
        )
        signed = agreement.signatures.behind_the_second_wall().values_list("organisation_id", flat=True)
        assert set(signed) == {organisation.id for organisation in organisations}


@pytest.mark.parametrize("login", ["saskia", "anouk"])
def test_nobody_finds_people_or_organisations_of_another_partnership(world: World, login: str) -> None:
    with world.acting(login) as viewer:
        for model in (Person, Organisation, Mandate):
            rows = list(model.objects.behind_the_second_wall())
            assert rows
            assert {row.partnership_id for row in rows} == {viewer.partnership_id}
            assert rows == list(model.objects.visible_to(viewer)) or set(rows) == set(
                model.objects.visible_to(viewer)
            )


def test_setting_up_is_logged(world: World) -> None:
    with behind_the_wall("postgres"):
        actions_taken = set(UserLine.objects.values_list("action", flat=True))
    assert {"partnership.set_up", "organisation.added", "person.added", "mandate.given"} <= actions_taken
