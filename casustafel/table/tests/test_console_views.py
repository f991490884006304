"""The console on the chair's screen, and what everybody's screen shows of it."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given

from casustafel.cases.models import Case
from casustafel.demo.people import PEOPLE
from casustafel.table.choices import Big
from casustafel.table.models import Meeting
from casustafel.table.tests import sat
from casustafel.table.tests.test_console import there
from tests import bad_input
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
OLDER = "intussen op een ander scherm veranderd"


def shown(client: Client, meeting: Meeting, tail: str = "") -> str:
    response = client.get(f"/overleg/{meeting.id}/{tail}")
    page = response.content.decode()
    assert response.status_code == 200 and "UNDEFINED" not in page
    return page


def doors(world: World, meeting: Meeting, case: Case) -> list[str]:
    item, base = sat.item_of(world, meeting, case), f"/overleg/{meeting.id}/"
    tails = ["pauze/", "verder/", "groot-scherm/", "terug/", f"{item.id}/naam-dicht/"]
    return [*(base + tail for tail in tails), f"{base}{item.id}/stap/", f"{base}{item.id}/naam/"]


def versions(page: str) -> set[str]:
    return set(re.findall(r'name="version" value="(\d+)"', page))


def step_on(page: str) -> str:
    found = re.search(r'<li aria-current="step">([^<]+)</li>', page)
    assert found
    return found[1]


def with_key(page: str, key: str) -> bool:
    return f'data-key="{key}"' in page


def test_the_chair_has_a_console_and_nobody_else(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="PICTURE")
    sat.attend(world, meeting, "esra")
    joyce, esra = shown(client_of("joyce"), meeting), shown(client_of("esra"), meeting)
    assert [key for key in "ntpbzh" if with_key(joyce, key)] == list("ntpbzh")
    assert [key for key in "ntpbzh" if with_key(esra, key)] == ["h"]
    assert versions(joyce) == {str(there(meeting).version)} and versions(esra) == set()
    for page in (joyce, esra):
        assert page.count('role="timer"') == 1 and 'data-left="1' in page and "data-runs" in page
    assert "Het laatst gedaan" in joyce and "Het laatst gedaan" not in esra
    outside = shown(client_of("thijs"), meeting)  # took no place yet
    assert not with_key(outside, "h") and 'role="timer"' not in outside


def test_the_first_step_has_none_before_and_the_last_none_after(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="SHARE")
    page = shown(client_of("joyce"), meeting)
    assert with_key(page, "n") and not with_key(page, "t")
    assert f'action="/casussen/{case.id}/beeld/delen/"' in page
    sat.call(world, meeting, case, step="LOOK_BACK")
    page = shown(client_of("joyce"), meeting)
    assert with_key(page, "t") and not with_key(page, "n")


def test_one_press_moves_every_screen(world: World, client_of, case: Case) -> None:
    """Also of who comes late, and of a laptop that was away."""
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra")
    joyce, esra = client_of("joyce"), client_of("esra")
    before = step_on(shown(esra, meeting, "deel/"))
    item, version = sat.item_of(world, meeting, case), there(meeting).version
    door = f"/overleg/{meeting.id}/{item.id}/stap/"
    assert joyce.post(door, {"step": "JUDGE", "version": version}).status_code == 302
    late = client_of("marloes")
    late.post(f"/overleg/{meeting.id}/aanwezig/")
    steps = {
        step_on(shown(client, meeting, tail)) for client in (joyce, esra, late) for tail in ("", "deel/")
    }
    assert len(steps) == 1 and before not in steps
    assert step_on(shown(joyce, meeting, "scherm/")) in steps


def test_a_press_on_an_older_screen_is_refused_and_shows_how_it_stands(
    world: World, client_of, case: Case
) -> None:
    meeting = sat.under_way(world, case)
    item, seen = sat.item_of(world, meeting, case), there(meeting).version
    joyce = client_of("joyce")
    door = f"/overleg/{meeting.id}/{item.id}/stap/"
    assert joyce.post(door, {"step": "JUDGE", "version": seen, "form_id": "a"}).status_code == 302
    late = client_of("joyce").post(door, {"step": "GOALS", "version": seen, "form_id": "b"})
    page = late.content.decode()
    assert late.status_code == 422 and OLDER in page
    assert step_on(page) == step_on(shown(joyce, meeting))
    assert versions(page) == {str(seen + 1)}
    again = client_of("joyce").post(door, {"step": "JUDGE", "version": seen, "form_id": "c"})
    assert again.status_code == 302 and there(meeting).version == seen + 1


def test_a_break_shows_on_every_screen_and_judging_goes_on(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="JUDGE")
    sat.attend(world, meeting, "esra")
    joyce, base = client_of("joyce"), f"/overleg/{meeting.id}/"
    assert joyce.post(f"{base}pauze/", {"version": there(meeting).version}).status_code == 302
    for client in (joyce, client_of("esra")):
        page = shown(client, meeting)
        assert "Pauze" in page and "data-runs" not in page
    assert "Pauze" in shown(joyce, meeting, "scherm/")
    asked = joyce.post(f"/casussen/{case.id}/duiding/vraag/", {"question": "WORRY"})
    assert asked.status_code == 302
    assert joyce.post(f"{base}verder/", {"version": there(meeting).version}).status_code == 302
    assert "De klok staat stil" not in shown(client_of("esra"), meeting)


def test_taking_back_says_what_it_took_back(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case, step="JUDGE")
    joyce, base = client_of("joyce"), f"/overleg/{meeting.id}/"
    back = joyce.post(f"{base}terug/", {"version": there(meeting).version}, follow=True)
    assert "Teruggenomen: Ging naar een andere stap." in back.content.decode()
    assert sat.item_of(world, meeting, case).step == "SHARE"
    for _ in range(2):
        joyce.post(f"{base}terug/")
    refused = joyce.post(f"{base}terug/")
    assert refused.status_code == 422 and "niets om terug te nemen" in refused.content.decode()
    assert not with_key(shown(joyce, meeting), "z")


def test_the_big_screen_is_chosen_and_blanked(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    joyce, door = client_of("joyce"), f"/overleg/{meeting.id}/groot-scherm/"
    for big in Big.values:
        assert joyce.post(door, {"big": big}).status_code == 302
        assert there(meeting).big == big
        assert shown(joyce, meeting).count('data-key="b"') == 1


def test_a_name_is_unlocked_and_locked_again(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra")
    joyce, base = client_of("joyce"), f"/overleg/{meeting.id}/{sat.item_of(world, meeting, case).id}/"
    for tail, is_open in (("naam/", True), ("naam-dicht/", False)):
        assert joyce.post(base + tail, {"version": there(meeting).version}).status_code == 302
        assert (worlds.NAME in shown(client_of("esra"), meeting)) is is_open


def test_everybody_sees_the_order_of_the_hands(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra", "marloes")
    joyce, esra, marloes = (client_of(login) for login in ("joyce", "esra", "marloes"))
    base = f"/overleg/{meeting.id}/hand/"
    for client in (marloes, esra, marloes):
        assert client.post(base).status_code == 302
    page = shown(joyce, meeting)
    found = re.findall(rf'action="({base}([0-9a-f-]+)/woord/)"', page)
    assert len(found) == 2
    for client in (joyce, esra, marloes):
        order = shown(client, meeting).split('class="hands"')[1].split("</ol>")[0]
        assert order.index(_name(world, "marloes")) < order.index(_name(world, "esra"))
        assert order.count("/woord/") == (2 if client is joyce else 0)
    assert joyce.post(found[1][0]).status_code == 302  # out of turn: the chair decides
    order = shown(esra, meeting).split('class="hands"')[1].split("</ol>")[0]
    assert order.index(_name(world, "esra")) < order.index("Heeft het woord")
    assert order.index("Heeft het woord") < order.index(_name(world, "marloes"))
    assert marloes.post(found[1][0]).status_code == 422
    assert marloes.post(f"{base}{found[0][1]}/omlaag/").status_code == 302
    assert "Steek mijn hand op" in shown(marloes, meeting)
    gone = joyce.post(found[0][0])
    assert gone.status_code == 422 and "al omlaag" in gone.content.decode()


def _name(world: World, login: str) -> str:
    return next(each.name for each in PEOPLE if each.login == login)


def test_who_has_no_business_here_learns_nothing(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra")
    client_of("esra").post(f"/overleg/{meeting.id}/hand/")
    hand = re.search(r"/hand/([0-9a-f-]{36})/", shown(client_of("esra"), meeting))
    assert hand
    base = f"/overleg/{meeting.id}/hand/"
    every = [*doors(world, meeting, case), base, *(f"{base}{hand[1]}/{t}/" for t in ("omlaag", "woord"))]
    for login in ("bram", "anouk", "farid", "elisabeth"):
        client = client_of(login)
        for address in every:
            real = client.post(address)
            absent = client.post(address.replace(str(meeting.id), str(uuid4())))
            assert (real.status_code, absent.status_code) == (404, 404), (login, address)
            assert real.content == absent.content
    other = sat.plan(world, case)
    assert client_of("esra").post(f"/overleg/{other.id}/hand/{hand[1]}/omlaag/").status_code == 404


def test_presses_of_who_does_not_chair_are_refused_with_a_word(world: World, client_of, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra")
    kept = there(meeting).version
    for address in doors(world, meeting, case):
        refused = client_of("esra").post(address, {"big": "BLANK", "step": "JUDGE"})
        assert refused.status_code == 422, address
        assert "Alleen de voorzitter" in refused.content.decode(), address
    assert there(meeting).version == kept


@bad_input.some
@given(data=bad_input.spoiled({"version": "1", "big": "MAP", "step": "JUDGE", "form_id": "one"}))
def test_odd_presses_of_the_chair(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        meeting = sat.under_way(world, case)
        joyce = client_of("joyce")
        for address in doors(world, meeting, case):
            sent = {**data, "form_id": address + data["form_id"]} if "form_id" in data else data
            response = joyce.post(address, sent)
            assert response.status_code in {302, 422}, address
            assert "<script>alert" not in response.content.decode()
