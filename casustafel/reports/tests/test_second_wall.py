"""Two people decide not to forward, also where somebody can put words into our SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from casustafel.reports.models import Report, SecondLook
from casustafel.reports.tests import given as made
from tests.world import World

pytestmark = pytest.mark.django_db


def sent(statement: str, *values: object) -> int:
    """How many rows it changed; -1 when the database refused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except DatabaseError as refused:
        assert "row-level security" in str(refused) or refused.__cause__.sqlstate == "42501", refused
        return -1


@pytest.fixture
def asked(world: World) -> tuple[Report, SecondLook]:
    return made.proposed(world)


class TestWhoLooksAlong:
    @pytest.mark.parametrize(
        "change",
        [
            "told = ''",
            "subject_name = ''",
            "naming = 'PERSON'",
            "handled_by_id = NULL",
            "feedback_date = now()",
            "state = 'CLOSED'",
            "state = 'TO_WEIGHING'",
            "partnership_id = gen_random_uuid()",
        ],
    )
    def test_changes_nothing_of_the_report(
        self, world: World, asked: tuple[Report, SecondLook], change: str
    ) -> None:
        with world.acting("marloes"):
            assert sent(f"UPDATE reports_report SET {change} WHERE id = %s", asked[0].id) == -1

    @pytest.mark.parametrize("change", ["reason = ''", "asked_by_id = asked_id", "grounds = ''"])
    def test_changes_nothing_of_the_question(
        self, world: World, asked: tuple[Report, SecondLook], change: str
    ) -> None:
        with world.acting("marloes"):
            assert sent(f"UPDATE reports_secondlook SET {change} WHERE id = %s", asked[1].id) == -1

    @pytest.mark.parametrize(
        "table", ["reports_report", "reports_secondlook", "reports_signal", "reports_message", "reports_step"]
    )
    def test_takes_nothing_away(self, world: World, asked: tuple[Report, SecondLook], table: str) -> None:
        with world.acting("marloes"):
            assert sent(f"DELETE FROM {table}") <= 0

    def test_answers_once(self, world: World, asked: tuple[Report, SecondLook]) -> None:
        answer = "UPDATE reports_secondlook SET answer = %s WHERE id = %s"
        with world.acting("marloes"):
            assert sent(answer, "AGREED", asked[1].id) == 1
            assert sent(answer, "DISAGREED", asked[1].id) == 0
            assert sent("UPDATE reports_report SET state = 'UNFORWARDED' WHERE id = %s", asked[0].id) == 0


class TestTheOfficer:
    def test_does_not_settle_it_alone(self, world: World, asked: tuple[Report, SecondLook]) -> None:
        with world.acting("saskia"):
            assert sent("UPDATE reports_report SET state = 'UNFORWARDED' WHERE id = %s", asked[0].id) == -1
            assert sent("UPDATE reports_secondlook SET answer = 'AGREED' WHERE id = %s", asked[1].id) == -1
            assert sent("DELETE FROM reports_secondlook WHERE id = %s", asked[1].id) == 0
            assert sent("UPDATE reports_secondlook SET answer = 'WITHDRAWN' WHERE id = %s", asked[1].id) == 1

    @pytest.mark.parametrize("second", ["saskia", "farid"])
    def test_asks_nobody_of_the_own_organisation(
        self, world: World, asked: tuple[Report, SecondLook], second: str
    ) -> None:
        report, _code = made.taken_in(world)
        insert = (
            "INSERT INTO reports_secondlook (id, partnership_id, report_id, key_id, asked_by_id, asked_id,"
            " asked_at, answer, reason, answer_reason, grounds)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, now(), '', '', '', '')"
        )
        ids = (report.partnership_id, report.id, report.key_id)
        with world.acting("saskia"):
            me = world.people["saskia"].id
            assert sent(insert, *ids, me, world.people[second].id) == -1
            assert sent(insert, *ids, world.people["marloes"].id, world.people["pieterjan"].id) == -1
            assert sent(insert, *ids, me, world.people["pieterjan"].id) == 1


@pytest.mark.parametrize("login", ["farid", "pieterjan", "anouk", "joyce"])
def test_nobody_else_comes_near(world: World, asked: tuple[Report, SecondLook], login: str) -> None:
    with world.acting(login):
        assert sent("UPDATE reports_report SET state = 'UNFORWARDED' WHERE id = %s", asked[0].id) == 0
        assert sent("UPDATE reports_secondlook SET answer = 'AGREED' WHERE id = %s", asked[1].id) == 0
