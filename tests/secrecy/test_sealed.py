"""What is sealed changes no byte for who is not in its audience: page, paper, search, bell, live event.

The same pages are fetched before and after somebody seals something. A canary would show that a text came
through; equal bytes show that no count, order, mark or date did either.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.notices.models import Notice
from casustafel.picture import contacts, contributing, linking, preparing, stating
from casustafel.picture.models import Contribution, InformationRequest, Statement
from casustafel.picture.tests import corrected, recognised, told
from casustafel.table import actions as meetings
from casustafel.table import queries as meeting_queries
from casustafel.table.models import Meeting
from casustafel.table.tests import sat
from tests.architecture.matrix.pages import PAGES, POST_ONLY, filled
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
# What is another on every page: one-time ids, tokens against forgery, nonces, the minute it is printed; the
# key of a draft, the clock of a case, the moment a calendar file is made.
NOISE = re.compile(
    r'(name="(?:csrfmiddlewaretoken|form_id)" value="|nonce-?=?"?|"X-CSRFToken": "|DTSTAMP:'
    r'|data-(?:draft-key|drawn|in-step|left)=")[A-Za-z0-9_\-+/=.:]+'
    r"|\d\d:\d\d(?=\. Vertrouwelijk)|(?<=<b>)\d+:\d\d(?=</b>)|(?<=<b data-timer-step>)\d+:\d\d"
)
# The chair; and a core partner, who said what the sealed statement contradicts and asked what it answers.
OUTSIDERS = ("joyce", "thijs")
OF_RECORD = re.compile(r"<uuid:(\w+)>")
# How something is sealed: for named seats, for later, for core partners; alone, before sharing opens; and for
# the whole table, until a day that is over.
SEATS, LATER, CORE, ALONE, PAST = "SEATS", "LATER", "CORE", "ALONE", "PAST"


@dataclass
class Laid:
    """What lies on the table for everybody, and what of the police and the chair was asked."""

    case: Case
    said: Statement
    meetings: list[Meeting]
    asked: dict[str, list[InformationRequest]]
    pages: list[str] = field(default_factory=list)


def addresses(laid: Laid) -> list[str]:
    """Every page of the case, of its meetings and of what everybody there may read; and one's own."""
    request = laid.asked["marloes"][0]
    known = {
        "case_id": laid.case.id,
        "statement_id": laid.said.id,
        "contribution_id": laid.said.contribution_id,
        "request_id": request.id,
    }
    found = {"/", "/casussen/", "/casussen/correcties/", "/overleg/", "/opvolging/", "/meldingen/belletjes/"}
    for pattern, page in PAGES.items():
        names = set(OF_RECORD.findall(pattern))
        if not names or page.status == POST_ONLY or "stroom" in pattern:
            continue
        for meeting in laid.meetings:
            ids = {**known, "meeting_id": meeting.id}
            if names <= ids.keys():
                found |= {filled(pattern, ids), filled(pattern, ids) + page.also}
    return sorted(found)


def seen(client: Client, pages: Sequence[str]) -> dict[str, str]:
    return {page: NOISE.sub(r"\1", _read(client, page)) for page in pages}


def _read(client: Client, page: str) -> str:
    answer = client.get(page)
    return f"{answer.status_code} {answer.content.decode(errors='replace')}"


def changed(client: Client, before: dict[str, str]) -> set[str]:
    return {page for page, then in before.items() if seen(client, [page])[page] != then}


def found(client: Client, address: str, words: str) -> str:
    return NOISE.sub(r"\1", client.post(address, {"words": words}).content.decode())


@contextmanager
def events() -> Iterator[list[str]]:
    heard: list[str] = []
    with CaptureQueriesContext(connection) as asked:
        yield heard
    heard += [query["sql"] for query in asked if "pg_notify" in query["sql"]]


def seat_of(world: World, case: Case, login: str) -> Seat:
    with behind_the_wall("postgres"):
        return Seat.objects.behind_the_second_wall().get(case=case, person=world.people[login])


