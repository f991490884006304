"""A table with eight people and a big screen: who they are, and how one sees that all screens follow."""

import re
import time
from collections.abc import Callable, Iterable

from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.screens import House, Screen

CHAIR, LATE = "joyce", "pieterjan"
OTHERS = ("thijs", "marloes", "esra", "bram", "nienke", "farid")
EIGHT = (CHAIR, *OTHERS, LATE)
FOLLOWS_WITHIN = 2.0
STEP = ".steps [aria-current=step]"


class Sitting:
    """Everybody's browser, and the one on the wall. The chair's is touched by keys alone."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.screens: dict[str, Screen] = {}
        self.keyboard = Keyboard(self.person(CHAIR))
        self.case = self.meeting = ""
        self.big: Screen | None = None

    def person(self, login: str) -> Screen:
        if login not in self.screens:
            self.screens[login] = self.house.comes_in_as(login)
        return self.screens[login]

    def on_the_wall(self) -> Screen:
        assert self.big is not None
        return self.big

    def everywhere(self) -> list[Screen]:
        return [*self.screens.values(), self.on_the_wall()]

    def follow(self, act: Callable[[], None], what: str, text: str | Callable[[], str]) -> None:
        """After this of the chair, each screen holds that text, here, within two seconds of the press."""
        began = time.monotonic()
        act()
        wanted = text if isinstance(text, str) else text()
        for screen in self.everywhere():
            left = began + FOLLOWS_WITHIN - time.monotonic()
            expect(screen.page.locator(what).first).to_contain_text(wanted, timeout=max(left, 0.01) * 1000)

    def goes_by(self, key: str) -> None:
        """The chair goes a step on or back, and nobody is left behind."""
        before = self.step()
        self.follow(lambda: self.keyboard.presses(key), STEP, self.step)
        assert self.step() != before

    def goes_on_to(self, step: str) -> None:
        while self.step() != step:
            self.goes_by("n")

    def step(self, login: str = CHAIR) -> str:
        return self.person(login).page.locator(STEP).inner_text()

    def all_are_well(self, screens: Iterable[Screen] = ()) -> None:
        for screen in screens or self.everywhere():
            screen.is_well()

    def nobody_sees(self, text: str, but: Screen | None = None) -> None:
        for screen in self.everywhere():
            if screen is not but:
                screen.does_not_see(text)

    def has_eight_seats(self, pseudonym: str) -> None:
        """The demo seats six at this case; who weighs for the municipality comes to work with cases too."""
        joyce = self.person(CHAIR)
        joyce.goes_to("/casussen/")
        self.case = self._row(joyce, pseudonym)
        joyce.goes_to(f"{self.case}stoel/")
        if not self._offers(joyce, "Farid") and not self._sits("Farid"):
            self._gets_a_role("Farid Amrani")
        for name in ("Farid", "Esra"):
            joyce.goes_to(f"{self.case}stoel/")
            if self._offers(joyce, name):
                self.keyboard.sends("", person=name, ground="Kent hem van het werk met jongeren.")

    def _row(self, screen: Screen, text: str) -> str:
        return str(screen.page.locator("main a", has_text=text).first.get_attribute("href"))

    def _offers(self, screen: Screen, name: str) -> bool:
        return screen.page.locator("select[name=person] option", has_text=name).count() > 0

    def _sits(self, name: str) -> bool:
        joyce = self.person(CHAIR)
        joyce.goes_to(self.case)
        return name in joyce.page.inner_text("main")

    def _gets_a_role(self, name: str) -> None:
        dennis = self.house.comes_in_as("dennis")
        dennis.goes_to("/samenwerking/personen/")
        dennis.goes_to(self._row(dennis, name))
        dennis.goes_to(dennis.link("/rol/$"))
        dennis.sends(role="PARTICIPANT", from_date=time.strftime("%Y-%m-%d"))

    def found_meeting(self) -> None:
        found = re.search(r"/overleg/[0-9a-f-]{36}/", self.person(CHAIR).page.url)
        assert found
        self.meeting = found[0]
