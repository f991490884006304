"""A connection falls away: it shows, typing goes on, a reload loses nothing, and of two texts both are shown.
On the wall hangs a big screen without an account. Axe looks at each page."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.screens import House, Screen

pytestmark = pytest.mark.journey
OFFLINE, MEANWHILE = "getypt zonder verbinding", "van mijn andere laptop"


def test_a_connection_is_lost_at_the_table(house: House) -> None:
    joyce, esra = house.comes_in_as("joyce"), house.comes_in_as("esra")
    meeting, case = given_a_meeting_under_way(joyce, esra)
    big = when_the_room_opens_its_screen(house, joyce, meeting)
    then_who_comes_and_types_shows_to_the_others(esra, joyce, meeting)
    then_a_lost_connection_shows_at_once_and_goes_again(esra, meeting)
    then_the_screen_on_the_wall_follows_and_ends(joyce, big, meeting)
    then_what_was_typed_without_a_connection_survives_a_reload(esra, case)
    then_two_texts_are_shown_and_neither_is_lost(house, esra)
    then_nothing_stays_on_the_laptop(esra)


def given_a_meeting_under_way(joyce: Screen, esra: Screen) -> tuple[str, str]:
    """About a case at whose table both sit."""
    esra.goes_to("/casussen/")
    hers = esra.page.content()
    joyce.goes_to("/overleg/plannen/")
    chaired = joyce.page.locator("input[name=cases]").evaluate_all("nodes => nodes.map(n => n.value)")
    case = next(each for each in chaired if f"/casussen/{each}/" in hers)
    joyce.sends(day=date.today().isoformat(), starts="10:00", place="kamer 2", cases=case)
    found = re.search(r"/overleg/[0-9a-f-]{36}/", joyce.page.url)
    assert found
    joyce.goes_to(found[0])
    joyce.sends("/aanwezig/")
    joyce.sends("/openen/")
    joyce.sends("", reason="De anderen komen later.")
    joyce.sends("/op-tafel/")
    return found[0], f"/casussen/{case}/"


def when_the_room_opens_its_screen(house: House, joyce: Screen, meeting: str) -> Screen:
    joyce.goes_to(f"{meeting}scherm/link/")
    joyce.sends("/maken/")
    code = joyce.page.locator(".code").inner_text()
    big = house.visitor()
    asked: list[str] = []
    big.page.on("request", lambda request: asked.append(request.url))
    big.page.goto(f"{house.address}/scherm/#{code}")
    expect(big.page.locator(".steps")).to_be_visible()
    big.is_well()
    assert big.page.url == f"{house.address}/scherm/" and not any(code in url for url in asked)
    narrow = house.visitor(viewport={"width": 320, "height": 256})  # 1280 at 400 %
    narrow.goes_to("/scherm/")
    narrow.sends(code=code)
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= 320
    big.page.keyboard.press("b")
    expect(big.page.locator("[data-blank]")).to_be_visible()
    big.is_well()
    big.page.keyboard.press("b")
    joyce.goes_to(meeting)
    return big


def then_who_comes_and_types_shows_to_the_others(esra: Screen, joyce: Screen, meeting: str) -> None:
    esra.goes_to(meeting)
    esra.sends("/aanwezig/")
    expect(joyce.page.locator(".presence .here")).to_have_count(2, timeout=10_000)
    post_from(esra.page, f"{meeting}typt/")
    expect(joyce.page.locator(".presence-now", has_text="typt nu")).to_be_visible(timeout=10_000)
    joyce.is_well()
    expect(joyce.page.locator(".presence-now", has_text="typt nu")).to_have_count(0, timeout=20_000)


def post_from(page: Page, path: str) -> None:
    """As the script of the page does while somebody types."""
    status = page.evaluate(
        """async path => (await fetch(path, {method: "POST", headers: {"X-CSRFToken":
           document.querySelector("[name=csrfmiddlewaretoken]").value}})).status""",
        path,
    )
    assert status == 204


def then_a_lost_connection_shows_at_once_and_goes_again(esra: Screen, meeting: str) -> None:
    esra.page.context.set_offline(True)
    expect(esra.page.locator("[data-lost]")).to_be_visible(timeout=2000)
    esra.picture("connection-lost")
    esra.page.context.set_offline(False)
    expect(esra.page.locator("[data-lost]")).to_be_hidden(timeout=15_000)
    esra.is_well()


def then_the_screen_on_the_wall_follows_and_ends(joyce: Screen, big: Screen, meeting: str) -> None:
    step = big.page.locator(".steps [aria-current=step]").inner_text()
    joyce.page.locator("form[action*='/stap/'] button").first.click()
    expect(big.page.locator(".steps [aria-current=step]")).not_to_have_text(step, timeout=5000)
    joyce.goes_to(f"{meeting}scherm/link/")
    joyce.sends("/beeindigen/")
    big.sees_within(5000, "Dit scherm is gestopt")
    big.page.wait_for_timeout(6000)
    expect(big.page.locator("[data-lost]")).to_be_hidden()
    big.is_well()


def kept_here(page: Page) -> list[str]:
    return list(
        page.evaluate("Object.entries(localStorage).filter(e => e[0].includes('draft')).map(e => e.join())")
    )


def wait_until_kept(page: Page, wanted: bool) -> None:
    for _ in range(100):
        if bool(kept_here(page)) is wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept_here(page))


def type_offline(page: Page, text: str) -> None:
    """The draft does not reach the server."""
    page.context.set_offline(True)
    page.locator("textarea").first.fill(text)
    wait_until_kept(page, True)
    page.wait_for_timeout(1000)


def then_what_was_typed_without_a_connection_survives_a_reload(esra: Screen, case: str) -> None:
    page = esra.page
    esra.goes_to(f"{case}beeld/inbrengen/")
    type_offline(page, OFFLINE)
    assert OFFLINE not in "".join(kept_here(page)), "what lies on the laptop can be read by nobody"
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("textarea").first).to_have_value(OFFLINE)
    expect(page.locator("[data-draft-status]").first).to_contain_text("bewaard", timeout=10_000)
    wait_until_kept(page, False)


def then_two_texts_are_shown_and_neither_is_lost(house: House, esra: Screen) -> None:
    page = esra.page
    type_offline(page, OFFLINE + " en meer")
    other = house.comes_in_as("esra")
    other.goes_to(page.url.removeprefix(esra.address))
    with other.page.expect_response("**/concept/"):
        other.page.locator("textarea").first.fill(MEANWHILE)
    page.context.set_offline(False)
    for _ in range(2):  # back without and with loading the page anew
        both = page.locator("[data-two-texts]:not(template), .two-texts")
        expect(both.locator("[data-mine]")).to_contain_text(OFFLINE + " en meer", timeout=15_000)
        expect(both.locator("[data-theirs]")).to_contain_text(MEANWHILE)
        esra.is_well()
        page.reload()
    with page.expect_response("**/concept/"):
        page.locator("[data-take-mine]").click()
    expect(page.locator("textarea").first).to_have_value(OFFLINE + " en meer")
    page.reload()
    expect(page.locator("textarea").first).to_have_value(OFFLINE + " en meer")
    expect(page.locator(".two-texts")).to_have_count(0)


def then_nothing_stays_on_the_laptop(esra: Screen) -> None:
    type_offline(esra.page, "nog iets")
    esra.page.context.set_offline(False)
    esra.goes_to("/")
    assert kept_here(esra.page)
    esra.sends("/uitloggen/")
    assert kept_here(esra.page) == []
