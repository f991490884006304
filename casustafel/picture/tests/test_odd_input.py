"""Whatever is typed into a form of the picture: done, or back beside its field with every text kept."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture.models import Round
from casustafel.picture.tests import told
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
LEVEL = model.current().scale("WORRY").levels[0].code
STATEMENT = {
    "text": told.SEEN,
    "source": told.SOURCE,
    "nature": "FACT",
    "reliability": "RELIABLE",
    "domain": "NETWORK",
    "bearing": "RISK",
    "observed_date": "2026-01-31",
    "first_hand": "on",
}
CONTRIBUTION = {
    "purpose": told.PURPOSE,
    "ground": "LEGAL_DUTY",
    "category": "CONDUCT",
    "conditions": "POLICE_QUALITY",
    "audience": "TABLE",
    "onward": "ASK",
    "verified": "CHECKED",
    **{f"s0-{name}": value for name, value in STATEMENT.items()},
    **{f"s2-{name}": value for name, value in STATEMENT.items()},
}
TEXTS = {"purpose", "s0-text", "s0-source", "s2-text", "s2-source"}


def _sender(client_of, login: str, address: str) -> Callable[[dict[str, str]], HttpResponse]:
    client = client_of(login)
    return lambda data: client.post(address, data)


def _shown(data: dict[str, str], names: set[str]) -> set[str]:
    """A row in which nothing is left is passed over: there is nothing to keep."""
    return {name for name in names if data.get(name, "").strip()}


@bad_input.some
@given(data=bad_input.spoiled(CONTRIBUTION))
def test_a_contribution(client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        send = _sender(client_of, "marloes", f"/casussen/{case.id}/beeld/inbrengen/")
        bad_input.is_taken_or_returned(send, data, kept=_shown(data, TEXTS))


@bad_input.some
@given(data=bad_input.spoiled({**STATEMENT, "version": "1"}))
def test_a_statement_put_otherwise(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        said = told.statement_of(world, told.contribute(world, case))
        send = _sender(client_of, "marloes", f"/casussen/{case.id}/beeld/{said.id}/")
        before = bad_input.stored()
        response = send(data)
        assert response.status_code in {200, 302, 409, 422}
        if response.status_code != 302:
            assert bad_input.stored() == before
        if response.status_code == 409:  # another version: what was typed and what stands there
            assert told.SEEN in response.content.decode()


@bad_input.some
@given(
    data=bad_input.spoiled(
        {
            "question": "NETWORK_1",
            "purpose": told.PURPOSE,
            "minimum": told.MINIMUM,
            "ground": "CONSENT",
            "due_date": "2027-01-01",
        }
    ),
    whom=st.sampled_from(["esra", "bram", "joyce", None]),
)
def test_a_request(world: World, client_of, case: Case, data: dict[str, str], whom: str | None) -> None:
    if whom:
        data["organisations"] = str(world.people[whom].organisation_id)
    with bad_input.undone():
        send = _sender(client_of, "marloes", f"/casussen/{case.id}/witte-vlekken/vragen/")
        bad_input.is_taken_or_returned(send, data, kept={"purpose", "minimum"})


@bad_input.some
@given(data=bad_input.spoiled({"outcome": "REFUSED", "refusal": "SECRECY", "text": told.ANSWER}))
def test_a_word_without_an_answer(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        asked = told.ask(world, case)
        send = _sender(client_of, "esra", f"/casussen/{case.id}/witte-vlekken/{asked.id}/")
        bad_input.is_taken_or_returned(send, data, kept={"text"})


@bad_input.some
@given(data=bad_input.spoiled({"reason": told.ANSWER}))
def test_a_request_taken_back(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        asked = told.ask(world, case)
        send = _sender(client_of, "marloes", f"/casussen/{case.id}/witte-vlekken/{asked.id}/intrekken/")
        bad_input.is_taken_or_returned(send, data, kept={"reason"})


@bad_input.some
@given(data=bad_input.spoiled({"level": LEVEL, "text": told.ANSWER}))
def test_an_answer(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        round = told.open_round(world, case)
        send = _sender(client_of, "esra", f"/casussen/{case.id}/duiding/{round.id}/")
        bad_input.is_taken_or_returned(send, data, kept={"text"})


@bad_input.some
@given(data=bad_input.spoiled({"joint": "CANARY-joint", "dissent": "CANARY-dissent"}))
def test_a_conclusion(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    if "dissent" in data:
        data[f"dissent_{world.people['esra'].organisation_id.hex}"] = data.pop("dissent")
    with bad_input.undone():
        round = told.open_round(world, case)
        told.answer(world, round, by="esra")
        told.reveal(world, round)
        send = _sender(client_of, "joyce", f"/casussen/{case.id}/duiding/{round.id}/samen/")
        bad_input.is_taken_or_returned(send, data, kept=set(data) & {"joint"})


@bad_input.some
@given(data=bad_input.spoiled({"question": "WORRY", "back": "/overleg/"}))
def test_a_question_to_judge(client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        response = _sender(client_of, "joyce", f"/casussen/{case.id}/duiding/vraag/")(data)
        assert response.status_code in {302, 422}
        with behind_the_wall("postgres"):
            rounds = Round.objects.behind_the_second_wall().count()
        assert rounds == (1 if response.status_code == 302 else 0)


@bad_input.some
@given(data=bad_input.spoiled(CONTRIBUTION | {"no-such-field": "x"}))
def test_a_draft_of_anything_comes_back(client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        client = client_of("marloes")
        door = f"/casussen/{case.id}/beeld/inbrengen/"
        assert client.post(f"{door}concept/", data).status_code == 200
        response = client.get(door)
        page = response.content.decode()
        assert response.status_code == 200 and "<script>alert" not in page
        if "purpose" in data and data["purpose"].strip().isalnum():
            assert data["purpose"].strip() in page


@bad_input.some
@given(body=st.binary(max_size=300))
def test_a_draft_that_is_no_form_breaks_nothing(client_of, case: Case, body: bytes) -> None:
    with bad_input.undone():
        client = client_of("marloes")
        door = f"/casussen/{case.id}/beeld/inbrengen/"
        kept = client.post(f"{door}concept/", body, content_type="application/x-www-form-urlencoded")
        assert kept.status_code in {200, 400}
        assert client.get(door).status_code == 200


def test_a_second_form_id_is_a_second_act(world: World, client_of, case: Case) -> None:
    client, door = client_of("marloes"), f"/casussen/{case.id}/witte-vlekken/vragen/"
    data = {
        "organisations": str(world.people["esra"].organisation_id),
        "question": "NETWORK_1",
        "purpose": told.PURPOSE,
        "minimum": "alleen ja of nee",
        "ground": "CONSENT",
        "due_date": str(clock.now().date()),
    }
    before = bad_input.stored()
    for form_id in ("a", "a", "b"):
        assert client.post(door, {**data, "form_id": form_id}).status_code == 302
    one = bad_input.stored() - before
    assert one == 2 * 4  # each: a request, a step in the file, a notice, and the form that was sent


ALONE = {"stand_NETWORK_1": "NOTHING", "text_NETWORK_1": "CANARY-alone"}


@bad_input.some
@given(data=bad_input.spoiled(ALONE))
def test_what_is_said_alone(client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        send = _sender(client_of, "marloes", f"/casussen/{case.id}/voorbereiden/")
        bad_input.is_taken_or_returned(send, data, kept=_shown(data, {"text_NETWORK_1"}))


@bad_input.some
@given(data=bad_input.spoiled({"reason": "CANARY-reason"}))
def test_a_reason_to_prepare_anew(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        told.open_sharing(world, case)
        send = _sender(client_of, "joyce", f"/casussen/{case.id}/voorbereiden/opnieuw/")
        bad_input.is_taken_or_returned(send, data, kept=_shown(data, {"reason"}))
