"""People before their screens. Every page they come on is looked at by axe (WCAG 2.2 AA)."""

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

PROJECT = Path(__file__).parents[2]
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
# Of what is well only a count comes back: half the time.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
OPEN_FOLDS = """node => {
  for (let up = node; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
}"""
PICTURES = PROJECT / "docs" / "pictures"


@dataclass
class Screen:
    """One person's browser."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> Response | None:
        response = self.page.goto(self.address + path)
        self.is_well()
        return response

    def fills(self, **fields: str) -> None:
        """By the name of the field: a choice is made, a box is ticked, a text is typed."""
        for name, value in fields.items():
            first = self._form().locator(f"[name='{name}']").first
            kind = first.evaluate("node => node.type || node.tagName")
            if kind == "radio":
                self._form().locator(f"[name='{name}'][value='{value}']").check()
            elif kind == "checkbox":
                self._form().locator(
                    f"[name='{name}']" + (f"[value='{value}']" if value != "on" else "")
                ).check()
            elif kind == "select-one":
                first.select_option(value)
            else:
                first.fill(value)

    _scope = ""

    def _form(self) -> Any:
        return self.page.locator(self._scope).first if self._scope else self.page.locator("main")

    def sends(self, action: str = "", /, **fields: str) -> None:
        """Fill in the form that goes to this address (a piece of it is enough) and send it; without one, the
        form of the page."""
        self._scope = f"form[action*='{action}']" if action else "main form[method=post]"
        self._open_folds()
        self.fills(**fields)
        button = self._form().locator("button[type=submit]:not([name=go])").last
        with self.page.expect_navigation():
            button.click()
        self._scope = ""
        self.is_well()

    def keeps_for_later(self) -> None:
        """The public form, half told."""
        with self.page.expect_navigation():
            self.page.locator("button[name=go][value=later]").click()
        self.is_well()

    def _open_folds(self) -> None:
        """What is folded away is opened first, as a person would."""
        self._form().evaluate(OPEN_FOLDS)

    def is_well(self) -> None:
        """No failure page, no broken rule of the content security policy, nothing axe finds."""
        self.page.wait_for_load_state()
        assert not self.complaints, self.complaints
        found = self.page.evaluate(
            f"async () => {{ {AXE.read_text()}; return await axe.run({json.dumps(RULES)}) }}"
        )
        wrong = [
            f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
        assert not wrong, f"{self.page.url}\n" + "\n".join(wrong)

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def sees_within(self, milliseconds: int, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=milliseconds)

    def does_not_see(self, text: str) -> None:
        assert text not in self.page.content()

    def link(self, address: str) -> str:
        """The first link on this page whose address answers to the pattern."""
        for href in self.page.locator("a[href]").evaluate_all(
            "nodes => nodes.map(n => n.getAttribute('href'))"
        ):
            if re.search(address, href):
                return str(href)
        raise AssertionError(f"no link {address} on {self.page.url}")

    def picture(self, name: str) -> None:
        """For README and guides; drawn anew when SCREENSHOTS is set."""
        if os.environ.get("SCREENSHOTS"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=False)


class House:
    """Opens browsers for people; each has its own, as each has their own laptop."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.address = address

    def visitor(self, **options: Any) -> Screen:
        usual = {"viewport": {"width": 1280, "height": 900}, "locale": "nl-NL", "reduced_motion": "reduce"}
        context = self._browser.new_context(**{**usual, **options})
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        screen = Screen(context.new_page(), self.address)
        screen.page.on("console", lambda message: self._listen(screen, message.type, message.text))
        screen.page.on("pageerror", lambda error: screen.complaints.append(str(error)))
        return screen

    @staticmethod
    def _listen(screen: Screen, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            screen.complaints.append(text)

    def comes_in_as(self, login: str, **options: Any) -> Screen:
        screen = self.visitor(**options)
        screen.goes_to("/demo/")
        with screen.page.expect_navigation():
            screen.page.locator(f"button[name=login][value={login}]").click()
        screen.is_well()
        return screen

    def shows_where_it_stood(self, folder: Path) -> None:
        """What each person had before them when it went wrong."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, context in enumerate(self._contexts):
            for page in context.pages:
                page.screenshot(path=folder / f"{number}.png", full_page=True)

    def close(self) -> None:
        for context in self._contexts:
            context.close()
