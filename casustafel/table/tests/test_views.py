"""The screens of the table: who sees what, and that everything follows the chair."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.method import model
from casustafel.parties.choices import Tie
from casustafel.parties.models import Organisation
from casustafel.picture.choices import Audience
from casustafel.picture.models import Statement
from casustafel.picture.tests import told
from casustafel.table.models import AgendaItem, Meeting
from casustafel.table.tests import sat
from tests import bad_input
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
STEPS = [step.code for step in model.current().steps]


def _page(client: Client, address: str) -> str:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200, (address, response.status_code)
    assert "UNDEFINED" not in page, page[page.find("UNDEFINED") - 200 :][:400]
    return page


def _pages(meeting: Meeting) -> list[str]:
    return [f"/overleg/{meeting.id}/", f"/overleg/{meeting.id}/deel/"]


def _doors(meeting: Meeting, item: AgendaItem) -> list[str]:
    base = f"/overleg/{meeting.id}/"
    tails = ["op-tafel/", "stap/", "naam/", "verslag/"]
    return [
        *(base + t for t in ("aanwezig/", "openen/", "beeindigen/")),
        *(f"{base}{item.id}/{t}" for t in tails),
    ]


# Who may be here


def test_the_list_shows_a_meeting_to_its_table_only(world: World, client_of, case: Case) -> None:
    meeting = sat.plan(world, case)
    for login in worlds.SEATS:
        page = _page(client_of(login), "/overleg/")
        assert f"/overleg/{meeting.id}/" in page and sat.PLACE in page, login
        assert worlds.NAME not in page and "Linde" not in page
        assert ("/overleg/plannen/" in page) is (login == "joyce"), login
    for login in ("bram", "nienke", "anouk"):
        page = _page(client_of(login), "/overleg/")
        assert str(meeting.id) not in page and sat.PLACE not in page, login


def test_the_list_filters_and_bears_nonsense(world: World, client_of, case: Case) -> None:
    meeting, esra = sat.under_way(world, case), client_of("esra")
    for query, shown in (("", True), ("?state=OPEN", True), ("?state=PLANNED", False), ("?state=ALL", True)):
        assert (str(meeting.id) in _page(esra, f"/overleg/{query}")) is shown, query
    client_of("joyce").post(f"/overleg/{meeting.id}/beeindigen/")
    for query, shown in (("", False), ("?state=ENDED", True), ("?state=NO_SUCH&page=-x", False)):
        assert (str(meeting.id) in _page(esra, f"/overleg/{query}")) is shown, query


def test_absent_forbidden_and_ended_are_the_same_bytes(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(person=world.people["esra"]).update(
            until_date=clock.now().date()
        )
    looks = [*_pages(meeting), f"/overleg/{meeting.id}/scherm/", f"/overleg/{meeting.id}/stroom/"]
    looks.append(f"/overleg/{meeting.id}/{item.id}/verslag/")
    for login in ("esra", "bram", "anouk", "farid", "elisabeth"):
        client = client_of(login)
        for address in looks:
            real, absent = client.get(address), client.get(address.replace(str(meeting.id), str(uuid4())))
            assert (real.status_code, absent.status_code) == (404, 404), (login, address)
            assert real.content == absent.content
        for address in _doors(meeting, item):
            real, absent = client.post(address), client.post(address.replace(str(meeting.id), str(uuid4())))
            assert (real.status_code, absent.status_code) == (404, 404), (login, address)
            assert real.content == absent.content
    assert sat.item_of(world, meeting, case).step == "SHARE"


def test_an_item_of_another_meeting_is_absent_here(world: World, client_of, case: Case) -> None:
    meeting, other = sat.under_way(world, case), sat.plan(world, case)
    item, joyce = sat.item_of(world, meeting, case), client_of("joyce")
    for tail in ("op-tafel/", "stap/", "naam/", "verslag/"):
        assert joyce.post(f"/overleg/{other.id}/{item.id}/{tail}", {"step": "JUDGE"}).status_code == 404
    assert joyce.get(f"/overleg/{other.id}/{uuid4()}/verslag/").status_code == 404


def test_only_a_chair_has_a_big_screen(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    address = f"/overleg/{meeting.id}/scherm/"
    assert "Linde" in _page(client_of("joyce"), address)
    for login in ("thijs", "esra", "marloes"):
        assert client_of(login).get(address).status_code == 404


def test_the_big_screen_shows_the_map_of_what_the_whole_table_knows(world, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="PICTURE")
    told.contribute(world, case, by="joyce")
    address = f"/overleg/{meeting.id}/scherm/?kaart"
    for state in ("", "known"):
        page = _page(client_of("joyce"), address)
        table = page[: page.index("spot-key")]
        assert ("spot-known" in table) is bool(state)
        assert "CANARY" not in page and "witte-vlekken" not in page
        if not state:
            told.open_sharing(world, case)
    assert "spot-key" not in _page(client_of("joyce"), address.removesuffix("?kaart"))


# The chair moves, the screens follow


def test_a_meeting_is_walked_in_the_browser(world: World, client_of, case: Case) -> None:
    joyce, esra = client_of("joyce"), client_of("esra")
    planned = joyce.post(
        "/overleg/plannen/",
        {"day": str(clock.now().date()), "starts": "10:30", "place": sat.PLACE, "cases": [str(case.id)]},
    )
    assert planned.status_code == 302
    assert planned["Location"].endswith("/vooraf/")
    base = planned["Location"].removesuffix("vooraf/")
    sat.complete(world, Meeting(pk=base.split("/")[2]))
    page = _page(joyce, base)
    assert f"{base}aanwezig/" in page and f"{base}openen/" not in page
    assert joyce.post(f"{base}openen/").status_code == 422  # first the statement of secrecy
    for client in (joyce, esra):
        assert client.post(f"{base}aanwezig/").status_code == 302
    assert f"{base}openen/" in _page(joyce, base) and f"{base}openen/" not in _page(esra, base)
    assert joyce.post(f"{base}openen/").status_code == 302
    item = sat.item_of(world, Meeting(pk=base.split("/")[2]), case)
    assert joyce.post(f"{base}{item.id}/op-tafel/").status_code == 302
    for step in STEPS:
        assert joyce.post(f"{base}{item.id}/stap/", {"step": step}).status_code == 302
        label = next(each.label for each in model.current().steps if each.code == step)
        for client in (joyce, esra):
            for address in (base, f"{base}deel/"):
                shown = _page(client, address)
                assert re.search(rf'aria-current="step"[^>]*>\s*{re.escape(label)}', shown), (step, address)
        _page(joyce, f"{base}scherm/")
    assert f"{base}{item.id}/stap/" in _page(joyce, base) and f"{base}{item.id}/stap/" not in _page(
        esra, base
    )
    assert joyce.post(f"{base}beeindigen/").status_code == 302
    assert f"{base}{item.id}/op-tafel/" not in _page(joyce, base)


@pytest.mark.parametrize("tail", ["stap/", "op-tafel/", "naam/"])
def test_who_does_not_chair_is_refused_in_words(world: World, client_of, case: Case, tail: str) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    sat.attend(world, meeting, "esra")
    sent = client_of("esra").post(f"/overleg/{meeting.id}/{item.id}/{tail}", {"step": "JUDGE"})
    page = sent.content.decode()
    assert sent.status_code == 422 and 'role="alert"' in page and "UNDEFINED" not in page


def test_a_step_that_is_not_there_is_refused(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    for data in ({"step": "NO_SUCH"}, {}, {"step": "x" * 100_000}):
        sent = client_of("joyce").post(f"/overleg/{meeting.id}/{item.id}/stap/", data)
        assert sent.status_code == 422


def test_a_press_sent_twice_is_one_act(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    item, joyce = sat.item_of(world, meeting, case), client_of("joyce")
    for _ in range(2):
        door = f"/overleg/{meeting.id}/{item.id}/naam/"
        assert joyce.post(door, {"form_id": "twice"}).status_code == 302
    assert len(sat.lines("table.name_unlocked")) == 1


# What a screen shows


def test_who_has_not_confirmed_secrecy_sees_nothing_of_the_case(world: World, client_of, case: Case) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    meeting = sat.under_way(world, case, step="PICTURE")
    for address in _pages(meeting):
        page = _page(client_of("esra"), address)
        assert "CANARY-seen" not in page and f"/overleg/{meeting.id}/aanwezig/" in page
    sat.attend(world, meeting, "esra")
    for address in _pages(meeting):
        assert told.SEEN in _page(client_of("esra"), address)


def test_the_name_is_on_no_screen_before_the_chair_unlocks_it(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    everybody = tuple(worlds.SEATS)
    sat.attend(world, meeting, *everybody[1:])
    screens = [(login, address) for login in everybody for address in _pages(meeting)]
    screens.append(("joyce", f"/overleg/{meeting.id}/scherm/"))
    for step in STEPS:
        sat.call(world, meeting, case, step=step)
        for login, address in screens:
            page = _page(client_of(login), address)
            assert worlds.NAME not in page and "Linde" in page, (step, login, address)
    client_of("joyce").post(f"/overleg/{meeting.id}/{sat.item_of(world, meeting, case).id}/naam/")
    for login, address in screens:
        assert worlds.NAME in _page(client_of(login), address), (login, address)
    later = sat.plan(world, case)  # unlocked for this meeting, not for the next
    assert worlds.NAME not in _page(client_of("joyce"), f"/overleg/{later.id}/")


def test_the_big_screen_shows_what_all_may_see(world: World, client_of, case: Case) -> None:
    """Also when who chairs belongs to a core partner, and may read more alone."""
    with behind_the_wall():
        Organisation.objects.behind_the_second_wall().filter(pk=world.people["joyce"].organisation_id).update(
            tie=Tie.CORE
        )
    told.contribute(world, case, audience=Audience.CORE, text="CANARY-core")
    told.contribute(world, case, text="CANARY-all")
    meeting = sat.under_way(world, case, step="PICTURE")
    joyce, big = client_of("joyce"), f"/overleg/{meeting.id}/scherm/"
    for address in (big, f"/overleg/{meeting.id}/"):
        assert "CANARY-" not in _page(joyce, address).replace("CANARY-place", "")
    told.open_sharing(world, case)
    page = _page(joyce, big)
    assert "CANARY-all" in page and "CANARY-core" not in page
    assert "<form" not in page
    _behind_the_link(joyce, case, f"/overleg/{meeting.id}/", "CANARY-core")


def _behind_the_link(client: Client, case: Case, here: str, text: str) -> None:
    """The table shows what is for all. What is one's own stands behind "All that you may see"."""
    picture = f"/casussen/{case.id}/beeld/"
    page = _page(client, here)
    assert text not in page and f'href="{picture}"' in page
    assert text in _page(client, picture)


