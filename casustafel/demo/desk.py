"""What lies at the reporting point on the day one comes in: new, late, waiting for an answer, of a colleague
who is away, and told by professionals."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from casustafel.audit.log import Door
from casustafel.demo.stage import BY, Stage
from casustafel.parties import actions as parties
from casustafel.parties import staff_actions
from casustafel.reports import actions, following, handling, queries, receiving, steps
from casustafel.reports.models import Report
from casustafel.reports.worry import Worry

REPORTS = Path(__file__).parent / "desk.toml"
AWAY = "hanna"
Told = dict[str, Any]


def lying() -> list[Told]:
    reports: list[Told] = tomllib.loads(REPORTS.read_text())["reports"]
    return reports


def play(stage: Stage) -> None:
    _colleague_on_leave(stage)
    for told in lying():
        _play(stage, told)


def _colleague_on_leave(stage: Stage) -> None:
    """Hanna is reporting officer too; Saskia stands in for her these two weeks."""
    moment = stage.at(-400)
    with parties.installing():
        stage.people[AWAY] = hanna = parties.add_person(
            organisation=stage.organisation("MUNICIPALITY"),
            name="Hanna Bouzid",
            function="Meldpuntmedewerker",
            login=AWAY,
            by=BY,
            now=moment,
        )
        parties.give_mandate(
            person=hanna, role="REPORTING_OFFICER", from_date=moment.date(), by=BY, now=moment
        )
        staff_actions.appoint_deputy(
            person=hanna,
            deputy=stage.people["saskia"],
            from_date=stage.day(-3),
            until_date=stage.day(11),
            by=BY,
            now=stage.at(-4),
        )


def _play(stage: Stage, told: Told) -> None:
    report, code = _received(stage, told)
    if "handled_by" in told:
        _handled(stage, told, report)
    if "later" in told:
        _written_later(stage, told, code)
    if "taken_back" in told:
        with stage.acting(told["by"]) as reporter:
            own = queries.own_report(reporter, report.id)
            following.take_back(report=own, reason=told["taken_back"], by=reporter, now=stage.at(-1))


def _received(stage: Stage, told: Told) -> tuple[Report, str]:
    partnership = stage.partnerships["merenwoude"]
    worry = Worry(**told["worry"])
    now = stage.at(told["day"])
    if "by" not in told:
        door = Door("PUBLIC_FORM", partnership_id=partnership.id)
        return receiving.receive(partnership=partnership, worry=worry, by=door, now=now)
    with stage.acting(told["by"]) as viewer:
        return receiving.receive(partnership=partnership, worry=worry, by=viewer, now=now)


def _handled(stage: Stage, told: Told, report: Report) -> None:
    moment = stage.at(told["day"] + 1)
    with stage.acting(told["handled_by"]) as officer:
        actions.take_in(report=report, by=officer, now=moment)
        for signal in told.get("signals", ()):
            new = [steps.NewSignal(**signal)]
            handling.set_apart(report=report, signals=new, by=officer, now=moment)
        if "answer" in told:
            actions.answer(report=report, text=told["answer"], by=officer, now=moment)
        if "question" in told:
            later = moment + timedelta(hours=1)
            handling.ask(report=report, text=told["question"], wait=True, by=officer, now=later)


@transaction.atomic
def _written_later(stage: Stage, told: Told, code: str) -> None:
    """With the receipt in hand, which leaves with the transaction; here another may be around it."""
    mailbox = queries.open_mailbox(code)
    assert mailbox is not None  # noqa: S101  made a moment ago
    door, now = Door("REPORTER"), stage.at(-1)
    receiving.add_from_reporter(report=mailbox.report, text=told["later"], by=door, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('casustafel.receipt', '', true)")
