import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.sharing.choices import Step
from casustafel.sharing.models import Aid
from casustafel.sharing.tests import made
from tests import bad_input
from tests.bad_input import queries
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
LIST = "/deelwijzer/"
BEGIN = "/deelwijzer/nieuw/"
OUTCOME = {"outcome": "DO_NOT_SHARE", "reason": made.REASON}
PAGES = ("", "stap/1/", "stap/7/", "uitkomst/", "nakijken/")
POSTS = ("stap/2/", "stap/2/concept/", "uitkomst/", "nakijken/")


def address(aid: Aid | uuid.UUID, page: str = "") -> str:
    return f"/deelwijzer/{aid.id if isinstance(aid, Aid) else aid}/{page}"


def sent(step: Step) -> dict[str, Any]:
    answers: dict[str, Any] = dict(made.ANSWERS[step])
    if "categories" in answers:
        answers["categories"] = answers["categories"].split(",")
    return answers


def stored(aid: Aid) -> Aid:
    with behind_the_wall("postgres"):
        return Aid.objects.behind_the_second_wall().get(pk=aid.pk)


def read(response: HttpResponse) -> str:
    return response.content.decode()


def english(client: Client, url: str) -> str:
    return read(client.get(url, headers={"accept-language": "en"}))


class TestWhoMayCome:
    """Bram has the same role, Marloes another, Anouk works elsewhere. Absent and not yours look the same."""

    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize("login", ["bram", "marloes", "anouk", "dennis"])
    def test_a_page_of_somebody_else(self, world: World, client_of: ClientOf, login: str, page: str) -> None:
        aid, client = made.chosen(world), client_of(login)
        known, absent = client.get(address(aid, page)), client.get(address(uuid.uuid4(), page))
        assert (known.status_code, absent.status_code) == (404, 404)
        assert known.content == absent.content

    @pytest.mark.parametrize("page", POSTS)
    def test_a_form_of_somebody_else(self, world: World, client_of: ClientOf, page: str) -> None:
        aid, client = made.chosen(world), client_of("bram")
        before = bad_input.stored()
        assert client.post(address(aid, page), {**sent(Step.COLLEAGUES), **OUTCOME}).status_code == 404
        assert bad_input.stored() == before
        assert stored(aid).state == "DRAFT"

    def test_only_who_meets_people_has_the_list_and_the_place_in_the_menu(self, client_of: ClientOf) -> None:
        for login in ("esra", "saskia", "farid"):
            assert f'href="{LIST}"' in read(client_of(login).get(LIST))
        for login in ("elisabeth", "dennis"):
            assert client_of(login).get(LIST).status_code == client_of(login).get(BEGIN).status_code == 404
            assert f'href="{LIST}"' not in read(client_of(login).get("/"))


class TestList:
    def test_one_s_own_and_nobody_else_s(self, world: World, client_of: ClientOf) -> None:
        draft, done, others = made.begun(world), made.done(world), made.done(world, by="bram")
        client = client_of("esra")
        page = read(client.get(LIST))
        assert address(draft) in page and address(done) in page and made.CALLED in page
        assert address(others) not in page and made.SEEN not in page
        for state, shown, hidden in (("DRAFT", draft, done), ("DONE", done, draft)):
            filtered = read(client.get(f"{LIST}?state={state}"))
            assert address(shown) in filtered and address(hidden) not in filtered

    def test_a_filter_stays_while_paging_and_the_count_of_queries_too(
        self, world: World, client_of: ClientOf
    ) -> None:
        client = client_of("esra")
        made.begun(world)
        client.get(LIST)
        with CaptureQueriesContext(connection) as one:
            client.get(LIST)
        for _ in range(25):
            made.begun(world)
        with CaptureQueriesContext(connection) as many:
            page = read(client.get(f"{LIST}?state=DRAFT"))
        assert queries(one) == queries(many) <= 12
        assert "?state=DRAFT&amp;page=2" in page
        assert read(client.get(f"{LIST}?state=DRAFT&page=2")).count('<th scope="row"') == 1

    @pytest.mark.parametrize("query", ["state=NONSENSE", "page=x", "page=99999999999999999999", "state=%00"])
    def test_an_odd_address_shows_a_list(self, client_of: ClientOf, query: str) -> None:
        assert client_of("esra").get(f"{LIST}?{query}").status_code == 200

    def test_an_empty_list_says_what_to_do(self, client_of: ClientOf) -> None:
        page = english(client_of("esra"), LIST)
        assert "You have no sharing aid yet" in page and page.count(f'href="{BEGIN}"') == 2

    def test_today_says_what_is_not_finished(self, world: World, client_of: ClientOf) -> None:
        made.begun(world)
        made.done(world)
        assert "1 sharing aid is not finished." in english(client_of("esra"), "/")
        assert "sharing aid is not finished" not in english(client_of("bram"), "/")


