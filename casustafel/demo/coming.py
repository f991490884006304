"""What waits in Merenwoude on the day one comes in: a meeting on its way, and questions put to partners."""

from datetime import time

from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.demo.stage import Stage
from casustafel.method import model
from casustafel.picture import actions as picture
from casustafel.picture.choices import Ground
from casustafel.table import actions as table

ON_THE_AGENDA = 3
DAYS_AHEAD = 2
# Whom one asks about which part of life, what for, and in how many days from now the answer is needed.
QUESTIONS = (
    ("POLICE", "ONLINE", "Weten of er nog contact is met de mensen van de berichten.", 2),
    ("PROSECUTOR", "JUSTICE", "Weten of er een zaak loopt waar het plan rekening mee moet houden.", 5),
)


def play(stage: Stage) -> None:
    with stage.acting("joyce") as joyce:
        agenda = cases.chaired(joyce)[:ON_THE_AGENDA]
        table.plan_meeting(
            day=stage.day(DAYS_AHEAD),
            starts=time(10, 0),
            place="Zorg- en Veiligheidshuis, kamer 2",
            agenda=agenda,
            by=joyce,
            now=stage.at(-5),
        )
    for case, question in zip(agenda, QUESTIONS, strict=False):
        _ask(stage, case, *question)


def _ask(stage: Stage, case: Case, kind: str, domain: str, purpose: str, days: int) -> None:
    with stage.acting("thijs") as thijs:
        picture.ask(
            case=case,
            organisation=stage.organisation(kind),
            domain=domain,
            question=model.of(case.model_version).questions_of(domain)[0].code,
            purpose=purpose,
            ground=Ground.PUBLIC_TASK,
            due_date=stage.day(days),
            by=thijs,
            now=stage.at(-4),
        )
