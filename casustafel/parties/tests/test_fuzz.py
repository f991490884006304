"""Whatever is typed into a form of the administration: it is done, or it comes back, and nothing breaks."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from casustafel.parties.models import Parameter
from casustafel.parties.tests import given as made
from casustafel.parties.tests.given import day
from tests.bad_input import is_taken_or_returned, some, spoiled, undone
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
TODAY = day(0).isoformat()
FORMS = {
    "organisaties/nieuw/": {"name": "Het Vlierkwartier", "kind": "SCHOOL", "tie": "EXTERNAL"},
    "personen/nieuw/": {
        "organisation": "POLICE",
        "name": "Sanne Vos",
        "function": "wijkagent",
        "login": "sanne",
        "role": "PARTICIPANT",
        "from_date": TODAY,
    },
    "personen/{esra}/naam/": {"name": "Esra", "function": "toezichthouder"},
    "personen/{esra}/rol/": {"role": "MAYOR", "from_date": TODAY, "until_date": day(9).isoformat()},
    "personen/{esra}/rol/{mandate}/beeindigen/": {"until_date": TODAY},
    "personen/{esra}/vervanger/": {
        "deputy": "bram",
        "from_date": TODAY,
        "until_date": day(9).isoformat(),
    },
    "personen/{esra}/vertrek/": {"until_date": TODAY},
    "personen/{esra}/code/": {"lost_second_step": "on"},
    "convenant/nieuw/": {
        "title": "Convenant 2026",
        "purpose": "samen voorkomen",
        "from_date": TODAY,
        "until_date": "",
        "signed": TODAY,
    },
    "convenant/handtekening/": {"organisation": "PROBATION", "signed_date": TODAY},
    "termijnen/{number}/nieuw/": {"value": "14", "source": "Convenant", "article": "3", "valid_from": TODAY},
}
KEPT = {"name", "function", "login", "title", "purpose", "source", "article"}


def a_term(world: World) -> Parameter | None:
    terms = Parameter.objects.filter(partnership=world.partnerships["merenwoude"], unit="DAYS")
    return terms.order_by("code", "valid_from").first()


@some
@given(choose=st.data(), page=st.sampled_from(sorted(FORMS)))
def test_odd_input(world: World, client_of: ClientOf, choose: st.DataObject, page: str) -> None:
    data = choose.draw(spoiled(FORMS[page]))
    with undone():
        mandate = made.mandate(world, "esra", "CASE_DIRECTOR")
        made.agreement(world)
        number = a_term(world)
        assert number is not None
        places = {"esra": world.people["esra"].id, "mandate": mandate.id, "number": number.id}
        client = client_of("mirjam" if "termijnen" in page else "dennis")
        is_taken_or_returned(
            lambda sent: client.post("/samenwerking/" + page.format(**places), sent),
            _with_keys(world, data),
            kept=KEPT,
        )


def _with_keys(world: World, data: dict[str, str]) -> dict[str, str]:
    """What the form offers as choices has keys that differ each time."""
    named = {
        "organisation": {
            kind: str(row.id) for (slug, kind), row in world.organisations.items() if slug == "merenwoude"
        },
        "deputy": {login: str(row.id) for login, row in world.people.items()},
    }
    police = world.organisations["merenwoude", "POLICE"].id
    return {
        f"signed-{police}" if field == "signed" else field: named.get(field, {}).get(value, value)
        for field, value in data.items()
    }


@pytest.mark.parametrize("page", sorted(FORMS))
def test_the_same_form_without_the_oddity_is_taken(world: World, client_of: ClientOf, page: str) -> None:
    """So that the test above does not pass because nothing ever is."""
    mandate = made.mandate(world, "esra", "CASE_DIRECTOR")
    if "convenant" in page:
        made.agreement(world)
    number = a_term(world)
    assert number is not None
    places = {"esra": world.people["esra"].id, "mandate": mandate.id, "number": number.id}
    data = _with_keys(world, FORMS[page])
    if "termijnen" in page:
        data["valid_from"] = day(4).isoformat()
    client = client_of("mirjam" if "termijnen" in page else "dennis")
    sent = client.post("/samenwerking/" + page.format(**places), data)
    assert sent.status_code in {200, 302}, sent.content.decode()[-3000:]
