import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib import clock
from casustafel.reports import deciding
from casustafel.reports.models import Report, Signal
from casustafel.reports.tests import given as made
from tests import bad_input
from tests.bad_input import queries, spoiled, undone
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]

POSTS = ("take_in", "mark_signal", "answer")
PATHS = {
    "take_in": "innemen",
    "mark_signal": "signaal",
    "answer": "antwoord",
}
VALID = {
    "mark_signal": {"text": "Hij zei het hardop", "nature": "OBSERVATION", "observed_date": "2026-01-31"},
    "answer": {"text": "Dank voor uw bericht"},
}
STAFF = {
    "channel": "PHONE",
    "wants": "BOTH",
    "naming": "DESK",
    "saw": "een steen",
    "think": "boos",
    "subject_birth": "2001",
}


def address(report_id: object, page: str = "") -> str:
    return f"/meldingen/{report_id}/" + (f"{PATHS[page]}/" if page else "")


class TestWhoMayCome:
    """Anouk works elsewhere; the others here have another role. Absent and forbidden look the same."""

    @pytest.mark.parametrize("login", ["anouk", "farid", "joyce", "thijs", "elisabeth", "mirjam", "dennis"])
    def test_the_page_of_a_report(self, world: World, client_of: ClientOf, login: str) -> None:
        report, _code = made.received(world)
        client = client_of(login)
        known, absent = client.get(address(report.id)), client.get(address(uuid.uuid4()))
        assert (known.status_code, absent.status_code) == (404, 404)
        assert known.content == absent.content

    @pytest.mark.parametrize("page", POSTS)
    @pytest.mark.parametrize("login", ["anouk", "farid"])
    def test_each_thing_one_can_do(self, world: World, client_of: ClientOf, page: str, login: str) -> None:
        report, _code = made.received(world)
        client, data = client_of(login), VALID.get(page, {})
        before = bad_input.stored()
        known = client.post(address(report.id, page), data)
        absent = client.post(address(uuid.uuid4(), page), data)
        assert (known.status_code, absent.status_code) == (404, 404)
        assert known.content == absent.content
        assert bad_input.stored() == before

    @pytest.mark.parametrize("url", ["/meldingen/", "/meldingen/nieuw/"])
    def test_the_list_and_entering_are_for_reporting_officers(self, client_of: ClientOf, url: str) -> None:
        assert client_of("saskia").get(url).status_code == 200
        for login in ("farid", "joyce", "mirjam", "dennis"):
            assert client_of(login).get(url).status_code == 404

    def test_who_is_not_signed_in_is_asked_to(self, world: World) -> None:
        report, _code = made.received(world)
        response = Client().get(address(report.id))
        assert response.status_code == 302
        assert response["Location"].startswith("/account/inloggen/")

    def test_a_colleague_elsewhere_has_a_list_of_their_own(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.received(world)
        assert str(report.id) not in client_of("anouk").get("/meldingen/?state=ALL").content.decode()


class TestWorklist:
    def test_newest_first_and_only_what_is_open(self, world: World, client_of: ClientOf) -> None:
        open_report, _code = made.received(world)
        closed, _code = made.advised(world)
        with world.acting("saskia") as saskia:
            deciding.give_feedback(report=closed, text="", reason="niets", by=saskia, now=clock.now())
            deciding.close(report=closed, reason="klaar", by=saskia, now=clock.now())
        client = client_of("saskia")
        shown = client.get("/meldingen/").content.decode()
        assert address(open_report.id) in shown
        assert address(closed.id) not in shown
        assert address(closed.id) in client.get("/meldingen/?state=CLOSED").content.decode()
        everything = client.get("/meldingen/?state=ALL").content.decode()
        assert address(open_report.id) in everything
        assert address(closed.id) in everything

    def test_a_filter_stays_while_paging(self, world: World, client_of: ClientOf) -> None:
        for _ in range(26):
            made.received(world)
        page = client_of("saskia").get("/meldingen/?state=RECEIVED").content.decode()
        assert "?state=RECEIVED&amp;page=2" in page
        second = client_of("saskia").get("/meldingen/?state=RECEIVED&page=2").content.decode()
        assert second.count('<th scope="row">') == 1

    @pytest.mark.parametrize(
        "query", ["state=NONSENSE", "page=0", "page=x", "page=99999999999999999999", "state=%00"]
    )
    def test_an_odd_address_shows_a_list(self, client_of: ClientOf, query: str) -> None:
        assert client_of("saskia").get(f"/meldingen/?{query}").status_code == 200

    def test_an_empty_list_says_what_to_do(self, client_of: ClientOf) -> None:
        page = client_of("saskia").get("/meldingen/", headers={"accept-language": "en"}).content.decode()
        assert "No reports are waiting" in page
        assert page.count('href="/meldingen/nieuw/"') == 2

    def test_as_many_queries_with_one_report_as_with_twenty_five(
        self, world: World, client_of: ClientOf
    ) -> None:
        client = client_of("saskia")
        made.received(world)
        client.get("/meldingen/")
        with CaptureQueriesContext(connection) as one:
            client.get("/meldingen/")
        for _ in range(24):
            made.received(world)
        with CaptureQueriesContext(connection) as many:
            client.get("/meldingen/")
        assert queries(one) == queries(many) <= 12

    def test_the_list_holds_nothing_of_what_was_told(self, world: World, client_of: ClientOf) -> None:
        made.received(world, subject_name="CANARY-name")
        assert "CANARY" not in client_of("saskia").get("/meldingen/").content.decode()


class TestShow:
    def test_what_was_seen_stands_beside_what_is_thought(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.received(world)
        page = client_of("saskia").get(address(report.id)).content.decode()
        seen, thought = page.index('id="seen"'), page.index('id="thought"')
        assert seen < page.index(made.SEEN) < thought < page.index(made.THOUGHT)

    def test_what_was_not_told_takes_one_line(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.received(world)
        page = client_of("saskia").get(address(report.id)).content.decode()
        untold = page.partition("Hierover is niets verteld:")[2].partition("</p>")[0]
        assert "Wanneer en waar was dat?" in untold and " · " in untold
        assert "Wat zag of hoorde u zelf?" not in untold

    def test_the_title_and_the_address_hold_no_content(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.received(world, subject_name="CANARY-name")
        page = client_of("saskia").get(address(report.id)).content.decode()
        title = page[page.index("<title>") : page.index("</title>")]
        assert "CANARY" not in title

    def test_receiving_stands_first_although_its_hour_was_not_kept(
        self, world: World, client_of: ClientOf
    ) -> None:
        report, _code = made.advised(world)
        response = client_of("saskia").get(address(report.id), headers={"accept-language": "en"})
        page = response.content.decode()
        assert page.index("Report received") < page.index("Decided: advice")

    @pytest.mark.parametrize(
        ("make", "there", "not_there"),
        [
            (made.received, {"innemen"}, {"signaal", "antwoord", "advies", "terugkoppeling", "sluiten"}),
            (made.taken_in, {"signaal", "antwoord", "advies", "terugkoppeling"}, {"innemen", "sluiten"}),
            (made.advised, {"signaal", "antwoord", "terugkoppeling"}, {"innemen", "advies", "sluiten"}),
        ],
    )
    def test_only_what_is_possible_now_is_offered(
        self,
        world: World,
        client_of: ClientOf,
        make: Callable[[World], tuple[Report, str]],
        there: set[str],
        not_there: set[str],
    ) -> None:
        report, _code = make(world)
        page = client_of("saskia").get(address(report.id)).content.decode()
        assert {part for part in there | not_there if f"/{part}/" in page} == there

    def test_a_report_can_be_handed_on_once_it_is_taken_in(self, world: World, client_of: ClientOf) -> None:
        fresh, _code = made.received(world)
        taken, _code = made.taken_in(world)
        client = client_of("saskia")
        assert "/weging/voorbereiden/" not in client.get(address(fresh.id)).content.decode()
        assert f"/weging/voorbereiden/{taken.id}/" in client.get(address(taken.id)).content.decode()

    def test_no_more_than_fifteen_queries(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.advised(world)
        client = client_of("saskia")
        client.get(address(report.id))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(report.id))
        assert queries(asked) <= 15


class TestDoing:
    def test_taking_in_names_who_looks_after_it(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.received(world)
        response = client_of("saskia").post(address(report.id, "take_in"), {"form_id": "one"})
        assert (response.status_code, response["Location"]) == (302, address(report.id))
        with world.acting("saskia") as saskia:
            kept = Report.objects.visible_to(saskia).get(pk=report.id)
        assert (kept.state, kept.handled_by_id) == ("TAKEN_IN", world.people["saskia"].id)

    @pytest.mark.parametrize("page", POSTS)
    def test_looking_at_the_address_does_nothing(self, world: World, client_of: ClientOf, page: str) -> None:
        report, _code = made.received(world)
        before = bad_input.stored()
        response = client_of("saskia").get(address(report.id, page))
        assert (response.status_code, response["Location"]) == (302, address(report.id))
        assert bad_input.stored() == before
        with world.acting("saskia") as saskia:
            assert Report.objects.visible_to(saskia).get(pk=report.id).state == "RECEIVED"

    def test_taking_in_twice_says_that_it_moved_on(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.taken_in(world)
        response = client_of("saskia").post(
            address(report.id, "take_in"), {"form_id": "two"}, headers={"accept-language": "en"}
        )
        assert response.status_code == 422
        assert "moved on since you opened this page" in response.content.decode()

    def test_the_same_form_sent_twice_sets_one_signal_apart(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.taken_in(world)
        client, data = client_of("saskia"), {**VALID["mark_signal"], "form_id": "three"}
        answers = [client.post(address(report.id, "mark_signal"), data) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        with world.acting("saskia") as saskia:
            signal = Signal.objects.visible_to(saskia).get(report=report)
        assert (signal.nature, str(signal.observed_date)) == ("OBSERVATION", "2026-01-31")


class TestEntering:
    def test_a_phone_call_gets_a_code_that_opens(self, world: World, client_of: ClientOf) -> None:
        client = client_of("saskia")
        first = client.post("/meldingen/nieuw/", {**STAFF, "form_id": "call"})
        again = client.post("/meldingen/nieuw/", {**STAFF, "form_id": "call"})
        assert first.status_code == 200
        assert first.content == again.content
        with world.acting("saskia") as saskia:
            report = Report.objects.visible_to(saskia).get()
        assert report.channel == "PHONE"
        assert address(report.id) in first.content.decode()

    def test_it_cannot_pretend_to_be_the_public_form(self, client_of: ClientOf) -> None:
        response = client_of("saskia").post("/meldingen/nieuw/", {**STAFF, "channel": "PUBLIC"})
        assert response.status_code == 422


@bad_input.some
@given(data=spoiled(STAFF))
def test_odd_input_when_entering(world: World, client_of: ClientOf, data: dict[str, str]) -> None:
    client = client_of("saskia")
    with undone():
        bad_input.is_taken_or_returned(
            lambda data: client.post("/meldingen/nieuw/", data), data, kept={"saw", "think", "subject_birth"}
        )


@bad_input.some
@given(page=st.sampled_from(sorted(VALID)), choose=st.data())
def test_odd_input_in_each_form_of_a_report(
    world: World, client_of: ClientOf, page: str, choose: st.DataObject
) -> None:
    data = choose.draw(spoiled(VALID[page]))
    with undone():
        report, _code = made.taken_in(world)
        client = client_of("saskia")
        bad_input.is_taken_or_returned(
            lambda data: client.post(address(report.id, page), data),
            data,
            kept={"text", "reason", "observed_date"},
        )


@pytest.mark.parametrize("text", [bad_input.TOO_LONG, bad_input.CONTROL, "", "  "])
@pytest.mark.parametrize("page", ["mark_signal", "answer"])
def test_what_must_come_back(world: World, client_of: ClientOf, page: str, text: str) -> None:
    report, _code = made.taken_in(world)
    response = client_of("saskia").post(address(report.id, page), {**VALID[page], "text": text})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()


@pytest.mark.parametrize("day", [bad_input.FUTURE, bad_input.IMPOSSIBLE, "1899-12-31", "gisteren"])
def test_a_day_that_cannot_be(world: World, client_of: ClientOf, day: str) -> None:
    report, _code = made.taken_in(world)
    data = {**VALID["mark_signal"], "observed_date": day}
    response = client_of("saskia").post(address(report.id, "mark_signal"), data)
    assert response.status_code == 422
    assert f'value="{day}"' in response.content.decode()
