"""The pages of the administrator and of the data protection officer, each with its Charlie."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casustafel.access.models import Account, Invitation
from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.parties import parameter_actions, staff_actions
from casustafel.parties.models import Agreement, Mandate, Organisation, Parameter, Person
from casustafel.parties.tests import given as made
from casustafel.parties.tests.given import day
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
ENGLISH = {"accept-language": "en"}
BASE = "/samenwerking/"


def at(world: World, page: str, login: str = "esra") -> str:
    return f"{BASE}personen/{world.people[login].id}/{page}"


def number(world: World, slug: str = "merenwoude") -> Parameter:
    rows = Parameter.objects.filter(partnership=world.partnerships[slug])
    return rows.filter(code="REPORT_FEEDBACK").latest("valid_from")


def addresses(world: World, mandate: Mandate) -> list[str]:
    """Every page and press of the administrator."""
    deputy = made.deputy(world, "esra", "bram")
    made.agreement(world)
    pages = ["", "naam/", "rol/", f"rol/{mandate.id}/beeindigen/", "vervanger/", "vertrek/", "code/"]
    presses = [f"vervanger/{deputy.id}/beeindigen/", "account/sluiten/", "account/openen/"]
    return [
        f"{BASE}organisaties/nieuw/",
        f"{BASE}convenant/nieuw/",
        f"{BASE}convenant/handtekening/",
        f"{BASE}personen/",
        f"{BASE}personen/nieuw/",
        *(at(world, page) for page in [*pages, *presses]),
    ]


@pytest.fixture
def mandate(world: World) -> Mandate:
    return made.mandate(world, "esra", "MAYOR")


class TestWhoMayCome:
    @pytest.mark.parametrize("login", ["esra", "mirjam", "joyce", "anouk", "elisabeth"])
    def test_pages_of_the_administrator_are_absent_for_everybody_else(
        self, world: World, client_of: ClientOf, mandate: Mandate, login: str
    ) -> None:
        client, absent = client_of(login), client_of(login).get(f"{BASE}niets/").content
        before = bad_input.stored()
        for address in addresses(world, mandate):
            for sent in (client.get(address), client.post(address, {"form_id": uuid4()})):
                assert (sent.status_code, sent.content) == (404, absent), address
        assert bad_input.stored() == before + 3  # the deputy, the agreement and its signature

    @pytest.mark.parametrize("login", ["esra", "dennis", "joyce", "anouk"])
    def test_pages_of_the_officer_are_absent_for_everybody_else(
        self, world: World, client_of: ClientOf, login: str
    ) -> None:
        client, absent = client_of(login), client_of(login).get(f"{BASE}niets/").content
        for page in ("", "nagekeken/", "nieuw/"):
            address = f"{BASE}termijnen/{number(world).id}/{page}"
            for sent in (client.get(address), client.post(address, {"value": 3})):
                assert (sent.status_code, sent.content) == (404, absent), address
        assert number(world).verified_by == ""

    def test_somebody_of_elsewhere_is_absent_for_the_administrator(
        self, world: World, client_of: ClientOf, mandate: Mandate
    ) -> None:
        client = client_of("dennis")
        absent = client.get(f"{BASE}niets/").content
        for page in ("", "naam/", "rol/", "vervanger/", "vertrek/", "code/"):
            assert client.get(at(world, page, "anouk")).content == absent, page
        for page in ("account/sluiten/", f"rol/{mandate.id}/beeindigen/"):
            assert client.post(at(world, page, "anouk")).content == absent, page
        assert client.get(at(world, f"rol/{mandate.id}/beeindigen/", "bram")).status_code == 404
        assert client.get(at(world, f"rol/{uuid4()}/beeindigen/")).status_code == 404

    def test_a_number_of_elsewhere_is_absent_for_the_officer(self, world: World, client_of: ClientOf) -> None:
        elsewhere = f"{BASE}termijnen/{number(world, 'hogezijde').id}/"
        for page in ("", "nieuw/"):
            assert client_of("mirjam").get(elsewhere + page).status_code == 404
        assert client_of("mirjam").post(f"{elsewhere}nagekeken/").status_code == 404

    def test_by_the_address_alone_a_press_does_nothing(self, world: World, client_of: ClientOf) -> None:
        deputy = made.deputy(world, "esra", "bram")
        dennis, mirjam = client_of("dennis"), client_of("mirjam")
        for press in ("account/sluiten/", "account/openen/", f"vervanger/{deputy.id}/beeindigen/"):
            assert dennis.get(at(world, press))["Location"] == at(world, "")
        address = f"{BASE}termijnen/{number(world).id}/"
        assert mirjam.get(f"{address}nagekeken/")["Location"] == address
        assert number(world).verified_by == ""


class TestEveryPage:
    def test_names_no_person_in_its_title_and_holds_no_blank(
        self, world: World, client_of: ClientOf, mandate: Mandate
    ) -> None:
        client = client_of("dennis")
        for address in addresses(world, mandate)[:-3]:
            page = client.get(address).content.decode()
            title = page.split("<title>")[1].split("</title>")[0]
            assert "UNDEFINED" not in page and page.count("<h1") == 1, address
            assert "Esra" not in title and "Esra" not in address

    def test_asks_the_database_at_most_twelve_questions(
        self, world: World, client_of: ClientOf, mandate: Mandate
    ) -> None:
        client = client_of("dennis")
        for address in [*addresses(world, mandate)[:-3], BASE]:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            assert bad_input.queries(asked) <= 12, (address, [q["sql"][:90] for q in asked.captured_queries])

    def test_of_the_officer_too(self, world: World, client_of: ClientOf) -> None:
        client = client_of("mirjam")
        for page in ("", "nieuw/"):
            address = f"{BASE}termijnen/{number(world).id}/{page}"
            assert "UNDEFINED" not in client.get(address).content.decode()
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            assert bad_input.queries(asked) <= 12

    def test_the_list_is_as_quick_with_many_people(self, world: World, client_of: ClientOf) -> None:
        client, counts = client_of("dennis"), []
        for step in (0, 30):
            for n in range(step):
                made.welcomed(world, f"collega-{n}")
            client.get(f"{BASE}personen/")
            with CaptureQueriesContext(connection) as asked:
                page = client.get(f"{BASE}personen/").content.decode()
            counts.append(bad_input.queries(asked))
        assert counts[0] == counts[1]
        assert page.count('<th scope="row">') == 25 and 'rel="next"' in page
        second = client.get(f"{BASE}personen/?page=2").content.decode()
        assert second.count('<th scope="row">') == len(world.people) - 1 + 30 - 25


class TestPeople:
    def test_the_list_filters(self, world: World, client_of: ClientOf) -> None:
        client = client_of("dennis")
        assert "Everybody has a role" in self.page(client, "WITHOUT_ROLE")
        assert "Nobody left" in self.page(client, "LEFT")
        with world.acting("dennis") as dennis:
            staff_actions.leave(person=world.people["esra"], until_date=day(0), by=dennis, now=clock.now())
        with behind_the_wall("postgres"):
            world.people["bram"].mandates.behind_the_second_wall().update(until_date=day(0))
        assert "Bram Dekker" in self.page(client, "WITHOUT_ROLE")
        assert "Esra" in self.page(client, "LEFT") and "Bram" not in self.page(client, "LEFT")
        assert "Esra" not in self.page(client, "") and "Bram Dekker" in self.page(client, "NONSENSE")

    def page(self, client: Client, state: str) -> str:
        return client.get(f"{BASE}personen/?state={state}", headers=ENGLISH).content.decode()

    def test_a_person_shows_roles_held_and_held_before(self, world: World, client_of: ClientOf) -> None:
        made.mandate(world, "esra", "CASE_DIRECTOR", from_date=day(-90), until_date=day(-20))
        page = client_of("dennis").get(at(world, ""), headers=ENGLISH).content.decode()
        now, before = page.split("Roles held before", 1)
        assert "Participant" in now and "Case director" not in now.split('id="roles"')[1]
        assert "Case director" in before

    def test_who_stands_in_is_said_on_both_pages(self, world: World, client_of: ClientOf) -> None:
        made.deputy(world, "esra", "bram")
        dennis = client_of("dennis")
        assert "Bram Dekker stands in" in dennis.get(at(world, ""), headers=ENGLISH).content.decode()
        assert "Stands in for Esra" in dennis.get(at(world, "", "bram"), headers=ENGLISH).content.decode()
        page = client_of("thijs").get(BASE, headers=ENGLISH).content.decode()
        assert "Bram Dekker stands in until" in page and "/personen/" not in page

    def test_the_own_page_offers_nothing_one_may_not_do(self, world: World, client_of: ClientOf) -> None:
        page = client_of("dennis").get(at(world, "", "dennis"), headers=ENGLISH).content.decode()
        for press in ("account/sluiten/", "vertrek/", "beeindigen/", "/rol/"):
            assert press not in page
        assert "This is you" in page

    def test_the_administrator_adds_somebody_and_hands_over_the_code(
        self, world: World, client_of: ClientOf
    ) -> None:
        data = person_form(world)
        client = client_of("dennis")
        first = client.post(f"{BASE}personen/nieuw/", data, headers=ENGLISH)
        again = client.post(f"{BASE}personen/nieuw/", data, headers=ENGLISH)
        code = re.search(r'<p class="code">(\S+)</p>', first.content.decode())
        assert code and first.status_code == 200
        assert first.content == again.content
        with behind_the_wall("postgres"):
            assert Person.objects.behind_the_second_wall().count() == len(world.people) + 1
        signed = {"login": data["login"], "code": code[1]}
        password = {"password": made.PASSWORD, "password_again": made.PASSWORD}
        assert Client().post("/account/eerste-keer/", {**signed, **password}).status_code == 200

    def test_a_login_name_that_is_taken_is_said_beside_it_and_the_rest_stays(
        self, world: World, client_of: ClientOf
    ) -> None:
        client, before = client_of("dennis"), bad_input.stored()
        sent = client.post(f"{BASE}personen/nieuw/", person_form(world, login="joyce"))
        page = sent.content.decode()
        assert sent.status_code == 422 and 'href="#person-login"' in page and "Sanne Vos" in page
        assert bad_input.stored() == before

    def test_each_form_does_its_work_and_leads_back(self, world: World, client_of: ClientOf) -> None:
        client, back = client_of("dennis"), at(world, "")
        bram = world.people["bram"]
        sent = {
            "naam/": {"name": "Esra Nieuw", "function": "reclasseringswerker"},
            "rol/": {"role": "CASE_DIRECTOR", "from_date": day(0)},
            "vervanger/": {"deputy": bram.id, "from_date": day(0), "until_date": day(9)},
            "account/sluiten/": {},
            "account/openen/": {},
            "vertrek/": {"until_date": day(3)},
        }
        for page, data in sent.items():
            done = client.post(at(world, page), data)
            assert (done.status_code, done["Location"]) == (302, back), page
        page = client.get(back).content.decode()
        assert "Esra Nieuw" in page and "Bram Dekker" in page and "reclasseringswerker" in page
        with behind_the_wall("postgres"):
            acts = UserLine.objects.filter(actor_id=world.people["dennis"].id)
            assert list(acts.order_by("at").values_list("action", flat=True)) == [
                "person.described",
                "mandate.given",
                "deputy.appointed",
                "account.closed",
                "account.reopened",
                "person.left",
            ]

    def test_a_press_that_comes_too_late_says_so(self, world: World, client_of: ClientOf) -> None:
        client = client_of("dennis")
        client.post(at(world, "account/sluiten/"))
        late = client.post(at(world, "account/sluiten/"), headers=ENGLISH)
        assert late.status_code == 422 and "This account is closed. Open it first." in late.content.decode()
        assert client.post(at(world, "code/"), {}).status_code == 422

    def test_ending_a_role_ends_it(self, world: World, client_of: ClientOf, mandate: Mandate) -> None:
        client = client_of("dennis")
        done = client.post(at(world, f"rol/{mandate.id}/beeindigen/"), {"until_date": day(0)})
        assert done.status_code == 302
        with world.acting("esra") as esra:
            assert "MAYOR" not in esra.roles

    def test_a_new_code_is_shown_once(self, world: World, client_of: ClientOf) -> None:
        page = client_of("dennis").post(at(world, "code/"), {"form_id": "a"}).content.decode()
        assert re.search(r'<p class="code">(\w{4}-){3}\w{4}</p>', page)
        with behind_the_wall():
            assert Invitation.objects.count() == 1


def person_form(world: World, **changed: str) -> dict[str, str]:
    return {
        "organisation": str(world.organisations["merenwoude", "POLICE"].id),
        "name": "Sanne Vos",
        "function": "wijkagent",
        "login": "sanne-vos",
        "role": "PARTICIPANT",
        "from_date": day(0).isoformat(),
        "form_id": "new-person",
    } | changed


class TestOrganisationsAndAgreement:
    def test_an_organisation_is_added_to_the_own_partnership(self, world: World, client_of: ClientOf) -> None:
        data = {"name": "Het Vlierkwartier", "kind": "SCHOOL", "tie": "EXTERNAL"}
        assert client_of("dennis").post(f"{BASE}organisaties/nieuw/", data)["Location"] == BASE
        with behind_the_wall():
            made_row = Organisation.objects.behind_the_second_wall().get(name=data["name"])
        assert made_row.partnership_id == world.people["dennis"].partnership_id
        assert "Het Vlierkwartier" in client_of("esra").get(BASE).content.decode()
        assert "Het Vlierkwartier" not in client_of("anouk").get(BASE).content.decode()

    def test_an_agreement_says_who_signed_when_and_who_not(self, world: World, client_of: ClientOf) -> None:
        police = world.organisations["merenwoude", "POLICE"]
        data = {
            "title": "Convenant 2026",
            "purpose": "samen voorkomen",
            "from_date": day(-3).isoformat(),
            f"signed-{police.id}": day(-5).isoformat(),
        }
        client = client_of("dennis")
        assert client.post(f"{BASE}convenant/nieuw/", data)["Location"] == BASE
        page = client.get(BASE, headers=ENGLISH).content.decode()
        assert "Convenant 2026" in page and page.count("signed on") == 1
        mine = {"organisation": world.organisations["merenwoude", "PROBATION"].id, "signed_date": day(0)}
        assert client.post(f"{BASE}convenant/handtekening/", mine)["Location"] == BASE
        assert client.get(BASE, headers=ENGLISH).content.decode().count("signed on") == 2
        assert client.post(f"{BASE}convenant/handtekening/", mine).status_code == 422

    def test_the_one_before_stays_to_be_read(self, world: World, client_of: ClientOf) -> None:
        made.agreement(world, title="Convenant van vroeger")
        made.agreement(world, title="Convenant van nu", from_date=day(0))
        made.agreement(world, title="Convenant van straks", from_date=day(9))
        page = client_of("esra").get(BASE, headers=ENGLISH).content.decode()
        now, before = page.split("Agreements before")
        assert "Convenant van nu" in now and "Convenant van straks" in now
        assert "Convenant van vroeger" in before and "Convenant van vroeger" not in now

    def test_nobody_signed_is_said_and_the_text_stays(self, world: World, client_of: ClientOf) -> None:
        data = {"title": "Convenant 2026", "purpose": "CANARY-purpose", "from_date": day(0).isoformat()}
        sent = client_of("dennis").post(f"{BASE}convenant/nieuw/", data)
        assert sent.status_code == 422 and "CANARY-purpose" in sent.content.decode()
        with behind_the_wall():
            assert not Agreement.objects.behind_the_second_wall().exists()

    def test_without_an_agreement_there_is_nothing_to_sign(self, world: World, client_of: ClientOf) -> None:
        assert client_of("dennis").get(f"{BASE}convenant/handtekening/").status_code == 404


class TestNumbers:
    def test_the_officer_verifies_and_everybody_reads_by_which_role(
        self, world: World, client_of: ClientOf
    ) -> None:
        address = f"{BASE}termijnen/{number(world).id}/"
        mirjam = client_of("mirjam")
        assert f'href="{address}"' in mirjam.get(BASE).content.decode()
        assert mirjam.post(f"{address}nagekeken/", {"form_id": "v"})["Location"] == address
        page = client_of("esra").get(BASE).content.decode()
        assert "unctionaris gegevensbescherming, Municipality Merenwoude" in page
        assert address not in page
        assert mirjam.post(f"{address}nagekeken/").status_code == 422

    def test_another_value_stands_beside_the_one_before(self, world: World, client_of: ClientOf) -> None:
        address, mirjam = f"{BASE}termijnen/{number(world).id}/", client_of("mirjam")
        data = {"value": 14, "source": "CANARY-source", "article": "art. 3", "valid_from": day(2).isoformat()}
        assert mirjam.post(f"{address}nieuw/", data)["Location"] == address
        page = mirjam.get(address, headers=ENGLISH).content.decode()
        assert "To come" in page and "In force" in page and "14 days" in page and "28 days" in page
        assert "CANARY-source" not in client_of("esra").get(BASE).content.decode()

    def test_only_values_that_hold_or_will_are_offered_to_verify(
        self, world: World, client_of: ClientOf
    ) -> None:
        first = number(world)
        with behind_the_wall():
            Parameter.objects.filter(pk=first.pk).update(valid_from=day(-30))
        with world.acting("mirjam") as mirjam:
            parameter_actions.set_value(
                parameter=first,
                value=9,
                source="x",
                article="",
                valid_from=day(0),
                by=mirjam,
                now=clock.now(),
            )
        page = client_of("mirjam").get(f"{BASE}termijnen/{first.id}/").content.decode()
        assert page.count("nagekeken/") == 1


def test_nothing_but_who_may_sign_in_was_touched_by_looking(world: World, client_of: ClientOf) -> None:
    with behind_the_wall():
        before = list(Account.objects.order_by("id").values())
    client = client_of("dennis")
    client.get(f"{BASE}personen/")
    client.get(at(world, ""))
    with behind_the_wall():
        assert list(Account.objects.order_by("id").values()) == before
