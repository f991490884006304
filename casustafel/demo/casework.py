"""Plays the twelve lives that were taken up: the table, the plan, the reviews, the end."""

from datetime import time
from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat
from casustafel.demo import around, asked, beside, decided, recognising
from casustafel.demo.stage import AT_TABLE, Stage
from casustafel.method import model
from casustafel.monitoring import actions as monitoring
from casustafel.picture import contributing, correcting, grounds, judging, preparing
from casustafel.picture.choices import Verified
from casustafel.picture.contributing import Given
from casustafel.picture.models import CorrectionNotice, Statement
from casustafel.picture.stating import MARKS, NewStatement
from casustafel.plan import actions as plan
from casustafel.plan.models import Goal
from casustafel.table import actions as table
from casustafel.table.models import AgendaItem, Meeting
from casustafel.triage import actions as triage
from casustafel.triage.models import Weighing

Life = dict[str, Any]
CORE = ("POLICE", "PROSECUTOR")


def play(stage: Stage, life: Life, weighing: Weighing) -> None:
    case = _open(stage, life, weighing)
    first = life["meetings"][0]["day"]
    _contribute(stage, life, case, [c for c in life["contributions"] if c["day"] <= first])
    _prepare(stage, life, case, first)
    _meet(stage, life, case, first)
    goals = _plan(stage, life, case, first)
    _contribute(stage, life, case, [c for c in life["contributions"] if c["day"] > first])
    around.play(stage, life.get("around", []), case)
    beside.play(stage, life, case)
    for later in life["meetings"][1:]:
        _sit(stage, life, case, later["day"])
    asked.play(stage, life.get("questions", []), case)
    recognising.play(stage, life, case, first)
    decided.play(stage, life, case)
    for review in life["reviews"]:
        _review(stage, review, case, goals)
    for told in life.get("corrections", ()):
        _put_right(stage, told, case)
    if "closing" in life:
        _close(stage, life["closing"], case, life["intake"]["feedback"])


def _open(stage: Stage, life: Life, weighing: Weighing) -> Case:
    told = life["case"]
    moment = stage.at(told["day"])
    with stage.acting("joyce") as joyce:
        new = triage.TakeUp(
            pseudonym=told["pseudonym"],
            regime=told["regime"],
            ground=told["ground"],
            reason=life["weighing"]["joint"]["reason"],
            director=stage.people["thijs"],
            core=[stage.people[AT_TABLE[kind]] for kind in CORE],
        )
        case = triage.take_up(weighing=weighing, new=new, by=joyce, now=moment)
        for kind in told["seats"]:
            if kind in (*CORE, "MUNICIPALITY", "SAFETY_HOUSE"):
                continue
            seat = cases.NewSeat(stage.people[AT_TABLE[kind]], SeatRole.PARTICIPANT, told["ground"])
            cases.seat(case=case, new=seat, by=joyce, now=stage.at(told["day"], minute=5))
    return case


def _contribute(stage: Stage, life: Life, case: Case, told: list[Life]) -> None:
    for contribution in told:
        with stage.acting(AT_TABLE[contribution["organisation"]]) as viewer:
            given, now = _given(stage, case, contribution, viewer), stage.at(contribution["day"])
            if "told" in contribution:
                contributing.record_told(
                    case=case,
                    given=given,
                    domain=contribution["told"],
                    told_date=stage.day(contribution["day"]),
                    by=viewer,
                    now=now,
                )
                continue
            said = [_statement(stage, s) for s in contribution["statements"]]
            contributing.contribute(case=case, given=given, statements=said, by=viewer, now=now)


def _given(stage: Stage, case: Case, told: Life, viewer: Viewer) -> Given:
    """Named seats are written as kinds of organisations; each confirms what must hold besides its ground."""
    wanted = {stage.people[AT_TABLE[kind]].id for kind in told.get("seats", ())}
    seats = Seat.objects.visible_to(viewer).filter(case=case, person__in=wanted)
    return Given(
        purpose=told["purpose"],
        ground=told["ground"],
        category=told["category"],
        audience=told["audience"],
        conditions=grounds.condition_codes(viewer.organisation_kind, told["category"]),
        seats=list(seats.values_list("pk", flat=True)),
        verified=told.get("verified", Verified.CHECKED),
        until_date=stage.day(told["kept_until"]) if "kept_until" in told else None,
    )


