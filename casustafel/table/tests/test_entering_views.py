"""The pages around the door and of looking back: who finds them, what comes back, and odd input."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.table import entering, entering_queries, looking_back, queries
from casustafel.table.models import Attendance, Leave, LookBack, Meeting
from casustafel.table.tests import sat
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ANSWER = {"heard": "YES", "apart": "NO", "differently": "CANARY-otherwise"}


def _doors(meeting: Meeting, item_id: object) -> list[str]:
    base = f"/overleg/{meeting.id}/"
    return [
        *(base + tail for tail in ("naar-huis/", "rollen/", "terugblik/")),
        *(base + tail for tail in ("terugblik/openen/", "terugblik/tonen/")),
        *(f"{base}{item_id}/{tail}" for tail in ("uit-de-kamer/", "binnen/")),
    ]


def _rows(table):
    with behind_the_wall("postgres"):
        return list(table.objects.behind_the_second_wall().all())


def _look_back(world: World, meeting: Meeting) -> None:
    with world.acting("joyce") as joyce:
        looking_back.open_look_back(meeting=queries.get(joyce, meeting.id), by=joyce, now=clock.now())


def test_absent_and_not_yours_are_the_same_bytes(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    for login in ("bram", "anouk", "farid", "elisabeth"):
        client = client_of(login)
        for address in _doors(meeting, item.id):
            for ask in (client.get, client.post):
                real, absent = ask(address), ask(address.replace(str(meeting.id), str(uuid4())))
                assert (real.status_code, real.content) == (absent.status_code, absent.content), address
                assert real.status_code == 404 or (ask == client.get and real.status_code == 405)
    assert client_of("esra").get(f"/overleg/{meeting.id}/rollen/").status_code == 404
    other = sat.plan(world, case)
    for tail in ("uit-de-kamer/", "binnen/"):
        assert client_of("joyce").post(f"/overleg/{other.id}/{item.id}/{tail}").status_code == 404


def test_the_room_is_left_and_entered_in_the_browser(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="PICTURE")
    item = sat.item_of(world, meeting, case)
    sat.attend(world, meeting, "esra", "marloes")
    base, esra, joyce = f"/overleg/{meeting.id}/", client_of("esra"), client_of("joyce")
    door = f"{base}{item.id}/uit-de-kamer/"
    page = esra.get(door).content.decode()
    assert 'name="reason"' in page and 'name="person"' not in page
    refused = esra.post(door, {"reason": ""})
    assert refused.status_code == 422 and not _rows(Leave)
    assert esra.post(door, {"reason": "CANARY-why"})["Location"] == base
    table = esra.get(base).content.decode()
    assert 'aria-current="step"' not in table and door in table
    for login, reads in (("esra", True), ("joyce", True), ("marloes", False)):
        shown = client_of(login).get(door).content.decode()
        assert ("CANARY-why" in shown) is reads, login
    inside = f"{base}{item.id}/binnen/"
    person = str(world.people["esra"].id)
    bad = client_of("marloes").post(inside, {"person": person})
    assert bad.status_code == 422 and 'role="alert"' in bad.content.decode()
    assert joyce.post(inside, {"person": str(world.people["thijs"].id)}).status_code == 404
    assert joyce.post(inside, {"person": person})["Location"] == base
    assert 'aria-current="step"' in esra.get(base).content.decode()
    assert joyce.post(door, {"person": person, "reason": "x"}).status_code == 302
    with world.acting("joyce") as viewer:
        row = entering_queries.get_leave(viewer, item, world.people["esra"].id)
        assert row.by_id == world.people["joyce"].id


def test_a_role_is_given_in_the_browser(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    door, joyce = f"/overleg/{meeting.id}/rollen/", client_of("joyce")
    assert "<fieldset" not in joyce.get(door).content.decode()  # nobody else is here
    sat.attend(world, meeting, "esra")
    person = str(world.people["esra"].id)
    refused = joyce.post(door, {"person": person, "role": "CHAIR"})
    assert refused.status_code == 422 and 'aria-invalid="true"' in refused.content.decode()
    for data in ({}, {"person": person, "role": "KING"}, {"person": str(uuid4()), "role": "TIME"}):
        assert joyce.post(door, data).status_code == 422
    assert joyce.post(door, {"person": person, "role": "TIME"})["Location"] == door
    assert {row.role for row in _rows(Attendance)} == {"CHAIR", "TIME"}


def test_going_home_is_asked_and_done(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra")
    base, esra = f"/overleg/{meeting.id}/", client_of("esra")
    assert "<form" in esra.get(f"{base}naar-huis/").content.decode()
    assert all(row.left_at is None for row in _rows(Attendance))
    assert esra.post(f"{base}naar-huis/")["Location"] == base
    page = esra.get(base).content.decode()
    assert f"{base}aanwezig/" in page and 'aria-current="step"' not in page
    refused = client_of("joyce").post(f"{base}naar-huis/")
    assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()


def test_the_look_back_is_walked_in_the_browser(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="LOOK_BACK")
    sat.attend(world, meeting, "esra", "marloes")
    base, joyce, esra = f"/overleg/{meeting.id}/", client_of("joyce"), client_of("esra")
    page = f"{base}terugblik/"
    assert f"{page}openen/" in joyce.get(base).content.decode()
    assert f"{page}openen/" not in esra.get(base).content.decode()
    for tail in ("openen/", "tonen/"):
        refused = esra.post(page + tail)
        assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()
    early = esra.post(page, ANSWER)
    assert early.status_code == 422 and "CANARY-otherwise" in early.content.decode()
    assert joyce.post(f"{page}openen/", {"back": base})["Location"] == base
    missing = esra.post(page, {**ANSWER, "heard": ""})
    assert missing.status_code == 422 and "CANARY-otherwise" in missing.content.decode()
    assert esra.post(page, {**ANSWER, "back": base})["Location"] == base
    assert esra.post(page, ANSWER)["Location"] == page
    assert "CANARY-otherwise" not in joyce.get(page).content.decode()
    for others in (joyce, client_of("marloes")):
        refused = joyce.post(f"{page}tonen/").content.decode()
        assert 'role="alert"' in refused and "CANARY-otherwise" not in refused
        assert others.post(page, {**ANSWER, "differently": ""})["Location"] == page
    assert joyce.post(f"{page}tonen/")["Location"] == page
    for client in (joyce, esra, client_of("thijs")):
        assert "CANARY-otherwise" in client.get(page).content.decode()
    assert 'name="heard"' not in esra.get(page).content.decode()


def test_who_is_elsewhere_is_asked_to_look_back_too(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra")
    link = f'href="/overleg/{meeting.id}/terugblik/"'
    assert link not in client_of("esra").get(f"/overleg/{meeting.id}/").content.decode()
    _look_back(world, meeting)
    assert link in client_of("esra").get(f"/overleg/{meeting.id}/").content.decode()
    assert link not in client_of("thijs").get(f"/overleg/{meeting.id}/").content.decode()
    assert f"/overleg/{meeting.id}/terugblik/" in client_of("esra").get("/").content.decode()
    client_of("esra").post(f"/overleg/{meeting.id}/terugblik/", ANSWER)
    for login in ("esra", "thijs"):
        assert f"/overleg/{meeting.id}/terugblik/" not in client_of(login).get("/").content.decode()


def test_a_fuller_room_asks_no_more_questions(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    asked = []
    for login in ("esra", "marloes", "pieterjan"):
        sat.attend(world, meeting, login)
        with world.acting(login) as viewer:
            mine = queries.get_item(viewer, meeting.id, item.id)
            person = world.people[login]
            entering.leave_room(item=mine, person=person, reason="x", by=viewer, now=clock.now())
        found = []
        for tail in ("rollen/", f"{item.id}/uit-de-kamer/"):
            client_of("joyce").get(f"/overleg/{meeting.id}/{tail}")
            with CaptureQueriesContext(connection) as ctx:
                assert client_of("joyce").get(f"/overleg/{meeting.id}/{tail}").status_code == 200
            found.append(bad_input.queries(ctx))
        asked.append(found)
    assert asked[0] == asked[1] == asked[2] and max(asked[0]) <= 14


# Odd input


@bad_input.some
@given(data=bad_input.spoiled({"person": "ESRA", "reason": "CANARY-why"}), chair=st.booleans())
def test_odd_words_while_leaving_the_room(
    world: World, client_of, case: Case, data: dict[str, str], chair: bool
) -> None:
    with bad_input.undone():
        meeting = sat.under_way(world, case)
        item = sat.item_of(world, meeting, case)
        if data.get("person") == "ESRA":
            data["person"] = str(world.people["esra"].id)
        client, door = client_of("joyce" if chair else "esra"), f"/overleg/{meeting.id}/{item.id}/"
        kept = {"reason"} if len(data.get("reason", "")) <= 2000 else set()
        bad_input.is_taken_or_returned(
            lambda sent: client.post(f"{door}uit-de-kamer/", sent), data, kept=kept
        )
        assert client.post(f"{door}binnen/", data).status_code in {302, 404, 422}


@bad_input.some
@given(data=bad_input.spoiled({"person": "ESRA", "role": "TIME"}))
def test_odd_roles(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        meeting = sat.under_way(world, case)
        sat.attend(world, meeting, "esra")
        if data.get("person") == "ESRA":
            data["person"] = str(world.people["esra"].id)
        client = client_of("joyce")
        bad_input.is_taken_or_returned(
            lambda sent: client.post(f"/overleg/{meeting.id}/rollen/", sent), data, kept=set()
        )


@bad_input.some
@given(data=bad_input.spoiled({"form_id": "one", "why": "x"}))
def test_whatever_comes_with_going_home(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        meeting = sat.under_way(world, case)
        sat.attend(world, meeting, "esra")
        client = client_of("esra")
        assert client.post(f"/overleg/{meeting.id}/naar-huis/", data).status_code == 302


@bad_input.some
@given(data=bad_input.spoiled(ANSWER))
def test_odd_words_while_looking_back(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        meeting = sat.under_way(world, case)
        sat.attend(world, meeting, "esra")
        _look_back(world, meeting)
        client = client_of("esra")
        kept = {"differently"} if len(data.get("differently", "")) <= 2000 else set()
        bad_input.is_taken_or_returned(
            lambda sent: client.post(f"/overleg/{meeting.id}/terugblik/", sent), data, kept=kept
        )
        assert len(_rows(LookBack)) <= 1
