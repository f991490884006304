"""What our scripts do, in a real browser under the strict policy; the server is played by the test."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.utils import translation
from playwright.sync_api import expect

from casustafel.lib.fields import OneTimeForm, Text

POLICY = "; ".join(
    f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
PLACE = "http://casustafel.test"
STREAM = """window.EventSource = class extends EventTarget {
  static CLOSED = 2;
  constructor(url) { super(); this.url = url; this.readyState = 1; window.stream = this; }
  close() { this.readyState = 2; }
  tell(kind, data) { const event = new Event(kind); event.data = data; this.dispatchEvent(event); }
};"""

pytestmark = pytest.mark.journey


class WorryForm(OneTimeForm):
    saw = Text(label="What did you see?")
    wants = forms.ChoiceField(label="What?", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


class Server:
    """Answers with one page, written anew at each request; keeps the drafts that come in."""

    def __init__(self) -> None:
        self.source, self.status, self.number = "", 200, 0
        self.kept: list[dict[str, list[str]]] = []
        self.draft = ""

    def __call__(self, route) -> None:
        path = route.request.url.removeprefix(PLACE).split("?")[0]
        if path.startswith(settings.STATIC_URL):
            file = Path(finders.find(path.removeprefix(settings.STATIC_URL)))
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        elif path == "/draft/":
            self.kept.append(parse_qs(route.request.post_data or ""))
            route.fulfill(status=self.status, body="{}")
        else:
            self.number += 1
            route.fulfill(status=self.status, body=self.page(), headers={"Content-Security-Policy": POLICY})

    def page(self) -> str:
        context = {"form": WorryForm(), "number": self.number, "draft": self.draft, "csrf_token": "token"}
        with translation.override("en"):
            head = Template('{% include "web/head.html" %}').render(Context())
            body = Template(self.source).render(Context(context))
        return f'<!DOCTYPE html><html lang="en"><head>{head}</head>{body}</html>'


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def page(browser, server):
    context = browser.new_context()
    context.add_init_script(STREAM)
    context.route("**/*", server)
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


def test_a_draft_is_kept_while_somebody_types_and_put_back_later(page, server):
    server.source = '<body>{% whole_form form draft_url="/draft/" draft_text=draft %}</body>'
    page.goto(PLACE)
    page.fill("textarea", "Zij zei: 'a & b'")
    page.check("input[value=b]")
    assert server.kept == []
    page.clock.run_for(3500)
    expect(page.locator("[data-draft-status]")).to_contain_text("Saved as a draft at")
    assert server.kept == [{"saw": ["Zij zei: 'a & b'"], "wants": ["b"]}]
    server.draft = "saw=Zij+zei%3A+%27a+%26+b%27&wants=b"
    page.goto(PLACE)
    expect(page.locator("textarea")).to_have_value("Zij zei: 'a & b'")
    expect(page.locator("input[value=b]")).to_be_checked()


def test_a_draft_that_was_refused_is_told_and_tried_again(page, server):
    server.source = '<body>{% whole_form form draft_url="/draft/" %}</body>'
    page.goto(PLACE)
    server.status = 403
    page.fill("textarea", "x")
    page.clock.run_for(3500)
    expect(page.locator("[data-draft-status]")).to_contain_text("Not saved yet")
    server.status = 200
    page.clock.run_for(6500)
    expect(page.locator("[data-draft-status]")).to_contain_text("Saved as a draft at")


LIVE = """<body data-live-url="/stream/">{% include "web/connection.html" %}
{% part "agenda" "/" %}<p id="number">{{ number }}</p>{% whole_form form %}
<details id="more"><summary>m</summary>x</details>
{% endpart %}</body>"""


def test_a_live_part_comes_again_and_leaves_what_somebody_types(page, server):
    server.source = LIVE
    page.goto(PLACE)
    page.fill("textarea", "half a sen")
    page.click("summary")
    page.focus("textarea")
    page.evaluate("window.stream.tell('part', 'agenda other')")
    expect(page.locator("#number")).to_have_text("2")
    page.keyboard.type("tence")
    page.evaluate("window.stream.tell('part', 'agenda')")
    expect(page.locator("#number")).to_have_text("3")
    expect(page.locator("textarea")).to_have_value("half a sentence")
    expect(page.locator("textarea")).to_be_focused()
    assert page.evaluate("document.getElementById('more').open")


def test_a_refusal_does_not_take_the_place_of_the_page(page, server):
    server.source = LIVE
    page.goto(PLACE)
    server.status = 404
    page.evaluate("window.stream.tell('part', 'agenda')")
    expect(page.locator("[data-lost]")).to_be_visible()
    expect(page.locator("#number")).to_have_text("1")


def test_a_lost_connection_is_told_and_what_was_missed_is_fetched(page, server):
    server.source = LIVE
    page.goto(PLACE)
    page.evaluate("window.stream.tell('error')")
    expect(page.locator("[data-lost]")).to_be_visible()
    page.evaluate("window.stream.tell('open')")
    expect(page.locator("[data-back]")).to_be_visible()
    expect(page.locator("[data-lost]")).to_be_hidden()
    expect(page.locator("#number")).to_have_text("2")


def test_leaving_quickly_empties_the_page_and_the_way_back(page, server):
    server.source = '<body><p>story</p><a data-leave href="/weather/">leave</a></body>'
    page.goto(f"{PLACE}/first/")
    page.goto(f"{PLACE}/second/")
    server.source = "<body><p>weather</p></body>"
    page.click("[data-leave]")
    page.wait_for_url("**/weather/")
    page.go_back()
    assert page.url == f"{PLACE}/first/"


def test_keys_rest_while_somebody_types_and_can_be_switched_off(page, server):
    server.source = (
        '<body><input type="search" aria-label="search"><h1>x</h1>{% include "web/keys.html" %}</body>'
    )
    page.goto(PLACE)
    page.keyboard.press("/")
    expect(page.locator("[type=search]")).to_be_focused()
    page.keyboard.type("why?")
    expect(page.locator("[type=search]")).to_have_value("why?")
    expect(page.locator("#keys")).to_be_hidden()
    page.click("h1")
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()


def test_the_big_screen_goes_blank_for_eye_and_ear(page, server):
    server.source = "<body><main>secret</main><div data-blank hidden>blank</div></body>"
    page.goto(PLACE)
    page.keyboard.press("b")
    expect(page.locator("[data-blank]")).to_be_visible()
    assert page.evaluate("document.querySelector('main').inert")
    page.keyboard.press("b")
    expect(page.locator("[data-blank]")).to_be_hidden()
    assert not page.evaluate("document.querySelector('main').inert")