def test_from_begin_to_result(world: World, client_of: ClientOf) -> None:
    """Step by step, each leading to the next, and the result with ground, article and reasons."""
    client = client_of("esra")
    response = client.post(BEGIN, {"called": made.CALLED})
    for step in Step:
        here = response["Location"]
        page = english(client, here)
        assert f"Step {step.number} of 8" in page[page.index("<title>") : page.index("</title>")]
        response = client.post(here, sent(step))
        assert response.status_code == 302, step
    outcome = response["Location"]
    assert outcome.endswith("/uitkomst/") and "Step 8 of 8" in english(client, outcome)
    check = client.post(outcome, OUTCOME)["Location"]
    looked = english(client, check)
    assert "An earlier answer seems to say something else" in looked and made.REASON in looked
    result = english(client, client.post(check, {"finish": "yes"})["Location"])
    for part in (
        "Do not share",
        made.REASON,
        made.WHAT,
        "GDPR art. 6(1)",
        "No, the risk cannot be made smaller",
    ):
        assert part in result
    assert "CANARY" not in result[result.index("<title>") : result.index("</title>")]


class TestStep:
    def test_what_was_kept_is_there_when_one_comes_back(self, world: World, client_of: ClientOf) -> None:
        aid, client = made.answered(world), client_of("esra")
        assert made.SEEN in read(client.get(address(aid, "stap/1/")))
        last = read(client.get(address(aid, "stap/7/")))
        assert made.WHAT in last and "selected" in last
        assert last.count(" checked>") == 3  # one is of the keys of the keyboard

    def test_what_is_typed_and_not_sent_comes_back(self, world: World, client_of: ClientOf) -> None:
        aid, client = made.begun(world), client_of("esra")
        typed = {"what": "half getypt", "categories": ["HEALTH", "BELIEFS"], "form_id": "x"}
        assert client.post(address(aid, "stap/7/concept/"), typed).json() == {"version": 1}
        page = read(client.get(address(aid, "stap/7/")))
        assert "half getypt" in page and page.count(" checked>") == 3  # the same
        assert stored(aid).answered == []

    def test_the_order_is_free_and_the_overview_says_what_is_left(
        self, world: World, client_of: ClientOf
    ) -> None:
        aid, client = made.begun(world), client_of("esra")
        assert client.post(address(aid, "stap/4/"), sent(Step.CONSENT)).status_code == 302
        page = english(client, address(aid))
        assert "Go on with step 1" in page and page.count("Answered") == 1
        for later in ("uitkomst/", "nakijken/"):
            assert client.get(address(aid, later))["Location"] == address(aid)

    def test_a_word_that_judges_is_kept_shown_once_and_left_to_the_author(
        self, world: World, client_of: ClientOf
    ) -> None:
        aid, client = made.begun(world), client_of("esra")
        here, told = address(aid, "stap/1/"), {**sent(Step.SIGNALS), "seen": "Hij is ongemotiveerd."}
        assert client.post(here, told)["Location"] == here
        page = read(client.get(here))
        assert 'name="hinted"' in page and "twee keer weg" in page and "Hij is ongemotiveerd." in page
        assert client.post(here, {**told, "hinted": "yes"})["Location"] == address(aid, "stap/2/")
        apart = {**sent(Step.SIGNALS), "opinion": "Ik vind hem ongemotiveerd."}
        assert client.post(here, apart)["Location"] == address(aid, "stap/2/")

    @pytest.mark.parametrize("number", [0, 8, 99])
    def test_a_step_that_is_not_there(self, world: World, client_of: ClientOf, number: int) -> None:
        aid, client = made.begun(world), client_of("esra")
        assert client.get(address(aid, f"stap/{number}/")).status_code == 404
        assert client.post(address(aid, f"stap/{number}/concept/"), {}).status_code == 404

    def test_the_grounds_stand_with_article_and_source_by_kind_of_organisation(
        self, world: World, client_of: ClientOf
    ) -> None:
        pages = {
            login: english(client_of(login), address(made.begun(world, by=login), "stap/7/"))
            for login in ("marloes", "nienke")
        }
        assert "Police Data Act art. 20" in pages["marloes"] and "Not verified." in pages["marloes"]
        own = pages["nienke"][pages["nienke"].index('id="grounds"') :]
        assert "Colliding duties" in own and "Police Data Act art. 20" not in own

    def test_a_finished_one_leads_to_its_result(self, world: World, client_of: ClientOf) -> None:
        aid, client = made.done(world), client_of("esra")
        for page in PAGES[1:]:
            assert client.get(address(aid, page))["Location"] == address(aid)

    def test_what_was_sent_after_finishing_elsewhere_comes_back(
        self, world: World, client_of: ClientOf
    ) -> None:
        aid, client = made.done(world), client_of("esra")
        response = client.post(address(aid, "stap/2/"), {"talked": "NO", "reason": "later getypt"})
        assert response.status_code == 422 and "later getypt" in read(response)
        assert made.ANSWERS[Step.COLLEAGUES]["reason"] in read(client.get(address(aid)))

    def test_the_same_form_sent_twice_begins_one(self, world: World, client_of: ClientOf) -> None:
        client, before = client_of("esra"), bad_input.stored()
        answers = [client.post(BEGIN, {"called": "een", "form_id": "twice"}) for _ in range(2)]
        assert answers[0]["Location"] == answers[1]["Location"]
        assert bad_input.stored() == before + 3  # the aid, its key and the answer to the form


