from datetime import timedelta

import pytest
from django.db import connection

from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.notices.models import Notice
from casustafel.reports import actions, deciding, receiving
from casustafel.reports.models import Report
from casustafel.reports.tests import given as made
from tests.world import World, behind_the_wall

OTHERS = ("anouk", "farid", "joyce", "dennis", "mirjam")


def rang(world: World, login: str) -> set[tuple[str, str]]:
    with world.acting(login) as viewer:
        return {(notice.kind, notice.path) for notice in Notice.objects.visible_to(viewer)}


def test_a_new_report_rings_for_the_desk_and_says_nothing_of_it(world: World) -> None:
    made.received(world)
    made.received(world)
    assert rang(world, "saskia") == {("REPORT_CAME", "/meldingen/")}
    assert all(rang(world, login) == set() for login in OTHERS)


def test_what_a_reporter_adds_rings_for_who_has_it_in_hand(world: World) -> None:
    made.another_officer(world)
    report, _code = made.taken_in(world)
    by = Door("REPORTER", partnership_id=report.partnership_id)
    with world.acting("saskia"):
        receiving.add_from_reporter(report=report, text="nog iets", by=by, now=clock.now())
    added = ("REPORTER_ADDED", f"/meldingen/{report.id}/")
    assert added not in rang(world, "hanna")


def test_looking_along_rings_for_the_second_and_the_answer_for_the_first(world: World) -> None:
    report, look = made.proposed(world)
    assert rang(world, "marloes") == {("SECOND_ASKED", f"/meldingen/meekijken/{look.id}/")}
    with world.acting("marloes") as marloes:
        deciding.answer_second_look(look=look, answer="AGREED", reason="ja", by=marloes, now=clock.now())
    assert ("SECOND_SAID", f"/meldingen/{report.id}/") in rang(world, "saskia")


@pytest.mark.parametrize("days", [0, 1])
def test_what_is_due_rings_once_for_that_day_and_not_before(world: World, days: int) -> None:
    report, _code = made.taken_in(world)
    due = ("REPORT_DUE", f"/meldingen/{report.id}/")
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        for moment in (clock.now(), clock.now()):
            on = clock.now().date() + timedelta(days=days)
            Report.objects.behind_the_second_wall().filter(pk=report.pk).update(acknowledge_by_date=on)
            cursor.execute("SELECT reports_remind(%s)", [moment])
    assert (due in rang(world, "saskia")) is (days == 0)
    with world.acting("saskia") as saskia:
        assert Notice.objects.visible_to(saskia).filter(kind="REPORT_DUE").count() == 1 - days


def test_who_answered_is_not_reminded(world: World) -> None:
    report, _code = made.taken_in(world)
    with world.acting("saskia") as saskia:
        actions.answer(report=report, text="hallo", by=saskia, now=clock.now())
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        past = clock.now().date() - timedelta(days=1)
        Report.objects.behind_the_second_wall().filter(pk=report.pk).update(acknowledge_by_date=past)
        cursor.execute("SELECT reports_remind(%s)", [clock.now()])
    assert ("REPORT_DUE", f"/meldingen/{report.id}/") not in rang(world, "saskia")