def test_the_big_screen_shows_nothing_that_the_chair_prepared(world: World, client_of, case: Case) -> None:
    told.contribute(world, case, by="joyce", text="CANARY-prepared")
    meeting = sat.under_way(world, case, step="PICTURE")
    _behind_the_link(client_of("joyce"), case, f"/overleg/{meeting.id}/", "CANARY-prepared")
    assert "CANARY-prepared" not in _page(client_of("joyce"), f"/overleg/{meeting.id}/scherm/")


def test_an_answer_is_on_no_other_screen_before_the_reveal(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="JUDGE")
    everybody = tuple(worlds.SEATS)
    sat.attend(world, meeting, *everybody)
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    told.answer(world, round, by="joyce", text="CANARY-chair")
    screens = [(login, address) for login in everybody for address in _pages(meeting)]
    for login, address in [*screens, ("joyce", f"/overleg/{meeting.id}/scherm/")]:
        page = _page(client_of(login), address)
        big = address.endswith("/scherm/")
        assert (told.ANSWER in page) is (login == "marloes"), (login, address)
        assert ("CANARY-chair" in page) is (login == "joyce" and not big), (login, address)
    told.reveal(world, round)
    for login, address in [*screens, ("joyce", f"/overleg/{meeting.id}/scherm/")]:
        page = _page(client_of(login), address)
        assert told.ANSWER in page and "CANARY-chair" in page, (login, address)


