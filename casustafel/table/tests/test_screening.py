"""The big screen of the room: its link, its two walls, and that it never writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties.choices import Tie
from casustafel.parties.models import Organisation
from casustafel.picture.choices import Audience
from casustafel.picture.models import Statement
from casustafel.picture.tests import told
from casustafel.table import queries, room, screening
from casustafel.table.choices import Big
from casustafel.table.models import Meeting, Screen
from casustafel.table.tests import sat
from tests import world as worlds
from tests.architecture.test_database import rows
from tests.architecture.test_second_wall import GUARDED, as_application, fill, may_add, seen
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db

LOGS = {"audit_processingline", "audit_userline"}
FIRST_COLUMN = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1"


def link(world: World, meeting: Meeting, *, by: str = "joyce") -> str:
    with world.acting(by) as viewer:
        _screen, code = screening.make_screen(
            meeting=queries.get(viewer, meeting.id), by=viewer, now=clock.now()
        )
    return code


def change(meeting: Meeting, **fields: object) -> None:
    with behind_the_wall("postgres"):
        Meeting.objects.behind_the_second_wall().filter(pk=meeting.pk).update(**fields)


def opened(code: str) -> Client:
    """The computer in the room, with the screen on."""
    browser = Client()
    assert browser.post("/scherm/", {"code": code}).status_code == 302
    return browser


def shown(browser: Client) -> str:
    response = browser.get("/scherm/")
    assert response.status_code == 200
    return response.content.decode()


@contextmanager
def bound(code: str) -> Iterator[None]:
    with room.let_in(code) as entered:
        assert entered is not None
        yield


@contextmanager
def refused_by_the_wall() -> Iterator[None]:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        yield


class TestMaking:
    def test_the_code_opens_this_meeting_and_is_kept_nowhere(self, world: World, case: Case) -> None:
        meeting = sat.under_way(world, case)
        code = link(world, meeting)
        with behind_the_wall("postgres"):
            kept = Screen.objects.behind_the_second_wall().get()
            assert code not in str(vars(kept)) and code.replace("-", "") not in str(vars(kept))
        for typed in (code, code.lower().replace("-", " ")):
            with room.let_in(typed) as entered:
                assert entered is not None and entered.meeting_id == meeting.id
        assert [line.content["on"] for line in sat.lines("table.screen_made")] == [
            ["meeting", str(meeting.id)]
        ]

    @pytest.mark.parametrize("login", ["esra", "thijs"])
    def test_only_the_chair_makes_one(self, world: World, case: Case, login: str) -> None:
        meeting = sat.under_way(world, case)
        with pytest.raises(Refused):
            link(world, meeting, by=login)
        assert sat.lines("table.screen_made") == []

    def test_the_second_wall_lets_nobody_else_make_one(self, world: World, case: Case) -> None:
        meeting = sat.under_way(world, case)
        with world.acting("esra"):
            assert not may_add("table_screen")
            added = (
                "INSERT INTO table_screen (id, meeting_id, made_by_id, code_hash, made_at, until)"
                " VALUES (gen_random_uuid(), %s, %s, 'x', now(), now())"
            )
            with refused_by_the_wall():
                cursor = connection.cursor()
                cursor.execute(added, [meeting.pk, world.people["esra"].pk])

    def test_none_for_a_meeting_that_has_ended(self, world: World, case: Case) -> None:
        meeting = sat.under_way(world, case)
        change(meeting, state="ENDED")
        with pytest.raises(Refused):
            link(world, meeting)

    def test_the_page_shows_it_once_and_sent_twice_makes_one(
        self, world: World, client_of, case: Case
    ) -> None:
        meeting = sat.under_way(world, case)
        joyce, base = client_of("joyce"), f"/overleg/{meeting.id}/scherm/link/"
        first, again = (joyce.post(f"{base}maken/", {"form_id": "one"}) for _ in range(2))
        with behind_the_wall("postgres"):
            assert Screen.objects.behind_the_second_wall().count() == 1
        assert first.content == again.content
        code = first.content.decode().split('<p class="code">')[1].split("<")[0]
        with bound(code):
            pass
        assert code not in joyce.get(base).content.decode()

    def test_another_chair_finds_nothing_there(self, world: World, client_of, case: Case) -> None:
        meeting = sat.under_way(world, case)
        for login in ("bram", "esra"):
            stranger = client_of(login)
            for place in ("", "maken/", f"{uuid4()}/beeindigen/"):
                real, absent = (
                    stranger.post(f"/overleg/{one}/scherm/link/{place}") for one in (meeting.id, uuid4())
                )
                assert real.status_code == absent.status_code == 404
                assert real.content == absent.content


class TestEnding:
    def end(self, world: World, meeting: Meeting) -> None:
        with world.acting("joyce") as joyce:
            for each in queries.screens(joyce, meeting.id)[1]:
                screen = queries.get_screen(joyce, meeting.id, each.id)
                screening.end_screen(screen=screen, by=joyce, now=clock.now())

    def test_ended_by_the_chair_it_opens_nothing(self, world: World, case: Case) -> None:
        meeting = sat.under_way(world, case)
        browser = opened(link(world, meeting))
        assert "Linde" in shown(browser)
        self.end(world, meeting)
        self.end(world, meeting)
        assert "Linde" not in shown(browser)
        assert len(sat.lines("table.screen_ended")) == 1
        assert not browser.cookies["scherm"].value

    def test_who_does_not_chair_cannot_end_it(self, world: World, case: Case) -> None:
        meeting = sat.under_way(world, case)
        link(world, meeting)
        with world.acting("esra") as esra, pytest.raises(Refused):
            screen = queries.get_screen(esra, meeting.id, queries.screens(esra, meeting.id)[1][0].id)
            screening.end_screen(screen=screen, by=esra, now=clock.now())
        with world.acting("bram") as bram, pytest.raises(NotYours):
            queries.screens(bram, meeting.id)

    @pytest.mark.parametrize("how", ["meeting", "until"])
    def test_it_ends_with_the_meeting_or_its_term(self, world: World, case: Case, how: str) -> None:
        meeting = sat.under_way(world, case)
        code = link(world, meeting)
        if how == "meeting":
            change(meeting, state="ENDED")
        else:
            with behind_the_wall("postgres"):
                past = clock.now() - timedelta(seconds=1)
                Screen.objects.behind_the_second_wall().update(until=past)
        with room.let_in(code) as entered:
            assert entered is None and seen("cases_case") == 0 and seen("table_meeting") == 0


class TestCode:
    @pytest.mark.parametrize("typed", ["", "x", "ABCD-EFGH-JKMN-PQRS", "' OR true --", "é" * 40, "0" * 16])
    def test_a_wrong_one_opens_nothing(self, world: World, case: Case, typed: str) -> None:
        sat.under_way(world, case)
        browser = Client()
        response = browser.post("/scherm/", {"code": typed})
        assert response.status_code == 422
        assert "scherm" not in browser.cookies

    def test_the_hash_from_the_database_is_no_code(self, world: World, case: Case) -> None:
        meeting = sat.under_way(world, case)
        link(world, meeting)
        with behind_the_wall("postgres"):
            known = Screen.objects.behind_the_second_wall().get().code_hash
        for claim in (known, str(meeting.pk), str(world.people["joyce"].pk)):
            as_application("SELECT set_config('casustafel.screen', %s, true)", claim)
            assert seen("cases_case") == 0 and seen("table_meeting") == 0

    def test_wrong_codes_are_slowed_and_keep_no_right_one_out(
        self, world: World, case: Case, settings, monkeypatch
    ) -> None:
        from casustafel.reports import slowing

        settings.REPORT_ROOM = 1.0
        slowing.brakes.cache_clear()
        try:
            code, guesser = link(world, sat.under_way(world, case)), Client()
            tries = [guesser.post("/scherm/", {"code": "0" * 16}) for _ in range(5)]
            assert [each.status_code for each in tries][-1] == 429
            elsewhere = Client(REMOTE_ADDR="192.0.2.7")
            assert elsewhere.post("/scherm/", {"code": code}).status_code == 302
            held = guesser.post("/scherm/", {"code": code})
            assert held.status_code == 429 and code in held.content.decode()
        finally:
            slowing.brakes.cache_clear()

    def test_the_cookie_is_for_the_screen_alone(self, world: World, case: Case) -> None:
        browser = opened(link(world, sat.under_way(world, case)))
        cookie = browser.cookies["scherm"]
        assert cookie["path"] == "/scherm/" and cookie["httponly"] and cookie["samesite"] == "Strict"
        assert not cookie["max-age"] and not cookie["expires"]
        assert browser.post("/scherm/sluiten/").status_code == 302
        assert not browser.cookies["scherm"].value

    def test_the_stream_answers_to_the_cookie(self, world: World, case: Case) -> None:
        assert Client().get("/scherm/stroom/").status_code == 404
        assert opened(link(world, sat.under_way(world, case))).get("/scherm/stroom/").status_code == 204


def core_partner(world: World) -> None:
    with behind_the_wall():
        own = Organisation.objects.behind_the_second_wall().filter(pk=world.people["joyce"].organisation_id)
        own.update(tie=Tie.CORE)


def lay(world: World, case: Case) -> None:
    """What the whole table may read, what only core partners may, and what is for one's own eyes."""
    core_partner(world)
    told.contribute(world, case, audience=Audience.CORE, text="CANARY-core")
    told.contribute(world, case, text="CANARY-all")
    told.open_sharing(world, case)
    told.contribute(world, case, by="joyce", text="CANARY-own-core", audience=Audience.CORE)