def seal(world: World, laid: Laid, how: str, *, by: str = "marloes") -> None:
    """All that somebody can do with what they bring in, by the actions; for esra when seats are named."""
    case = laid.case
    seats = [seat_of(world, case, "esra").id] if how == SEATS else []
    audience = {ALONE: "TABLE", PAST: "LATER"}.get(how, how)
    sealed = {"audience": audience, "seats": seats}
    made = told.contribute(world, case, by=by, **sealed, text="CANARY-sealed", domain="MONEY")
    _say_more(world, laid, made, by)
    result = recognised.result(world, case, by=by, **sealed)
    answers = laid.asked[by].pop()
    reply = told.reply(world, case, answers, by=by, **sealed, text="CANARY-sealed answer")
    if how in {SEATS, CORE}:
        _tell_and_open(world, case, sealed, by)
    if how == PAST:
        _be_over([made, result.contribution, reply.contribution])


def _say_more(world: World, laid: Laid, made: Contribution, by: str) -> None:
    said, at = told.statement_of(world, made, by=by), {"now": clock.now()}
    words = told.new_statement(text="CANARY-sealed once more", domain="MONEY", question="MONEY_1")
    with world.acting(by) as viewer:
        at["by"] = viewer
        linking.link(statement=said, other=laid.said, kind="CONTRADICTS", **at)
        linking.give_verdict(statement=said, kind="REFUTED", reason="CANARY-sealed reason", **at)
        more = stating.add_statement(contribution=made, new=words, **at)
        near = contacts.Near("FAMILY", "een oom: CANARY-sealed", is_no_name=True)
        contact = contacts.add(contribution=made, near=near, **at)
        contacts.tie(contact=contact, statements=[said, laid.said], **at)
    again = corrected.put_right(world, said, by=by, text="CANARY-sealed anew", reason="CANARY-sealed why")
    assert again.version == said.version + 1
    corrected.withdraw(world, more, by=by, reason="CANARY-sealed back")


def _tell_and_open(world: World, case: Case, sealed: dict, by: str) -> None:
    """Told aloud to this audience; and what was sealed for later, opened to it and kept longer."""
    later, today = told.contribute(world, case, by=by, audience="LATER"), clock.now().date()
    with world.acting(by) as viewer:
        at = {"by": viewer, "now": clock.now()}
        contributing.record_told(
            case=case, given=told.given(**sealed), domain="HOUSING", told_date=today, **at
        )
        contributing.release(contribution=later, **sealed, reason="CANARY-sealed open", **at)


def _be_over(rows: Sequence[Contribution]) -> None:
    """Shared with the whole table once, until yesterday."""
    yesterday = clock.now().date() - timedelta(days=1)
    with behind_the_wall("postgres"):
        Contribution.objects.behind_the_second_wall().filter(pk__in=[row.pk for row in rows]).update(
            audience="TABLE", shared_at=clock.now() - timedelta(days=9), until_date=yesterday
        )


def bells(world: World, logins: Sequence[str]) -> int:
    """How often the bell rang for these people; a mail follows only from a bell."""
    with behind_the_wall("postgres"):
        people = [world.people[login] for login in logins]
        return Notice.objects.behind_the_second_wall().filter(to__in=people).count()


def put_bells_out() -> None:
    with behind_the_wall("postgres"):
        Notice.objects.behind_the_second_wall().update(seen_at=clock.now())


@pytest.fixture
def laid(world: World, case: Case) -> Laid:
    """A table with something on it already, at which one meeting was held and another is under way."""
    made = told.contribute(world, case, by="thijs")
    told.open_sharing(world, case)
    asked = {
        login: [told.ask(world, case, whom=login, by="thijs") for _ in range(5)]
        for login in ("marloes", "joyce")
    }
    held = sat.under_way(world, case)
    with world.acting("joyce") as joyce:
        meetings.end(meeting=meeting_queries.get(joyce, held.id), by=joyce, now=clock.now())
    now = sat.under_way(world, case, step="PICTURE")
    sat.attend(world, now, "thijs", "pieterjan", "esra", "marloes")
    put_bells_out()
    row = Laid(case, told.statement_of(world, made, by="thijs"), [held, now], asked)
    row.pages = addresses(row)
    return row


