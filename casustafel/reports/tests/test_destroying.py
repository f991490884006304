"""What is past its term goes, whole, and with its keys."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from casustafel.audit.models import UserLine
from casustafel.files import store
from casustafel.lib import clock
from casustafel.reports import actions, deciding, destroying, linking
from casustafel.reports.models import Attachment, Report
from casustafel.reports.tests import given as made
from casustafel.vault import cipher
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
YESTERDAY = date.today() - timedelta(days=1)


def full(world: World) -> tuple[Report, Report]:
    """With something in every table that hangs on a report, and the report that it was linked with."""
    report = made.unforwarded(world, subject_name="Jan de Vries")
    other, _code = made.taken_in(world, subject_name="Jan de Vries")
    with world.acting("saskia") as saskia:
        at = {"by": saskia, "now": clock.now()}
        actions.mark_signal(
            report=report, nature="FACT", text="x", observed_date=None, contradicts=False, **at
        )
        actions.answer(report=report, text="dank", **at)
        linking.settle(report=report, other=other, same=True, reason="x", **at)
        deciding.reopen(report=report, reason="x", **at)
        deciding.hand_on(report=report, handing=made.handing(), **at)
    return report, other


def with_a_file(report: Report) -> Path:
    """On disk, as one that came with it."""
    writer = store.begin(cipher.new_key())
    writer.write(b"CANARY-file")
    blob = writer.finish().blob
    with behind_the_wall("postgres"):
        row = Attachment(
            partnership_id=report.partnership_id,
            report=report,
            key=report.key,
            kind="TEXT",
            size=11,
            raw_blob=blob,
            added_date=YESTERDAY,
        )
        Attachment.objects.bulk_create([row])
    return store.folder() / str(blob)


def past_its_term(report: Report, day: date = YESTERDAY) -> None:
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_report SET destroy_date = %s WHERE id = %s", [day, report.id])


def left_of(report: Report) -> dict[str, int]:
    counts = {}
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        for model, column in [*destroying.hangs_on_a_report(), (Report, "id")]:
            table = model._meta.db_table
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [report.id])
            counts[f"{table}.{column}"] = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM vault_datakey WHERE scope_id = %s", [report.id])
        counts["keys"] = cursor.fetchone()[0]
    return counts


def by_the_worker() -> int:
    with behind_the_wall("casustafel_worker"):
        return destroying.destroy(now=clock.now(), using="default")


def test_nothing_of_it_is_left_but_the_line_in_the_log(world: World) -> None:
    (report, other), stays = full(world), made.unforwarded(world)
    file = with_a_file(report)
    before, kept, keys = left_of(report), left_of(stays), left_of(other)["keys"]
    assert file.exists()
    filled = {name for name, number in before.items() if number}
    assert len(filled) >= 9, before
    past_its_term(report)
    assert by_the_worker() == 1
    assert set(left_of(report).values()) == {0} and not file.exists()
    assert (left_of(stays), left_of(other)["keys"]) == (kept, keys)
    with behind_the_wall("postgres"):
        lines = UserLine.objects.filter(scope_id=report.id, action="report.destroyed")
        assert [line.actor_id for line in lines] == [None]
    assert by_the_worker() == 0


def test_on_its_last_day_it_is_still_there(world: World) -> None:
    report = made.unforwarded(world)
    past_its_term(report, date.today())
    assert by_the_worker() == 0 and left_of(report)["reports_report.id"] == 1


def test_ended_halfway_it_is_whole_and_goes_the_next_night(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, _other = full(world)
    past_its_term(report)
    before, plain = left_of(report), destroying._column

    def stop(cursor, model, *rest):
        if model is Report:
            raise KeyboardInterrupt
        return plain(cursor, model, *rest)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), transaction.atomic():
        patch.setattr(destroying, "_column", stop)
        by_the_worker()
    assert left_of(report) == before
    assert by_the_worker() == 1


@pytest.mark.parametrize(
    "act",
    [
        "SELECT told FROM reports_report",
        "SELECT text FROM reports_message",
        "UPDATE reports_report SET told = ''",
    ],
)
def test_the_worker_opens_and_changes_nothing(world: World, act: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with behind_the_wall("casustafel_worker"), refused, transaction.atomic():
        connection.cursor().execute(act)


def test_the_worker_does_not_see_what_is_within_its_term(world: World) -> None:
    full(world)
    with behind_the_wall("casustafel_worker"), connection.cursor() as cursor:
        for table in ("reports_report", "reports_signal", "reports_step", "reports_sameperson"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0
            cursor.execute(f"DELETE FROM {table}")
            assert cursor.rowcount == 0
