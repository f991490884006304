from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib import clock
from casustafel.parties import terms
from casustafel.reports import drafting, presenters, queries, stops
from casustafel.reports.models import Draft, Report
from casustafel.reports.tests import walked
from casustafel.reports.tests.walked import ANSWERS, CHECK, CODE, ROAD, SHORTEST, WORRY, code_on, tells
from tests import bad_input
from tests.bad_input import undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def citizen() -> Client:
    return Client()


def reports(world: World) -> list[Report]:
    with world.acting("saskia") as saskia:
        return list(Report.objects.visible_to(saskia))


def read_at_the_desk(world: World) -> dict[str, str]:
    """The one report there is, as the reporting officer reads it."""
    [report] = reports(world)
    with world.acting("saskia") as saskia:
        page = presenters.report_page(saskia, queries.whole(saskia, report.id), now=clock.now())
    headings = {heading: name for name, heading in presenters.headings().items()}
    parts = {headings[part.heading]: part.text for part in page.parts}
    about = {"subject_name": page.subject, "subject_birth": page.subject_birth}
    return {**parts, **about, "wants": report.wants, "naming": report.naming}


def drafts() -> int:
    with behind_the_wall("postgres"):
        return Draft.objects.behind_the_second_wall().count()


@pytest.mark.parametrize("url", ["/melden/", ROAD, f"{ROAD}wens/", CODE])
class TestEveryPublicPage:
    def test_says_first_what_to_do_in_danger_and_how_to_leave(
        self, world: World, citizen: Client, url: str
    ) -> None:
        page = citizen.get(url).content.decode()
        assert 'href="tel:112"' in page
        assert page.index("112") < page.index("<form") or url == ROAD
        assert 'href="/melden/weg/" rel="noreferrer nofollow" data-leave' in page

    def test_works_without_javascript_and_without_an_account(
        self, world: World, citizen: Client, url: str
    ) -> None:
        response = citizen.get(url)
        assert response.status_code == 200
        assert "onclick" not in response.content.decode()
        assert set(response.cookies) <= {settings.CSRF_COOKIE_NAME}
        assert response["Cache-Control"] == "no-store"


class TestChoosing:
    def test_each_reporting_point_is_offered(self, world: World, citizen: Client) -> None:
        page = citizen.get("/melden/").content.decode()
        assert 'href="/melden/merenwoude/"' in page
        assert 'href="/melden/hogezijde/"' in page

    @pytest.mark.parametrize(
        "url", ["/melden/nergens/", "/melden/nergens/wens/", "/melden/nergens/controle/", f"{ROAD}onzin/"]
    )
    def test_a_place_that_is_not_there(self, world: World, citizen: Client, url: str) -> None:
        assert citizen.get(url).status_code == 404


class TestTheRoad:
    def test_one_question_a_page_with_where_one_is(self, world: World, citizen: Client) -> None:
        tells(citizen)
        for number, stop in enumerate(stops.STOPS, start=1):
            page = citizen.get(f"{ROAD}{stop.name}/", headers=ENGLISH).content.decode()
            assert f"<title>Step {number} of {len(stops.STOPS) + 1}: " in page
            asked = {name for name in ANSWERS if f'name="{name}"' in page}
            assert asked == set(stop.asks)
            assert page.count("<h1>") == 1 and page.count('name="go" value="later"') == 1

    def test_what_is_told_is_what_the_officer_reads(self, world: World, citizen: Client) -> None:
        walked.sent(citizen, WORRY)
        read = read_at_the_desk(world)
        assert {name: read[name] for name in ANSWERS} == ANSWERS

    def test_each_page_shows_again_what_was_kept(self, world: World, citizen: Client) -> None:
        tells(citizen)
        for name in ("gezien", "denken", "persoon"):
            page = citizen.get(f"{ROAD}{name}/").content.decode()
            assert all(text in page for text in WORRY[name].values())

    def test_nothing_is_made_before_the_first_answer(self, world: World, citizen: Client) -> None:
        citizen.get(ROAD)
        citizen.get(f"{ROAD}wens/")
        assert citizen.post(f"{ROAD}wens/", {"wants": "NONSENSE"}).status_code == 422
        assert drafts() == 0 and walked.carried(citizen) == ""
        tells(citizen, {"wens": WORRY["wens"]})
        assert drafts() == 1

    def test_the_cookie_ends_with_the_window_and_goes_nowhere_else(
        self, world: World, citizen: Client
    ) -> None:
        cookie = citizen.post(f"{ROAD}wens/", WORRY["wens"]).cookies["melding"]
        assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/melden/"
        assert cookie["max-age"] == "" and cookie["expires"] == ""

    def test_every_page_but_the_first_may_stay_empty_if_something_was_seen(
        self, world: World, citizen: Client
    ) -> None:
        empty = {stop.name: {"naming": "DESK"} if "naming" in stop.asks else {} for stop in stops.STOPS}
        tells(citizen, empty | SHORTEST)
        assert citizen.post(CHECK, {"code": walked.carried(citizen)}).status_code == 200

    def test_something_seen_or_heard_must_be_there(self, world: World, citizen: Client) -> None:
        tells(citizen, {"wens": WORRY["wens"], "gezien": {}})
        response = citizen.post(f"{ROAD}gehoord/", {"heard": " "})
        assert response.status_code == 422 and 'href="#page-heard"' in response.content.decode()
        page = citizen.get(CHECK, headers=ENGLISH).content.decode()
        assert "still missing" in page and 'id="send-form"' not in page
        before = bad_input.stored()
        refused = citizen.post(CHECK, {"code": walked.carried(citizen)})
        assert refused.status_code == 422 and bad_input.stored() == before

    def test_who_comes_in_halfway_without_a_code_begins_at_the_beginning(
        self, world: World, citizen: Client
    ) -> None:
        for name in ("denken", "controle", "bewaren"):
            assert citizen.get(f"{ROAD}{name}/")["Location"] == f"{ROAD}?bericht=weg"

    def test_a_page_sent_after_the_draft_went_is_kept_and_says_so(
        self, world: World, citizen: Client
    ) -> None:
        response = citizen.post(f"{ROAD}denken/", WORRY["denken"], follow=True, headers=ENGLISH)
        assert response.request["PATH_INFO"] == f"{ROAD}wens/"
        assert "This page was kept." in response.content.decode()
        assert WORRY["denken"]["think"] in citizen.get(f"{ROAD}denken/").content.decode()

    def test_charlie_with_another_code_reads_and_changes_nothing(self, world: World, citizen: Client) -> None:
        tells(citizen)
        charlie = Client()
        tells(charlie, {"wens": WORRY["wens"], "gezien": {"saw": "iets van Charlie"}})
        for stop in stops.STOPS:
            page = charlie.get(f"{ROAD}{stop.name}/").content.decode()
            assert not any(text in page for name, text in ANSWERS.items() if name not in ("wants", "naming"))
        assert WORRY["gezien"]["saw"] in citizen.get(f"{ROAD}gezien/").content.decode()

    def test_a_draft_for_one_place_is_not_shown_at_another(self, world: World, citizen: Client) -> None:
        tells(citizen)
        assert citizen.get("/melden/hogezijde/denken/")["Location"] == "/melden/hogezijde/?bericht=weg"


