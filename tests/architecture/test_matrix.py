"""Every address × every role × every relation to the file: who finds what, and the canary of every text.

The tables stand in tests/architecture/matrix: people.py who looks, pages.py which roles open which address,
road.py and table.py what there is to find, each with who may.
"""

from collections.abc import Iterator
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.urls import get_resolver

from casustafel.access.checks import every_page
from casustafel.access.roles import ROLES
from casustafel.papers import typesetting
from casustafel.table import stream
from tests.architecture.matrix import pages
from tests.architecture.matrix.laid import Laid, Record
from tests.architecture.matrix.looking import Look, browser_of, bytes_of, fingerprint
from tests.architecture.matrix.pages import ABSENT, PAGES, PUBLIC, REFUSED, SIGNED_IN, Page
from tests.architecture.matrix.people import (
    HERE,
    LOOKING,
    MAKERS,
    NOBODY,
    RELATIONS,
    Somebody,
    login_of,
)
from tests.bad_input import undone

NOWHERE = "/there/is/no/such/page/"
PAPERS = ("casussen/<uuid:case_id>/papieren/", "overleg/<uuid:meeting_id>/verslag/")
# Of these every record is opened: each has texts of its own, or finders of its own.
READ_IN_FULL = (
    "deelwijzer/<uuid:aid_id>/",
    "mail/<uuid:mail_id>/",
    "meldingen/<uuid:report_id>/",
    "consultatie/<uuid:consultation_id>/",
    "weging/<uuid:weighing_id>/",
    "casussen/<uuid:case_id>/",
    "casussen/<uuid:case_id>/beeld/",
    "casussen/<uuid:case_id>/beeld/<uuid:statement_id>/",
    "casussen/<uuid:case_id>/duiding/",
    "casussen/<uuid:case_id>/plan/",
    "casussen/<uuid:case_id>/besluiten/<uuid:decision_id>/",
    "casussen/<uuid:case_id>/besluiten/verwachtingen/",
    "casussen/<uuid:case_id>/witte-vlekken/<uuid:request_id>/",
    "casussen/<uuid:case_id>/opvolging/",
    "overleg/<uuid:meeting_id>/",
    "overleg/<uuid:meeting_id>/terugblik/",
    "overleg/<uuid:meeting_id>/<uuid:item_id>/verslag/",
    "overleg/<uuid:meeting_id>/<uuid:item_id>/uit-de-kamer/",
    "overleg/<uuid:meeting_id>/verslag/",
)
# Kept as a revision; no page says what a goal was called before.
NO_PAGE = {"goal-as-first-said"}
# On the page of one record of its kind, of which another was laid for the addresses.
ELSEWHERE = {
    *(
        "prepared-alone-police",
        "prepared-alone-probation",
        "prepared-closed-police",
        "prepared-closed-probation",
    ),
    *("source-closed-CORE-corrected", "source-closed-TABLE-corrected", "source-open-CORE-corrected"),
    *("source-open-TABLE-corrected", "reason-kept-longer", "reason-of-correction", "report-CORE-assessed"),
    "verdict-CORE",
}
Place = tuple[str, Record | None]


@pytest.fixture
def look(laid: Laid, login: str) -> Look:
    who = LOOKING[login]
    return Look(laid, who, browser_of(laid, who))


class TestTheTable:
    def test_names_every_address_of_the_program(self) -> None:
        assert {route for route, _ in every_page(get_resolver())} == set(PAGES)

    def test_leads_somewhere_at_each(self, laid: Laid) -> None:
        assert min(len(pages.addresses(laid, route)) for route in PAGES) == 1

    def test_gives_the_roles_that_the_page_declares(self) -> None:
        for route, pattern in every_page(get_resolver()):
            policy, roles = pattern.callback.policy, PAGES[route].roles
            holders = {code for code, role in ROLES.items() if policy in role.permissions}
            assert roles == {"public": PUBLIC, "signed in": SIGNED_IN}.get(policy, holders), route


OTHERS = [login for login in LOOKING if login not in MAKERS]


