"""The pages before the day: who sees what, and that odd input comes back."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.table import planning
from casustafel.table.choices import State
from casustafel.table.models import Meeting
from casustafel.table.tests import before, sat
from casustafel.table.tests.before import day, planned
from tests import bad_input
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
CHAIRS = ("vooraf/wijzigen/", "vooraf/agenda/", "vooraf/afzeggen/", "onvolledig/")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    shown = response.content.decode()
    assert response.status_code == 200, (address, response.status_code)
    assert "UNDEFINED" not in shown, shown[shown.find("UNDEFINED") - 200 :][:400]
    return shown


def door(meeting: Meeting, tail: str = "vooraf/") -> str:
    return f"/overleg/{meeting.id}/{tail}"


def agenda_data(world: World, meeting: Meeting, **other: object) -> dict[str, object]:
    plan = planned(world, meeting)
    data: dict[str, object] = {"version": plan.meeting.version, "add_minutes": 30}
    for number, item in enumerate(plan.items, start=1):
        data |= {f"place_{item.id}": number, f"minutes_{item.id}": item.minutes}
    return data | other


# Who may be here


def test_everybody_expected_sees_times_grounds_and_people(world: World, client_of, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting = sat.plan(world, case, other)
    for login in worlds.SEATS:
        shown = page(client_of(login), door(meeting))
        assert "Linde" in shown and "taak" in shown and sat.PLACE in shown and worlds.NAME not in shown
        assert "10:00–10:30" in shown and "10:30–11:00" in shown
        for tail in CHAIRS[:3]:
            assert (door(meeting, tail) in shown) is (login == "joyce"), (login, tail)


def test_forbidden_and_absent_are_the_same_bytes(world: World, client_of, case: Case) -> None:
    meeting = sat.plan(world, case)
    item = sat.item_of(world, meeting, case)
    tails = (
        "vooraf/",
        "vooraf/vervanging/",
        "vooraf/komt-zelf/",
        "overleg.ics",
        f"{item.id}/verwacht/",
        *CHAIRS,
    )
    for login in ("bram", "anouk", "farid", "elisabeth"):
        client = client_of(login)
        for tail in tails:
            for call in (client.get, client.post):
                real, absent = call(door(meeting, tail)), call(door(Meeting(id=uuid4()), tail))
                assert real.status_code == absent.status_code and real.status_code in {404, 405}, (
                    login,
                    tail,
                )
                assert real.content == absent.content
    for tail in (f"{item.id}/verwacht/", *CHAIRS):  # at the table, and not a chair
        assert client_of("esra").get(door(meeting, tail)).status_code == 404


def test_what_is_missing_shows_to_the_chair_as_done_or_not(world: World, client_of, case: Case) -> None:
    meeting = sat.plan(world, case)
    sentence = "Nog niet geregeld voor deze dag"
    for login in ("esra", "thijs"):
        assert sentence not in page(client_of(login), door(meeting))
    shown = page(client_of("joyce"), door(meeting))
    assert sentence in shown and "Esra Yılmaz (Probation Merenwoude) heeft zich nog niet voorbereid" in shown
    for login in worlds.SEATS:
        before.say_ready(world, case, login)
    assert "heeft zich nog niet voorbereid" not in page(client_of("joyce"), door(meeting))
    item = sat.item_of(world, meeting, case)
    before.expect(world, item, "POLICE", "PROBATION")
    shown = page(client_of("joyce"), door(meeting))
    assert "Het convenant vraagt: Gemeente" in shown and "Niet geverifieerd" in shown


def test_a_stand_in_without_a_seat_is_told_what_is_missing(world: World, client_of, case: Case) -> None:
    before.colleague(world, "kim", "PROBATION")
    meeting = sat.plan(world, case)
    esra = client_of("esra")
    assert "Kim" in page(esra, door(meeting, "vooraf/vervanging/"))
    sent = {"person": world.people["esra"].id, "stand_in": world.people["kim"].id}
    assert esra.post(door(meeting, "vooraf/vervanging/"), sent).status_code == 302
    shown = page(client_of("kim"), door(meeting))
    assert "Linde" not in shown and "Vraag de voorzitter" in shown and sat.PLACE in shown
    assert "heeft nog geen stoel bij deze casus" in page(client_of("joyce"), door(meeting))
    assert f"/overleg/{meeting.id}/vooraf/" in page(client_of("kim"), "/overleg/")
    back = esra.post(door(meeting, "vooraf/komt-zelf/"), {"person": world.people["esra"].id})
    assert back.status_code == 302 and not planned(world, meeting).proxies
    assert client_of("kim").get(door(meeting)).status_code == 404


# Changing it in the browser


def test_the_chair_changes_the_meeting_and_its_agenda(world: World, client_of, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting, joyce = sat.plan(world, case), client_of("joyce")
    shown = page(joyce, door(meeting, "vooraf/wijzigen/"))
    assert sat.PLACE in shown and "10:00" in shown
    sent = {"day": str(day(2)), "starts": "14:15", "place": "Zaal 5", "version": 1}
    assert joyce.post(door(meeting, "vooraf/wijzigen/"), sent).status_code == 302
    again = joyce.post(door(meeting, "vooraf/wijzigen/"), sent)
    assert again.status_code == 422 and "Zaal 5" in again.content.decode()
    assert "Merel" in page(joyce, door(meeting, "vooraf/agenda/"))
    sent = agenda_data(world, meeting, add=str(other.id), add_minutes=15)
    assert joyce.post(door(meeting, "vooraf/agenda/"), sent).status_code == 302
    assert "14:45–15:00" in page(client_of("esra"), door(meeting))
    first, second = planned(world, meeting).items
    sent = agenda_data(world, meeting) | {f"place_{first.id}": 2, f"place_{second.id}": 1}
    assert joyce.post(door(meeting, "vooraf/agenda/"), sent).status_code == 302
    assert [item.case_id for item in planned(world, meeting).items] == [other.id, case.id]
    sent = agenda_data(world, meeting) | {f"off_{first.id}": "on"}
    assert joyce.post(door(meeting, "vooraf/agenda/"), sent).status_code == 302
    assert [item.case_id for item in planned(world, meeting).items] == [other.id]


def test_who_is_expected_is_chosen_per_case(world: World, client_of, case: Case) -> None:
    meeting, joyce = sat.plan(world, case), client_of("joyce")
    item = sat.item_of(world, meeting, case)
    shown = page(joyce, door(meeting, f"{item.id}/verwacht/"))
    assert len(re.findall(r"name=\"organisations\"[^>]* checked", shown)) == 5 and "Linde" in shown
    sent = {"organisations": str(world.people["esra"].organisation_id)}
    assert joyce.post(door(meeting, f"{item.id}/verwacht/"), sent).status_code == 302
    assert "Police Merenwoude" in page(joyce, door(meeting))
    assert joyce.post(door(meeting, f"{item.id}/verwacht/"), {"form_id": "none"}).status_code == 422


def test_a_meeting_that_is_called_off_says_why_and_leaves_the_list(
    world: World, client_of, case: Case
) -> None:
    meeting, joyce, esra = sat.plan(world, case), client_of("joyce"), client_of("esra")
    assert joyce.post(door(meeting, "vooraf/afzeggen/"), {"reason": ""}).status_code == 422
    assert joyce.post(door(meeting, "vooraf/afzeggen/"), {"reason": "De zaal staat blank"}).status_code == 302
    for shown in (page(esra, door(meeting)), page(joyce, door(meeting))):
        assert "De zaal staat blank" in shown and "vooraf/wijzigen/" not in shown
    for query, listed in (("", False), ("?state=OFF", True), ("?state=ALL", True), ("?state=ENDED", False)):
        assert (str(meeting.id) in page(esra, f"/overleg/{query}")) is listed, query
    assert str(meeting.id) not in page(esra, "/")
    assert "aanwezig/" not in page(esra, door(meeting, ""))


def test_opening_without_everybody_asks_why_and_keeps_it(world: World, client_of, case: Case) -> None:
    meeting, joyce = sat.plan(world, case), client_of("joyce")
    sat.attend(world, meeting, "joyce", "thijs", "esra")
    asked = joyce.post(door(meeting, "openen/"))
    assert (asked.status_code, asked["Location"]) == (302, door(meeting, "onvolledig/"))
    shown = page(joyce, door(meeting, "onvolledig/"))
    assert "Politie, Openbaar Ministerie" in shown and "Linde" in shown and "Niet geverifieerd" in shown
    assert joyce.post(door(meeting, "onvolledig/"), {"reason": " "}).status_code == 422
    assert planned(world, meeting).meeting.state == State.PLANNED
    sent = joyce.post(door(meeting, "onvolledig/"), {"reason": "Zij komen straks"})
    assert (sent.status_code, sent["Location"]) == (302, door(meeting, ""))
    assert planned(world, meeting).meeting.state == State.OPEN
    assert "Zij komen straks" in page(client_of("esra"), f"/casussen/{case.id}/")


# Out of the house


def test_the_calendar_file_says_nothing_of_what_it_is_about(world: World, client_of, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting = sat.plan(world, case, other)
    answer = client_of("esra").get(door(meeting, "overleg.ics"))
    text = answer.content.decode()
    assert (
        answer["Content-Type"].startswith("text/calendar") and "overleg.ics" in answer["Content-Disposition"]
    )
    assert f"UID:{meeting.id}@" in text and "SEQUENCE:0" in text and "LOCATION" not in text
    start, end = (next(x for x in text.split("\r\n") if x.startswith(name)) for name in ("DTSTART", "DTEND"))
    assert int(end[-7:-1]) - int(start[-7:-1]) == 10_000  # two cases of half an hour
    known = ["CANARY", "Linde", "Merel", worlds.NAME, *(p.organisation.name for p in world.people.values())]
    assert not [word for word in known if word in text]
    before.call_off(world, meeting)
    text = client_of("esra").get(door(meeting, "overleg.ics")).content.decode()
    assert "METHOD:CANCEL" in text and "SEQUENCE:1" in text and "griep" not in text


def test_today_says_that_a_meeting_comes_up(world: World, client_of, case: Case) -> None:
    meeting = sat.plan(world, case)
    assert "komt eraan. Kijk wat er nog niet geregeld is" in page(client_of("joyce"), "/")
    shown = page(client_of("esra"), "/")
    assert "Bereid u voor op het overleg van" in shown and "10:00–10:30" in shown
    assert door(meeting) in shown
    before.say_ready(world, case, "esra")
    assert "Bereid u voor op het overleg van" not in page(client_of("esra"), "/")


# Bad input, and how much is asked of the database


@bad_input.some
@given(
    data=bad_input.spoiled({"day": str(clock.now().date()), "starts": "10:30", "place": "x", "version": "1"})
)
def test_an_odd_change_comes_back(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        address = door(sat.plan(world, case), "vooraf/wijzigen/")
        kept = {"place"} if len(data.get("place", "")) < 1000 else set()
        client = client_of("joyce")
        bad_input.is_taken_or_returned(lambda sent: client.post(address, sent), data, kept=kept)


@bad_input.some
@given(
    data=bad_input.spoiled(
        {"place": "1", "minutes": "30", "off": "", "version": "1", "add": "", "add_minutes": "5"}
    )
)
def test_an_odd_agenda_comes_back(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        meeting = sat.plan(world, case)
        item = sat.item_of(world, meeting, case)
        sent = {
            f"{name}_{item.id}" if name in {"place", "minutes", "off"} else name: v
            for name, v in data.items()
        }
        client, address = client_of("joyce"), door(meeting, "vooraf/agenda/")
        bad_input.is_taken_or_returned(lambda odd: client.post(address, odd), sent, kept=set())


@bad_input.some
@given(data=bad_input.spoiled({"organisations": "x", "person": "x", "stand_in": "x", "reason": "waarom"}))
def test_other_odd_input_comes_back(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        meeting, client = sat.plan(world, case), client_of("joyce")
        sat.attend(world, meeting, "joyce")
        item = sat.item_of(world, meeting, case)
        kept = {"reason"} if len(data.get("reason", "")) < 1000 else set()
        for tail in ("vooraf/vervanging/", f"{item.id}/verwacht/", "onvolledig/", "vooraf/afzeggen/"):
            texts = kept if tail in {"onvolledig/", "vooraf/afzeggen/"} else set()
            address = door(meeting, tail)
            bad_input.is_taken_or_returned(lambda sent, to=address: client.post(to, sent), data, kept=texts)
        assert client.post(door(meeting, "vooraf/komt-zelf/"), data).status_code == 404


def _asked(client: Client, address: str) -> int:
    page(client, address)
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return bad_input.queries(asked)


def test_a_longer_agenda_and_list_ask_no_more_questions(world: World, client_of, case: Case) -> None:
    meeting = sat.plan(world, case)
    addresses = (door(meeting), "/overleg/", "/")
    few = [_asked(client_of("joyce"), address) for address in addresses]
    more = [worlds.open_case(world, pseudonym=name) for name in ("Merel", "Specht", "Kievit")]
    before.arrange(
        world, meeting, [planning.Line(sat.item_of(world, meeting, case).id, 30)], [(c, 30) for c in more]
    )
    for each in more:
        sat.plan(world, each)
    assert [_asked(client_of("joyce"), address) for address in addresses] == few
    assert few[0] <= 24


def test_nobody_plans_a_meeting_on_anothers_case(world: World, client_of, case: Case) -> None:
    sent = client_of("anouk").post(
        "/overleg/plannen/",
        {"day": str(clock.now().date()), "starts": "10:30", "place": "x", "cases": [str(case.id)]},
    )
    assert sent.status_code == 422 and "Linde" not in sent.content.decode()
    assert client_of("esra").get("/overleg/plannen/").status_code == 404
