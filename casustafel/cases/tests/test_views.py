"""The pages of a case, each with its Charlie: elsewhere, without a seat, with a seat that ended."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.audit.models import UserLine
from casustafel.cases import actions, policy
from casustafel.cases.models import Case, Seat, Subject
from casustafel.lib import clock
from casustafel.vault.models import DataKey
from tests import bad_input
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
WHY = "CANARY-why: zij kent hem van school"


def _seat(world: World, login: str) -> Seat:
    with behind_the_wall("postgres"):
        found: Seat = Seat.objects.behind_the_second_wall().get(person=world.people[login])
        return found


def _end(world: World, login: str) -> None:
    with world.acting("joyce") as joyce:
        rows = Seat.objects.visible_to(joyce).select_related("case")
        actions.end_seat(seat=rows.get(person=world.people[login]), reason=WHY, by=joyce, now=clock.now())


def test_the_list_shows_who_sits_their_cases_and_nobody_else(client_of, case: Case) -> None:
    page = client_of("esra").get("/casussen/").content.decode()
    assert f"/casussen/{case.id}/" in page and "Linde" in page and worlds.NAME not in page
    for login in ("bram", "nienke", "anouk"):
        page = client_of(login).get("/casussen/").content.decode()
        assert "Linde" not in page and str(case.id) not in page, login


def test_the_list_filters_and_stays_when_asked_for_nonsense(world: World, client_of, case: Case) -> None:
    joyce = client_of("joyce")
    assert "Linde" not in joyce.get("/casussen/?state=CLOSED").content.decode()
    with world.acting("joyce") as viewer:
        actions.close(case=case, reason=WHY, by=viewer, now=clock.now())
    assert "Linde" not in joyce.get("/casussen/").content.decode()
    for address in ("?state=CLOSED", "?state=ALL", "?state=CLOSED&page=99", "?state=ALL&page=%00x"):
        assert "Linde" in joyce.get(f"/casussen/{address}").content.decode(), address


def test_a_case_opens_on_one_page(client_of, case: Case) -> None:
    response = client_of("esra").get(f"/casussen/{case.id}/")
    page = response.content.decode()
    assert response.status_code == 200 and "UNDEFINED" not in page
    assert worlds.NAME in page and "Linde" in page and "Joyce Martina" in page
    assert page.count("<h1") == 1
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Linde" not in title and "CANARY" not in title
    assert f"/casussen/{case.id}/stoel/" not in page


def test_only_the_chair_is_offered_seats(client_of, case: Case) -> None:
    page = client_of("joyce").get(f"/casussen/{case.id}/").content.decode()
    assert f"/casussen/{case.id}/stoel/" in page


def test_absent_and_forbidden_are_the_same_bytes(world: World, client_of, case: Case) -> None:
    _end(world, "esra")
    seat = _seat(world, "thijs")
    for address in ("/casussen/{}/", "/casussen/{}/stoel/", f"/casussen/{{}}/stoel/{seat.id}/beeindigen/"):
        for login in ("anouk", "bram", "esra", "farid", "elisabeth"):
            client = client_of(login)
            real = client.get(address.format(case.id))
            absent = client.get(address.format(uuid4()))
            assert real.status_code == absent.status_code == 404, (address, login)
            assert real.content == absent.content, (address, login)
            assert "Linde" not in real.content.decode()
            sent = client.post(address.format(case.id), {"ground": WHY, "reason": WHY})
            assert (sent.status_code, sent.content) == (404, real.content) or "stoel" not in address


def test_an_unknown_seat_is_absent(client_of, case: Case) -> None:
    assert client_of("joyce").get(f"/casussen/{case.id}/stoel/{uuid4()}/beeindigen/").status_code == 404


def test_the_chair_gives_and_ends_a_seat(world: World, client_of, case: Case) -> None:
    joyce, url = client_of("joyce"), f"/casussen/{case.id}/stoel/"
    assert "UNDEFINED" not in joyce.get(url).content.decode()
    sent = joyce.post(url, {"person": world.people["bram"].id, "ground": WHY, "form_id": "a"})
    assert (sent.status_code, sent["Location"]) == (302, f"/casussen/{case.id}/")
    with world.acting("bram") as bram:
        assert policy.can_see(bram, case)
    ending = f"{url}{_seat(world, 'bram').id}/beeindigen/"
    assert "UNDEFINED" not in joyce.get(ending).content.decode()
    assert joyce.post(ending, {"reason": WHY, "form_id": "b"}).status_code == 302
    with world.acting("bram") as bram:
        assert not policy.can_see(bram, case)
    again = joyce.post(ending, {"reason": WHY, "form_id": "c"})
    assert again.status_code == 422 and WHY in again.content.decode()


def test_who_does_not_chair_hears_so_and_keeps_the_text(world: World, client_of, case: Case) -> None:
    sent = client_of("esra").post(
        f"/casussen/{case.id}/stoel/", {"person": world.people["bram"].id, "ground": WHY}
    )
    assert sent.status_code == 422 and WHY in sent.content.decode()
    with world.acting("bram") as bram:
        assert not policy.can_see(bram, case)


def test_a_form_sent_twice_gives_one_seat(world: World, client_of, case: Case) -> None:
    joyce, data = client_of("joyce"), {"person": world.people["bram"].id, "ground": WHY, "form_id": "twice"}
    first, second = (joyce.post(f"/casussen/{case.id}/stoel/", data) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    with behind_the_wall("postgres"):
        assert Seat.objects.behind_the_second_wall().filter(person=world.people["bram"]).count() == 1
        assert UserLine.objects.filter(action="case.seated").count() == 1


@bad_input.some
@given(data=bad_input.spoiled({"person": "", "ground": WHY}))
def test_odd_input_comes_back_beside_the_field(world: World, client_of, case: Case, data) -> None:
    if data.get("person") == "":
        data["person"] = str(world.people["bram"].id)
    with bad_input.undone():
        client = client_of("joyce")
        bad_input.is_taken_or_returned(
            lambda sent: client.post(f"/casussen/{case.id}/stoel/", sent), data, kept={"ground"}
        )


@bad_input.some
@given(data=bad_input.spoiled({"reason": WHY}))
def test_an_odd_reason_comes_back(world: World, client_of, case: Case, data) -> None:
    url = f"/casussen/{case.id}/stoel/{_seat(world, 'esra').id}/beeindigen/"
    with bad_input.undone():
        client = client_of("joyce")
        bad_input.is_taken_or_returned(lambda sent: client.post(url, sent), data, kept={"reason"})


@pytest.mark.parametrize("address", ["/casussen/", "/casussen/{}/", "/casussen/{}/stoel/"])
def test_a_page_asks_at_most_twelve_questions(client_of, case: Case, address: str) -> None:
    client = client_of("joyce")
    client.get(address.format(case.id))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address.format(case.id)).status_code == 200
    assert bad_input.queries(asked) <= 12, [q["sql"][:150] for q in asked.captured_queries]


def _swap(case: Case) -> None:
    """The reason put where the ground was: sealed by us, and in another's place."""
    rows = Case.objects.behind_the_second_wall().filter(pk=case.pk)
    rows.update(ground=rows.values_list("reason", flat=True).get())


def _lose_the_key(case: Case) -> None:
    DataKey.objects.filter(pk=case.key_id).update(wrapped=b"\x01" + bytes(60))


def _take_anothers_key(case: Case) -> None:
    Subject.objects.behind_the_second_wall().filter(case=case).update(key=case.core_key)


@pytest.mark.parametrize("spoil", [_swap, _lose_the_key, _take_anothers_key])
def test_what_the_vault_does_not_open_is_refused_in_words_and_logged(client_of, case: Case, spoil) -> None:
    with behind_the_wall("postgres"):
        spoil(case)
    response = client_of("esra").get(f"/casussen/{case.id}/")
    page = response.content.decode()
    assert response.status_code == 503
    assert "CANARY" not in page and "Linde" not in page and "samen optrekken" not in page
    with behind_the_wall("postgres"):
        line = UserLine.objects.get(action="vault.closed")
    assert (line.scope_id, line.content["result"]) == (case.id, "REFUSED")
