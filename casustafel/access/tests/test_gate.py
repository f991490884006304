"""Who comes through which door; and who is not meant sees what is absent."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from casustafel.access import gate
from casustafel.access.gate import needs, public, signed_in
from casustafel.access.permissions import Permission
from casustafel.access.sessions import SessionStore
from casustafel.audit.models import UserLine
from casustafel.cases.models import Case
from casustafel.demo.people import PEOPLE
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def asked(client: Client | None = None, *, path: str = "/ergens/", data: dict | None = None) -> HttpRequest:
    factory = RequestFactory()
    request = factory.get(path) if data is None else factory.post(path, data)
    key = client.cookies["casustafel"].value if client else None
    request.session = SessionStore(key)
    return request


def who(request: HttpRequest) -> HttpResponse:
    viewer = getattr(request, "viewer", None)
    return HttpResponse(str(viewer.person_id) if viewer else "nobody")


def test_public_asks_nobody_and_knows_nobody(client_of) -> None:
    assert public(who)(asked()).content == public(who)(asked(client_of("marloes"))).content == b"nobody"


def test_signed_in_knows_who_it_is(world: World, client_of) -> None:
    answer = signed_in(who)(asked(client_of("marloes")))
    assert answer.content.decode() == str(world.people["marloes"].id)


def test_who_is_not_signed_in_is_sent_to_the_door_and_back(world: World) -> None:
    answer = signed_in(who)(asked(path="/casussen/?zoek=iets"))
    assert answer.status_code == 302
    assert answer["Location"] == "/account/inloggen/?next=/casussen/%3Fzoek%3Diets"


def test_without_the_permission_a_page_is_absent(client_of) -> None:
    page = needs(Permission.LOG_READ)(who)
    with pytest.raises(Http404):
        page(asked(client_of("marloes")))
    officer = next(p.login for p in PEOPLE if "DATA_PROTECTION_OFFICER" in p.roles)
    assert page(asked(client_of(officer))).status_code == 200


def test_what_is_not_yours_is_absent(client_of) -> None:
    def not_mine(request: HttpRequest) -> HttpResponse:
        raise NotYours

    for declare in (signed_in, needs(Permission.CASE_PARTICIPATE)):
        with pytest.raises(Http404):
            declare(not_mine)(asked(client_of("marloes")))


def test_each_door_says_its_policy() -> None:
    assert public(who).policy == "public"
    assert signed_in(who).policy == "signed in"
    assert needs(Permission.LOG_READ)(who).policy == Permission.LOG_READ.value


def test_nobody_is_bound_at_the_wall_before_the_gate(world: World, client_of) -> None:
    assert gate.recognise(asked()) is None
    request = asked(client_of("marloes"))
    found = gate.recognise(request)
    assert found is not None and found.person_id == world.people["marloes"].id


def test_somebody_who_left_is_nobody(world: World, client_of) -> None:
    client = client_of("marloes")
    with behind_the_wall():
        person = world.people["marloes"]
        person.until_date = clock.now().date()
        person.save(update_fields=["until_date"])
    assert gate.recognise(asked(client)) is None


def test_what_stood_after_the_question_mark_is_kept_nowhere(client_of, case: Case) -> None:
    client_of("marloes").get(f"/casussen/{case.id}/?wie=CANARY-query")
    with behind_the_wall("postgres"):
        lines = list(UserLine.objects.values_list("content", flat=True))
    assert lines and "CANARY-query" not in str(lines)