class TestAdviceOnly:
    def test_no_name_is_asked_or_kept(self, world: World, citizen: Client) -> None:
        tells(citizen, WORRY | {"wens": {"wants": "BOTH"}})
        tells(citizen, {"wens": {"wants": "ADVICE"}})
        assert citizen.get(f"{ROAD}persoon/").status_code == 302
        opened = queries.open_draft(queries.receipt_of(walked.carried(citizen)), day=clock.now().date())
        assert set(opened.told.answers) == set(ANSWERS) - {
            "subject_name",
            "subject_birth",
            "reporter",
            "naming",
        }
        citizen.post(CHECK, {"code": walked.carried(citizen)})
        read = read_at_the_desk(world)
        assert (read["subject_name"], read["subject_birth"], read["reporter"]) == ("", "", "")
        assert (read["wants"], read["naming"]) == ("ADVICE", "NOBODY")

    def test_a_name_sent_all_the_same_is_not_kept(self, world: World, citizen: Client) -> None:
        tells(citizen, {"wens": {"wants": "ADVICE", "subject_name": "Jan"}, "gezien": WORRY["gezien"]})
        assert citizen.post(f"{ROAD}persoon/", WORRY["persoon"]).status_code == 302
        citizen.post(CHECK, {"code": walked.carried(citizen)})
        assert read_at_the_desk(world)["subject_name"] == ""


class TestCheckingAndSending:
    def test_everything_is_shown_with_a_way_to_change_it_and_back(
        self, world: World, citizen: Client
    ) -> None:
        tells(citizen)
        page = citizen.get(CHECK).content.decode()
        assert all(text in page for name, text in ANSWERS.items() if name not in ("wants", "naming"))
        for stop in stops.STOPS:
            assert f'href="{ROAD}{stop.name}/?wijzig"' in page
        changed = citizen.post(f"{ROAD}denken/?wijzig", {"think": "toch anders"})
        assert changed["Location"] == CHECK
        assert "toch anders" in citizen.get(CHECK).content.decode()

    def test_sent_twice_is_one_report_and_the_same_receipt_without_a_cookie_too(
        self, world: World, citizen: Client
    ) -> None:
        tells(citizen)
        form = {"code": walked.carried(citizen)}
        first = citizen.post(CHECK, form).content.decode()
        assert walked.carried(citizen) == ""
        again = Client().post(CHECK, form).content.decode()
        assert code_on(first) == code_on(again) == form["code"] and len(form["code"]) == 19
        assert len(reports(world)) == 1 and drafts() == 0

    def test_the_receipt_says_when_something_is_heard_and_shows_the_code_once(
        self, world: World, citizen: Client
    ) -> None:
        tells(citizen, SHORTEST)
        response = citizen.post(CHECK, {"code": walked.carried(citizen)}, headers=ENGLISH)
        page = response.content.decode()
        partnership, today = world.partnerships["merenwoude"], clock.now().date()
        days = terms.due_each(partnership.id, ("REPORT_ACKNOWLEDGEMENT", "REPORT_FEEDBACK"), today)
        assert days[0] < days[1]
        for day in days:
            assert f"{day:%-d %B %Y}" in page
        assert page.count(code_on(page)) == 1
        assert citizen.get(CHECK)["Location"] == f"{ROAD}?bericht=weg"

    @pytest.mark.parametrize("code", ["", "onzin", "0000-0000-0000-0000"])
    def test_a_code_that_was_never_given_confirms_nothing(
        self, world: World, citizen: Client, code: str
    ) -> None:
        before = bad_input.stored()
        assert citizen.post(CHECK, {"code": code})["Location"] == f"{ROAD}?bericht=weg"
        assert bad_input.stored() == before

    def test_sending_asks_few_questions(self, world: World, citizen: Client) -> None:
        tells(citizen, SHORTEST)
        form = {"code": walked.carried(citizen)}
        with CaptureQueriesContext(connection) as questions:
            citizen.post(CHECK, form)
        assert bad_input.queries(questions) <= 13


