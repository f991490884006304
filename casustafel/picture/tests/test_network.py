"""People around: a role and no more, for the audience of the contribution they belong to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.refusal import Conflict, NotYours, Refused
from casustafel.picture import contacts, network_queries
from casustafel.picture.contacts import Near
from casustafel.picture.models import Contact, ContactTie, Contribution, Statement
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
SISTER = Near("FAMILY", "CANARY-zus", "CANARY-belt elke dag")


def _base(case: Case) -> str:
    return f"/casussen/{case.id}/beeld/netwerk/"


def _add(world: World, given: Contribution, near: Near = SISTER, *, by: str = "marloes") -> Contact:
    with world.acting(by) as viewer:
        return contacts.add(contribution=given, near=near, by=viewer, now=clock.now())


def _read(world: World, case: Case, contact: Contact, *, by: str = "marloes") -> Contact:
    with world.acting(by) as viewer:
        return network_queries.get_contact(viewer, case, contact.id)


def _tie(world: World, contact: Contact, *statements: Statement, by: str = "marloes") -> list[ContactTie]:
    with world.acting(by) as viewer:
        return contacts.tie(contact=contact, statements=statements, by=viewer, now=clock.now())


@pytest.fixture
def given_to_all(world: World, case: Case) -> Contribution:
    told.open_sharing(world, case)
    return told.contribute(world, case)


def test_who_may_see_the_contribution_sees_who_is_near(
    world: World, client_of, case: Case, given_to_all
) -> None:
    _add(world, given_to_all)
    core = told.contribute(world, case, audience="CORE")
    _add(world, core, Near("FRIEND", "CANARY-maat"))
    assert "CANARY-maat" in shown(client_of("pieterjan"), _base(case))
    page = shown(client_of("esra"), _base(case))
    assert "CANARY-zus" in page and "CANARY-maat" not in page
    assert "1 mens eromheen: Familie 1." in page
    drawing, table = page.split('<div class="drawing-twin">')
    assert drawing.count('class="near"') == table.count('<th scope="row"') == 1
    assert len(told.lines("picture.contact_added")) == 2


def test_what_points_at_somebody_is_refused_with_the_reason(world: World, given_to_all) -> None:
    for near, field in (
        (Near("FAMILY", "zus, 06-12345678"), "called"),
        (Near("FAMILY", "zus", "geboren op 12-03-2004"), "note"),
        (Near("FAMILY", "zus", "woont in de Dorpsstraat 12, 1234 AB"), "note"),
        (Near("FAMILY", "zus", "mail: zus@example.nl"), "note"),
        (Near("FAMILY", "Fatima Yilmaz"), "called"),
        (Near("FAMILY", "  "), "called"),
    ):
        with pytest.raises(Refused) as refused:
            _add(world, given_to_all, near)
        assert refused.value.field == field, near
    with pytest.raises(Refused):
        _add(world, given_to_all, Near("FAMILY", "zus, 06-12345678", is_no_name=True))
    _add(world, given_to_all, Near("FAMILY", "Fatima Yilmaz", is_no_name=True))
    assert len(told.lines("picture.contact_added")) == 1


def test_only_to_what_ones_own_organisation_brought_in(world: World, case: Case, given_to_all) -> None:
    with pytest.raises(Refused):
        _add(world, given_to_all, by="esra")
    contact = _add(world, given_to_all)
    theirs = _read(world, case, contact, by="esra")
    with world.acting("esra") as esra:
        for act in (
            lambda: contacts.end(contact=theirs, by=esra, now=clock.now()),
            lambda: contacts.change(contact=theirs, near=SISTER, version=1, by=esra, now=clock.now()),
            lambda: contacts.tie(contact=theirs, statements=[], by=esra, now=clock.now()),
        ):
            with pytest.raises(Refused):
                act()


def test_put_otherwise_and_twice_with_the_same_version(
    world: World, client_of, case: Case, given_to_all
) -> None:
    contact = _read(world, case, _add(world, given_to_all))
    with world.acting("marloes") as marloes:
        other = Near("FRIEND", "CANARY-vriendin")
        contacts.change(contact=contact, near=other, version=1, by=marloes, now=clock.now())
        with pytest.raises(Conflict):
            contacts.change(contact=contact, near=SISTER, version=1, by=marloes, now=clock.now())
    page = shown(client_of("esra"), _base(case))
    assert "CANARY-vriendin" in page and "CANARY-zus" not in page
    assert len(told.lines("picture.contact_changed")) == 1
    sent = {"kind": "FAMILY", "called": "CANARY-nicht", "version": "1"}
    response = client_of("marloes").post(f"{_base(case)}{contact.id}/wijzigen/", sent)
    assert response.status_code == 409
    assert "CANARY-nicht" in response.content.decode() and "CANARY-vriendin" in response.content.decode()


def test_who_is_ended_is_gone_with_what_was_written_and_ends_once(
    world: World, client_of, case: Case, given_to_all
) -> None:
    contact = _read(world, case, _add(world, given_to_all))
    client = client_of("marloes")
    assert client.post(f"{_base(case)}{contact.id}/einde/").status_code == 302
    assert client.post(f"{_base(case)}{contact.id}/einde/").status_code == 404
    with world.acting("marloes") as marloes, pytest.raises(Refused):
        contacts.end(contact=contact, by=marloes, now=clock.now())
    with behind_the_wall("postgres"):
        gone = Contact.objects.behind_the_second_wall().get()
    assert (bytes(gone.called), bytes(gone.note)) == (b"", b"")
    assert "Hier staat nog niemand" in shown(client_of("esra"), _base(case))
    for login in ("esra", "marloes"):
        with pytest.raises(NotYours):
            _read(world, case, contact, by=login)
    assert len(told.lines("picture.contact_ended")) == 1


def test_a_tie_shows_to_who_may_see_both(world: World, client_of, case: Case, given_to_all) -> None:
    contact = _read(world, case, _add(world, given_to_all))
    core = told.contribute(world, case, audience="CORE", text="CANARY-of-the-core")
    both = [told.statement_of(world, given_to_all), told.statement_of(world, core)]
    assert len(_tie(world, contact, *both)) == 2
    assert _tie(world, contact, *both) == []
    own, other = (shown(client_of(login), f"{_base(case)}{contact.id}/") for login in ("pieterjan", "esra"))
    assert told.SEEN in own and "CANARY-of-the-core" in own
    assert told.SEEN in other and "CANARY-of-the-core" not in other
    assert "2 beweringen" in shown(client_of("pieterjan"), _base(case))
    page = shown(client_of("esra"), _base(case))
    assert "1 bewering" in page and "2 beweringen" not in page
    assert len(told.lines("picture.contact_tied")) == 2


def test_a_withdrawn_statement_or_one_of_another_case_is_not_tied(
    world: World, case: Case, given_to_all
) -> None:
    contact = _read(world, case, _add(world, given_to_all))
    gone = told.statement_of(world, given_to_all)
    gone.withdrawn_at = clock.now()
    with pytest.raises(Refused):
        _tie(world, contact, gone)
    with pytest.raises(Refused):
        _tie(world, contact)


def test_the_pages_add_tie_and_ask_no_more_questions_for_more_people(
    world: World, client_of, case: Case, given_to_all
) -> None:
    client = client_of("marloes")
    sent = {"contribution": str(given_to_all.id), "kind": "FAMILY", "called": "CANARY-zus", "note": ""}
    assert client.post(f"{_base(case)}nieuw/", sent).status_code == 302
    odd = client.post(f"{_base(case)}nieuw/", {**sent, "called": "bel 06-12345678"})
    assert odd.status_code == 422 and "bel 06-12345678" in odd.content.decode()
    with behind_the_wall("postgres"):
        contact = Contact.objects.behind_the_second_wall().get()
    said = told.statement_of(world, given_to_all)
    page = shown(client, f"{_base(case)}{contact.id}/")
    assert str(said.id) in page
    assert client.post(f"{_base(case)}{contact.id}/", {"statements": [str(said.id)]}).status_code == 302
    counts = []
    for more in (2, 20):
        for _n in range(more):
            _add(world, given_to_all)
        for address in (_base(case), f"{_base(case)}nieuw/", f"{_base(case)}{contact.id}/"):
            shown(client, address)
            with CaptureQueriesContext(connection) as asked:
                shown(client, address)
            counts.append(bad_input.queries(asked))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 12, counts


def test_without_a_contribution_of_ones_own_the_page_says_what_comes_first(client_of, case: Case) -> None:
    assert "Breng eerst iets in" in shown(client_of("esra"), f"{_base(case)}nieuw/")


@bad_input.some
@given(
    data=bad_input.spoiled(
        {"contribution": "0", "kind": "FAMILY", "called": "zus", "note": "belt vaak", "is_no_name": "on",
         "version": "1", "statements": "0"}
    )
)  # fmt: skip
def test_odd_input(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        told.open_sharing(world, case)
        given = told.contribute(world, case)
        contact = _add(world, given)
        said = told.statement_of(world, given)
        client = client_of("marloes")
        if data.get("contribution") == "0":
            data["contribution"] = str(given.id)
        if data.get("statements") == "0":
            data["statements"] = str(said.id)
        for tail, kept in (("nieuw/", {"called", "note"}), (f"{contact.id}/wijzigen/", {"called", "note"})):
            bad_input.is_taken_or_returned(
                lambda sent, tail=tail: client.post(f"{_base(case)}{tail}", sent), data, kept=kept
            )
        bad_input.is_taken_or_returned(
            lambda sent: client.post(f"{_base(case)}{contact.id}/", sent), data, kept=set()
        )
