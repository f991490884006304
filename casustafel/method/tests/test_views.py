from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from casustafel.demo.people import PEOPLE
from casustafel.method import model, presenters
from tests.bad_input import queries
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
URL = "/werkmodel/"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_whole_model_can_be_read(client_of: ClientOf, language: str) -> None:
    client, current = client_of("esra"), model.current()
    page = client.get(URL, headers={"accept-language": language}).content.decode()
    for part in (
        current.domains,
        current.questions,
        current.criteria,
        current.factors,
        current.goals,
        current.interventions,
        current.judgement_questions,
        current.scales,
        current.steps,
        current.glossary,
    ):
        for item in part:
            assert escape(item.name(language)) in page, item.code
            for level in item.levels:
                assert escape(level.name(language)) in page, item.code


def test_what_nobody_verified_says_so(client_of: ClientOf) -> None:
    page = client_of("esra").get(URL, headers={"accept-language": "en"}).content.decode()
    unverified = [item for item in model.current().criteria if item.source and not item.is_verified]
    assert unverified
    assert page.count("Not verified") == len(unverified)


@pytest.mark.parametrize("login", sorted({someone.login for someone in PEOPLE}))
def test_everybody_at_work_may_read_it(client_of: ClientOf, login: str) -> None:
    assert client_of(login).get(URL).status_code == 200


def test_who_is_not_signed_in_is_asked_to(world: World) -> None:
    assert Client().get(URL).status_code == 302


def test_few_queries(client_of: ClientOf) -> None:
    client = client_of("esra")
    client.get(URL)
    with CaptureQueriesContext(connection) as asked:
        client.get(URL)
    assert queries(asked) <= 6


def test_every_factor_and_goal_stands_in_one_chapter() -> None:
    current = model.current()
    chapters = presenters.model_page(current).chapters
    shown = [
        item for chapter in chapters for item in (*chapter.protective, *chapter.worrying, *chapter.goals)
    ]
    assert sorted(item.code for item in shown) == sorted(
        item.code for item in (*current.factors, *current.goals)
    )
