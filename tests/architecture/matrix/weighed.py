"""Sharing aids: one in progress, one finished, and one that went along with a contribution."""

from casustafel.sharing import actions
from casustafel.sharing.choices import Step
from casustafel.sharing.models import Aid
from casustafel.sharing.rules import NEEDED
from tests.architecture.matrix.laid import Laid, either
from tests.architecture.matrix.people import Rule, Somebody, login_of

MAKER = "probation"
CHOSEN = {
    "talked": "NO",
    "spoken": "NO",
    "asked": "REFUSED",
    "bound": "STAYS",
    "lighter": "YES",
    "categories": "CONDUCT",
    "ground": "CONSENT",
}


def lay(laid: Laid) -> None:
    maker = _maker(laid)
    for word in ("in progress", "finished"):
        laid.note("aid_id", word, _made(laid, maker, finish=word == "finished"), maker)


def brought_in(laid: Laid, readers: Rule) -> Aid:
    """Finished, and to go along with a contribution that these may read."""
    return _made(laid, either(_maker(laid), readers), finish=True)


def _maker(laid: Laid) -> Rule:
    login = login_of(laid.partnership, MAKER)

    def is_maker(who: Somebody) -> bool:
        return who.login == login

    return is_maker


def _made(laid: Laid, readers: Rule, *, finish: bool) -> Aid:
    with laid.as_(MAKER) as viewer:
        at = laid.at(viewer)
        aid = actions.begin(called=laid.say("aid-called", _maker(laid)), **at)
        for step in Step:
            answers = {
                name: CHOSEN.get(name) or laid.say(f"aid-{step}-{name}", readers) for name in NEEDED[step]
            }
            aid = actions.answer(aid=aid, step=step, answers=answers, **at)
        aid = actions.choose(aid=aid, outcome="SHARE", reason=laid.say("aid-reason", readers), **at)
        return actions.finish(aid=aid, **at) if finish else aid
