"""The pages of splitting, each with its Charlie."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.cases.models import Case
from casustafel.joining.models import Joining
from casustafel.joining.tests import joined, parted
from casustafel.picture.models import Contribution
from casustafel.picture.tests import told
from casustafel.triage.models import Weighing
from casustafel.triage.tests import given as weighings
from tests import bad_input
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def weighing(world: World) -> Weighing:
    return weighings.decided(world)


@pytest.fixture
def shared(world: World, case: Case) -> Contribution:
    made = joined.given(world, case)
    told.open_sharing(world, case)
    return made


def address_of(case: Case, weighing: Weighing) -> str:
    return f"/casussen/{case.id}/splitsen/{weighing.id}/"


def sound(world: World, case: Case, **other: str) -> dict[str, str]:
    seats = {login: joined.seat_of(world, case, login).id.hex for login in ("marloes", "pieterjan", "esra")}
    thijs = joined.seat_of(world, case, "thijs").id.hex
    return {
        **{f"seat_{seat}": "NO" for seat in (*seats.values(), thijs)},
        f"seat_{seats['esra']}": "YES",
        f"ground_{seats['esra']}": "taak van de reclassering",
        "pseudonym": "Beuk",
        "director": str(world.people["thijs"].id),
        "ground": "de weging",
        "reason": parted.WHY,
        **other,
    }


def test_from_case_to_case(
    world: World, client_of, case: Case, weighing: Weighing, shared: Contribution
) -> None:
    joyce, address = client_of("joyce"), address_of(case, weighing)
    assert f"/casussen/{case.id}/splitsen/" in joyce.get(f"/casussen/{case.id}/").content.decode()
    assert address in joyce.get(f"/casussen/{case.id}/splitsen/").content.decode()
    asked = joyce.get(address).content.decode()
    assert "Jan de Vries" in asked and told.SEEN in asked
    assert "Jan de Vries" not in asked.split("<title>")[1].split("</title>")[0]
    sent = sound(world, case, **{f"along_{shared.organisation_id.hex}": str(shared.id)})
    first = joyce.post(address, {**sent, "form_id": "first"})
    assert first.status_code == 200 and parted.new_cases(weighing) == []
    assert "Probation" in first.content.decode() and 'name="shown"' in first.content.decode()
    again = joyce.post(address, {**sent, "shown": "yes", "go": "later", "form_id": "again"})
    assert again.status_code == 200 and parted.new_cases(weighing) == []
    done = joyce.post(address, {**sent, "shown": "yes", "form_id": "done"})
    (new,) = parted.new_cases(weighing)
    (made,) = joined.rows_of(Joining, new)
    assert done.status_code == 302 and done["Location"] == f"/casussen/{case.id}/samenvoeging/{made.id}/"
    twice = joyce.post(address, {**sent, "shown": "yes", "form_id": "done"})
    assert twice["Location"] == done["Location"] and len(joined.rows_of(Contribution, new)) == 1
    late = joyce.post(address, {**sent, "shown": "yes", "form_id": "late"})
    assert late.status_code == 422 and len(parted.new_cases(weighing)) == 1


def test_without_a_weighing_it_says_to_weigh_first(world: World, client_of, case: Case) -> None:
    page = client_of("joyce").get(f"/casussen/{case.id}/splitsen/").content.decode()
    assert "First weigh" in page or "Eerst wegen" in page
    weighings.decided(world, outcome="NO_ACTION")
    assert client_of("joyce").get(f"/casussen/{case.id}/splitsen/").content.decode().count("<tbody>") == 0


@pytest.mark.parametrize(
    ("spoiled", "says"),
    [({"ground_esra": " "}, "ground_"), ({"seat_thijs": "YES", "ground_thijs": "taak"}, "seat_")],
)
def test_what_is_wrong_comes_back_beside_the_field(
    world: World, client_of, case: Case, weighing: Weighing, spoiled, says
) -> None:
    named = {
        f"{name.split('_')[0]}_{joined.seat_of(world, case, name.split('_')[1]).id.hex}": value
        for name, value in spoiled.items()
    }
    back = client_of("joyce").post(
        address_of(case, weighing), {**sound(world, case, **named), "shown": "yes", "form_id": "x"}
    )
    assert back.status_code == 422 and parted.new_cases(weighing) == []
    (wrong,) = [name for name in back.context["form"].errors]
    assert wrong.startswith(says) and parted.WHY in back.content.decode()


def test_what_the_chair_may_not_read_cannot_be_ticked(
    world: World, client_of, case: Case, weighing: Weighing, shared: Contribution
) -> None:
    sealed = joined.given(world, case, audience="LATER")
    sent = sound(world, case, **{f"along_{sealed.organisation_id.hex}": str(sealed.id)})
    for each in (str(sealed.id), str(uuid4())):
        sent[f"along_{sealed.organisation_id.hex}"] = each
        back = client_of("joyce").post(address_of(case, weighing), {**sent, "shown": "yes", "form_id": each})
        assert back.status_code == 422 and parted.new_cases(weighing) == []


def test_afterwards_each_reads_what_is_theirs(
    world: World, client_of, case: Case, weighing: Weighing, shared: Contribution
) -> None:
    made = parted.split(world, case, weighing, along=[shared], seats=["esra"])
    page = f"/casussen/{case.id}/samenvoeging/{made.id}/"
    withdraw = f"/casussen/{case.id}/beeld/verstrekt/{shared.id}/"
    for login, is_theirs, is_led in (
        ("marloes", True, False),
        ("esra", False, True),
        ("pieterjan", False, False),
    ):
        assert page in client_of(login).get(f"/casussen/{case.id}/").content.decode(), login
        shown = joined.page_of(client_of(login), page)
        assert (withdraw in shown, str(made.case_id) in shown, "Beuk" in shown) == (
            is_theirs, is_led, is_led,
        ), login  # fmt: skip
    there = f"/casussen/{made.case_id}/samenvoeging/{made.id}/"
    assert there in client_of("esra").get(f"/casussen/{made.case_id}/").content.decode()
    assert "Police" in client_of("esra").get(there).content.decode()
    assert client_of("marloes").get(there).status_code == 404
    assert client_of("joyce").get(f"{page}ongedaan/").status_code == 404


@pytest.mark.parametrize("login", ["thijs", "esra", "bram", "nienke", "anouk", "farid"])
def test_for_who_does_not_chair_the_pages_are_not_there(
    world: World, client_of, case: Case, weighing: Weighing, login: str
) -> None:
    browser = client_of(login)
    absent = browser.get(f"/casussen/{uuid4()}/").content
    for address in (f"/casussen/{case.id}/splitsen/", address_of(case, weighing)):
        answer = browser.get(address)
        assert answer.status_code == 404 and answer.content == absent, address


def test_no_page_asks_more_with_more_to_choose_from(
    world: World, client_of, case: Case, weighing: Weighing, shared: Contribution
) -> None:
    def counted() -> list[int]:
        asked = []
        for address in (f"/casussen/{case.id}/splitsen/", address_of(case, weighing)):
            with CaptureQueriesContext(connection) as queries:
                joyce.get(address)
            asked.append(len(queries))
        return asked

    joyce = client_of("joyce")
    counted()  # the key of the house is known from then on
    few = counted()
    for _ in range(3):
        told.contribute(world, case, by="esra")
    weighings.decided(world)
    assert counted() == few


@bad_input.some
@given(
    data=bad_input.spoiled(
        {
            "pseudonym": "Beuk",
            "director": "",
            "ground": "de weging",
            "reason": parted.WHY,
            "seat": "YES",
            "ground_of": "taak",
        }
    )
)
def test_odd_input_while_splitting(world: World, client_of, case: Case, weighing: Weighing, data) -> None:
    with bad_input.undone():
        seat = joined.seat_of(world, case, "esra").id.hex
        names = {"seat": f"seat_{seat}", "ground_of": f"ground_{seat}"}
        named = {names.get(name, name): text for name, text in data.items()}
        whole = {name: text for name, text in sound(world, case).items() if name.startswith("seat_")}
        whole |= {"shown": "yes", **named}
        if named.get("director") == "":
            whole["director"] = str(world.people["thijs"].id)
        bad_input.is_taken_or_returned(
            lambda sent: client_of("joyce").post(address_of(case, weighing), sent),
            whole,
            kept={"pseudonym", "ground", "reason", f"ground_{seat}"},
        )
