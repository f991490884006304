"""Somebody who works without a mouse: Tab, Enter, the arrows, and the keys of one letter."""

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator

from tests.journeys.screens import Screen

LONGEST_WALK = 300  # stops with Tab; a page that needs more is not usable by keyboard
FOCUSED = "nodes => nodes.indexOf(document.activeElement)"


@dataclass
class Keyboard:
    """The page is touched by keys alone; where it stands is only looked at."""

    screen: Screen

    def presses(self, key: str) -> None:
        """A key that does something at once, after which the page comes again."""
        with self.screen.page.expect_navigation():
            self.screen.page.keyboard.press(key)

    def reaches(self, wanted: Locator) -> int:
        """Walk with Tab until one of these has the focus, and is seen to have it. Gives which one."""
        for _ in range(LONGEST_WALK):
            place = int(wanted.evaluate_all(FOCUSED))
            if place >= 0:
                return place
            self.screen.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached with Tab on {self.screen.page.url}")

    def chooses(self, wanted: str, fold: str = "") -> None:
        """A button or a link of the content, by Enter; folded away, its fold is opened first."""
        main = self.screen.page.locator("main")
        if fold:
            self.reaches(main.locator("summary", has_text=fold))
            self.screen.page.keyboard.press("Enter")
        self.reaches(main.locator(wanted))
        self.presses("Enter")

    def sends(self, action: str, /, **fields: str) -> None:
        """The form that goes to this address: from field to field, and Enter on its button."""
        page = self.screen.page
        form = page.locator(f"form[action*='{action}']" if action else "main form[method=post]")
        for name in fields:
            form = form.filter(has=page.locator(f"[name^='{name}']"))
        for name, value in fields.items():
            self._fills(form.locator(f"[name^='{name}']"), value)
        self.reaches(form.first.locator("button[type=submit]:not([name=go])").last)
        self.presses("Enter")

    def _fills(self, field: Locator, value: str) -> None:
        keys, place = self.screen.page.keyboard, self.reaches(field)
        kind = str(field.nth(place).evaluate("node => node.type"))
        if kind == "radio":
            while not field.locator(f"xpath=self::*[@value='{value}']").is_checked():
                keys.press("Space" if field.nth(place).get_attribute("value") == value else "ArrowDown")
                place = int(field.evaluate_all(FOCUSED))
        elif kind == "checkbox":
            self.reaches(field.locator(f"xpath=self::*[@value='{value}']"))
            keys.press("Space")
        elif kind == "date":
            self._types_day(field, date.fromisoformat(value))
        elif kind == "time":
            keys.type(value + "A")  # where the clock has halves of a day, the first half
        else:
            keys.type(value)

    def _types_day(self, field: Locator, day: date) -> None:
        """As the browser orders a date, which follows its own language and not that of the page."""
        for order in ("%d%m%Y", "%m%d%Y"):
            self.screen.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
            for _ in range(3):
                self.screen.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{day} cannot be typed")