def test_no_byte_of_any_page_changes_for_who_is_not_in_the_audience(
    world: World, laid: Laid, client_of: ClientOf
) -> None:
    clients = {login: client_of(login) for login in ("esra", *OUTSIDERS)}
    before = {login: seen(client, laid.pages) for login, client in clients.items()}
    rung = bells(world, OUTSIDERS)
    with events() as heard:
        for how in (SEATS, LATER, PAST):
            seal(world, laid, how)
    for login in OUTSIDERS:
        assert changed(clients[login], before[login]) == set(), login
    assert heard == []
    assert bells(world, OUTSIDERS) == rung

    # The control: the seat that was named sees it. And what is for core partners alone, that seat does not.
    put_bells_out()
    then = seen(clients["esra"], laid.pages)
    beside, rung = {page for page in laid.pages if then[page] != before["esra"][page]}, bells(world, ["esra"])
    place = f"/casussen/{laid.case.id}/beeld"
    assert {
        f"{place}/",
        f"{place}/tijdlijn/",
        f"{place}/netwerk/",
        f"{place}/bewering/{laid.said.id}/",
    } <= beside
    with events() as heard:
        seal(world, laid, CORE)
    assert changed(clients["esra"], then) == set()
    assert changed(clients["thijs"], {f"{place}/": before["thijs"][f"{place}/"]})
    assert heard == [] and bells(world, ["esra"]) == rung


def test_no_byte_changes_before_sharing_opens(world: World, laid: Laid, client_of: ClientOf) -> None:
    with world.acting("joyce") as joyce:
        preparing.prepare_anew(case=laid.case, reason="Een nieuw overleg.", by=joyce, now=clock.now())
    client = client_of("joyce")
    before = seen(client, laid.pages)
    rung = bells(world, ["esra", *OUTSIDERS])
    with events() as heard:
        seal(world, laid, ALONE)
        with world.acting("marloes") as marloes:
            said = [preparing.Said("NETWORK_1", "UNKNOWN", "CANARY-sealed stand")]
            preparing.say(case=laid.case, said=said, by=marloes, now=clock.now())
    assert changed(client, before) == set()
    assert heard == [] and bells(world, ["esra", *OUTSIDERS]) == rung


def test_the_big_screen_shows_nothing_of_the_chair_alone(
    world: World, laid: Laid, client_of: ClientOf
) -> None:
    """It is the chair's session, and the whole room looks at it."""
    meeting, client = laid.meetings[-1], client_of("joyce")
    place = f"/overleg/{meeting.id}/scherm/"
    item = sat.item_of(world, meeting, laid.case)
    before = {}
    for step in ("SHARE", "PICTURE"):
        _move(world, item, step)
        before[step] = seen(client, [place, f"{place}?kaart"])
    for how in (SEATS, LATER, PAST):
        seal(world, laid, how, by="joyce")
    for step in ("PICTURE", "SHARE"):
        _move(world, item, step)
        assert changed(client, before[step]) == set(), step
    told.contribute(world, laid.case, by="joyce")  # the control
    assert changed(client, before["SHARE"])


def _move(world: World, item: object, step: str) -> None:
    with world.acting("joyce") as joyce:
        meetings.move(item=item, step=step, by=joyce, now=clock.now())


@pytest.mark.parametrize("words", ["CANARY-sealed", "sealed"])
def test_no_search_finds_it(world: World, laid: Laid, client_of: ClientOf, words: str) -> None:
    address = f"/casussen/{laid.case.id}/beeld/zoeken/"
    clients = {login: client_of(login) for login in ("esra", *OUTSIDERS)}
    before = {login: found(client, address, words) for login, client in clients.items()}
    for how in (SEATS, LATER, PAST):
        seal(world, laid, how)
    after = {login: found(client, address, words) for login, client in clients.items()}
    assert {login for login in clients if before[login] != after[login]} == {"esra"}


def test_the_words_of_what_was_withdrawn_stay_with_their_maker(
    world: World, laid: Laid, client_of: ClientOf
) -> None:
    made = told.contribute(world, laid.case, text="CANARY-back")
    said = told.statement_of(world, made)
    corrected.withdraw(world, said)
    places = [page for page in laid.pages if "/beeld" in page or "/overleg" in page]
    places.append(f"/casussen/{laid.case.id}/beeld/bewering/{said.id}/")
    shown = seen(client_of("joyce"), places)
    assert [page for page, text in shown.items() if "CANARY-back" in text] == []
