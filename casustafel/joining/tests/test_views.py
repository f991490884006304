"""The pages of merging, each with its Charlie."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.cases.models import Case, Seat
from casustafel.joining.models import Joining
from casustafel.joining.tests import joined
from casustafel.lib import clock
from casustafel.picture.models import Contribution
from casustafel.picture.tests import told
from tests import bad_input
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(world: World) -> Case:
    made = joined.other_case(world)
    told.contribute(world, made)
    told.open_sharing(world, made)
    return made


def pages(case: Case, other: Case, joining: Joining) -> list[str]:
    return [
        f"/casussen/{case.id}/samenvoegen/{other.id}/",
        f"/casussen/{case.id}/samenvoeging/{joining.id}/",
        f"/casussen/{case.id}/samenvoeging/{joining.id}/ongedaan/",
    ]


def test_from_case_to_case(world: World, client_of, case: Case, other: Case) -> None:
    joined.leave(case, world, "esra")
    joyce, seat = client_of("joyce"), joined.seat_of(world, other, "esra")
    assert f"/casussen/{case.id}/samenvoegen/" in joyce.get(f"/casussen/{case.id}/").content.decode()
    assert "Berk" in joyce.get(f"/casussen/{case.id}/samenvoegen/").content.decode()
    address = f"/casussen/{case.id}/samenvoegen/{other.id}/"
    asked = joyce.get(address).content.decode()
    assert (
        "Berk" in asked
        and "Linde" in asked
        and worlds.NAME not in asked.split("<title>")[1].split("</title>")[0]
    )
    sent = {f"seat_{seat.id.hex}": "YES", f"ground_{seat.id.hex}": "taak"}
    looked = joyce.post(address, {**sent, "go": "later", "form_id": "looks"})
    assert looked.status_code == 200 and not joined.rows_of(Joining, case)
    assert "Probation" in looked.content.decode()
    missing = joyce.post(address, {**sent, "form_id": "missing"})
    assert missing.status_code == 422 and not joined.rows_of(Joining, case)
    done = joyce.post(address, {**sent, "reason": joined.WHY, "form_id": "done"})
    made = joined.rows_of(Joining, case)[0]
    assert done.status_code == 302 and done["Location"] == f"/casussen/{case.id}/samenvoeging/{made.id}/"
    assert "CANARY" not in done["Location"]
    again = joyce.post(address, {**sent, "reason": joined.WHY, "form_id": "done"})
    assert again["Location"] == done["Location"] and len(joined.rows_of(Joining, case)) == 1


def test_a_seat_without_a_ground_comes_back_beside_the_field(
    world: World, client_of, case: Case, other: Case
) -> None:
    joined.leave(case, world, "esra")
    seat = joined.seat_of(world, other, "esra")
    sent = {f"seat_{seat.id.hex}": "YES", f"ground_{seat.id.hex}": " ", "reason": joined.WHY, "form_id": "x"}
    back = client_of("joyce").post(f"/casussen/{case.id}/samenvoegen/{other.id}/", sent)
    assert back.status_code == 422 and joined.WHY in back.content.decode()
    with behind_the_wall("postgres"):
        assert not Seat.objects.behind_the_second_wall().filter(case=case, person=seat.person).exists()


def test_the_other_case_leads_on_for_who_sits_there_and_not_for_who_does_not(
    world: World, client_of, case: Case, other: Case
) -> None:
    joined.leave(case, world, "esra")
    made = joined.merge(world, case, other)
    for login, is_led in (("marloes", True), ("esra", False)):
        page = client_of(login).get(f"/casussen/{other.id}/").content.decode()
        assert f"/casussen/{other.id}/samenvoeging/{made.id}/" in page
        shown = joined.page_of(client_of(login), f"/casussen/{other.id}/samenvoeging/{made.id}/")
        assert (str(case.id) in shown, "Linde" in shown) == (is_led, is_led), login
    assert "Berk" in client_of("esra").get("/casussen/?state=CLOSED").content.decode()
    assert "Berk" not in client_of("esra").get("/casussen/").content.decode()


def test_undone_from_its_page_and_after_the_term_no_more(
    world: World, client_of, case: Case, other: Case
) -> None:
    made, joyce = joined.merge(world, case, other), client_of("joyce")
    address = f"/casussen/{case.id}/samenvoeging/{made.id}/ongedaan/"
    assert address in joyce.get(f"/casussen/{case.id}/samenvoeging/{made.id}/").content.decode()
    assert joyce.post(address, {"reason": "", "form_id": "a"}).status_code == 422
    with behind_the_wall("postgres"):
        rows = Joining.objects.behind_the_second_wall().filter(pk=made.pk)
        rows.update(undo_until_date=clock.now().date() - timedelta(days=1))
    assert joyce.post(address, {"reason": joined.WHY, "form_id": "b"}).status_code == 422
    with behind_the_wall("postgres"):
        rows.update(undo_until_date=clock.now().date())
    assert joyce.post(address, {"reason": joined.WHY, "form_id": "c"}).status_code == 302
    assert joined.rows_of(Contribution, case) == []


@pytest.mark.parametrize("login", ["thijs", "esra", "bram", "nienke", "anouk"])
def test_for_who_does_not_chair_the_pages_are_not_there(
    world: World, client_of, case: Case, other: Case, login: str
) -> None:
    third = joined.other_case(world)
    made = joined.merge(world, case, other)
    merging, shown, undoing = pages(case, third, made)
    browser = client_of(login)
    absent = browser.get(f"/casussen/{uuid4()}/").content
    sits = login in worlds.SEATS
    for address in (merging, undoing, *(() if sits else (shown,))):
        answer = browser.get(address)
        assert answer.status_code == 404 and answer.content == absent, address


def test_a_case_the_chair_does_not_chair_is_not_there_to_merge_with(
    world: World, client_of, case: Case, other: Case
) -> None:
    joined.leave(other, world, "joyce")
    joyce = client_of("joyce")
    assert "Berk" not in joyce.get(f"/casussen/{case.id}/samenvoegen/").content.decode()
    assert joyce.get(f"/casussen/{case.id}/samenvoegen/{other.id}/").status_code == 404


def test_no_page_asks_more_with_more_that_came_over(world: World, client_of, case: Case, other: Case) -> None:
    def counted() -> list[int]:
        asked = []
        for address in (f"/casussen/{case.id}/samenvoegen/", f"/casussen/{case.id}/samenvoegen/{other.id}/"):
            with CaptureQueriesContext(connection) as queries:
                joyce.get(address)
            asked.append(len(queries))
        return asked

    joyce = client_of("joyce")
    counted()  # the key of the house is known from then on
    few = counted()
    for _ in range(4):
        told.contribute(world, other, by="esra")
    joined.other_case(world)
    assert counted() == few
    made = joined.merge(world, case, other)
    with CaptureQueriesContext(connection) as queries:
        joyce.get(f"/casussen/{case.id}/samenvoeging/{made.id}/")
    assert len(queries) <= 25


@bad_input.some
@given(data=bad_input.spoiled({"seat": "YES", "ground": "taak", "reason": joined.WHY}))
def test_odd_input_while_merging(world: World, client_of, case: Case, data) -> None:
    with bad_input.undone():
        other = joined.other_case(world)
        joined.leave(case, world, "esra")
        seat, joyce = joined.seat_of(world, other, "esra").id.hex, client_of("joyce")
        named = {f"{name}_{seat}" if name != "reason" else name: text for name, text in data.items()}
        bad_input.is_taken_or_returned(
            lambda sent: joyce.post(f"/casussen/{case.id}/samenvoegen/{other.id}/", sent),
            named,
            kept={f"ground_{seat}", "reason"},
        )


@bad_input.some
@given(data=bad_input.spoiled({"reason": joined.WHY}))
def test_odd_input_while_undoing(world: World, client_of, case: Case, data) -> None:
    with bad_input.undone():
        made = joined.merge(world, case, joined.other_case(world))
        address, joyce = f"/casussen/{case.id}/samenvoeging/{made.id}/ongedaan/", client_of("joyce")
        bad_input.is_taken_or_returned(lambda sent: joyce.post(address, sent), data, kept={"reason"})
