"""Whose reports, what is due, what is new; and nothing of what was told."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.parties import staff_actions
from casustafel.reports import actions, deciding, desk_presenters, handling, queries, receiving, worklist
from casustafel.reports.models import Report
from casustafel.reports.tests import given as made
from casustafel.reports.worklist import Wanted
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
TODAY = date.today


def found(world: World, login: str = "saskia", **asked: object) -> list[object]:
    with world.acting(login) as viewer:
        return [row.id for row in worklist.find(viewer, Wanted(**asked), day=clock.now().date()).rows]


def later(report: Report, days: int) -> None:
    """As if it had come in so many days ago."""
    with behind_the_wall("postgres"):
        row = Report.objects.behind_the_second_wall().get(pk=report.pk)
        for name in ("received_date", "acknowledge_by_date", "feedback_by_date"):
            setattr(row, name, getattr(row, name) - timedelta(days=days))
        row.save(update_fields=["received_date", "acknowledge_by_date", "feedback_by_date"])


def stand_in(world: World, person: str, deputy: str, first: int = 0, last: int = 5) -> None:
    day = clock.now().date()
    with behind_the_wall():
        staff_actions.appoint_deputy(
            person=world.people[person],
            deputy=world.people[deputy],
            from_date=day + timedelta(days=first),
            until_date=day + timedelta(days=last),
            by=Door("TEST"),
            now=clock.now(),
        )


class TestWhose:
    @pytest.fixture
    def three(self, world: World) -> dict[str, object]:
        made.another_officer(world)
        mine, _code = made.taken_in(world)
        theirs, _code = made.received(world)
        with world.acting("hanna") as hanna:
            actions.take_in(report=queries.get(hanna, theirs.id), by=hanna, now=clock.now())
        nobodys, _code = made.received(world)
        return {"mine": mine.id, "theirs": theirs.id, "nobodys": nobodys.id}

    def test_by_itself_it_shows_mine_and_what_nobody_has(
        self, world: World, three: dict[str, object]
    ) -> None:
        assert set(found(world)) == {three["mine"], three["nobodys"]}
        assert found(world, whose="MINE") == [three["mine"]]
        assert found(world, whose="NOBODY") == [three["nobodys"]]
        assert set(found(world, whose="ALL")) == set(three.values())

    def test_a_deputy_sees_those_of_who_is_away_while_it_lasts(
        self, world: World, three: dict[str, object]
    ) -> None:
        stand_in(world, "hanna", "saskia", first=1)
        assert three["theirs"] not in found(world)
        stand_in(world, "hanna", "saskia")
        assert set(found(world)) == set(three.values())
        assert set(found(world, whose="STAND_IN")) == {three["mine"], three["theirs"]}
        assert found(world, whose="MINE") == [three["mine"]]

    def test_it_offers_standing_in_to_who_does(
        self, world: World, client_of: ClientOf, three: dict[str, object]
    ) -> None:
        assert "whose=STAND_IN" not in client_of("saskia").get("/meldingen/").content.decode()
        stand_in(world, "hanna", "saskia")
        assert "whose=STAND_IN" in client_of("saskia").get("/meldingen/").content.decode()

    def test_elsewhere_none_of_it(self, world: World, three: dict[str, object]) -> None:
        assert found(world, "anouk", whose="ALL", state="ALL") == []

    def test_counts_stop_at_a_hundred(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(3):
            made.received(world)
        day = clock.now().date()
        with world.acting("saskia") as saskia:
            assert worklist.count(saskia, Wanted(), day=day) == 3
            monkeypatch.setattr(worklist, "COUNTED", 2)
            assert worklist.count(saskia, Wanted(), day=day) == 2
            assert worklist.count(saskia, Wanted(whose="NOBODY"), day=day) == 2
        assert (desk_presenters.capped(2), desk_presenters.capped(1)) == ("1+", "1")


class TestDue:
    def test_late_is_what_the_reporter_should_have_heard_before_today(self, world: World) -> None:
        late, _code = made.received(world)
        today, _code = made.received(world)
        fresh, _code = made.received(world)
        later(late, 4)
        later(today, 3)
        assert found(world, due="LATE") == [late.id]
        assert found(world, due="WEEK", order="URGENT") == [late.id, today.id, fresh.id]
        assert found(world, order="NEWEST") == [fresh.id, today.id, late.id]

    def test_a_first_letter_moves_it_to_the_day_of_feedback_and_feedback_ends_it(self, world: World) -> None:
        report, _code = made.taken_in(world)
        later(report, 10)
        day = clock.now().date()
        with world.acting("saskia") as saskia:

            def due() -> desk_presenters.DueLine | None:
                return desk_presenters.next_due(queries.get(saskia, report.id), day=day)

            assert due().day == day - timedelta(days=7) and due().is_late
            actions.answer(report=queries.get(saskia, report.id), text="hallo", by=saskia, now=clock.now())
            assert queries.get(saskia, report.id).acknowledged_date == day
            assert due().day == day + timedelta(days=18) and not due().is_late
            assert worklist.count(saskia, Wanted(due="LATE"), day=day) == 0
            deciding.give_feedback(
                report=queries.get(saskia, report.id), text="", reason="niets", by=saskia, now=clock.now()
            )
            assert due() is None
            row = worklist.find(saskia, Wanted(), day=day).rows[0]
            assert row.next_due is None

    def test_what_is_late_is_said_in_words_on_the_list_and_today(
        self, world: World, client_of: ClientOf
    ) -> None:
        report, _code = made.received(world)
        later(report, 9)
        client, english = client_of("saskia"), {"accept-language": "en"}
        assert "Late" in client.get("/meldingen/", headers=english).content.decode()
        today = client.get("/", headers=english).content.decode()
        assert "One reporter should have heard from us already." in today
        assert "due=LATE" in today


class TestMarks:
    def test_a_letter_of_the_reporter_is_new_until_somebody_opened_the_report(
        self, world: World, client_of: ClientOf
    ) -> None:
        report, code = made.taken_in(world)
        mailbox = queries.open_mailbox(code)
        assert mailbox is not None
        receiving.add_from_reporter(
            report=mailbox.report, text="nog iets", by=Door("REPORTER"), now=clock.now()
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('casustafel.receipt', '', true)")
        made.another_officer(world)
        client, english = client_of("hanna"), {"accept-language": "en"}
        listed = "/meldingen/?whose=ALL"
        assert "New letter from the reporter" in client.get(listed, headers=english).content.decode()
        mine = client_of("saskia").get("/", headers=english).content.decode()
        assert "A reporter wrote to you." in mine
        assert ">New<" in client.get(f"/meldingen/{report.id}/", headers=english).content.decode()
        assert "New letter from the reporter" not in client.get(listed, headers=english).content.decode()
        assert ">New<" not in client.get(f"/meldingen/{report.id}/", headers=english).content.decode()

    def test_a_report_that_was_taken_back_is_marked(self, world: World, client_of: ClientOf) -> None:
        report = made.told_by(world, "esra")
        with behind_the_wall("postgres"):
            row = Report.objects.behind_the_second_wall().get(pk=report.pk)
            row.withdrawn_date = clock.now().date()
            row.save(update_fields=["withdrawn_date"])
        page = client_of("saskia").get("/meldingen/", headers={"accept-language": "en"}).content.decode()
        assert "Taken back by the reporter" in page


class TestFilters:
    def test_what_is_chosen_stays_in_pages_links_and_back(self, world: World, client_of: ClientOf) -> None:
        for _ in range(27):
            made.received(world)
        client = client_of("saskia")
        page = client.get("/meldingen/?whose=NOBODY&channel=PUBLIC").content.decode()
        assert "?whose=NOBODY&amp;channel=PUBLIC&amp;page=2" in page
        assert 'name="whose" value="NOBODY"' in page
        link = re.search(r'href="(/meldingen/[0-9a-f-]{36}/\?back=[^"]+)"', page)
        assert link is not None
        shown = client.get(link[1]).content.decode()
        assert 'href="/meldingen/?whose=NOBODY&amp;channel=PUBLIC"' in shown
        second = client.get("/meldingen/?whose=NOBODY&channel=PUBLIC&page=2").content.decode()
        assert second.count('<th scope="row">') == 2
        assert 'rel="prev"' in second and 'rel="next"' not in second
        with world.acting("saskia") as saskia:
            both = [*found(world), *found(world, page=2)]
            assert len(set(both)) == 27 == worklist.count(saskia, Wanted(), day=clock.now().date())

    def test_back_leads_nowhere_else(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.received(world)
        page = client_of("saskia").get(f"/meldingen/{report.id}/?back=https%3A//x.example/%3Fnext%3D1")
        assert "x.example" not in page.content.decode()

    @pytest.mark.parametrize(
        ("asked", "kept"),
        [({"state": "TAKEN_IN"}, "taken"), ({"channel": "PHONE"}, "phone"), ({"state": "CLOSED"}, None)],
    )
    def test_by_state_and_by_how_it_came_in(
        self, world: World, asked: dict[str, str], kept: str | None
    ) -> None:
        taken, _code = made.taken_in(world)
        phone, _code = made.received(world, channel="PHONE")
        ids = {"taken": taken.id, "phone": phone.id}
        assert found(world, **asked) == ([ids[kept]] if kept else [])

    def test_an_empty_choice_says_how_to_go_on(self, client_of: ClientOf) -> None:
        english = {"accept-language": "en"}
        page = client_of("saskia").get("/meldingen/?state=CLOSED", headers=english).content.decode()
        assert "No report stands here now" in page
        beyond = client_of("saskia").get("/meldingen/?page=7", headers=english).content.decode()
        assert "The list ends before this page" in beyond


@bad_input.some
@given(
    data=st.dictionaries(
        st.sampled_from(["whose", "state", "channel", "due", "order", "page", "back"]), bad_input.TYPED
    )
)
def test_whatever_stands_in_the_address(client_of: ClientOf, data: dict[str, str]) -> None:
    send = client_of("saskia").get
    short = {name: value[:500] for name, value in data.items()}
    assert send("/meldingen/", short).status_code == 200


def test_as_many_queries_for_a_deputy_with_marks(world: World, client_of: ClientOf) -> None:
    made.another_officer(world)
    stand_in(world, "hanna", "saskia")
    client = client_of("saskia")
    for _ in range(3):
        made.taken_in(world)
    client.get("/meldingen/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/meldingen/")
    assert bad_input.queries(asked) <= 12


def test_whole_pages_come_from_the_indexes(world: World) -> None:
    """Whatever the number of reports, no plan reads the whole table to order it."""
    made.received(world)
    with world.acting("saskia") as saskia, connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        for asked in (
            Wanted(whose="ALL"),
            Wanted(whose="MINE"),
            Wanted(whose="MINE", order="URGENT"),
            Wanted(whose="ALL", order="URGENT"),
        ):
            day = clock.now().date()
            plan = worklist.ordered(saskia, asked, frozenset(), day=day, upto=26).explain()
            assert "Sort" not in plan
        assert "reports_due" in plan


def test_who_handles_is_asked_of_the_right_people(world: World) -> None:
    """Nobody's name stands on the list but that of who looks after a report."""
    report, _code = made.taken_in(world)
    with world.acting("saskia") as saskia:
        handling.assign(report=report, to=None, was=saskia.person_id, by=saskia, now=clock.now())
        day = clock.now().date()
        page = desk_presenters.work_page(saskia, worklist.find(saskia, Wanted(), day=day), day=day)
    assert [row.handler for row in page.rows] == [""]
