"""Questions for advice without a person: to the desk, to the support point, and to somebody at a partner."""

from typing import Any
from uuid import uuid4

from casustafel.consultation import actions
from casustafel.consultation.actions import Question
from casustafel.consultation.models import Consultation
from tests.architecture.matrix.laid import Laid, desk, either, has_role
from tests.architecture.matrix.people import Rule, login_of

PARTS = ("situation", "worries", "goes_well", "done", "wants")
ADVISER_HERE = "ADVISER-0"


def lay(laid: Laid) -> None:
    to_desk = either(_is(laid, "police"), desk(laid.partnership))
    answered = _asked(laid, "police", "DESK", to_desk)
    with laid.as_("desk") as officer:
        text = laid.say("advice", to_desk)
        actions.advise(consultation=answered, text=text, **laid.at(officer))
    with laid.as_("police") as police:
        text = laid.say("follow-up", to_desk)
        actions.follow_up(consultation=answered, text=text, **laid.at(police))
    to_support = either(_is(laid, "probation"), has_role(laid.partnership, "ADVISER"))
    asked = _asked(laid, "probation", "SUPPORT_POINT", to_support)
    if laid.is_whole:
        with laid.world.acting(ADVISER_HERE) as adviser:
            text = laid.say("advice-of-support-point", to_support)
            actions.advise(consultation=asked, text=text, **laid.at(adviser))
    to_partner = either(_is(laid, "desk"), _is(laid, "probation"))
    _asked(laid, "desk", "PARTNER", to_partner, asked_of=laid.person("probation"), report_id=uuid4())


def _is(laid: Laid, part: str) -> Rule:
    return lambda who: who.login == login_of(laid.partnership, part)


def _asked(laid: Laid, part: str, to: str, found_by: Rule, **whom: Any) -> Consultation:
    texts = {name: laid.say(f"question-{to.lower()}-{name}", found_by) for name in PARTS}
    with laid.as_(part) as asker:
        made = actions.ask(to=to, question=Question(**texts), **whom, **laid.at(asker))
    laid.note("consultation_id", to, made, found_by)
    return made
