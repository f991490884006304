"""The road of the public form as the tests walk it."""

import re

from django.test import Client

ROAD = "/melden/merenwoude/"
CHECK, CODE, MAILBOX = f"{ROAD}controle/", "/melden/code/", "/melden/brievenbus/"
WORRY = {
    "wens": {"wants": "BOTH"},
    "gezien": {"saw": "hij gooide een steen"},
    "wanneer": {"when_where": "zondag bij de bibliotheek"},
    "gehoord": {"heard": "van een collega op de markt"},
    "denken": {"think": "ik denk dat hij boos is"},
    "tegen": {"against": "hij is net zijn baan kwijt"},
    "steun": {"protects": "zijn zus Marijke"},
    "gedaan": {"done": "ik heb met hem gepraat"},
    "persoon": {"subject_name": "Jan de Vries", "subject_birth": "rond 1990"},
    "uzelf": {"reporter": "buurvrouw van twee hoog", "naming": "PARTNERS"},
    "bestand": {},
}
ANSWERS = {name: text for page in WORRY.values() for name, text in page.items()}
SHORTEST = {"wens": WORRY["wens"], "gezien": WORRY["gezien"]}


def tells(browser: Client, pages: dict[str, dict[str, str]] = WORRY, road: str = ROAD) -> None:
    for name, answers in pages.items():
        response = browser.post(f"{road}{name}/", answers)
        assert response.status_code == 302, (name, response.status_code)


def carried(browser: Client) -> str:
    cookie = browser.cookies.get("melding")
    return cookie.value if cookie else ""


def code_on(page: str) -> str:
    found = re.search(r'class="code">([^<]+)<', page)
    return found[1] if found else ""


def sent(browser: Client, pages: dict[str, dict[str, str]] = SHORTEST) -> str:
    """Told and sent; the code that came back."""
    tells(browser, pages)
    response = browser.post(CHECK, {"code": carried(browser)})
    assert response.status_code == 200
    return code_on(response.content.decode())