@bad_input.some
@given(data=bad_input.spoiled({"called": made.CALLED}))
def test_odd_input_while_beginning(client_of: ClientOf, data: dict[str, str]) -> None:
    with bad_input.undone():
        client = client_of("esra")
        bad_input.is_taken_or_returned(lambda sent: client.post(BEGIN, sent), data, kept={"called"})


@pytest.fixture
def aid(world: World) -> Aid:
    return made.answered(world)


TEXTS = {"seen", "opinion", "against", "reason", "risk", "harm", "what"}


@bad_input.some
@given(
    data=st.sampled_from(list(Step)).flatmap(
        lambda step: st.tuples(st.just(step), bad_input.spoiled(made.ANSWERS[step]))
    )
)
def test_odd_input_in_each_step(client_of: ClientOf, aid: Aid, data: tuple[Step, dict[str, str]]) -> None:
    step, typed = data
    with bad_input.undone():
        client, here = client_of("esra"), address(aid, f"stap/{step.number}/")
        kept = TEXTS & typed.keys()
        bad_input.is_taken_or_returned(lambda sent: client.post(here, sent), typed, kept=kept)


@bad_input.some
@given(data=bad_input.spoiled(OUTCOME))
def test_odd_input_in_the_outcome(client_of: ClientOf, aid: Aid, data: dict[str, str]) -> None:
    with bad_input.undone():
        client, here = client_of("esra"), address(aid, "uitkomst/")
        bad_input.is_taken_or_returned(lambda sent: client.post(here, sent), data, kept={"reason"})
