"""The page of one statement, and what is laid beside it from there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.picture import linking
from casustafel.picture.models import Statement, StatementLink, Verdict
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import STATEMENT, shown
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def _said(world: World, case: Case, *, by: str = "marloes", **other: str) -> Statement:
    return told.statement_of(world, told.contribute(world, case, by=by, **other), by=by)


def _page(said: Statement, what: str = "") -> str:
    return f"/casussen/{said.case_id}/beeld/bewering/{said.id}/{what}"


@pytest.fixture
def both(world: World, case: Case) -> tuple[Statement, Statement]:
    """One for core partners of the police, one of youth care for all; shared."""
    one = _said(world, case, audience="CORE")
    other = _said(world, case, by="esra", text="CANARY-other", nature="INTERPRETATION")
    told.open_sharing(world, case)
    return one, other


def test_source_marks_versions_and_what_turned_out_are_one_press_away(
    world: World, client_of, case: Case
) -> None:
    said = _said(world, case, domain="IDEOLOGY", factor="IDEOLOGY_ONE_ANSWER", question="IDEOLOGY_1")
    told.open_sharing(world, case)
    told.revise(world, said, text="CANARY-anew", reason="CANARY-why")
    esra = client_of("esra")
    assert _page(said) in shown(esra, f"/casussen/{case.id}/beeld/")
    sent = esra.post(_page(said, "oordeel/"), {"kind": "REFUTED", "reason": "CANARY-how"})
    assert (sent.status_code, sent["Location"]) == (302, _page(said))
    page = shown(client_of("joyce"), _page(said))
    texts = ("CANARY-anew", told.SEEN, told.SOURCE, "CANARY-how", "Weerlegd", "is er voor elk probleem")
    assert all(text in page for text in texts)
    assert "<title>" in page and "CANARY" not in page.split("<title>")[1].split("</title>")[0]


def test_a_tie_is_chosen_from_what_one_may_see(
    world: World, client_of, case: Case, both: tuple[Statement, Statement]
) -> None:
    core, other = both
    door = _page(other, "naast/")
    assert str(core.id) not in shown(client_of("esra"), door)
    odd = client_of("esra").post(door, {"kind": "SUPPORTS", "other": str(core.id)})
    assert odd.status_code == 422 and told.SEEN not in odd.content.decode()
    assert str(core.id) not in shown(client_of("pieterjan"), f"{door}?domain=FAMILY")
    assert told.SEEN in shown(client_of("pieterjan"), f"{door}?domain=NETWORK")
    sent = client_of("pieterjan").post(door, {"kind": "CONTRADICTS", "other": str(core.id)})
    assert (sent.status_code, sent["Location"]) == (302, _page(other))
    for login, sees in (("thijs", True), ("esra", False), ("joyce", False)):
        page = shown(client_of(login), _page(other))
        assert (told.SEEN in page) is ("Alleen wie beide beweringen mag zien" in page) is sees, login
        picture = shown(client_of(login), f"/casussen/{case.id}/beeld/")
        assert ("Door iemand tegengesproken" in picture) is sees, login


def test_a_tie_is_taken_away_by_its_maker(world: World, client_of, both: tuple[Statement, Statement]) -> None:
    core, other = both
    client = client_of("pieterjan")
    client.post(_page(other, "naast/"), {"kind": "SUPPORTS", "other": str(core.id)})
    with behind_the_wall("postgres"):
        tie = StatementLink.objects.behind_the_second_wall().get()
    door = _page(other, f"naast/{tie.id}/weg/")
    assert door in shown(client, _page(other)) and door not in shown(client_of("thijs"), _page(other))
    assert client_of("thijs").post(door).status_code == 422
    assert client_of("esra").post(door).status_code == 404
    assert client.post(door).status_code == 302
    assert door not in shown(client, _page(other))


def test_what_is_not_in_its_audience_has_no_page(client_of, both: tuple[Statement, Statement]) -> None:
    core, _ = both
    for login in ("esra", "joyce", "bram", "anouk"):
        client = client_of(login)
        for what in ("", "naast/", "oordeel/"):
            real, absent = _page(core, what), _page(core, what).replace(str(core.id), str(core.case_id))
            if what == "oordeel/":
                answers = [client.post(each, {"kind": "REFUTED", "reason": "x"}) for each in (real, absent)]
            else:
                answers = [client.get(each) for each in (real, absent)]
            assert {answer.status_code for answer in answers} == {404}, (login, what)
            assert answers[0].content == answers[1].content
    with behind_the_wall("postgres"):
        assert not Verdict.objects.behind_the_second_wall().exists()


def test_what_was_withdrawn_shows_to_its_own_alone(world: World, client_of, case: Case) -> None:
    said = _said(world, case)
    other = _said(world, case, by="esra", text="CANARY-other", source="de gezinscoach")
    told.open_sharing(world, case)
    client_of("esra").post(_page(said, "naast/"), {"kind": "SUPPORTS", "other": str(other.id)})
    with behind_the_wall("postgres"):
        Statement.objects.behind_the_second_wall().filter(pk=said.pk).update(withdrawn_at=clock.now())
    picture, old = f"/casussen/{case.id}/beeld/leefgebied/NETWORK/", f"/casussen/{case.id}/beeld/{said.id}/"
    for address in (_page(said), _page(other), picture, _page(other, "naast/")):
        page = shown(client_of("esra"), address)
        assert told.SEEN not in page and told.SOURCE not in page, address
    assert "Ingetrokken op" in shown(client_of("esra"), picture)
    assert client_of("esra").get(old).status_code == 404
    assert told.SEEN in shown(client_of("marloes"), _page(said))
    assert client_of("marloes").post(old, {**STATEMENT, "version": 1, "reason": "x"}).status_code == 422


def test_the_page_asks_as_much_however_much_lies_beside_it(world: World, client_of, case: Case) -> None:
    said = _said(world, case)
    told.open_sharing(world, case)
    client, counts = client_of("esra"), []
    for number in range(2):
        for each in range(1 + 3 * number):
            other = _said(world, case, by="esra", text=f"CANARY-{number}-{each}")
            with world.acting("esra") as esra:
                at = {"by": esra, "now": clock.now()}
                linking.link(statement=other, other=said, kind="SUPPORTS", **at)
                linking.give_verdict(statement=said, kind="CONFIRMED", reason="x", **at)
        for address in (_page(said), _page(said, "naast/")):
            shown(client, address)
            with CaptureQueriesContext(connection) as asked:
                shown(client, address)
            counts.append(bad_input.queries(asked))
    assert counts[:2] == counts[2:] and max(counts) <= 15


@bad_input.some
@given(data=bad_input.spoiled({"kind": "REFUTED", "reason": "CANARY-how", "other": "no"}))
def test_odd_input_beside_a_statement(
    client_of, both: tuple[Statement, Statement], data: dict[str, str]
) -> None:
    core, other = both
    with bad_input.undone():
        client = client_of("pieterjan")
        sound = {**data, "other": str(core.id)} if data.get("other") == "no" else data
        for what in ("oordeel/", "naast/"):
            kept = {"reason"} & data.keys() if what == "oordeel/" else set()
            door = _page(other, what)
            bad_input.is_taken_or_returned(lambda sent, door=door: client.post(door, sent), sound, kept=kept)
