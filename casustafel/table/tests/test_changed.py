"""What is new since the table last met: of every kind, and only what one may see."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.picture import contacts, contributing, judging, stating
from casustafel.picture.models import Contribution, Factor, Statement, StatementLink, Verdict
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from casustafel.table import actions
from casustafel.table.models import Meeting
from casustafel.table.tests import sat
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
LINES = re.compile(r'<p class="timeline-what">(?:<a[^>]*>)?([^<]*)<')


def _page(client, case: Case, query: str = "") -> str:
    return shown(client, f"/casussen/{case.id}/beeld/nieuw/{query}")


def _meet(world: World, case: Case) -> Meeting:
    meeting = sat.under_way(world, case)
    with world.acting("joyce") as joyce:
        actions.end(meeting=meeting, by=joyce, now=clock.now())
    return meeting


def _seats_began_earlier(case: Case) -> None:
    with behind_the_wall("postgres"):
        rows = Seat.objects.behind_the_second_wall().filter(case=case)
        rows.update(from_date=clock.now().date() - timedelta(days=30))


def test_everything_that_came_after_the_last_meeting_and_nothing_before(
    world: World, client_of, case: Case
) -> None:
    _seats_began_earlier(case)
    told.open_sharing(world, case)
    old = told.statement_of(world, told.contribute(world, case, text="CANARY-old;"))
    _meet(world, case)
    client = client_of("esra")
    assert "Sindsdien is er niets nieuws" in _page(client, case)
    new = told.statement_of(world, told.contribute(world, case, text="CANARY-new;"))
    told.revise(world, new, text="CANARY-otherwise;", reason="x")
    with world.acting("marloes") as marloes:
        near = contacts.Near("FAMILY", "zus")
        contacts.add(contribution=new.contribution, near=near, by=marloes, now=clock.now())
    told.ask(world, case)
    asked = told.open_round(world, case)
    told.answer(world, asked, by="esra")
    told.reveal(world, asked)
    with world.acting("joyce") as joyce:
        judging.conclude(
            round=asked, joint="samen", dissents={}, without="geen tijd", by=joyce, now=clock.now()
        )
    _say(old, new, world)
    page = _page(client, case)
    assert sorted(LINES.findall(page)) == sorted(
        [
            "Nieuwe bewering",
            "Anders opgeschreven",
            "Iemand uit de omgeving is toegevoegd",
            "Er is informatie gevraagd",
            "Een vraag is samen geduid",
            "Iemand weet er meer van: Bevestigd",
            "Spreekt een andere bewering tegen",
            "Een factor: Herkend",
        ]
    )
    assert "CANARY-otherwise;" in page
    assert "Sinds het laatste overleg" in page


def _say(first: Statement, second: Statement, world: World) -> None:
    """As if somebody confirmed the first, contradicted the second with it, and recognised a factor."""
    made = first.contribution
    by = {"organisation_id": made.organisation_id, "by": made.person, "at": clock.now()}
    with behind_the_wall("postgres"):
        Verdict.beside(made, statement=first, kind="CONFIRMED", **by).save(force_insert=True)
        StatementLink.beside(
            made, statement=second, other=first, other_contribution=made, kind="CONTRADICTS", **by
        ).save(force_insert=True)
        row = Factor(
            case=made.case, key=made.case.key, domain="NETWORK", bearing="RISK", stand="RECOGNISED", **by
        )
        row.save(force_insert=True)


def test_since_a_chosen_day_it_says_who_sat_down_too(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    told.contribute(world, case, text="CANARY-old;")
    _meet(world, case)
    yesterday = clock.now().date() - timedelta(days=1)
    page = _page(client_of("esra"), case, f"?since={yesterday.isoformat()}")
    assert LINES.findall(page).count("Een stoel begon") == 5
    assert "CANARY-old;" in page
    assert "Weer sinds het laatste overleg" in page


def test_what_is_sealed_or_prepared_by_another_is_not_new_to_anybody_else(
    world: World, client_of, case: Case
) -> None:
    _seats_began_earlier(case)
    told.contribute(world, case, text="CANARY-alone;")
    _meet(world, case)
    clients = {login: client_of(login) for login in ("esra", "marloes", "pieterjan")}
    before = _page(clients["esra"], case)
    told.contribute(world, case, audience="CORE", text="CANARY-core;")
    assert re.sub(r'value="[^"]*"', "", _page(clients["esra"], case)) == re.sub(r'value="[^"]*"', "", before)
    told.open_sharing(world, case)
    assert "CANARY-core;" in _page(clients["pieterjan"], case)
    assert "CANARY-core;" not in _page(clients["esra"], case)
    assert "CANARY-alone;" in _page(clients["esra"], case)


def test_what_is_added_to_it_later_or_read_later_is_new_then(world: World, client_of, case: Case) -> None:
    _seats_began_earlier(case)
    told.open_sharing(world, case)
    shared = told.contribute(world, case, text="CANARY-before;")
    with behind_the_wall("postgres"):
        seats = {seat.person_id: seat.id for seat in Seat.objects.behind_the_second_wall().filter(case=case)}
    first, later = (seats[world.people[login].id] for login in ("joyce", "esra"))
    sealed = told.contribute(world, case, audience="SEATS", seats=[first], text="CANARY-named;")
    _meet(world, case)
    with world.acting("marloes") as marloes:
        new = told.new_statement(text="CANARY-added;")
        stating.add_statement(contribution=shared, new=new, by=marloes, now=clock.now())
        contributing.widen(contribution=sealed, seats=[later], reason="x", by=marloes, now=clock.now())
    for login, canaries in (("esra", ["added", "named"]), ("joyce", ["added"]), ("marloes", ["added"])):
        page = _page(client_of(login), case)
        assert sorted(re.findall("CANARY-([a-z]*);", page)) == canaries, login


def test_it_pages_and_asks_as_often_for_many(world: World, client_of, case: Case) -> None:
    _seats_began_earlier(case)
    told.open_sharing(world, case)
    counts = []
    for more in (3, 60):
        for _n in range(more):
            made = told.contribute(world, case)
        client = client_of("esra")
        _page(client, case)
        with CaptureQueriesContext(connection) as asked:
            page = _page(client, case)
        counts.append(bad_input.queries(asked))
    assert counts[0] == counts[1] <= 13
    assert len(LINES.findall(page)) == 50
    assert len(LINES.findall(_page(client, case, "?page=2"))) == 13
    with behind_the_wall("postgres"):
        assert Contribution.objects.behind_the_second_wall().filter(pk=made.pk).exists()


def test_charlie_has_no_such_page(client_of, case: Case) -> None:
    for login in ("bram", "anouk"):
        assert client_of(login).get(f"/casussen/{case.id}/beeld/nieuw/").status_code == 404


@bad_input.some
@given(data=bad_input.spoiled({"since": "2026-01-01", "page": "1"}))
def test_whatever_stands_in_the_address(client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        send = client_of("esra").get
        assert send(f"/casussen/{case.id}/beeld/nieuw/", data).status_code == 200
