"""The map of a case in which very much was said."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture import contributing
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from tests import bad_input
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_map_opens_no_text_and_asks_no_more_when_the_case_is_full(world, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    _many(world, case, 3)

    client = client_of("joyce")

    def asked_for() -> int:
        shown(client, f"/casussen/{case.id}/witte-vlekken/")
        with CaptureQueriesContext(connection) as asked:
            shown(client, f"/casussen/{case.id}/witte-vlekken/")
        sql = " ".join(query["sql"] for query in asked.captured_queries)
        for text in ("statement.text", "contribution.purpose", "informationrequest.purpose"):
            assert '"picture_{}"."{}"'.format(*text.split(".")) not in sql
        return bad_input.queries(asked)

    few = asked_for()
    _many(world, case, 300)
    assert asked_for() == few <= 12


def _many(world: World, case: Case, number: int) -> None:
    known = model.current()
    asked = [known.questions_of(domain.code)[0] for domain in known.domains]
    chosen = [asked[n % len(asked)] for n in range(number)]
    rows = [told.new_statement(domain=each.domain, question=each.code) for each in chosen]
    with world.acting("esra") as esra:
        contributing.contribute(case=case, given=told.given(), statements=rows, by=esra, now=clock.now())
    told.ask(world, case)
