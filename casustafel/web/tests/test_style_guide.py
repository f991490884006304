"""Every part of our pages, measured in a real browser under the strict policy that our pages have."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, Route

from casustafel.web import style_guide

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
POLICY = "; ".join(
    f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
PLACE = "http://casustafel.test"

pytestmark = pytest.mark.journey


def page_html(template: str) -> str:
    steps = [SimpleNamespace(label="Casussen", url="#", icon="folder", current=True, count=3)]
    frame = SimpleNamespace(
        viewer_name="Joyce Martina",
        role_names="Procesregisseur",
        partnership="Merenwoude",
        navigation=steps,
        demo=True,
        language="nl",
    )
    context = {"scheme": "", "frame": frame, **style_guide.samples()}
    with translation.override("nl"):
        return render_to_string(template, context, RequestFactory().get("/"))


def answer(route: Route) -> None:
    path = route.request.url.removeprefix(PLACE)
    if not path.startswith(settings.STATIC_URL):
        html = page_html("web/style_guide.html")
        route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})
        return
    file = Path(finders.find(path.removeprefix(settings.STATIC_URL)))
    route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])


def opened(browser, *, width: int = 1280, scheme: str = "light", javascript: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.route("**/*", answer)
    page.goto(f"{PLACE}/")
    return page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_can_be_used_by_everybody(browser, width, scheme):
    page = opened(browser, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
        ".then(result => result.violations.map(v => [v.id, v.nodes.map(n => n.html)]))",
        TAGS,
    )
    assert found == []


def test_the_eye_gets_our_own_letters_and_drawings(browser):
    page = opened(browser)
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Fira Sans\"'))")
    assert page.locator(".brand .mark").bounding_box()["width"] > 20
    sprite = Path(finders.find("vendor/icons.svg")).read_text(encoding="utf-8")
    used = page.evaluate(
        "[...document.querySelectorAll('use')].map(u => u.getAttribute('href').split('#')[1])"
    )
    assert used
    assert all(f'id="{name}"' in sprite for name in set(used))


def test_what_went_wrong_gets_the_focus(browser):
    page = opened(browser)
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")


def test_a_question_mark_lists_the_keys_and_escape_closes_the_list(browser):
    page = opened(browser)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#keys").is_hidden()


def test_without_javascript_dialog_and_menu_still_open(browser):
    page = opened(browser, width=360, javascript=False)
    assert page.locator("#ask").is_hidden()
    page.goto(f"{PLACE}/#ask")
    assert page.locator("#ask").is_visible()
    page.goto(f"{PLACE}/#menu")
    assert page.locator("#menu a[aria-current]").is_visible()


def test_on_paper_stands_what_was_found_and_who_printed_it(browser):
    page = opened(browser)
    page.emulate_media(media="print")
    assert page.locator(".print-head").is_visible()
    assert page.locator(".statement").first.is_visible()
    for hidden in (".header", ".side", ".form", ".tabs", ".footer"):
        assert page.locator(hidden).first.is_hidden()