def test_what_is_done_at_the_table_leads_back_to_it(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="JUDGE")
    here = f"/overleg/{meeting.id}/"
    assert f'name="back" value="{here}"' in _page(client_of("joyce"), here)
    door = f"/casussen/{case.id}/duiding/vraag/"
    assert client_of("joyce").post(door, {"question": "WORRY", "back": here})["Location"] == here


def test_a_part_is_a_part_and_the_address_holds_no_content(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    part = _page(client_of("joyce"), f"/overleg/{meeting.id}/deel/")
    assert "<html" not in part and 'id="part-table"' in part
    whole = _page(client_of("joyce"), f"/overleg/{meeting.id}/")
    assert f'data-live-url="/overleg/{meeting.id}/stroom/"' in whole
    title = whole.split("<title>")[1].split("</title>")[0]
    assert "Linde" not in title and "CANARY" not in title


def test_minutes_keep_both_texts(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    door, joyce = f"/overleg/{meeting.id}/{sat.item_of(world, meeting, case).id}/verslag/", client_of("joyce")
    _page(joyce, door)
    assert joyce.post(door, {"text": "CANARY-first", "version": 1}).status_code == 302
    conflict = joyce.post(door, {"text": "CANARY-second", "version": 1})
    page = conflict.content.decode()
    assert conflict.status_code == 409 and "CANARY-first" in page and "CANARY-second" in page
    assert re.search(r'name="version"[^>]*value="2"', page)
    assert "CANARY-first" in _page(joyce, door)
    refused = client_of("esra").post(door, {"text": "CANARY-third", "version": 2})
    assert refused.status_code == 422 and "CANARY-third" in refused.content.decode()


# Bad input, and how much is asked of the database


@bad_input.some
@given(
    data=bad_input.spoiled(
        {
            "day": str(clock.now().date()),
            "starts": "10:30",
            "place": sat.PLACE,
            "minutes": "20",
            "cases": "CASE",
        }
    )
)
def test_an_odd_meeting_comes_back(client_of, case: Case, data: dict[str, str]) -> None:
    if data.get("cases") == "CASE":
        data["cases"] = [str(case.id), str(case.id)]
    with bad_input.undone():
        client = client_of("joyce")
        kept = {"place"} if len(data.get("place", "")) < 1000 else set()
        bad_input.is_taken_or_returned(lambda sent: client.post("/overleg/plannen/", sent), data, kept=kept)


@bad_input.some
@given(data=bad_input.spoiled({"text": "CANARY-words", "version": "1"}))
def test_odd_minutes_come_back(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        meeting = sat.under_way(world, case)
        client = client_of("joyce")
        before = bad_input.stored()
        response = client.post(f"/overleg/{meeting.id}/{sat.item_of(world, meeting, case).id}/verslag/", data)
        assert response.status_code in {200, 302, 409, 422}
        if response.status_code != 302:
            assert bad_input.stored() == before


def _asked(client: Client, address: str) -> int:
    _page(client, address)
    with CaptureQueriesContext(connection) as asked:
        _page(client, address)
    return bad_input.queries(asked)


@pytest.mark.parametrize("step", STEPS)
def test_a_screen_asks_few_questions(world: World, client_of, case: Case, step: str) -> None:
    """What each screen fetches when the chair moves: twelve, the hands, and for the chair the last turn. With
    the frame and a name unlocked two more, and one for what was recognised. Who judges alone reads one's own
    beside what lies there for all."""
    for login in ("marloes", "esra", "joyce"):
        told.contribute(world, case, by=login)
    told.open_sharing(world, case)
    told.answer(world, told.open_round(world, case), by="esra")
    meeting = sat.under_way(world, case, step=step)
    sat.attend(world, meeting, "esra")
    whole, part = _pages(meeting)
    for login in ("joyce", "esra"):
        most = 13 + (login == "joyce") + (step in {"PICTURE", "JUDGE"})
        assert _asked(client_of(login), part) <= most, login
    client_of("joyce").post(f"{whole}{sat.item_of(world, meeting, case).id}/naam/")
    for address in (whole, part, f"{whole}scherm/"):
        more = {"PICTURE": 1, "JUDGE": 3}.get(step, 0)
        assert _asked(client_of("joyce"), address) <= 16 + more, address


def test_a_fuller_meeting_asks_no_more_questions(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="PICTURE")
    told.contribute(world, case)
    told.open_sharing(world, case)
    before = _asked(client_of("joyce"), f"/overleg/{meeting.id}/")
    for login in ("marloes", "esra", "pieterjan"):
        told.contribute(world, case, by=login)
        sat.attend(world, meeting, login)
    assert _asked(client_of("joyce"), f"/overleg/{meeting.id}/") <= before
    assert _asked(client_of("joyce"), "/overleg/") <= 12


def test_a_text_that_does_not_open_closes_the_screen(world: World, client_of, case: Case) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    meeting = sat.under_way(world, case, step="PICTURE")
    with behind_the_wall("postgres"):
        Statement.objects.behind_the_second_wall().update(text=b"\x01" + bytes(40))
    response = client_of("joyce").get(f"/overleg/{meeting.id}/")
    assert response.status_code == 503 and "CANARY" not in response.content.decode()
    with behind_the_wall("postgres"):
        assert UserLine.objects.filter(action="vault.closed", scope_id=case.id).count() == 1
