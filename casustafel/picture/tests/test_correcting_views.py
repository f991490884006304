"""The pages of provision and correction: both sides of the record, what is taken along, and the notices."""

import csv
import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.picture import correcting_presenters
from casustafel.picture.models import Statement
from casustafel.picture.tests import corrected, told
from casustafel.picture.tests.looked import STATEMENT, shown
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
NOTICES = "/casussen/correcties/"


def _record(case: Case) -> str:
    return f"/casussen/{case.id}/beeld/verstrekt/"


def _leave(world: World, case: Case, login: str) -> None:
    with behind_the_wall("postgres"):
        seat = Seat.objects.behind_the_second_wall().get(case=case, person=world.people[login])
    with world.acting("joyce") as joyce:
        cases.end_seat(seat=seat, reason="klaar", by=joyce, now=clock.now())


def _pages(case: Case, said: Statement) -> list[str]:
    given, base = f"{_record(case)}{said.contribution_id}/", f"/casussen/{case.id}/beeld/{said.id}/"
    return [_record(case), f"{_record(case)}bestand/", given, f"{given}intrekken/", f"{base}intrekken/"]


def test_who_has_no_seat_gets_the_bytes_of_an_absent_page(world: World, client_of, case: Case) -> None:
    said = corrected.shared(world, case)
    _leave(world, case, "esra")
    for login in ("bram", "anouk", "esra"):
        client = client_of(login)
        for address in _pages(case, said):
            real, absent = client.get(address), client.get(address.replace(str(case.id), str(uuid4())))
            assert (real.status_code, absent.status_code) == (404, 404), (login, address)
            assert real.content == absent.content, (login, address)


def test_what_is_sealed_is_on_no_page_for_who_is_not_in_its_audience(
    world: World, client_of, case: Case
) -> None:
    said = corrected.shared(world, case, audience="CORE")
    corrected.withdraw(world, said)
    for login, is_there in (("thijs", True), ("esra", False), ("joyce", False)):
        client = client_of(login)
        page = shown(client, f"{_record(case)}?side=RECEIVED")
        assert (told.PURPOSE in page) is is_there, login
        assert ("<tbody>" in page) is is_there, login
        assert ("<tbody>" in shown(client, NOTICES)) is is_there, login
        address = f"{_record(case)}{said.contribution_id}/"
        assert client.get(address).status_code == (200 if is_there else 404)


def test_both_sides_of_the_record_and_what_narrows_it_stays_in_the_address(
    world: World, client_of, case: Case
) -> None:
    said = corrected.shared(world, case)
    told.contribute(world, case, by="esra", text="CANARY-other")
    corrected.put_right(world, said)
    client = client_of("marloes")
    given, received = (shown(client, f"{_record(case)}?side={side}") for side in ("GIVEN", "RECEIVED"))
    assert given.count("<tr>") == 5 and received.count("<tr>") == 2
    for page in (given, received):
        assert told.PURPOSE in page and told.SEEN not in page and "CANARY-other" not in page
    probation = world.people["esra"].organisation_id
    narrowed = shown(client, f"{_record(case)}?side=GIVEN&organisation={probation}&state=WAITING")
    assert narrowed.count("<tr>") == 2
    assert f"organisation={probation}&amp;state=CORRECTED" in narrowed
    [notice] = corrected.notices(world, to="esra")
    corrected.acknowledge(world, notice, by="esra")
    assert "<tbody>" not in shown(client, f"{_record(case)}?organisation={probation}&state=WAITING")
    assert "<tbody>" in shown(client, f"{_record(case)}?organisation={probation}&state=CORRECTED")
    for odd in ("?organisation=%00x&category=%22%3E&state=..&page=-1&side=ODD", "?page=900"):
        assert "<tbody>" in shown(client, _record(case) + odd)
    assert "<tbody>" not in shown(client, f"{_record(case)}?category=HEALTH")


def test_the_record_taken_along_says_who_made_it_when_and_what_for(
    world: World, client_of, case: Case
) -> None:
    corrected.shared(world, case)
    address = f"{_record(case)}bestand/?side=GIVEN&organisation={world.people['esra'].organisation_id}"
    client = client_of("marloes")
    assert client.post(address, {"what_for": ""}).status_code == 422
    assert not told.lines("picture.provisions_exported")
    sent = client.post(address, {"what_for": "provisions.audit"})
    assert sent.status_code == 200 and sent["Content-Type"].startswith("text/csv")
    assert sent["Content-Disposition"] == 'attachment; filename="verstrekkingen.csv"'
    assert sent["Cache-Control"] == "no-store"
    assert sent.content.startswith(b"\xef\xbb\xbf")
    mark, heads, *rows = csv.reader(io.StringIO(sent.content.decode("utf-8-sig")), delimiter=";")
    assert "Gemaakt door Marloes Kuiper" in mark and any("audit" in cell for cell in mark)
    assert len(rows) == 1 and len(rows[0]) == len(heads) and told.PURPOSE in rows[0]
    assert told.SEEN not in sent.content.decode() and "Linde" not in sent.content.decode()
    [line] = told.lines("picture.provisions_exported")
    assert (line.content["purpose"], line.scope_id) == ("provisions.audit", case.id)


@given(
    cell=st.text(max_size=9).map(lambda text: f"={text}") | st.sampled_from(["+1", "-1", "@a", "\t=1", "a=1"])
)
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    [harmless] = correcting_presenters._harmless([cell])
    assert harmless[0] not in "=+-@\t\r\n"
    assert harmless.endswith(cell)


