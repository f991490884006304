"""From one page of the picture to the next: what stands on it leads on, to a page that is there."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client

from casustafel.cases.models import Case
from casustafel.picture import urls
from casustafel.picture.models import Contribution
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(world: World, case: Case) -> Contribution:
    return told.contribute(world, case)


def test_no_two_pages_have_one_name() -> None:
    names = Counter(each.name for each in urls.urlpatterns)
    assert [name for name, times in names.items() if times > 1] == []


def test_who_brought_it_in_goes_on_to_add_to_it_and_to_take_it_back(
    world: World, client_of: Callable, own: Contribution
) -> None:
    client, statement = client_of("marloes"), told.statement_of(world, own).id
    inside = f"/casussen/{own.case_id}/beeld/"
    page = shown(client, f"{inside}inbreng/{own.id}/")
    for way in (
        f"{inside}inbreng/{own.id}/snel/",
        f"{inside}inbreng/{own.id}/knippen/",
        f"{inside}verstrekt/{own.id}/",
        f"{inside}bewering/{statement}/",
        f"{inside}{statement}/intrekken/",
    ):
        assert f'href="{way}"' in page, way
        shown(client, way)
    assert f'href="{inside}inbreng/{own.id}/"' in shown(client, f"{inside}bewering/{statement}/")


def test_a_question_goes_along_to_the_first_statement_that_is_not_begun(
    client_of: Callable, case: Case
) -> None:
    client, door = client_of("marloes"), f"/casussen/{case.id}/beeld/inbrengen/"
    assert _chosen(client, f"{door}?question=FAMILY_1") == {"s0-domain": "FAMILY", "s0-question": "FAMILY_1"}
    assert _chosen(client, f"{door}?question=NO_SUCH") == {}
    client.post(f"{door}concept/", {"s0-text": "half", "s0-domain": "MONEY"})
    assert _chosen(client, f"{door}?question=FAMILY_1") == {
        "s0-domain": "MONEY",
        "s1-domain": "FAMILY",
        "s1-question": "FAMILY_1",
    }


def _chosen(client: Client, address: str) -> dict[str, str]:
    rows = client.get(address).context["rows"]
    return {
        bound.html_name: bound.value()
        for row in rows
        for bound in (row["domain"], row["question"])
        if bound.value()
    }