def _prepare(stage: Stage, life: Life, case: Case, day: int) -> None:
    """The evening before, each alone: what there is to say without a statement, and ready."""
    for kind in life["case"]["seats"]:
        own = [told for told in life.get("prepared", ()) if told["organisation"] == kind]
        said = [preparing.Said(told["question"], told["stand"], told["text"]) for told in own]
        moment = stage.at(day - 1, hour=16)
        with stage.acting(AT_TABLE[kind]) as viewer:
            preparing.say(case=case, said=said, by=viewer, now=moment)
            preparing.say_ready(case=case, by=viewer, now=moment)


def _statement(stage: Stage, told: Life) -> NewStatement:
    return NewStatement(
        nature=told["nature"],
        text=told["text"],
        source=told["source"],
        domain=told["domain"],
        bearing=told["bearing"],
        reliability=told["reliability"],
        first_hand=told["first_hand"],
        observed_date=stage.day(told["observed"]) if "observed" in told else None,
    )


def _sit(stage: Stage, life: Life, case: Case, day: int) -> Meeting:
    """A sitting with this case and everybody who has a seat, from opening to end."""
    with stage.acting("joyce") as joyce:
        meeting = table.plan_meeting(
            day=stage.day(day),
            starts=time(10, 0),
            place="Zorg- en Veiligheidshuis, kamer 2",
            agenda=[case],
            by=joyce,
            now=stage.at(day - 10),
        )
    for kind in life["case"]["seats"]:
        with stage.acting(AT_TABLE[kind]) as viewer:
            table.attend(meeting=meeting, by=viewer, now=stage.at(day))
    with stage.acting("joyce") as joyce:
        table.start(meeting=meeting, by=joyce, now=stage.at(day))
        item = AgendaItem.objects.visible_to(joyce).select_related("case__key", "key").get(meeting=meeting)
        table.call(item=item, by=joyce, now=stage.at(day, minute=5))
        table.end(meeting=meeting, by=joyce, now=stage.at(day, hour=12))
    return meeting


def _meet(stage: Stage, life: Life, case: Case, day: int) -> None:
    _sit(stage, life, case, day)
    with stage.acting("joyce") as joyce:
        preparing.open_sharing(case=case, by=joyce, now=stage.at(day, minute=10))
    bias = {question.code for question in model.of(case.model_version).bias_questions}
    in_order = sorted(life["judgements"], key=lambda told: told["question"] not in bias)
    for place, judgement in enumerate(in_order):
        _judge(stage, judgement, case, day, minute=12 + 6 * place)


def _judge(stage: Stage, told: Life, case: Case, day: int, *, minute: int) -> None:
    with stage.acting("joyce") as joyce:
        asked = judging.open_round(
            case=case, question=told["question"], by=joyce, now=stage.at(day, minute=minute)
        )
    for answer in told["answers"]:
        with stage.acting(AT_TABLE[answer["organisation"]]) as viewer:
            judging.answer(
                round=asked,
                level=answer.get("level", ""),
                text=answer["text"],
                by=viewer,
                now=stage.at(day, minute=minute + 2),
            )
    with stage.acting("joyce") as joyce:
        judging.reveal(round=asked, by=joyce, now=stage.at(day, minute=minute + 4))
        judging.conclude(
            round=asked,
            joint=told["joint"],
            dissents={stage.organisation(d["organisation"]).id: d["text"] for d in told.get("dissent", ())},
            by=joyce,
            now=stage.at(day, minute=minute + 5),
        )


