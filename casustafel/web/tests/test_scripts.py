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
        self.checked: list[dict[str, list[str]]] = []
        self.draft = ""

    def __call__(self, route) -> None:
        path = route.request.url.removeprefix(PLACE).split("?")[0]
        if path.startswith(settings.STATIC_URL):
            file = Path(finders.find(path.removeprefix(settings.STATIC_URL)))
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        elif path == "/draft/":
            self.kept.append(parse_qs(route.request.post_data or ""))
            route.fulfill(status=self.status, body="{}")
        elif path == "/check/":
            self.checked.append(parse_qs(route.request.post_data or ""))
            route.fulfill(body=f'{len(self.checked)} <input type="checkbox" name="not_a_name" value="Roos">')
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


def test_a_form_that_came_later_is_kept_as_well_and_as_soon_as_it_says(page, server):
    server.source = """<body><template>{% form_open form draft_url="/draft/" draft_wait=800 %}
      {% for bound in form %}{% field bound %}{% endfor %}
      {% form_close draft_url="/draft/" %}</template></body>"""
    page.goto(PLACE)
    page.evaluate("document.body.append(document.querySelector('template').content.cloneNode(true))")
    page.fill("textarea", "z")
    page.clock.run_for(500)
    page.fill("textarea", "zo")
    assert server.kept == []
    page.clock.run_for(400)
    expect(page.locator("[data-draft-status]")).to_contain_text("Saved as a draft at")
    assert server.kept == [{"saw": ["zo"]}]


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


ANONYMOUS = """<body><form method="post">{% include "web/forms/begin.html" %}
<div data-check-url="/check/"><textarea data-checked name="text"></textarea>
<div data-findings aria-live="polite"></div></div></form></body>"""


def test_what_can_point_at_a_person_is_shown_while_somebody_types(page, server):
    server.source = ANONYMOUS
    page.goto(PLACE)
    page.fill("textarea", "Roos")
    page.clock.run_for(500)
    page.fill("textarea", "Roos & Fatima")
    page.clock.run_for(500)
    assert server.checked == []
    page.clock.run_for(300)
    page.check("[data-findings] input")
    assert server.checked == [{"text": ["Roos & Fatima"]}]
    page.fill("textarea", "Roos")
    page.clock.run_for(800)
    expect(page.locator("[data-findings]")).to_contain_text("2")
    assert server.checked[1:] == [{"text": ["Roos"], "not_a_name": ["Roos"]}]
    page.fill("textarea", " ")
    page.clock.run_for(800)
    expect(page.locator("[data-findings]")).to_be_empty()
    assert len(server.checked) == 2


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


def test_a_stream_that_is_silent_is_lost_and_opened_anew(page, server):
    """The server may answer while the stream is dead."""
    server.source = LIVE
    page.goto(PLACE)
    page.evaluate("window.first = window.stream")
    for _ in range(3):
        page.clock.run_for(15_000)
        page.evaluate("window.stream.tell('beat', '')")
    expect(page.locator("[data-lost]")).to_be_hidden()
    page.clock.run_for(25_500)
    expect(page.locator("[data-lost]")).to_be_visible()
    assert page.evaluate("window.first.readyState === 2 && window.first !== window.stream")
    page.evaluate("window.stream.tell('open')")
    expect(page.locator("[data-back]")).to_be_visible()
    page.clock.run_for(6500)
    expect(page.locator("[data-back]")).to_be_hidden()


def test_the_network_that_is_back_does_not_hide_that_the_stream_is_not(page, server):
    server.source = LIVE
    page.goto(PLACE)
    page.evaluate("window.stream.tell('error')")
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-lost]")).to_be_visible()


def test_what_has_ended_is_not_followed_and_not_called_lost(page, server):
    server.source = LIVE
    page.goto(PLACE)
    server.source = LIVE.replace("<details", "<span hidden data-live-over></span><details")
    page.evaluate("window.stream.tell('part', 'agenda')")
    expect(page.locator("#number")).to_have_text("2")
    page.evaluate("window.stream.readyState = 2; window.stream.tell('error')")
    page.clock.run_for(60_000)
    expect(page.locator("[data-lost]")).to_be_hidden()
    assert server.number == 2


def test_others_hear_that_somebody_types_and_not_while_things_are_said_alone(page, server):
    told = []
    page.on("request", lambda request: told.append(request.url) if "/types/" in request.url else None)
    server.source = LIVE.replace("<details", '<span hidden data-typing-url="/types/"></span><details')
    page.goto(PLACE)
    for _ in range(3):
        page.fill("textarea", "half")
        page.fill("textarea", "half a sen")
        page.clock.run_for(1000)
    assert len(told) == 1
    page.clock.run_for(3500)
    with page.expect_request("**/types/"):
        page.fill("textarea", "half a sentence")
    assert len(told) == 2
    page.clock.run_for(5000)
    page.evaluate("document.querySelector('[data-typing-url]').remove()")
    page.fill("textarea", "half a sentence more")
    assert len(told) == 2