class TestSavingForLater:
    def test_the_code_is_shown_once_and_brings_one_back_to_the_first_open_page(
        self, world: World, citizen: Client
    ) -> None:
        tells(citizen, {"wens": WORRY["wens"]})
        response = citizen.post(f"{ROAD}gezien/", {**WORRY["gezien"], "go": "later"}, follow=True)
        code = code_on(response.content.decode())
        assert len(code) == 19 and walked.carried(citizen) == ""
        assert citizen.get(f"{ROAD}bewaren/")["Location"] == f"{ROAD}?bericht=weg"
        elsewhere = Client()
        back = elsewhere.post(CODE, {"code": code.lower().replace("-", " ")})
        assert back["Location"] == f"{ROAD}wanneer/?bericht=bewaard"
        assert WORRY["gezien"]["saw"] in elsewhere.get(f"{ROAD}gezien/").content.decode()

    def test_it_is_kept_for_its_term_and_then_forgotten(self, world: World, citizen: Client) -> None:
        tells(citizen, SHORTEST)
        now, partnership = clock.now(), world.partnerships["merenwoude"]
        code = walked.carried(citizen)
        assert kept_until() == terms.due(partnership.id, "REPORT_DRAFT_UNSAVED", now.date())
        drafting.save_for_later(code=code, now=now)
        last = terms.due(partnership.id, "REPORT_DRAFT_TERM", now.date())
        assert kept_until() == last
        receipt = queries.receipt_of(code)
        assert queries.open_draft(receipt, day=last) is not None
        assert queries.open_draft(receipt, day=last + timedelta(days=1)) is None
        with behind_the_wall("casustafel_worker"):
            drafting.forget(now=now + (last - now.date()), using="default")
            assert drafts_as_worker() == 1
            drafting.forget(now=now + (last - now.date()) + timedelta(days=1), using="default")
            assert drafts_as_worker() == 0

    def test_what_lies_in_the_database_says_nothing_of_what_was_told(
        self, world: World, citizen: Client
    ) -> None:
        tells(citizen, SHORTEST)
        short = sealed()
        tells(citizen)
        assert len(sealed()) == len(short) and sealed() != short
        assert b"steen" not in sealed()


def kept_until() -> object:
    with behind_the_wall("postgres"):
        return Draft.objects.behind_the_second_wall().get().keep_until_date


def sealed() -> bytes:
    with behind_the_wall("postgres"):
        return bytes(Draft.objects.behind_the_second_wall().get().sealed)


def drafts_as_worker() -> int:
    return Draft.objects.behind_the_second_wall().count()


class TestLeaving:
    def test_quickly_to_another_site_with_nothing_left_in_the_browser(
        self, world: World, citizen: Client
    ) -> None:
        tells(citizen, SHORTEST)
        response = citizen.get("/melden/weg/")
        assert response["Location"] == settings.REPORT_LEAVE_TO
        for name in ("melding", settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
            assert response.cookies[name]["max-age"] == 0

    def test_who_works_here_stays_signed_in(self, world: World, client_of: object) -> None:
        response = client_of("saskia").get("/melden/weg/")
        assert set(response.cookies) == {"melding"}

    def test_done_clears_what_the_browser_keeps(self, world: World, citizen: Client) -> None:
        response = citizen.post("/melden/klaar/")
        assert response["Clear-Site-Data"] == '"cache", "storage"'
        assert response.cookies["melding"]["max-age"] == 0


@bad_input.some
@given(stop=st.sampled_from([stop for stop in stops.STOPS if stop.asks]), data=st.data())
def test_odd_input_on_every_page(world: World, citizen: Client, stop: stops.Stop, data: object) -> None:
    with undone():
        tells(citizen, SHORTEST)
        sent = data.draw(bad_input.spoiled(WORRY[stop.name]))
        response = bad_input.is_taken_or_returned(
            lambda sent: citizen.post(f"{ROAD}{stop.name}/", sent),
            sent,
            kept=set(stop.asks) - {"wants", "naming"},
        )
        if response.status_code == 302:
            assert citizen.get(CHECK).status_code == 200
        citizen.cookies.clear()
