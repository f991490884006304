"""The agreement and the numbers: who may, what follows, and what stays to be read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import actions, parameter_actions, queries, terms
from casustafel.parties.models import Agreement, Parameter, Signature
from casustafel.parties.tests import given as made
from casustafel.parties.tests.given import day
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def number(world: World, code: str = "REPORT_FEEDBACK", slug: str = "merenwoude") -> Parameter:
    return Parameter.objects.filter(partnership=world.partnerships[slug], code=code).earliest("valid_from")


def sets(world: World, login: str = "mirjam", **changed: Any) -> Parameter:
    given = {
        "parameter": number(world),
        "value": 14,
        "source": "Convenant",
        "article": "art. 3",
        "valid_from": day(2),
    } | changed
    with world.acting(login) as viewer:
        return parameter_actions.set_value(**given, by=viewer, now=clock.now())


def verifies(world: World, login: str = "mirjam", parameter: Parameter | None = None) -> Parameter:
    with world.acting(login) as viewer:
        return parameter_actions.verify(parameter=parameter or number(world), by=viewer, now=clock.now())


def lines(action: str) -> int:
    with behind_the_wall("postgres"):
        return UserLine.objects.filter(action=action).count()


class TestAgreement:
    def test_a_new_one_ends_the_one_before(self, world: World) -> None:
        first = made.agreement(world)
        second = made.agreement(world, title="Nieuw", from_date=day(5))
        with world.acting("esra") as esra:
            on = {n: queries.agreements(esra, day=day(n)) for n in (-101, 0, 4, 5)}
        assert [(each.current, each.coming, each.before) for each in on.values()] == [
            (None, first, []),
            (first, second, []),
            (first, second, []),
            (second, None, [first]),
        ]

    def test_between_two_agreements_none_holds(self, world: World) -> None:
        first = made.agreement(world, until_date=day(-50))
        with world.acting("esra") as esra:
            found = queries.agreements(esra, day=day(-50))
            assert (found.current, found.coming, found.before) == (None, None, [first])
            assert queries.agreements(esra, day=day(-51)).current == first

    def test_one_that_ended_by_itself_keeps_its_end(self, world: World) -> None:
        made.agreement(world, until_date=day(-50))
        made.agreement(world, from_date=day(0))
        with behind_the_wall():
            first = Agreement.objects.behind_the_second_wall().earliest("from_date")
        assert first.until_date == day(-50)

    def test_it_does_not_begin_before_the_one_before(self, world: World) -> None:
        made.agreement(world, from_date=day(0))
        with pytest.raises(Refused) as refused:
            made.agreement(world, from_date=day(0))
        assert refused.value.field == "from_date"
        assert lines("agreement.signed") == 1

    def test_each_organisation_signs_on_its_own_day_or_not(self, world: World) -> None:
        police = world.organisations["merenwoude", "POLICE"]
        probation = world.organisations["merenwoude", "PROBATION"]
        row = made.agreement(world, "POLICE", signed_dates={police.id: day(-90)})
        with world.acting("dennis") as dennis:
            signs = {"agreement": row, "signed_date": day(-3), "by": dennis, "now": clock.now()}
            actions.sign(organisation=probation, **signs)
            with pytest.raises(Refused) as refused:
                actions.sign(organisation=probation, **signs)
            assert queries.signed_dates(dennis, row) == {police.id: day(-90), probation.id: day(-3)}
        assert refused.value.field == "organisation"
        assert lines("agreement.signature_added") == 1

    def test_only_organisations_of_the_own_partnership_sign(self, world: World) -> None:
        row = made.agreement(world)
        stranger = world.organisations["hogezijde", "MUNICIPALITY"]
        with world.acting("dennis") as dennis, pytest.raises(NotYours):
            actions.sign(agreement=row, organisation=stranger, signed_date=day(0), by=dennis, now=clock.now())
        with behind_the_wall():
            assert Signature.objects.behind_the_second_wall().count() == 1

    def test_what_nobody_signed_is_no_agreement(self, world: World) -> None:
        with world.acting("dennis") as dennis, pytest.raises(Refused):
            actions.sign_agreement(
                partnership=world.partnerships["merenwoude"],
                title="x",
                purpose="y",
                organisations=[],
                from_date=day(0),
                by=dennis,
                now=clock.now(),
            )

    @pytest.mark.parametrize("login", ["joyce", "mirjam", "anouk"])
    def test_nobody_else_records_it(self, world: World, login: str) -> None:
        row = made.agreement(world)
        organisation = world.organisations["merenwoude", "PROBATION"]
        with world.acting(login) as viewer:
            given = {"by": viewer, "now": clock.now()}
            with pytest.raises((Refused, NotYours)):
                actions.sign(agreement=row, organisation=organisation, signed_date=day(0), **given)
            with pytest.raises((Refused, NotYours)):
                actions.add_organisation(
                    partnership=world.partnerships["merenwoude"],
                    name="x",
                    kind="SCHOOL",
                    tie="EXTERNAL",
                    **given,
                )


class TestVerifying:
    def test_role_and_organisation_sign_and_no_name(self, world: World) -> None:
        row = verifies(world)
        assert row.verified_by == "Functionaris gegevensbescherming, Municipality Merenwoude"
        assert row.verified_date == day(0)
        assert "Mirjam" not in row.verified_by
        assert lines("parameter.verified") == 1

    def test_once(self, world: World) -> None:
        verifies(world)
        with pytest.raises(Refused):
            verifies(world)
        assert lines("parameter.verified") == 1

    @pytest.mark.parametrize("login", ["dennis", "joyce", "saskia", "anouk"])
    def test_nobody_else(self, world: World, login: str) -> None:
        with pytest.raises((Refused, NotYours)):
            verifies(world, login)
        with pytest.raises((Refused, NotYours)):
            sets(world, login)
        assert number(world).verified_by == ""

    def test_never_a_number_of_elsewhere(self, world: World) -> None:
        with pytest.raises(NotYours):
            verifies(world, parameter=number(world, slug="hogezijde"))


class TestAnotherValue:
    def test_the_old_row_stays_as_it_was(self, world: World) -> None:
        verifies(world)
        before = Parameter.objects.filter(pk=number(world).pk).values().get()
        sets(world)
        assert Parameter.objects.filter(pk=before["id"]).values().get() == before

    def test_terms_that_begin_from_that_day_on_follow_it(self, world: World) -> None:
        partnership = world.partnerships["merenwoude"].id
        sets(world, valid_from=day(5))
        assert terms.due(partnership, "REPORT_FEEDBACK", day(4)) == day(4 + 28)
        assert terms.due(partnership, "REPORT_FEEDBACK", day(5)) == day(5 + 14)

    def test_it_is_not_verified_because_somebody_set_it(self, world: World) -> None:
        verifies(world)
        made_row = sets(world, valid_from=day(1))
        assert (made_row.verified_by, made_row.verified_date) == ("", None)
        assert made_row.name == number(world).name and made_row.unit == number(world).unit
        assert lines("parameter.set") == 1

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"value": 0}, "value"),
            ({"source": " "}, "source"),
            ({"valid_from": day(-1)}, "valid_from"),
        ],
    )
    def test_what_cannot_be_is_refused(self, world: World, changed: dict[str, Any], field: str) -> None:
        with pytest.raises(Refused) as refused:
            sets(world, **changed)
        assert refused.value.field == field

    def test_two_values_do_not_begin_on_one_day(self, world: World) -> None:
        sets(world, valid_from=day(3))
        with pytest.raises(Refused) as refused:
            sets(world, valid_from=day(3))
        assert refused.value.field == "valid_from"


class TestWhichOrganisations:
    """Who has to be at a table stands in the agreement, and the officer sets it as it stands there."""

    def test_it_counts_the_kinds_that_are_named(self, world: World) -> None:
        kinds = ["MUNICIPALITY", "POLICE", "PROSECUTOR", "PROBATION"]
        before = number(world, "TABLE_COMPOSITION")
        made = sets(world, parameter=before, value=1, organisations=kinds)
        assert (made.value, made.organisations, made.verified_by) == (4, kinds, "")
        assert (before.value, before.organisations) == (3, kinds[:3])

    def test_it_names_at_least_one(self, world: World) -> None:
        with pytest.raises(Refused):
            sets(world, parameter=number(world, "TABLE_COMPOSITION"), value=3, organisations=[])

    def test_another_number_names_none(self, world: World) -> None:
        assert sets(world, organisations=["POLICE"]).organisations == []

    def test_the_page_shows_them_and_offers_them(
        self, world: World, client_of: Callable[[str], Client]
    ) -> None:
        mirjam, row = client_of("mirjam"), number(world, "TABLE_COMPOSITION")
        assert "Gemeente, Politie, Openbaar Ministerie" in mirjam.get("/samenwerking/").content.decode()
        address = f"/samenwerking/termijnen/{row.id}/nieuw/"
        page = mirjam.get(address).content.decode()
        assert 'name="organisations"' in page and 'name="value"' not in page
        sent = {"organisations": ["POLICE", "SCHOOL"], "source": "Convenant", "valid_from": str(day(1))}
        assert mirjam.post(address, sent).status_code == 302
        assert Parameter.objects.filter(code=row.code).latest("valid_from").organisations == [
            "POLICE",
            "SCHOOL",
        ]
        assert (
            'name="value"' in mirjam.get(address.replace(str(row.id), str(number(world).id))).content.decode()
        )