class TestWhatShows:
    @pytest.mark.parametrize(
        "step", ["SHARE", "PICTURE", "JUDGE", "GOALS", "PLAN", "COMMITMENTS", "LOOK_BACK"]
    )
    @pytest.mark.parametrize("big", Big)
    def test_every_step_draws_and_shows_nothing_sealed(
        self, world: World, case: Case, step: str, big: Big
    ) -> None:
        lay(world, case)
        round = told.open_round(world, case)
        told.answer(world, round, by="joyce", text="CANARY-answer")
        meeting = sat.under_way(world, case, step=step)
        browser = opened(link(world, meeting))
        change(meeting, big=big)
        page = shown(browser)
        for canary in ("core", "own-core", "answer", "name", "place"):
            assert f"CANARY-{canary}" not in page
        assert ("Linde" in page) is (big not in {Big.BLANK, Big.AGENDA})
        assert ("CANARY-all" in page) is (step in {"SHARE", "PICTURE"} and big == Big.FOLLOW)
        assert page.count("<form") == 1, "only the hidden one, in which another code can be carried"

    def test_the_name_only_once_it_is_unlocked(self, world: World, case: Case) -> None:
        meeting = sat.under_way(world, case)
        code = link(world, meeting)
        with bound(code):
            assert seen("cases_subject") == 0
        sat.unlock(world, meeting, case)
        with bound(code):
            assert seen("cases_subject") == 1
        assert worlds.NAME in shown(opened(code))

    def test_it_follows_to_the_next_case_and_forgets_the_last(self, world: World, case: Case) -> None:
        other = worlds.open_case(world, pseudonym="Esdoorn")
        meeting = sat.plan(world, case, other)
        sat.begin(world, meeting)
        browser = opened(link(world, meeting))
        assert "Welkom" in shown(browser)
        for one, another, at in (("Linde", "Esdoorn", case), ("Esdoorn", "Linde", other)):
            sat.call(world, meeting, at)
            page = shown(browser)
            assert one in page and another not in page
        change(meeting, big=Big.AGENDA)
        order = shown(browser)
        assert "Linde" not in order and "Esdoorn" not in order and order.count("<li>") == 2

    def test_a_case_on_two_agendas_does_not_open_the_other_meeting(self, world: World, case: Case) -> None:
        meeting, other = sat.under_way(world, case), sat.plan(world, case)
        with bound(link(world, meeting)):
            assert as_application("SELECT 1 FROM table_meeting WHERE id = %s", other.pk) == 0
            assert as_application("SELECT 1 FROM table_meeting") == 1

    def test_its_readings_are_lines_of_the_screen(self, world: World, case: Case) -> None:
        browser = opened(link(world, sat.under_way(world, case)))
        before = len(sat.lines("vault.read"))
        shown(browser)
        lines = sat.lines("vault.read")[before:]
        assert lines and {line.content["role"] for line in lines} == {"screen"}
        assert {line.actor_id for line in lines} == {world.people["joyce"].pk}

    def test_a_signed_in_person_is_not_narrowed_by_a_screen_and_adds_nothing_to_it(
        self, world: World, client_of, case: Case
    ) -> None:
        meeting = sat.under_way(world, case)
        joyce = client_of("joyce")
        assert joyce.post("/scherm/", {"code": link(world, meeting)}).status_code == 302
        shown(joyce)
        assert joyce.get(f"/overleg/{meeting.id}/").status_code == 200