@pytest.mark.parametrize("login", OTHERS)
def test_each_finds_what_is_theirs_and_nothing_else(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    look_everywhere(look)
    read_papers(look, monkeypatch)
    assert look.leaks() == set()


def test_who_made_the_file_finds_it_whole(laid: Laid, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text turns up for somebody, so that the test above would notice it where it should not be."""
    found = set()
    for who in (LOOKING[login] for login in MAKERS):
        look = Look(laid, who, browser_of(laid, who))
        look_everywhere(look)
        read_papers(look, monkeypatch)
        assert look.leaks() == set(), who.login
        found |= look.everything()
    assert {kind_of(canary) for canary in laid.canaries} - {
        kind_of(canary) for canary in found
    } <= NO_PAGE | ELSEWHERE


def kind_of(canary: str) -> str:
    """Which text it is, of however many of the same."""
    return "name" if "-name-of-" in canary else canary.split("-", 2)[2].rpartition("-")[0]


def look_everywhere(look: Look) -> None:
    absent = bytes_of(look.get(NOWHERE))
    for route, page in pages_for(look.who):
        places = tried(look, route)
        for address, record in places:
            response = look.get(address + page.also)
            expected = page.answer_to(look.who, record)
            assert response.status_code == expected, (look.who.login, route, record and record.word)
            if expected == ABSENT != page.status:
                assert bytes_of(response) == absent, (look.who.login, route, record and record.word)
        passes = page.is_for(look.who) or look.who is NOBODY  # who does not was compared with NOWHERE
        if passes and places[0][1] and not any(record.found_by(look.who) for _, record in places):
            assert bytes_of(response) == bytes_of(look.get(pages.absent(route) + page.also)), route


def pages_for(who: Somebody) -> list[tuple[str, Page]]:
    """What is the same for everybody is opened by one of each role, by the two chairs and by nobody."""
    everything = is_close(who) or who.login.endswith("-chair")
    return [(route, page) for route, page in PAGES.items() if everything or not page.same_for_all]


def tried(look: Look, route: str) -> list[Place]:
    """One of what they find and one of what they do not; who passes every gate tries all that is not theirs,
    and who made the file reads it in full."""
    everywhere, page = pages.addresses(look.laid, route), PAGES[route]
    if look.who is NOBODY or not page.is_for(look.who) or page.looks_at_nothing:
        return everywhere[:1]
    mine = [place for place in everywhere if place[1] is None or place[1].found_by(look.who)]
    others = [place for place in everywhere if place not in mine]
    in_full = route in READ_IN_FULL and (look.who.login in MAKERS or "statement" in route)
    return (mine if in_full else mine[:1]) + (others if look.who.passes_every_gate else others[:1])


def read_papers(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the typesetter is given is what the paper says."""

    def keep(template: str, data: dict[str, object]) -> bytes:
        look.saw(template, str(data))
        return b"%PDF-"

    monkeypatch.setattr(typesetting, "pdf", keep)
    for route in PAPERS:
        for address, record in pages.addresses(look.laid, route):
            if PAGES[route].answer_to(look.who, record) == 200:
                with undone():
                    made = look.browser.post(address, {"purpose": "lezen", "form": "PDF"})
                has_begun = record is not None and not record.word.endswith("planned")
                assert made.status_code == (200 if has_begun else 422)
                assert (made.content == b"%PDF-") is has_begun


@pytest.fixture(scope="module")
def before(laid: Laid) -> list[tuple[str, str]]:
    return fingerprint()


@pytest.mark.parametrize("login", OTHERS)
def test_who_has_no_business_there_changes_nothing(look: Look, before: list[tuple[str, str]]) -> None:
    """Who is stopped at the gate is stopped before anything is looked up: one of each role says so."""
    absent = bytes_of(look.get(NOWHERE))
    with undone():
        for route, address in not_theirs(look):
            response = look.browser.post(address, {"text": "CANARY-written"})
            if look.who is NOBODY:
                assert response.status_code == REFUSED, route
                assert "CANARY-written" in response.content.decode(), "what one typed comes back, to copy"
            else:
                assert bytes_of(response) == absent, route
        assert fingerprint() == before


def not_theirs(look: Look) -> Iterator[tuple[str, str]]:
    """Of each route the first place that is not theirs, and of statements, which have audiences, each."""
    for route, page in PAGES.items():
        if page.roles in {PUBLIC, SIGNED_IN} or not (page.is_for(look.who) or is_close(look.who)):
            continue
        found = pages.addresses(look.laid, route)
        if page.is_for(look.who):
            found = [
                (address, record) for address, record in found if record and not record.found_by(look.who)
            ]
        for address, _record in found if "statement" in route else found[:1]:
            yield route, address


def is_close(who: Somebody) -> bool:
    return who is NOBODY or who.relation is RELATIONS[0]


@pytest.mark.parametrize("send", ["get", "post"])
def test_a_record_of_another_file_is_not_there(laid: Laid, before: object, send: str) -> None:
    """Also for who sits at both tables: an address that puts them together leads nowhere."""
    browser = browser_of(laid, LOOKING[login_of(HERE, "chair")])
    with undone():
        absent = bytes_of(browser.get(NOWHERE))
        routes = [route for route in PAGES if len(pages.NAMES.findall(route)) > 1]
        crossings = [(route, crossed(laid, route)) for route in routes if others(laid, route)]
        for route, address in crossings:
            if send == "post" or not PAGES[route].looks_at_nothing:
                assert bytes_of(getattr(browser, send)(address)) == absent, route
        assert len(crossings) > 40 and fingerprint() == before


def others(laid: Laid, route: str) -> list[Record]:
    """The records that such an address names, in another file than the first; of some kinds one is laid."""
    own = [record for record in laid.records[pages.named_by(route)] if record.word.startswith(HERE)]
    return [record for record in own if record.along != own[0].along]


def crossed(laid: Laid, route: str) -> str:
    """The case or meeting of one record with the other of the same kind."""
    name = pages.named_by(route)
    own = [record for record in laid.records[name] if record.word.startswith(HERE)]
    return pages.filled(route, {**own[0].along, name: others(laid, route)[0].id})


@pytest.mark.parametrize("login", [login for login, who in LOOKING.items() if who is not NOBODY])
def test_the_live_channel_follows_only_what_is_theirs(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands outside the middleware (table/stream.py), and asks for itself."""
    monkeypatch.setattr(stream, "connection", Mock())
    monkeypatch.setattr(stream, "close_old_connections", Mock())
    key = look.browser.cookies[settings.SESSION_COOKIE_NAME].value
    mine = {str(case.id) for case in look.laid.records["case_id"] if case.found_by(look.who)}
    for meeting in look.laid.records["meeting_id"]:
        with undone():
            topics = stream.topics_of(key, meeting.id)
        assert (str(meeting.id) in topics) is meeting.found_by(look.who), meeting.word
        assert topics - {str(meeting.id)} <= mine, meeting.word
