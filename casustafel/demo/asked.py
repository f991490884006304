"""Blank spots that a life puts to organisations, and what came of it."""

from typing import Any

from casustafel.cases.models import Case
from casustafel.demo.stage import AT_TABLE, Stage
from casustafel.method import model
from casustafel.picture import asking, grounds
from casustafel.picture.contributing import Given
from casustafel.picture.models import InformationRequest
from casustafel.picture.stating import NewStatement

Life = dict[str, Any]


def play(stage: Stage, questions: list[Life], case: Case) -> None:
    for told in questions:
        made = _ask(stage, told, case)
        for request, reply in zip(made, told.get("replies", ()), strict=False):
            _reply(stage, request, reply)


def _ask(stage: Stage, told: Life, case: Case) -> list[InformationRequest]:
    with stage.acting(AT_TABLE[told["by"]]) as viewer:
        return asking.ask(
            case=case,
            organisations=[stage.organisation(kind) for kind in told["whom"]],
            new=asking.NewRequest(
                domain=model.of(case.model_version).question(told["question"]).domain,
                question=told["question"],
                purpose=told["purpose"],
                minimum=told["minimum"],
                ground=told["ground"],
                due_date=stage.day(told["due"]),
            ),
            by=viewer,
            now=stage.at(told["day"], hour=14),
        )


def _reply(stage: Stage, request: InformationRequest, told: Life) -> None:
    moment = stage.at(told["day"], hour=9)
    with stage.acting(AT_TABLE[told["organisation"]]) as viewer:
        if "statements" not in told:
            refusal, words = told.get("refusal", ""), told["words"]
            outcome = told["outcome"]
            asking.decline(
                request=request, outcome=outcome, refusal=refusal, text=words, by=viewer, now=moment
            )
            return
        given = Given(
            told["purpose"],
            told["ground"],
            told["category"],
            told["audience"],
            conditions=grounds.condition_codes(viewer.organisation_kind, told["category"]),
        )
        statements = [_statement(stage, each) for each in told["statements"]]
        asking.answer(request=request, given=given, statements=statements, by=viewer, now=moment)


def _statement(stage: Stage, told: Life) -> NewStatement:
    marks = {name: value for name, value in told.items() if name != "observed"}
    return NewStatement(**marks, observed_date=stage.day(told["observed"]))
