"""The pages of the ways out, of looking along and of the same person."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib import clock
from casustafel.reports import deciding, linking
from casustafel.reports.models import Report, SamePerson, SecondLook
from casustafel.reports.tests import given as made
from tests import bad_input
from tests.bad_input import queries, spoiled, undone
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
LATER = (date.today() + timedelta(days=9)).isoformat()
ENGLISH = {"accept-language": "en"}
LOOKS = "/meldingen/meekijken/"

# By the last part of the address: what can be sent there, and what makes a report that it can be sent to.
FORMS: dict[str, tuple[Callable[[World], Any], dict[str, Any]]] = {
    "besluit/advies/": (made.taken_in, {"letter": "Praat met hem.", "reason": "dat is genoeg"}),
    "besluit/wachten/": (made.taken_in, {"reason": "de school belt", "until": LATER}),
    "besluit/andere-route/": (
        made.taken_in,
        {
            "route": "SCHOOL",
            "to": "mentor",
            "what": "hij slaapt slecht",
            "ground": "CONSENT",
            "consent": "no",
            "reason": "hij is er niet",
        },
    ),
    "besluit/andere-route/notitie/": (made.taken_in, {"text": "het ging goed"}),
    "besluit/niet-doorzetten/": (made.taken_in, {"grounds": "HELPED", "reason": "er is hulp"}),
    "besluit/niet-doorzetten/intrekken/": (made.proposed, {"reason": "iets nieuws"}),
    "besluit/heropenen/": (made.unforwarded, {"reason": "iets nieuws"}),
    "terugkoppeling/": (made.advised, {"text": "Dank u wel", "reason": "meer mag niet", "later": ""}),
    "sluiten/": (made.advised, {"reason": "er is hulp"}),
    "persoon/": (made.taken_in, {"name": "Jan de Vries", "birth": "12-5-2007", "reason": "school"}),
}


def ready(world: World, page: str) -> tuple[Report, dict[str, Any]]:
    make, data = FORMS[page]
    found = make(world)
    report = found[0] if isinstance(found, tuple) else found
    if page.endswith("niet-doorzetten/"):
        data = {**data, "asked": str(world.people["marloes"].id)}
    if page == "sluiten/":
        with world.acting("saskia") as saskia:
            told = {"text": "", "reason": "niets", "by": saskia, "now": clock.now()}
            deciding.give_feedback(report=report, **told)
    return report, data


def address(report: Report, page: str = "") -> str:
    return f"/meldingen/{report.id}/{page}"


def state(world: World, report: Report) -> str:
    with world.acting("saskia") as saskia:
        return Report.objects.visible_to(saskia).get(pk=report.pk).state


class TestEachWay:
    @pytest.mark.parametrize("page", FORMS)
    def test_is_a_page_that_does_it_once_and_leads_back(
        self, world: World, client_of: ClientOf, page: str
    ) -> None:
        report, data = ready(world, page)
        client = client_of("saskia")
        assert client.get(address(report, page)).status_code == 200
        before = bad_input.stored()
        answers = [client.post(address(report, page), {**data, "form_id": page}) for _ in range(2)]
        assert {(each.status_code, each["Location"]) for each in answers} == {(302, address(report))}
        assert bad_input.stored() > before
        shown = client.get(address(report), headers=ENGLISH)
        assert shown.status_code == 200

    @pytest.mark.parametrize("page", FORMS)
    @pytest.mark.parametrize("login", ["anouk", "marloes"])
    def test_is_absent_for_others(self, world: World, client_of: ClientOf, page: str, login: str) -> None:
        """Anouk is an officer elsewhere; Marloes looks along where somebody is asked."""
        report, data = ready(world, page)
        client, before = client_of(login), bad_input.stored()
        for send in (client.get, client.post):
            known = send(address(report, page), data)
            absent = send(f"/meldingen/{uuid.uuid4()}/{page}", data)
            assert (known.status_code, absent.status_code) == (404, 404)
            assert known.content == absent.content
        assert bad_input.stored() == before

    def test_what_a_rule_refuses_comes_back_with_what_was_typed(
        self, world: World, client_of: ClientOf
    ) -> None:
        report, data = ready(world, "besluit/niet-doorzetten/")
        told = {**data, "grounds": "NO_IDEOLOGY", "reason": "al mijn werk"}
        response = client_of("saskia").post(
            address(report, "besluit/niet-doorzetten/"), told, headers=ENGLISH
        )
        page = response.content.decode()
        assert response.status_code == 422 and "al mijn werk" in page
        assert "That no ideology is visible is not enough" in page

    def test_only_who_may_look_along_is_offered(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.taken_in(world)
        page = client_of("saskia").get(address(report, "besluit/niet-doorzetten/")).content.decode()
        offered = {login for login, person in world.people.items() if f'value="{person.id}"' in page}
        assert offered == {"marloes", "pieterjan"}

    def test_the_page_of_a_report_says_when_it_is_destroyed_and_how_to_stop_that(
        self, world: World, client_of: ClientOf
    ) -> None:
        report = made.unforwarded(world)
        page = client_of("saskia").get(address(report), headers=ENGLISH).content.decode()
        assert f"destroyed after {report.destroy_date:%-d %B %Y}" in page.replace("\n", " ")
        assert "/besluit/heropenen/" in page and "zo is het" in page and "/innemen/" not in page

    def test_feedback_that_is_late_shows(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.taken_in(world)
        page = client_of("saskia").get(address(report), headers=ENGLISH).content.decode()
        assert "Feedback is due by" in page


class TestLookingAlong:
    def test_it_waits_on_the_first_page_and_opens_until_it_is_answered(
        self, world: World, client_of: ClientOf
    ) -> None:
        report, look = made.proposed(world, subject_name="CANARY-name", reporter="CANARY-reporter")
        client, here = client_of("marloes"), f"{LOOKS}{look.id}/"
        assert LOOKS in client.get("/").content.decode()
        assert here in client.get(LOOKS).content.decode()
        page = client.get(here).content.decode()
        for told in (made.SEEN, "CANARY-name", "CANARY-reason"):
            assert told in page
        assert client.post(here, {"answer": "AGREED", "reason": " "}).status_code == 422
        sent = client.post(here, {"answer": "AGREED", "reason": "zo is het", "form_id": "1"})
        assert (sent.status_code, sent["Location"]) == (302, LOOKS)
        assert client.get(here).status_code == 404
        assert here not in client.get(LOOKS).content.decode()
        assert state(world, report) == "UNFORWARDED"

    @pytest.mark.parametrize(
        ("naming", "shown"), [("NOBODY", 0), ("DESK", 0), ("PARTNERS", 1), ("PERSON", 1)]
    )
    def test_who_reported_is_told_only_where_the_reporter_said_so(
        self, world: World, client_of: ClientOf, naming: str, shown: int
    ) -> None:
        _report, look = made.proposed(world, naming=naming, reporter="CANARY-reporter")
        page = client_of("marloes").get(f"{LOOKS}{look.id}/").content.decode()
        assert ("CANARY-reporter" in page) == bool(shown)

    @pytest.mark.parametrize("login", ["saskia", "farid", "pieterjan", "anouk", "joyce"])
    def test_it_is_for_who_was_asked(self, world: World, client_of: ClientOf, login: str) -> None:
        _report, look = made.proposed(world)
        client, data = client_of(login), {"answer": "AGREED", "reason": "x"}
        for send in (client.get, client.post):
            known, absent = send(f"{LOOKS}{look.id}/", data), send(f"{LOOKS}{uuid.uuid4()}/", data)
            assert (known.status_code, absent.status_code) == (404, 404)
            assert known.content == absent.content
        if login in {"saskia", "joyce"}:
            assert client.get(LOOKS).status_code == 404
        else:
            assert str(look.id) not in client.get(LOOKS).content.decode()

    def test_the_list_asks_as_much_of_the_database_for_many(self, world: World, client_of: ClientOf) -> None:
        client = client_of("marloes")
        made.proposed(world)
        client.get(LOOKS)
        with CaptureQueriesContext(connection) as one:
            client.get(LOOKS)
        for _ in range(4):
            made.proposed(world)
        with CaptureQueriesContext(connection) as many:
            client.get(LOOKS)
        assert queries(one) == queries(many) <= 12

    def test_an_empty_list_says_how_it_fills(self, client_of: ClientOf) -> None:
        assert "Nobody asks you" in client_of("marloes").get(LOOKS, headers=ENGLISH).content.decode()


def alike(world: World) -> tuple[Report, Report]:
    told = {"subject_name": "Jan de Vries", "subject_birth": "12-5-2007"}
    return made.taken_in(world, **told)[0], made.taken_in(world, **told)[0]


class TestTheSamePerson:
    def test_looked_for_read_beside_each_other_linked_and_undone(
        self, world: World, client_of: ClientOf
    ) -> None:
        one, two = alike(world)
        client = client_of("saskia")
        assert str(two.id) not in client.get(address(one)).content.decode()
        found = client.post(address(one, "zelfde-persoon/"), {"form_id": "1"}, headers=ENGLISH)
        assert f"/zelfde-persoon/{two.id}/" in found.content.decode()
        assert "the same name, the same day of birth" in found.content.decode()
        pair = f"zelfde-persoon/{two.id}/"
        assert client.get(address(one, pair)).status_code == 200
        sent = client.post(address(one, pair), {"same": "yes", "reason": "school", "form_id": "2"})
        assert sent.status_code == 302
        assert address(two) in client.get(address(one)).content.decode()
        assert address(one) in client.get(address(two)).content.decode()
        assert client.post(address(one, f"{pair}los/"), {"reason": "vergist"}).status_code == 302
        assert address(two) not in client.get(address(one)).content.decode()

    def test_coming_by_the_address_opens_nothing(self, world: World, client_of: ClientOf) -> None:
        one, _two = alike(world)
        response = client_of("saskia").get(address(one, "zelfde-persoon/"))
        assert (response.status_code, response["Location"]) == (302, address(one))

    @pytest.mark.parametrize("login", ["anouk", "marloes"])
    def test_it_is_absent_for_others(self, world: World, client_of: ClientOf, login: str) -> None:
        one, two = alike(world)
        client, data = client_of(login), {"same": "yes", "reason": "x"}
        for page in ("zelfde-persoon/", f"zelfde-persoon/{two.id}/", f"zelfde-persoon/{two.id}/los/"):
            known = client.post(address(one, page), data)
            assert (known.status_code, client.get(address(one, page)).status_code) == (404, 404) or (
                page == "zelfde-persoon/" and known.status_code == 404
            )
        theirs, _code = made.received(world, "hogezijde")
        assert client_of("saskia").get(address(one, f"zelfde-persoon/{theirs.id}/")).status_code == 404

    def test_an_earlier_report_that_was_not_forwarded_comes_back_to_view(
        self, world: World, client_of: ClientOf
    ) -> None:
        earlier = made.unforwarded(world)
        report, _code = made.taken_in(world)
        with world.acting("saskia") as saskia:
            at = {"by": saskia, "now": clock.now()}
            linking.settle(report=report, other=earlier, same=True, reason="de school", **at)
        page = client_of("saskia").get(address(report), headers=ENGLISH).content.decode()
        assert address(earlier) in page and "Not forwarded" in page
        assert f"destroyed after {earlier.destroy_date:%-d %B %Y}" in page

    def test_linked_reports_cost_no_more_questions_each(self, world: World, client_of: ClientOf) -> None:
        client = client_of("saskia")
        one, two = alike(world)
        with world.acting("saskia") as saskia:
            at = {"same": True, "reason": "x", "by": saskia, "now": clock.now()}
            linking.settle(report=one, other=two, **at)
            client.get(address(one))
            with CaptureQueriesContext(connection) as first:
                client.get(address(one))
        for _ in range(2):
            other, _code = made.taken_in(world)
            with world.acting("saskia") as saskia:
                linking.settle(report=one, other=other, **{**at, "by": saskia})
        with CaptureQueriesContext(connection) as more:
            client.get(address(one))
        assert queries(first) == queries(more) <= 20


@bad_input.some
@given(page=st.sampled_from(sorted(FORMS)), choose=st.data())
def test_odd_input_in_each_form(world: World, client_of: ClientOf, page: str, choose: st.DataObject) -> None:
    with undone():
        report, valid = ready(world, page)
        data = choose.draw(spoiled(valid))
        bad_input.is_taken_or_returned(
            lambda data: client_of("saskia").post(address(report, page), data),
            data,
            kept={"reason", "text", "what", "letter", "name", "birth", "until"},
        )


@pytest.fixture
def pair(world: World) -> tuple[Report, Report]:
    return alike(world)


@pytest.fixture
def look(world: World) -> SecondLook:
    return made.proposed(world)[1]


@bad_input.some
@given(data=spoiled({"same": "yes", "reason": "school"}))
def test_odd_input_about_the_same_person(
    pair: tuple[Report, Report], client_of: ClientOf, data: dict[str, str]
) -> None:
    one, two = pair
    with undone():
        send = client_of("saskia").post
        bad_input.is_taken_or_returned(
            lambda data: send(address(one, f"zelfde-persoon/{two.id}/"), data), data, kept={"reason"}
        )


@bad_input.some
@given(data=spoiled({"answer": "DISAGREED", "reason": "vraag de school"}))
def test_odd_input_while_looking_along(look: SecondLook, client_of: ClientOf, data: dict[str, str]) -> None:
    with undone():
        send = client_of("marloes").post
        bad_input.is_taken_or_returned(lambda data: send(f"{LOOKS}{look.id}/", data), data, kept={"reason"})


def test_a_pair_is_one_pair_however_often_it_is_sent(world: World, client_of: ClientOf) -> None:
    one, two = alike(world)
    client, data = client_of("saskia"), {"same": "yes", "reason": "school"}
    answers = [
        client.post(address(a, f"zelfde-persoon/{b.id}/"), data).status_code
        for a, b in ((one, two), (two, one))
    ]
    with world.acting("saskia") as saskia:
        assert SamePerson.objects.visible_to(saskia).count() == 1
    assert answers == [302, 422]
