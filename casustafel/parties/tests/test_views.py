from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from casustafel.audit import log
from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.parties import actions
from casustafel.parties.models import Parameter
from casustafel.reports.tests import given as reports
from tests.bad_input import queries
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
PARTNERSHIP, LOG = "/samenwerking/", "/samenwerking/logboek/"
ENGLISH = {"accept-language": "en"}


class TestPartnership:
    @pytest.mark.parametrize("login", ["esra", "elisabeth", "dennis"])
    def test_everybody_at_work_sees_who_works_together(self, client_of: ClientOf, login: str) -> None:
        page = client_of(login).get(PARTNERSHIP).content.decode()
        assert "Marloes Kuiper" in page
        assert "Esra Yılmaz" in page

    def test_another_partnership_shows_its_own_people_only(self, client_of: ClientOf) -> None:
        page = client_of("anouk").get(PARTNERSHIP).content.decode()
        assert "Anouk Jansen" in page
        assert "Marloes" not in page
        assert "Merenwoude" not in page

    def test_who_has_no_role_any_more_is_not_named(self, world: World, client_of: ClientOf) -> None:
        with behind_the_wall("postgres"):
            world.people["bram"].mandates.behind_the_second_wall().update(until_date=clock.now().date())
        page = client_of("esra").get(PARTNERSHIP).content.decode()
        assert "Bram Dekker" not in page

    def test_every_number_names_its_source_and_that_nobody_verified_it(
        self, world: World, client_of: ClientOf
    ) -> None:
        page = client_of("esra").get(PARTNERSHIP, headers=ENGLISH).content.decode()
        numbers = Parameter.objects.filter(partnership=world.partnerships["merenwoude"])
        assert page.count("Not verified") == numbers.count()

    def test_a_verified_number_says_by_whom(self, world: World, client_of: ClientOf) -> None:
        with behind_the_wall():
            Parameter.objects.filter(
                partnership=world.partnerships["merenwoude"], code="WEIGHING_TERM"
            ).update(verified_by="Mr. Jansen", verified_date=date(2026, 2, 3))
        assert "Mr. Jansen" in client_of("esra").get(PARTNERSHIP).content.decode()

    def test_without_an_agreement_it_says_what_to_do(self, world: World, client_of: ClientOf) -> None:
        client = client_of("esra")
        assert "No agreement is recorded" in client.get(PARTNERSHIP, headers=ENGLISH).content.decode()
        with behind_the_wall():
            actions.sign_agreement(
                partnership=world.partnerships["merenwoude"],
                title="Convenant Merenwoude",
                purpose="samen",
                organisations=[world.organisations["merenwoude", "POLICE"]],
                from_date=date(2026, 1, 1),
                by=Door("TEST"),
                now=clock.now(),
            )
        page = client.get(PARTNERSHIP, headers=ENGLISH).content.decode()
        assert "Convenant Merenwoude" in page
        assert "No agreement is recorded" not in page
        assert page.count("signed on") == 1

    def test_no_more_than_twelve_queries(self, client_of: ClientOf) -> None:
        client = client_of("esra")
        client.get(PARTNERSHIP)
        with CaptureQueriesContext(connection) as asked:
            client.get(PARTNERSHIP)
        assert queries(asked) <= 12

    def test_who_is_not_signed_in_is_asked_to(self, world: World) -> None:
        assert Client().get(PARTNERSHIP).status_code == 302


class TestLog:
    @pytest.mark.parametrize("login", ["anouk", "saskia", "joyce", "dennis", "elisabeth"])
    def test_it_is_there_for_the_data_protection_officer_only(self, client_of: ClientOf, login: str) -> None:
        refused = client_of(login).get(LOG)
        assert refused.status_code == 404
        assert refused.content == client_of(login).get("/samenwerking/niets/").content

    def test_it_says_who_read_what_and_holds_no_content(self, world: World, client_of: ClientOf) -> None:
        report, _code = reports.taken_in(world, subject_name="CANARY-name")
        client_of("saskia").get(f"/meldingen/{report.id}/")
        page = client_of("mirjam").get(LOG).content.decode()
        assert str(report.id)[:8] in page
        assert "Saskia de Wit" in page
        assert "Pagina van een melding" in page
        assert "CANARY" not in page

    def test_the_public_door_has_a_name_and_no_hour(self, world: World, client_of: ClientOf) -> None:
        noon = localtime(clock.now()).replace(hour=12, minute=0, second=0, microsecond=0)
        door = Door("PUBLIC_FORM", partnership_id=world.partnerships["merenwoude"].id)
        log.record("report.received", by=door, now=noon)
        page = client_of("mirjam").get(LOG).content.decode()
        assert "Openbaar formulier" in page and "PUBLIC_FORM" not in page
        assert "12:00</time>" not in page

    def test_it_shows_one_person_one_file_or_one_kind(self, world: World, client_of: ClientOf) -> None:
        (report, _), (other, _), (unread, _) = (
            reports.taken_in(world),
            reports.taken_in(world),
            reports.received(world),
        )
        client_of("saskia").get(f"/meldingen/{report.id}/")
        reader = client_of("mirjam")

        def files(query: str) -> set[str]:
            lines = reader.get(f"{LOG}?{query}").context["lines"]
            return {line.scope_id for line in lines}

        assert files("") >= {report.id, other.id}
        assert files(f"file={other.id}") == {other.id}
        assert files(f"file={report.id}&kind=READ") == {report.id}
        assert files(f"file={unread.id}&kind=READ") == set()
        assert files(f"file={other.id}&who={world.people['joyce'].id}") == set()
        assert files(f"file={other.id}&who={world.people['saskia'].id}") == {other.id}
        assert {line.action for line in reader.get(f"{LOG}?kind=READ").context["lines"]} == {
            "Gelezen teksten"
        }
        assert "Gelezen teksten" not in {
            line.action for line in reader.get(f"{LOG}?kind=DONE").context["lines"]
        }

    def test_lines_of_another_partnership_are_not_in_it(self, world: World, client_of: ClientOf) -> None:
        report, _code = reports.received(world, "hogezijde")
        client_of("anouk").get(f"/meldingen/{report.id}/")
        page = client_of("mirjam").get(LOG).content.decode()
        assert str(report.id)[:8] not in page
        assert "Anouk" not in page

    @pytest.mark.parametrize(
        "query", ["page=0", "page=x", "page=999999", "who=x", "file=%00", "kind=NONSENSE"]
    )
    def test_an_odd_page_shows_the_log(self, client_of: ClientOf, query: str) -> None:
        assert client_of("mirjam").get(f"{LOG}?{query}").status_code == 200

    def test_as_many_queries_with_few_lines_as_with_many(self, world: World, client_of: ClientOf) -> None:
        client = client_of("mirjam")
        reports.taken_in(world)
        client.get(LOG)
        with CaptureQueriesContext(connection) as few:
            client.get(LOG)
        for _ in range(30):
            reports.received(world)
        with CaptureQueriesContext(connection) as many:
            client.get(LOG)
        assert queries(few) == queries(many) <= 12
