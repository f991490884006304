"""What waits in Merenwoude on the day one comes in: a mail, a meeting on its way, questions to partners."""

from datetime import time
from pathlib import Path
from uuid import uuid4

from casustafel.audit.log import Door
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.demo.stage import Stage
from casustafel.inbox import actions as inbox
from casustafel.inbox import reading
from casustafel.method import model
from casustafel.notices import actions as notices
from casustafel.picture import asking, preparing
from casustafel.table import actions as table

MAIL = Path(__file__).parent / "mail.eml"
ON_THE_AGENDA = 3
DAYS_AHEAD = 2
# Whom one asks about which part of life, what for, the least that is needed, and in how many days from now.
QUESTIONS = (
    (
        "POLICE",
        "ONLINE",
        "Weten of er nog contact is met de mensen van de berichten.",
        "Alleen of er de laatste drie maanden contact is gezien: ja of nee.",
        2,
    ),
    (
        "PROSECUTOR",
        "JUSTICE",
        "Weten of er een zaak loopt waar het plan rekening mee moet houden.",
        "Alleen of er een zaak loopt, en of er een datum is.",
        5,
    ),
)
# Who prepared for the meeting that comes, and what they say without a statement.
READY = {
    "marloes": preparing.Said(
        "JUSTICE_1", "NOTHING", "Sinds het vorige overleg kwam er niets bij ons binnen."
    ),
    "thijs": preparing.Said("HOUSING_1", "UNKNOWN", "Ik vraag het deze week aan de woningcorporatie."),
}


def play(stage: Stage) -> None:
    _look_at_the_bell(stage)
    _mail(stage)
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
    _prepare_anew(stage, agenda[-1])
    for case, question in zip(agenda, QUESTIONS, strict=False):
        _ask(stage, case, *question)


def _prepare_anew(stage: Stage, case: Case) -> None:
    """Police and case director are ready for what comes; the others are not yet."""
    reason = "Over twee dagen zitten wij weer aan tafel. Ieder kijkt eerst zelf wat er nieuw is."
    with stage.acting("joyce") as joyce:
        preparing.prepare_anew(case=case, reason=reason, by=joyce, now=stage.at(-4))
    for login, said in READY.items():
        with stage.acting(login) as viewer:
            preparing.say(case=case, said=[said], by=viewer, now=stage.at(-3))
            preparing.say_ready(case=case, by=viewer, now=stage.at(-3))


def _look_at_the_bell(stage: Stage) -> None:
    """Everybody saw what came before; what is new is of these days."""
    for login in stage.people:
        with stage.acting(login) as viewer:
            notices.see_all(by=viewer, now=stage.at(-6))


def _mail(stage: Stage) -> None:
    """One that nobody has read yet, kept as the round along a mailbox keeps it."""
    raw, partnership = MAIL.read_bytes(), stage.partnerships["merenwoude"]
    with stage.acting("saskia"):
        inbox.keep_mail(
            partnership=partnership.id,
            desk=partnership.desk,
            incoming=inbox.Incoming(uuid4().bytes, stage.day(-1), len(raw), reading.read(raw), raw),
            by=Door("WORKER", partnership_id=partnership.id),
            now=stage.at(-1),
        )


def _ask(stage: Stage, case: Case, kind: str, domain: str, purpose: str, minimum: str, days: int) -> None:
    with stage.acting("thijs") as thijs:
        asking.ask(
            case=case,
            organisations=[stage.organisation(kind)],
            new=asking.NewRequest(
                domain=domain,
                question=model.of(case.model_version).questions_of(domain)[0].code,
                purpose=purpose,
                minimum=minimum,
                ground="PUBLIC_TASK",
                due_date=stage.day(days),
            ),
            by=thijs,
            now=stage.at(-4),
        )
