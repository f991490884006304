"""Quick entry, without a mouse, and the pages on which its lines are seen again."""

from tests.journeys.screens import Screen

PAGES = ("tijdlijn", "netwerk", "factoren", "instrumenten", "ongedeeld", "verstrekt", "zoeken")


def added_by_keyboard(screen: Screen, case: str) -> None:
    """The cursor stands in the line; Tab through the marks, Enter, and it stands there again."""
    screen.goes_to(screen.link("/snel/$"))
    keys = screen.page.keyboard
    keys.type("Hij was ongemotiveerd en kwam twee keer niet.")
    keys.press("Tab")
    keys.type(screen.page.locator("[name=nature] option[value=OBSERVATION]").inner_text())
    keys.press("Tab")
    keys.type("de mentor")
    screen.sees_within(3000, "ongemotiveerd:")
    keys.press("Enter")
    keys.type("Hij belde zelf af.")
    keys.press("Enter")
    screen.sees_within(3000, "Hij belde zelf af.")
    screen.sees_within(3000, "Hij was ongemotiveerd en kwam twee keer niet.")
    keys.type("Half")
    assert screen.page.input_value("[name=text]") == "Half"
    assert screen.page.input_value("[name=nature]") == "OBSERVATION"
    assert screen.page.input_value("[name=source]") == "de mentor"
    screen.is_well()
    looked_at(screen, case)


def looked_at(screen: Screen, case: str) -> None:
    """The pages of the picture, and from a contribution to a statement and the door to take it back."""
    for page in PAGES:
        screen.goes_to(f"{case}beeld/{page}/")
    screen.goes_to(f"{case}beeld/inbreng/")
    screen.goes_to(screen.link("/inbreng/[0-9a-f-]{36}/$"))
    screen.goes_to(screen.link("/bewering/[0-9a-f-]{36}/$"))
    screen.goes_to(screen.link("/intrekken/$"))
    assert screen.page.locator("[name=reason]").is_visible()