class TestSecondWall:
    def test_first_wall_and_second_agree(self, world: World, case: Case) -> None:
        lay(world, case)
        with room.let_in(link(world, sat.under_way(world, case))) as entered:
            assert entered is not None
            through = set(Statement.objects.behind_the_second_wall().values_list("pk", flat=True))
            mine = set(Statement.objects.visible_to(entered.viewer).values_list("pk", flat=True))
            assert through == mine and len(mine) == 1

    @pytest.mark.parametrize("closed", ["BLANK", "no case"])
    def test_nothing_while_blank_or_without_a_case(self, world: World, case: Case, closed: str) -> None:
        lay(world, case)
        meeting = sat.under_way(world, case)
        code = link(world, meeting)
        with bound(code):
            assert seen("picture_statement") == 1
        change(meeting, **({"big": "BLANK"} if closed == "BLANK" else {"current": None}))
        with bound(code):
            for table in ("cases_case", "cases_seat", "picture_statement", "table_agendaitem"):
                assert seen(table) == 0
            assert seen("table_meeting") == 1

    def test_it_opens_these_tables_and_no_other(self, world: World, case: Case) -> None:
        """Rows of nobody in every table, and a real case that is on."""
        lay(world, case)
        round = told.open_round(world, case)
        told.answer(world, round, by="esra")
        code = link(world, sat.under_way(world, case))
        connection.check_constraints()
        for (table,) in rows(GUARDED):
            fill(table)
        with bound(code):
            opened = {table for (table,) in rows(GUARDED) if seen(table)}
        assert opened == {
            *("access_account", "parties_parameter"),  # read by all
            *("cases_case", "cases_seat", "cases_step", "parties_organisation", "parties_person"),
            *(
                "picture_contribution",
                "picture_statement",
                "picture_sharing",
                "picture_round",
                "picture_turn",
            ),
            *("table_agendaitem", "table_attendance", "table_meeting"),
        }

    def test_nothing_is_written_but_lines_in_the_log(self, world: World, case: Case) -> None:
        lay(world, case)
        code = link(world, sat.under_way(world, case))
        tables = [name for (name,) in rows(GUARDED)]
        with bound(code):
            assert {table for table in tables if may_add(table)} == LOGS
            for table in tables:
                assert as_application(f"DELETE FROM {table}") == 0, table
                column = rows(FIRST_COLUMN, table)[0][0]
                assert as_application(f"UPDATE {table} SET {column} = {column}") == 0, table

    def test_every_guarded_table_holds_screens_to_reading(self) -> None:
        """Also the functions of the wall, which write as its owner."""
        held = rows(
            "SELECT polrelid::regclass::text, count(*) FROM pg_policy"
            " WHERE polname LIKE 'screens_only_read_%%' AND NOT polpermissive AND polroles = '{0}' GROUP BY 1"
        )
        assert dict(held) == {table: 3 for (table,) in rows(GUARDED) if table not in LOGS}

    def test_a_function_of_the_wall_writes_nothing_either(self, world: World, case: Case) -> None:
        lay(world, case)
        code = link(world, sat.under_way(world, case))

        def provide() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE casustafel_wall")
                cursor.execute("SELECT picture_provide(%s, NULL, now())", [case.pk])
                cursor.execute("SET LOCAL ROLE casustafel_app")

        provide()
        with bound(code), refused_by_the_wall():
            provide()