def test_a_part_that_says_so_is_looked_at_again(page, server):
    server.source = LIVE.replace("<details", '<span hidden data-look-again="7"></span><details')
    page.goto(PLACE)
    page.evaluate("window.stream.tell('part', 'agenda')")
    expect(page.locator("#number")).to_have_text("2")
    page.clock.run_for(7500)
    expect(page.locator("#number")).to_have_text("3")


def test_the_link_of_a_screen_carries_its_code_in_and_leaves_it_in_no_address(page, server):
    server.source = """<body><form id="code-form" method="post">{% include "web/forms/begin.html" %}
<input name="code"></form><script src="/static/web/screen.js" type="module"></script></body>"""
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.goto(f"{PLACE}/scherm/#ABCD-EFGH")
    page.wait_for_url(f"{PLACE}/scherm/")
    expect(page.locator("input[name=code]")).to_have_value("")
    assert [parse_qs(each.post_data)["code"] for each in sent] == [["ABCD-EFGH"]]


def test_leaving_quickly_empties_the_page_and_the_way_back(page, server):
    server.source = '<body><p>story</p><a data-leave href="/weather/">leave</a></body>'
    page.goto(f"{PLACE}/first/")
    page.goto(f"{PLACE}/second/")
    server.source = "<body><p>weather</p></body>"
    page.click("[data-leave]")
    page.wait_for_url("**/weather/")
    page.go_back()
    assert page.url == f"{PLACE}/first/"


def test_escape_three_times_leaves_and_twice_does_not(page, server):
    server.source = '<body><p>story</p><a data-leave href="/weather/">leave</a></body>'
    page.goto(f"{PLACE}/second/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator("p").count() == 1
    page.keyboard.press("Escape")
    page.wait_for_url("**/weather/")


def test_where_the_browser_cannot_do_the_sum_the_page_waits_and_goes_on_with_its_ticket(page, server):
    """This place has no TLS, so the browser keeps its cryptography to itself."""
    server.source = (
        "<body><p data-sum-note hidden>sum</p>"
        '<form method="post" data-sum="a-ticket" data-bits="8" data-wait="-1">'
        '<input type="hidden" name="ticket" value="a-ticket"><input type="hidden" name="answer"></form>'
        '{% load static %}<script src="{% static "web/sum.js" %}" type="module"></script></body>'
    )
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.goto(PLACE)
    assert parse_qs(sent.value.post_data)["ticket"] == ["a-ticket"]


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


def clock_at(left: int, *, runs: bool = True, drawn: str = "1") -> str:
    attributes = f'data-timer="a" data-drawn="{drawn}" data-in-step="58" data-left="{left}"'
    return (
        f'<body data-live-url="/stream/"><div {attributes}{" data-runs" if runs else ""}>'
        "<p><b data-timer-step>0:58</b></p><p data-timer-left>left <b>still</b></p>"
        "<p data-timer-over hidden>over <b>still</b></p></div>"
        '<p role="status" data-timer-told data-words="Time is over."></p></body>'
    )


def test_the_clock_counts_on_and_says_once_that_the_time_is_over(page, server):
    server.source = clock_at(2)
    page.goto(PLACE)
    expect(page.locator("[data-timer-left] b")).to_have_text("still")
    page.clock.run_for(2000)
    expect(page.locator("[data-timer-step]")).to_have_text("1:00")
    expect(page.locator("[data-timer-left]")).to_have_text("left 0:00")
    expect(page.locator("[data-timer-told]")).to_be_empty()
    page.clock.run_for(5000)
    expect(page.locator("[data-timer-over]")).to_have_text("over 0:05")
    expect(page.locator("[data-timer-left]")).to_be_hidden()
    expect(page.locator("[data-timer-told]")).to_have_text("Time is over.")
    page.evaluate("document.querySelector('[data-timer-told]').textContent = ''")
    page.clock.run_for(3000)
    expect(page.locator("[data-timer-told]")).to_be_empty()


def test_the_clock_stands_still_in_a_pause_and_begins_anew_with_what_the_server_says(page, server):
    server.source = clock_at(90, runs=False)
    page.goto(PLACE)
    page.clock.run_for(5000)
    expect(page.locator("[data-timer-left] b")).to_have_text("1:30")
    page.evaluate(
        "Object.assign(document.querySelector('[data-timer]').dataset,"
        " {timer: 'b', drawn: '2', left: '-61', runs: ''})"
    )
    page.clock.run_for(3000)
    expect(page.locator("[data-timer-over] b")).to_have_text("1:03")
    expect(page.locator("[data-timer-told]")).to_be_empty()  # it was over before anybody looked


def test_a_page_gives_its_buttons_keys_of_their_own(page, server):
    server.source = (
        '<body><a class="brand" href="/today/">x</a><h1>x</h1><textarea></textarea>'
        '{% press "/hand/" "Hand" key="h" %}{% include "web/keys.html" %}</body>'
    )
    page.goto(PLACE)
    page.fill("textarea", "half")
    page.keyboard.press("h")
    assert page.url.rstrip("/") == PLACE
    page.click("h1")
    page.keyboard.press("?")
    page.keyboard.press("h")  # the list is open: nothing is pressed behind it
    assert page.url.rstrip("/") == PLACE
    page.keyboard.press("Escape")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.keyboard.press("h")
    assert sent.value.url == f"{PLACE}/hand/"
