"""The words of the minutes: kept in every version, agreed at a later meeting, then unchanged."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given

from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import Conflict, NotYours, Refused
from casustafel.table import actions, minuting, minuting_presenters, minuting_queries, queries
from casustafel.table.models import AgendaItem, Meeting, MinutesWords
from casustafel.table.tests import sat
from tests import bad_input
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
WORDS, REMARKS = "CANARY-words: rustig gesproken", "CANARY-remarks: Esra mist de school"


def ended(world: World, *agenda: Case) -> Meeting:
    """A meeting at which the first case came on the table."""
    meeting = sat.plan(world, *agenda)
    sat.begin(world, meeting)
    sat.call(world, meeting, agenda[0])
    with world.acting("joyce") as joyce:
        return actions.end(meeting=meeting, by=joyce, now=clock.now())


def begun(world: World, *agenda: Case) -> Meeting:
    meeting = sat.plan(world, *agenda)
    sat.begin(world, meeting)
    with world.acting("joyce") as joyce:
        return queries.get(joyce, meeting.id)


def note(world: World, item: AgendaItem, text: str = WORDS, *, version: int = 1) -> AgendaItem:
    with world.acting("joyce") as joyce:
        return minuting.note_minutes(item=item, text=text, version=version, by=joyce, now=clock.now())


def agree(
    world: World, item: AgendaItem, meeting: Meeting, *, by: str = "joyce", version: int = 1
) -> AgendaItem:
    with world.acting(by) as viewer:
        return minuting.agree_minutes(
            item=item, meeting=meeting, remarks=REMARKS, version=version, by=viewer, now=clock.now()
        )


@pytest.fixture
def item(world: World, case: Case) -> AgendaItem:
    return sat.item_of(world, ended(world, case), case)


class TestVersions:
    def test_each_version_is_kept_with_who_and_when_and_sealed(self, world: World, item: AgendaItem) -> None:
        note(world, item)
        note(world, item, "CANARY-again", version=2)
        with world.acting("esra") as esra:
            kept = minuting_queries.words_of(esra, [item])
            page = minuting_presenters.words_page(
                esra, queries.get_item(esra, item.meeting_id, item.id), now=clock.now()
            )
        assert [row.number for row in kept] == [3, 2]
        assert {row.by_id for row in kept} == {world.people["joyce"].id}
        assert not any(b"CANARY" in bytes(row.words) for row in kept)
        assert page.text == "CANARY-again"
        assert [(line.text, line.who) for line in page.earlier] == [(WORDS, "Joyce Martina")]

    def test_who_does_not_sit_there_reads_none(self, world: World, item: AgendaItem) -> None:
        note(world, item)
        with world.acting("bram") as bram:
            assert minuting_queries.words_of(bram, [item]) == []
            assert MinutesWords.objects.behind_the_second_wall().count() == 0

    def test_a_version_is_changed_by_nobody_not_even_past_the_first_wall(
        self, world: World, item: AgendaItem
    ) -> None:
        note(world, item)
        with world.acting("joyce"):
            rows = MinutesWords.objects.behind_the_second_wall()
            assert rows.count() == 1 and rows.update(number=9) == 0

    def test_nobody_adds_a_version_but_the_chair(self, world: World, item: AgendaItem) -> None:
        with (
            world.acting("esra") as esra,
            pytest.raises(ProgrammingError, match="row-level"),
            transaction.atomic(),
        ):
            MinutesWords(
                case=item.case, key=item.key, item=item, number=2, by_id=esra.person_id, at=clock.now()
            ).save(force_insert=True)


class TestAgreeing:
    def test_the_chair_records_it_at_a_later_meeting(
        self, world: World, case: Case, item: AgendaItem
    ) -> None:
        note(world, item)
        later = begun(world, case)
        made = agree(world, item, later, version=2)
        assert made.agreed_in_id == later.id and made.agreed_at is not None
        assert b"CANARY" not in bytes(made.remarks)
        (line,) = sat.lines("table.minutes_agreed")
        assert (line.actor_id, line.scope_id) == (world.people["joyce"].id, case.id)
        assert "CANARY" not in str(line.content)
        with world.acting("esra") as esra:
            assert Step.objects.visible_to(esra).filter(kind="table.minutes_agreed").count() == 1
            page = minuting_presenters.words_page(
                esra, queries.get_item(esra, item.meeting_id, item.id), now=clock.now()
            )
        assert page.remarks == REMARKS

    def test_a_second_time_is_refused_and_from_then_on_the_words_stand(
        self, world: World, case: Case, item: AgendaItem
    ) -> None:
        later = begun(world, case)
        agree(world, item, later)
        with pytest.raises(Refused, match="agreed"):
            agree(world, item, later)
        with pytest.raises(Refused, match="agreed"):
            note(world, item, "CANARY-late")
        assert len(sat.lines("table.minutes_agreed")) == 1 and sat.lines("table.minutes_noted") == []

    def test_nor_does_the_second_wall_let_them_change(
        self, world: World, case: Case, item: AgendaItem
    ) -> None:
        agree(world, item, begun(world, case))
        with world.acting("joyce"):
            row = AgendaItem.objects.behind_the_second_wall().filter(pk=item.pk)
            assert row.count() == 1
            assert row.update(words=b"") == 0 and row.update(agreed_at=None) == 0

    def test_words_that_changed_meanwhile_are_read_again_first(
        self, world: World, case: Case, item: AgendaItem
    ) -> None:
        later = begun(world, case)
        note(world, item)
        with pytest.raises(Conflict) as conflict:
            agree(world, item, later, version=1)
        assert conflict.value.mine == REMARKS
        assert sat.lines("table.minutes_agreed") == []

    def test_not_before_the_later_meeting_is_under_way_nor_after_it(
        self, world: World, case: Case, item: AgendaItem
    ) -> None:
        later = sat.plan(world, case)
        with pytest.raises(Refused, match="under way"):
            agree(world, item, later)
        with pytest.raises(Refused, match="under way"):
            agree(world, item, ended(world, case))

    def test_not_in_the_meeting_itself_nor_in_one_that_was_there_before(
        self, world: World, case: Case
    ) -> None:
        first = begun(world, case)
        own = sat.item_of(world, first, case)
        with pytest.raises(Refused, match="later"):
            agree(world, own, first)
        with pytest.raises(Refused, match="later"):
            agree(world, sat.item_of(world, ended(world, case), case), first)

    def test_only_where_the_case_is_on_the_agenda_and_came_on_the_table(
        self, world: World, case: Case, item: AgendaItem
    ) -> None:
        other = worlds.open_case(world, pseudonym="Reiger")
        with pytest.raises(Refused, match="agenda"):
            agree(world, item, begun(world, other))
        passed_over = sat.item_of(world, ended(world, case, other), other)
        with pytest.raises(Refused, match="nothing"):
            agree(world, passed_over, begun(world, other))

    @pytest.mark.parametrize(
        ("login", "refusal"), [("esra", Refused), ("thijs", Refused), ("bram", NotYours)]
    )
    def test_nobody_but_the_chair(
        self, world: World, case: Case, item: AgendaItem, login: str, refusal: type[Exception]
    ) -> None:
        later = begun(world, case)
        with pytest.raises(refusal):
            agree(world, item, later, by=login)
        assert sat.lines("table.minutes_agreed") == []


class TestPages:
    def test_the_agenda_says_it_until_it_is_done(
        self, world: World, client_of, case: Case, item: AgendaItem
    ) -> None:
        later = begun(world, case)
        door, table = f"/overleg/{later.id}/{item.id}/vaststellen/", f"/overleg/{later.id}/"
        joyce, esra = client_of("joyce"), client_of("esra")
        assert door in joyce.get(table).content.decode()
        page = esra.get(table).content.decode()
        assert "nog niet vastgesteld" in page and door not in page
        assert joyce.post(door, {"remarks": REMARKS, "version": 1}).status_code == 302
        for client in (joyce, esra):
            assert "nog niet vastgesteld" not in client.get(table).content.decode()
        there = joyce.get(door).content.decode()
        assert REMARKS in there and "Vastgesteld op" in there
        assert joyce.post(door, {"remarks": "x", "version": 1}).status_code == 422

    def test_a_conflict_keeps_what_was_typed_and_shows_the_new_words(
        self, world: World, client_of, case: Case, item: AgendaItem
    ) -> None:
        later, joyce = begun(world, case), client_of("joyce")
        note(world, item)
        again = joyce.post(f"/overleg/{later.id}/{item.id}/vaststellen/", {"remarks": REMARKS, "version": 1})
        page = again.content.decode()
        assert again.status_code == 409 and REMARKS in page and WORDS in page
        assert 'name="version" value="2"' in page

    def test_earlier_words_can_be_read_back(self, world: World, client_of, item: AgendaItem) -> None:
        note(world, item)
        note(world, item, "CANARY-again", version=2)
        page = client_of("joyce").get(f"/overleg/{item.meeting_id}/{item.id}/verslag/").content.decode()
        assert WORDS in page and "Wat er eerder stond" in page

    @pytest.mark.parametrize("login", ["bram", "nienke", "farid", "anouk"])
    def test_nobody_else_sees_more_than_that_there_is_nothing(
        self, world: World, client_of, case: Case, item: AgendaItem, login: str
    ) -> None:
        later, client = begun(world, case), client_of(login)
        for there, gone in (
            (f"/overleg/{later.id}/{item.id}/vaststellen/", f"/overleg/{later.id}/{uuid4()}/vaststellen/"),
        ):
            for ask in (client.get, client.post):
                real, absent = ask(there), ask(gone)
                assert (real.status_code, absent.status_code) == (404, 404)
                assert real.content == absent.content

    def test_of_a_case_that_is_not_on_this_agenda_there_is_no_page(
        self, world: World, client_of, item: AgendaItem
    ) -> None:
        other = begun(world, worlds.open_case(world, pseudonym="Reiger"))
        assert client_of("joyce").get(f"/overleg/{other.id}/{item.id}/vaststellen/").status_code == 404


@bad_input.some
@given(data=bad_input.spoiled({"remarks": REMARKS, "version": "1"}))
def test_odd_remarks_come_back(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        item = sat.item_of(world, ended(world, case), case)
        later, client = begun(world, case), client_of("joyce")
        before = bad_input.stored()
        response = client.post(f"/overleg/{later.id}/{item.id}/vaststellen/", data)
        assert response.status_code in {200, 302, 409, 422}
        if response.status_code != 302:
            assert bad_input.stored() == before
