"""Blank spots put to an organisation: one waits, one has nothing, one is answered for the core."""

from datetime import timedelta

from casustafel.cases.models import Case
from casustafel.picture import asking, stating
from casustafel.picture.models import InformationRequest
from tests.architecture.matrix import giving
from tests.architecture.matrix.laid import Laid, core, table


def lay(laid: Laid, case: Case, which: str) -> None:
    _ask(laid, case, which, "asked", whom="PROBATION", by="police")
    declined = _ask(laid, case, which, "declined", whom="PROBATION", by="police")
    with laid.as_("probation") as probation:
        words = laid.say("answer-to-question", table((laid.partnership, which)))
        asking.decline(request=declined, outcome="NONE", text=words, **laid.at(probation))
    _answer(laid, _ask(laid, case, which, "answered", whom="POLICE", by="probation"), which)


def _ask(laid: Laid, case: Case, which: str, state: str, *, whom: str, by: str) -> InformationRequest:
    seated = table((laid.partnership, which))
    with laid.as_(by) as viewer:
        new = asking.NewRequest(
            domain="NETWORK",
            question="NETWORK_1",
            purpose=laid.say("purpose-of-question", seated),
            minimum=laid.say("minimum-of-question", seated),
            ground="PUBLIC_TASK",
            due_date=laid.now.date() + timedelta(days=9),
        )
        whom_asked = [laid.organisation(whom)]
        [made] = asking.ask(case=case, organisations=whom_asked, new=new, **laid.at(viewer))
    laid.note("request_id", f"{which} {state}", made, seated, case_id=case.id)
    return made


def _answer(laid: Laid, request: InformationRequest, which: str) -> None:
    readers = core((laid.partnership, which))
    with laid.as_("police") as police:
        new = stating.NewStatement(
            nature="FACT",
            text=laid.say("statement-as-answer", readers),
            source=laid.say("source-of-answer", readers),
            domain="NETWORK",
            bearing="NEITHER",
            reliability="RELIABLE",
            first_hand=True,
        )
        given = giving.given(police, laid.say("purpose-of-answer", readers), "CORE")
        asking.answer(request=request, given=given, statements=[new], **laid.at(police))
