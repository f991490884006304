"""Unshared first: what one partner holds, what several hold, what is contradicted; to each their own."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.picture import placing
from casustafel.picture.models import Statement, StatementLink
from casustafel.picture.placing import CONTRADICTED, GROUPS, ONE, SEVERAL, Tied, Told
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from casustafel.picture.unshared_queries import PER_PAGE
from casustafel.table.tests import sat
from tests import bad_input
from tests.world import World, behind_the_wall

NAMES = [UUID(int=number) for number in range(6)]
TOLD = st.lists(
    st.builds(
        Told,
        id=st.sampled_from(NAMES),
        organisation=st.sampled_from([UUID(int=100 + number) for number in range(3)]),
        domain=st.integers(0, 2),
        since=st.integers(0, 3),
        is_refuted=st.booleans(),
    ),
    unique_by=lambda each: each.id,
)
# A tie may lead to something this reader does not see: it is as if it were not there.
TIES = st.lists(st.builds(Tied, st.sampled_from(NAMES), st.sampled_from(NAMES), st.booleans()))


@given(said=TOLD, ties=TIES)
def test_every_statement_stands_once_in_the_group_that_people_tied_it_to(
    said: list[Told], ties: list[Tied]
) -> None:
    placed = placing.unshared_first(said, ties)
    by_id = {each.id: each for each in said}
    assert sorted(str(each.id) for each in placed) == sorted(map(str, by_id))
    for each in placed:
        own = [
            tie for tie in ties if each.id in {tie.one, tie.other} and {tie.one, tie.other} <= by_id.keys()
        ]
        is_against = by_id[each.id].is_refuted or any(tie.contradicts for tie in own)
        ends = {end for tie in own if not tie.contradicts for end in (tie.one, tie.other)}
        holders = {by_id[end].organisation for end in ends | {each.id}}
        assert each.organisations == holders
        assert each.group == (CONTRADICTED if is_against else SEVERAL if len(holders) > 1 else ONE)
    order = [(GROUPS.index(p.group), by_id[p.id].domain, -by_id[p.id].since) for p in placed]
    assert order == sorted(order)


pytestmark = pytest.mark.django_db


def _bring(world: World, case: Case, text: str, *, by: str, **other: object) -> Statement:
    return told.statement_of(world, told.contribute(world, case, by=by, text=text, **other), by=by)


def _tie(one: Statement, other: Statement, kind: str) -> None:
    made = one.contribution
    with behind_the_wall("postgres"):
        StatementLink.beside(
            made, statement=one, other=other, other_contribution=other.contribution, kind=kind,
            organisation_id=made.organisation_id, by_id=made.person_id, at=clock.now(),
        ).save(force_insert=True)  # fmt: skip


@pytest.fixture
def shared(world: World, case: Case) -> Case:
    """Two that support each other, two that contradict, one alone, and one for core partners that agrees."""
    alone = _bring(world, case, "CANARY-alone;", by="esra", domain="MONEY")
    one = _bring(world, case, "CANARY-one;", by="marloes")
    two = _bring(world, case, "CANARY-two;", by="thijs")
    white = _bring(world, case, "CANARY-white;", by="marloes")
    black = _bring(world, case, "CANARY-black;", by="esra")
    core = _bring(world, case, "CANARY-core;", by="marloes", audience="CORE")
    _bring(world, case, "CANARY-later;", by="marloes", audience="LATER")
    gone = _bring(world, case, "CANARY-gone;", by="thijs")
    with behind_the_wall("postgres"):
        Statement.objects.behind_the_second_wall().filter(pk=gone.pk).update(withdrawn_at=clock.now())
    _tie(one, two, "SUPPORTS")
    _tie(white, black, "CONTRADICTS")
    _tie(core, alone, "SUPPORTS")
    told.open_sharing(world, case)
    return case


def _order(page: str) -> list[str]:
    return re.findall(r"CANARY-(\w+);", page)


def test_what_one_holds_comes_first_and_for_each_reader_their_own(
    world: World, client_of, shared: Case
) -> None:
    address = f"/casussen/{shared.id}/beeld/ongedeeld/"
    esra = _order(shown(client_of("esra"), address))
    assert (esra[0], set(esra[1:3]), set(esra[3:])) == ("alone", {"one", "two"}, {"white", "black"})
    page = shown(client_of("pieterjan"), address)
    core = _order(page)
    assert (set(core[:4]), set(core[4:])) == ({"core", "alone", "one", "two"}, {"white", "black"})
    assert _order(shown(client_of("marloes"), address)) == core  # what is sealed for later is not told yet
    assert _order(shown(client_of("esra"), f"{address}?domain=MONEY")) == ["alone"]
    named = page[: page.index("CANARY-one;")].rsplit("<h3", 1)[1]
    assert all(world.people[login].organisation.name in named for login in ("marloes", "thijs"))


def test_at_the_table_and_on_the_wall_the_step_shows_what_is_for_all_and_leads_to_ones_own(
    world: World, client_of, shared: Case
) -> None:
    meeting = sat.under_way(world, shared, step="SHARE")
    sat.attend(world, meeting, "pieterjan")
    at_table = shown(client_of("pieterjan"), f"/overleg/{meeting.id}/deel/")
    assert f'href="/casussen/{shared.id}/beeld/ongedeeld/"' in at_table
    for page in (at_table, shown(client_of("joyce"), f"/overleg/{meeting.id}/scherm/")):
        said = _order(page)
        assert (said[0], set(said)) == ("alone", {"alone", "one", "two", "white", "black"})


def test_before_sharing_the_step_shows_who_is_ready_and_no_content(
    world: World, client_of, case: Case
) -> None:
    told.contribute(world, case)
    meeting = sat.under_way(world, case, step="SHARE")
    for address in (f"/overleg/{meeting.id}/", f"/overleg/{meeting.id}/scherm/"):
        page = shown(client_of("joyce"), address)
        assert "nog niet klaar" in page and told.SEEN not in page
    assert f'action="/casussen/{case.id}/beeld/delen/"' in shown(
        client_of("joyce"), f"/overleg/{meeting.id}/"
    )


@pytest.mark.parametrize("login", ["bram", "anouk"])
def test_who_has_no_seat_finds_no_list(client_of, shared: Case, login: str) -> None:
    assert client_of(login).get(f"/casussen/{shared.id}/beeld/ongedeeld/").status_code == 404


def test_a_long_list_is_paged_and_asks_few_questions(world: World, client_of, shared: Case) -> None:
    address, client = f"/casussen/{shared.id}/beeld/ongedeeld/", client_of("esra")

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(client, address)
        return bad_input.queries(asked)

    count()
    before = count()
    with behind_the_wall("postgres"):
        row = Statement.objects.behind_the_second_wall().filter(contribution__audience="TABLE").first()
        assert row is not None
        more = [Statement.beside(row.contribution, **_marks()) for _ in range(40)]
        Statement.objects.behind_the_second_wall().bulk_create(more)
    assert count() == before <= 12
    pages = [shown(client, f"{address}?page={number}") for number in (1, 2)]
    assert [page.count('class="statement ') for page in pages] == [PER_PAGE, 20]


def _marks() -> dict[str, object]:
    return {
        "nature": "FACT", "domain": "HEALTH", "bearing": "NEITHER", "reliability": "UNKNOWN",
        "first_hand": False, "told_date": clock.now().date(),
    }  # fmt: skip