def test_a_correction_from_the_page_asks_why_and_keeps_what_was_typed(
    world: World, client_of, case: Case
) -> None:
    said = corrected.shared(world, case)
    client, door = client_of("marloes"), f"/casussen/{case.id}/beeld/{said.id}/"
    marks = {**STATEMENT, "text": corrected.NEW, "version": 1}
    sent = client.post(door, marks)
    assert sent.status_code == 422 and corrected.NEW in sent.content.decode()
    assert 'id="id_reason_error"' in sent.content.decode() or "reason" in sent.content.decode()
    sent = client.post(door, {**marks, "reason": corrected.REASON})
    assert sent.status_code == 302
    page = shown(client_of("esra"), f"/casussen/{case.id}/beeld/")
    assert corrected.NEW in page and "Verbeterd op" in page and told.SEEN not in page
    page = shown(client_of("esra"), f"{_record(case)}{said.contribution_id}/")
    assert corrected.NEW in page and corrected.REASON in page


def test_what_was_withdrawn_is_marked_and_in_no_byte_for_others(world: World, client_of, case: Case) -> None:
    said = corrected.shared(world, case)
    client = client_of("marloes")
    assert told.SEEN in shown(client, f"/casussen/{case.id}/beeld/{said.id}/intrekken/")
    door = f"{_record(case)}{said.contribution_id}/intrekken/"
    assert client.post(door, {"reason": " "}).status_code == 422
    assert client.post(door, {"reason": corrected.REASON}).status_code == 302
    assert client.post(door, {"reason": corrected.REASON, "form_id": "again"}).status_code == 422
    for login, legible in (("marloes", True), ("esra", False), ("joyce", False)):
        for address in (
            f"/casussen/{case.id}/beeld/leefgebied/NETWORK/",
            f"{_record(case)}{said.contribution_id}/",
        ):
            page = shown(client_of(login), address)
            assert "Ingetrokken op" in page, (login, address)
            assert (told.SEEN in page) is legible and (told.SOURCE in page) is legible, (login, address)
    for end in ("", "intrekken/"):
        assert client_of("esra").get(f"/casussen/{case.id}/beeld/{said.id}/{end}").status_code == 404


def test_a_receiver_who_left_finds_the_notice_without_link_or_words_and_acknowledges_it(
    world: World, client_of, case: Case
) -> None:
    said = corrected.shared(world, case)
    _leave(world, case, "esra")
    corrected.put_right(world, said)
    esra = client_of("esra")
    assert NOTICES in shown(esra, "/")
    page, [notice] = shown(esra, NOTICES), corrected.notices(world, to="esra")
    assert "Linde" not in page and str(case.id) not in page and "CANARY" not in page
    door = f"{NOTICES}{notice.id}/gezien/"
    assert door in page
    assert client_of("bram").post(door).status_code == client_of("anouk").post(door).status_code == 404
    assert esra.post(door, {"form_id": "a"}).status_code == 302
    assert esra.post(door, {"form_id": "b"}).status_code == 422
    assert door not in shown(esra, NOTICES) and NOTICES not in shown(esra, "/").split("<main")[1]
    assert "Esra" in shown(client_of("marloes"), f"{NOTICES}?box=SENT&state=ALL")
    assert "Esra" in shown(client_of("marloes"), f"{_record(case)}{said.contribution_id}/")
    thijs = shown(client_of("thijs"), NOTICES)
    assert "Linde" in thijs and f"{_record(case)}{said.contribution_id}/" in thijs


def test_every_page_asks_at_most_twelve_questions(world: World, client_of, case: Case) -> None:
    said = corrected.shared(world, case)
    corrected.put_right(world, said)
    more = [told.statement_of(world, told.contribute(world, case)) for _ in range(3)]
    for address in [*_pages(case, said), f"{_record(case)}?side=RECEIVED", NOTICES, f"{NOTICES}?box=SENT"]:
        for login in ("marloes", "esra"):
            client = client_of(login)
            shown(client, address)
            with CaptureQueriesContext(connection) as asked:
                shown(client, address)
            assert bad_input.queries(asked) <= 12, (login, address, [q["sql"][:70] for q in asked])
    counts = []
    for each in (None, *more[:2]):
        if each:
            corrected.withdraw(world, each)
        counts.append(min(_questions(client_of("esra"), NOTICES) for _look in range(2)))
    assert len(set(counts)) == 1


def _questions(client: Client, address: str) -> int:
    """Now and then one comes along about what is remembered for a while; so the fewer of two looks counts."""
    with CaptureQueriesContext(connection) as asked:
        shown(client, address)
    return bad_input.queries(asked)


@bad_input.some
@given(data=bad_input.spoiled({"reason": corrected.REASON}))
def test_odd_input_while_withdrawing(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        said = corrected.shared(world, case)
        address = f"/casussen/{case.id}/beeld/{said.id}/intrekken/"
        client = client_of("marloes")
        bad_input.is_taken_or_returned(lambda sent: client.post(address, sent), data, kept={"reason"})


@bad_input.some
@given(data=bad_input.spoiled({"what_for": "provisions.audit"}))
def test_odd_input_while_taking_along(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        sent = client_of("marloes").post(f"{_record(case)}bestand/", data)
        assert sent.status_code in {200, 422}
        assert bool(told.lines("picture.provisions_exported")) is sent["Content-Type"].startswith("text/csv")
