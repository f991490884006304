"""Who may change a row may not change all of it, also where somebody can put words into our SQL."""

from uuid import UUID, uuid4

import pytest
from django.db import connection

from casustafel.lib import clock, codes
from casustafel.reports import drafting, queries, receipts, stops
from casustafel.reports.models import Report
from casustafel.reports.tests import given as made
from casustafel.reports.tests.test_second_wall import sent
from tests.world import World

pytestmark = pytest.mark.django_db
NEVER = ["told = ''", "channel = 'PHONE'", "partnership_id = gen_random_uuid()", "receipt_hash = ''",
         "mailbox_key = ''", "entered_by_id = NULL", "naming = 'PERSON'",
         "received_date = now()"]  # fmt: skip
OF_THE_DESK = ["wait_until_date = now()", "letters_seen = 9", "acknowledged_date = now()", "state = 'CLOSED'",
               "feedback_date = now()", "feedback_by_date = NULL", "subject_name = ''"]  # fmt: skip
TAKE_BACK = "UPDATE reports_report SET withdrawn_date = now() WHERE id = %s"
UNDO = "UPDATE reports_report SET withdrawn_date = NULL WHERE id = %s"


def change(what: str, report: Report) -> int:
    return sent(f"UPDATE reports_report SET {what} WHERE id = %s", report.id)


@pytest.mark.parametrize("what", [*NEVER, *OF_THE_DESK])
def test_of_the_own_report_a_professional_changes_nothing(world: World, what: str) -> None:
    report = made.told_by(world, "esra")
    with world.acting("esra"):
        assert change(what, report) == -1


@pytest.mark.parametrize("what", [*NEVER, *OF_THE_DESK])
def test_who_holds_the_code_changes_nothing_of_the_report(world: World, what: str) -> None:
    report, code = made.received(world)
    queries.bind_receipt(receipts.of_code(code))
    assert change(what, report) == -1


def test_but_both_take_it_back_once(world: World) -> None:
    own = made.told_by(world, "esra")
    with world.acting("esra"):
        assert (sent(TAKE_BACK, own.id), sent(UNDO, own.id)) == (1, -1)
    report, code = made.received(world)
    queries.bind_receipt(receipts.of_code(code))
    assert (sent(TAKE_BACK, report.id), sent(UNDO, report.id)) == (1, -1)


@pytest.mark.parametrize("what", NEVER)
def test_what_was_told_is_changed_by_nobody(world: World, what: str) -> None:
    report, _code = made.received(world)
    with world.acting("saskia"):
        assert change(what, report) == -1


@pytest.mark.parametrize("table", ["report", "message", "step", "signal", "handingon", "sameperson"])
def test_nothing_of_a_report_is_taken_away_by_hand(world: World, table: str) -> None:
    made.taken_in(world)
    with world.acting("saskia"):
        assert sent(f"DELETE FROM reports_{table}") == -1


@pytest.mark.parametrize(
    "what", ["text = ''", "for_reporter = ''", "direction = 'REPLY'", "report_id = NULL"]
)
def test_a_letter_stays_as_it_was_sent(world: World, what: str) -> None:
    made.told_by(world, "esra")
    with world.acting("saskia"):
        assert sent(f"UPDATE reports_message SET {what}") == -1
        assert sent("UPDATE reports_step SET reason = ''") == -1


@pytest.fixture
def draft(world: World) -> tuple[UUID, UUID, str]:
    """A draft, the partnership it is for, and its code."""
    code = drafting.begin(
        partnership=world.partnerships["merenwoude"],
        stop=stops.FIRST,
        answers={"wants": "BOTH"},
        now=clock.now(),
    )
    opened = queries.open_draft(receipts.of_code(code), day=clock.now().date())
    assert opened is not None
    return opened.row.id, opened.row.partnership_id, code


def add_file(draft: UUID, partnership: UUID, key: UUID, **values: object) -> int:
    row = {"id": uuid4(), "partnership_id": partnership, "draft_id": draft, "key_id": key, "kind": "png",
           "size": 1, "state": "WAITING", "added_date": clock.now().date(), "name": b"",
           "findings": b"", **values}  # fmt: skip
    names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    return sent(f"INSERT INTO reports_attachment ({names}) VALUES ({marks})", *row.values())


class TestAFile:
    def test_comes_in_unchecked_and_at_the_own_partnership(
        self, world: World, draft: tuple[UUID, UUID, str]
    ) -> None:
        report, _code = made.received(world)
        row, here, code = draft
        queries.bind_receipt(receipts.of_code(code))
        assert add_file(row, here, report.key_id, state="CLEAN") == -1
        assert add_file(row, here, report.key_id, clean_blob=uuid4()) == -1
        assert add_file(row, world.partnerships["hogezijde"].id, report.key_id) == -1
        assert add_file(uuid4(), here, report.key_id) == -1
        assert add_file(row, here, report.key_id) == 1

    @pytest.mark.parametrize(
        "what", ["state = 'CLEAN'", "clean_blob = raw_blob", "raw_blob = NULL", "kind = 'html'"]
    )
    def test_is_not_called_clean_by_who_sent_it(
        self, world: World, draft: tuple[UUID, UUID, str], what: str
    ) -> None:
        report, _code = made.received(world)
        queries.bind_receipt(receipts.of_code(draft[2]))
        assert add_file(*draft[:2], report.key_id) == 1
        assert sent(f"UPDATE reports_attachment SET {what}") == -1

    def test_goes_to_no_report_of_somebody_else(self, world: World, draft: tuple[UUID, UUID, str]) -> None:
        report, _code = made.received(world)
        queries.bind_receipt(receipts.of_code(draft[2]))
        assert add_file(*draft[:2], report.key_id) == 1
        move = "UPDATE reports_attachment SET draft_id = NULL, report_id = %s"
        assert sent(move, report.id) == -1


def test_the_first_line_of_a_story_is_written_by_who_brings_the_report(world: World) -> None:
    report, _code = made.taken_in(world)
    step = ("INSERT INTO reports_step (id, partnership_id, report_id, key_id, kind, by_id, at, reason)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'received', %s, now(), '')")  # fmt: skip
    ids = (report.partnership_id, report.id, report.key_id)
    assert sent(step, *ids, world.people["saskia"].id) == -1
    assert sent(step, *ids, None) == -1


def test_nobody_reports_in_the_name_of_another(world: World) -> None:
    report, _code = made.received(world)
    given = "id, partnership_id, key_id, channel, receipt_hash, entered_by_id, wants, naming, state"
    empty = "received_date, mailbox_key, letters_seen, told, subject_name, subject_birth"
    insert = (
        f"INSERT INTO reports_report ({given}, {empty}) VALUES"
        " (gen_random_uuid(), %s, %s, %s, %s, %s, 'BOTH', 'DESK', 'RECEIVED', now(), '', 0, '', '', '')"
    )

    def bring(channel: str, person: UUID | None) -> int:
        mark = codes.new_code().encode()
        return sent(insert, report.partnership_id, report.key_id, channel, mark, person)

    esra, saskia = world.people["esra"].id, world.people["saskia"].id
    assert bring("PROFESSIONAL", esra) == -1
    assert bring("PUBLIC", None) == 1
    with world.acting("esra"):
        assert (bring("PROFESSIONAL", saskia), bring("PROFESSIONAL", esra)) == (-1, 1)


def test_without_anything_nothing_is_seen() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reports_report")
        assert cursor.fetchone() == (0,)
