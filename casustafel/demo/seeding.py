"""Plays the lives: every row comes from the same actions as in real work, so the demo has its log too."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from casustafel.audit import trace
from casustafel.audit.log import Door
from casustafel.demo import casework, coming
from casustafel.demo.stage import AT_WEIGHING, Stage
from casustafel.reports import actions as reports
from casustafel.reports.models import Report
from casustafel.triage import actions as triage
from casustafel.triage.models import Weighing
from casustafel.triage.rules import CriterionText

LIVES = Path(__file__).parent / "lives"
Life = dict[str, Any]


def lives() -> list[Life]:
    return [tomllib.loads(file.read_text()) for file in sorted(LIVES.glob("*.toml"))]


def play_all(stage: Stage) -> Iterator[int]:
    """Plays one life after another, and says after each how many are done. An interrupted demo is made anew,
    so only the last act waits for the disk, and with it all before."""
    _wait_for_the_disk("off")
    for number, life in enumerate(lives(), start=1):
        with trace.begin("demo"):
            play(stage, life)
        yield number
    _wait_for_the_disk("on")
    with trace.begin("demo"):
        coming.play(stage)


def _wait_for_the_disk(choice: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', %s, false)", [choice])


def play(stage: Stage, life: Life) -> None:
    report = _receive(stage, life)
    _handle(stage, life, report)
    if "weighing" not in life:
        return
    weighing = _weigh(stage, life, report)
    if "case" in life:
        casework.play(stage, life, weighing)


def _receive(stage: Stage, life: Life) -> Report:
    told, person = life["report"], life["person"]
    texts = ("saw", "when_where", "heard", "think", "against", "protects", "done", "reporter")
    worry = reports.Worry(
        channel=told["channel"],
        wants=told["wants"],
        may_be_named=not told["anonymous"],
        subject_name=person["name"],
        subject_birth=_birth(stage, person),
        **{name: told[name] for name in texts},
    )
    report, _code = reports.receive(
        partnership=stage.partnerships["merenwoude"],
        worry=worry,
        by=Door("PUBLIC_FORM", partnership_id=stage.partnerships["merenwoude"].id),
        now=stage.at(told["day"]),
    )
    return report


def _birth(stage: Stage, person: Life) -> str:
    """Counted from today like every other day, so that nobody outgrows the age their story tells."""
    if "born" not in person:
        return ""
    born = stage.day(person["born"])
    return f"{born.day}-{born.month}-{born.year}"


def _handle(stage: Stage, life: Life, report: Report) -> None:
    intake = life["intake"]
    moment = stage.at(intake["day"])
    with stage.acting("saskia") as saskia:
        reports.take_in(report=report, by=saskia, now=moment)
        for signal in life.get("signals", ()):
            reports.mark_signal(
                report=report,
                nature=signal["nature"],
                text=signal["text"],
                observed_date=stage.day(signal["observed"]) if "observed" in signal else None,
                contradicts=signal.get("contradicts", False),
                by=saskia,
                now=moment,
            )
        if intake["reply"]:
            reports.answer(report=report, text=intake["reply"], by=saskia, now=moment)
        if intake["way_out"] != "TO_WEIGHING":
            _finish(stage, intake, report, saskia)


def _finish(stage: Stage, intake: Life, report: Report, saskia: Any) -> None:
    moment = stage.at(intake["day"], hour=14)
    reports.decide(report=report, way_out=intake["way_out"], reason=intake["reason"], by=saskia, now=moment)
    if intake["way_out"] == "WAITING":
        return
    reason = "Dit mag de melder weten; het zegt niets over anderen."
    reports.give_feedback(report=report, text=intake["feedback"], reason=reason, by=saskia, now=moment)
    reports.close(report=report, reason=intake["reason"], by=saskia, now=moment)


def _weigh(stage: Stage, life: Life, report: Report) -> Weighing:
    told, intake = life["weighing"], life["intake"]
    with stage.acting("saskia") as saskia:
        weighing = triage.prepare(
            report=report,
            summary=told["summary"],
            reason=intake["reason"],
            by=saskia,
            now=stage.at(intake["day"], hour=15),
        )
    for view in told["views"]:
        with stage.acting(AT_WEIGHING[view["organisation"]]) as member:
            triage.give_view(
                weighing=weighing,
                outcome=view["outcome"],
                reason=view["reason"],
                criteria={c["code"]: _criterion(c) for c in view["criteria"]},
                by=member,
                now=stage.at(told["day"], hour=9),
            )
    with stage.acting("farid") as farid:
        triage.reveal(weighing=weighing, by=farid, now=stage.at(told["day"], hour=10))
        weighing = triage.decide(
            weighing=weighing,
            outcome=told["joint"]["outcome"],
            reason=told["joint"]["reason"],
            dissents={stage.organisation(d["organisation"]).id: d["text"] for d in told["joint"]["dissent"]},
            by=farid,
            now=stage.at(told["day"], hour=11),
        )
    _tell_reporter(stage, life, report)
    return weighing


def _criterion(told: Life) -> CriterionText:
    return CriterionText(
        pro=told.get("for", ""), con=told.get("against", ""), unknown=told.get("unknown", "")
    )


def _tell_reporter(stage: Stage, life: Life, report: Report) -> None:
    """Of a report that was weighed and not taken up the reporter hears, and it is closed."""
    feedback = life["intake"]["feedback"]
    if "case" in life or not feedback:
        return
    moment = stage.at(life["weighing"]["day"] + 1)
    with stage.acting("saskia") as saskia:
        reason = "De weging is klaar; dit mag de melder weten."
        reports.give_feedback(report=report, text=feedback, reason=reason, by=saskia, now=moment)
        reports.close(report=report, reason=life["weighing"]["joint"]["reason"], by=saskia, now=moment)
