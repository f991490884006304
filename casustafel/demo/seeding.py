"""Plays the lives: every row comes from the same actions as in real work, so the demo has its log too."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from casustafel.access.viewer import Viewer
from casustafel.audit import trace
from casustafel.audit.log import Door
from casustafel.demo import advice, aids, casework, coming, desk
from casustafel.demo.stage import AT_WEIGHING, Stage
from casustafel.reports import actions as reports
from casustafel.reports import deciding, linking, receiving
from casustafel.reports.deciding import Handing
from casustafel.reports.models import Report
from casustafel.reports.worry import Worry
from casustafel.triage import actions as triage
from casustafel.triage.models import Weighing
from casustafel.triage.rules import CriterionText

LIVES = Path(__file__).parent / "lives"
Life = dict[str, Any]
TAKEN_UP = (
    "Wij hebben uw zorg besproken met mensen die kunnen helpen. Wat zij doen, mogen wij u nu niet vertellen."
    " Merkt u iets nieuws, schrijf het dan hier."
)
MORE_LATER = "De melder mag weten dat de zorg is opgepakt. Meer zegt iets over een ander."


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
        aids.play(stage)
        advice.play(stage)
        desk.play(stage)


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
    worry = Worry(
        channel=told["channel"],
        wants=told["wants"],
        naming="NOBODY" if told["anonymous"] else "PERSON",
        subject_name=person["name"],
        subject_birth=_birth(stage, person),
        **{name: told[name] for name in texts},
    )
    report, _code = receiving.receive(
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
        report = reports.take_in(report=report, by=saskia, now=moment)
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
    stage.reports[life["key"]] = report
    if intake["way_out"] != "TO_WEIGHING":
        _end(stage, intake, report)


def _end(stage: Stage, intake: Life, report: Report) -> None:
    """By the way out of this life; what is not forwarded is decided by two."""
    if "second" in intake:
        _ask_to_look_along(stage, intake, report)
        return
    moment = stage.at(intake["day"], hour=14)
    with stage.acting("saskia") as saskia:
        _decide(stage, intake, report, saskia, moment)
        if intake["way_out"] == "WAITING":
            return
        _feed_back(intake, report, saskia, moment)
        deciding.close(report=report, reason=intake["reason"], by=saskia, now=moment)


def _decide(stage: Stage, intake: Life, report: Report, saskia: Viewer, moment: datetime) -> None:
    if "same_person" in intake:
        pair = intake["same_person"]
        other = stage.reports[pair["life"]]
        linking.settle(report=report, other=other, same=True, reason=pair["reason"], by=saskia, now=moment)
    if "handing" in intake:
        deciding.hand_on(report=report, handing=Handing(**intake["handing"]), by=saskia, now=moment)
        return
    until = stage.day(intake["until"]) if "until" in intake else None
    way, reason = intake["way_out"], intake["reason"]
    deciding.decide(report=report, way_out=way, reason=reason, until=until, by=saskia, now=moment)


def _ask_to_look_along(stage: Stage, intake: Life, report: Report) -> None:
    told = intake["second"]
    second = AT_WEIGHING[told["organisation"]]
    with stage.acting("saskia") as saskia:
        look = deciding.propose_not_forwarding(
            report=report,
            grounds=told["grounds"],
            reason=intake["reason"],
            asked=stage.people[second],
            by=saskia,
            now=stage.at(told["day"]),
        )
    if "answer" not in told:
        return
    with stage.acting(second) as viewer:
        deciding.answer_second_look(
            look=look, answer=told["answer"], reason=told["reason"], by=viewer, now=stage.at(told["day"] + 1)
        )
    with stage.acting("saskia") as saskia:
        _feed_back(intake, report, saskia, stage.at(told["day"] + 2))


def _feed_back(intake: Life, report: Report, saskia: Viewer, moment: datetime) -> None:
    reason = "Dit mag de melder weten; het zegt niets over anderen."
    deciding.give_feedback(report=report, text=intake["feedback"], reason=reason, by=saskia, now=moment)


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
    """That somebody works on it; of what was not taken up the reporter hears why, and that is closed."""
    feedback = life["intake"]["feedback"]
    moment = stage.at(life["weighing"]["day"] + 1)
    if "case" in life:
        with stage.acting("saskia") as saskia:
            deciding.give_feedback(report=report, text=TAKEN_UP, reason=MORE_LATER, by=saskia, now=moment)
        return
    if not feedback:
        return
    with stage.acting("saskia") as saskia:
        reason = "De weging is klaar; dit mag de melder weten."
        deciding.give_feedback(report=report, text=feedback, reason=reason, by=saskia, now=moment)
        deciding.close(report=report, reason=life["weighing"]["joint"]["reason"], by=saskia, now=moment)