def _plan(stage: Stage, life: Life, case: Case, day: int) -> dict[str, Goal]:
    with stage.acting("thijs") as thijs:
        goals = {
            told["key"]: plan.set_goal(
                case=case,
                domain=told["domain"],
                text=told["text"],
                own_words=told["own_words"],
                levels=told["levels"],
                baseline=told["baseline"],
                owner=stage.organisation(told["owner"]),
                due_date=stage.day(told["due"]),
                by=thijs,
                now=stage.at(day, hour=11, minute=place),
            )
            for place, told in enumerate(life["goals"])
        }
        for place, told in enumerate(life["interventions"]):
            made = plan.plan_intervention(
                case=case,
                kind=told["kind"],
                text=told["text"],
                organisation=stage.organisation(told["by"]),
                goals=[goals[key] for key in told["goals"]],
                planned=told["planned"],
                by=thijs,
                now=stage.at(day, hour=11, minute=15 + place),
            )
            if told["delivered"]:
                plan.deliver(intervention=made, sessions=told["delivered"], by=thijs, now=stage.at(day + 60))
        _commit(stage, life, case, day, thijs)
    for kind in life["case"]["seats"]:
        with stage.acting(AT_TABLE[kind]) as viewer:
            plan.agree(case=case, note="", objection="", by=viewer, now=stage.at(day, hour=11, minute=40))
    with stage.acting("joyce") as joyce:
        plan.settle(case=case, by=joyce, now=stage.at(day, hour=11, minute=50))
    return goals


def _commit(stage: Stage, life: Life, case: Case, day: int, thijs: Any) -> None:
    for told in life["commitments"]:
        made = plan.commit(
            case=case,
            organisation=stage.organisation(told["who"]),
            what=told["what"],
            why=told["why"],
            due_date=stage.day(told["due"]),
            by=thijs,
            now=stage.at(day, hour=11, minute=30),
        )
        if "done" in told:
            plan.fulfil(commitment=made, by=thijs, now=stage.at(told["done"]))


def _review(stage: Stage, told: Life, case: Case, goals: dict[str, Goal]) -> None:
    day = told["day"]
    with stage.acting("thijs") as thijs:
        moment = stage.at(day, minute=15)
        review = monitoring.hold_review(case=case, necessity=told["necessity"], by=thijs, now=moment)
    for level in told["levels"]:
        with stage.acting(AT_TABLE[level["organisation"]]) as viewer:
            monitoring.measure(
                review=review,
                goal=goals[level["goal"]],
                level=level["level"],
                evidence=level["evidence"],
                by=viewer,
                now=stage.at(day, minute=20),
            )
    with stage.acting("thijs") as thijs:
        monitoring.decide(
            review=review,
            kind=told["decision"]["kind"],
            reason=told["decision"]["reason"],
            next_date=stage.day(day + 90),
            by=thijs,
            now=stage.at(day, minute=50),
        )


def _put_right(stage: Stage, told: Life, case: Case) -> None:
    """A statement that was shared turned out otherwise; not everybody who received it has said so yet."""
    with stage.acting(AT_TABLE[told["organisation"]]) as viewer:
        of = {name: told[name] for name in ("nature", "domain", "bearing")}
        rows = Statement.objects.visible_to(viewer).select_related("case", "key", "contribution__case")
        said = rows.get(
            case=case, contribution__organisation=viewer.organisation_id, contribution__audience="TABLE", **of
        )
        correcting.put_right(
            statement=said,
            version=said.version,
            new=NewStatement(
                text=told["text"], source=told["source"], **{name: getattr(said, name) for name in MARKS}
            ),
            reason=told["reason"],
            by=viewer,
            now=stage.at(told["day"]),
        )
    for kind in told["acknowledged"]:
        with stage.acting(AT_TABLE[kind]) as viewer:
            for notice in CorrectionNotice.objects.visible_to(viewer).filter(
                case=case, organisation=viewer.organisation_id
            ):
                correcting.acknowledge(notice=notice, by=viewer, now=stage.at(told["day"] + 1))


def _close(stage: Stage, told: Life, case: Case, feedback: str) -> None:
    with stage.acting("thijs") as thijs:
        monitoring.close(
            case=case,
            reason=told["reason"],
            aftercare=told["aftercare"],
            reopening=told["reopening"],
            feedback=feedback,
            feedback_reason="Dit mag de melder weten; het zegt niets over de inhoud van de casus.",
            by=thijs,
            now=stage.at(told["day"]),
        )
