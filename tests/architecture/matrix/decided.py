"""What a table decides: an objection that was overruled, an impasse, and expectations."""

from datetime import timedelta

from casustafel.cases.models import Case
from casustafel.deciding import actions, consenting, expecting, objecting
from casustafel.deciding.models import ConsentRound, Decision, Expectation, Objection
from tests.architecture.matrix.laid import Laid, table
from tests.architecture.matrix.people import EVERYBODY, Rule


def lay(laid: Laid, case: Case, which: str) -> None:
    """In a case that is to be closed nothing stays open."""
    seated = table((laid.partnership, which))
    taken = _propose(laid, case, "taken", seated)
    asked = _ask(laid, taken)
    _everybody_speaks(laid, asked, which, seated)
    _overrule(laid, case, taken, which, seated)
    with laid.as_("director") as director:
        actions.decide(decision=taken, **laid.at(director))
    laid.note("decision_id", f"{which} taken", taken, seated, case_id=case.id)
    _divide(laid, case, which, seated)
    _expect(laid, case, which, seated)


def _propose(laid: Laid, case: Case, word: str, seated: Rule) -> Decision:
    with laid.as_("probation") as probation:
        ways = [
            actions.Way(laid.say(f"way-{n}-{word}", seated), laid.say(f"weighed-{n}-{word}", seated))
            for n in range(2)
        ]
        texts = {name: laid.say(f"decision-{name}-{word}", seated) for name in ("question", "reasons")}
        new = actions.Proposal(
            **texts,
            ways=ways,
            chosen=1,
            words=laid.say(f"decision-words-{word}", seated),
            ground=laid.say(f"decision-ground-{word}", seated),
            decides=laid.organisation("MUNICIPALITY"),
        )
        made = actions.propose(case=case, new=new, **laid.at(probation))
    with laid.as_("police") as police:
        advice = laid.say(f"advice-decision-{word}", seated)
        actions.advise(decision=made, text=advice, **laid.at(police))
    return made


def _ask(laid: Laid, decision: Decision) -> ConsentRound:
    with laid.as_("director") as director:
        return consenting.open_round(subject=actions.subject_of(decision), **laid.at(director))


def _everybody_speaks(laid: Laid, asked: ConsentRound, which: str, seated: Rule) -> None:
    place = (laid.partnership, which)
    speakers = {each.organisation: each.login for each in EVERYBODY.values() if each.sits_at(place)}
    for organisation, login in speakers.items():
        text = laid.say("said-in-round", seated)
        kind = "objection" if organisation == "PROBATION" else "note"
        with laid.world.acting(login) as viewer:
            said = {"note": "", "objection": "", kind: text}
            consenting.say(round=asked, **said, **laid.at(viewer))
    laid.note("consent_round_id", which, asked, seated, case_id=asked.case_id)


def _objection(laid: Laid, case: Case, decision: Decision) -> Objection:
    with laid.as_("director") as director:
        rows = Objection.objects.visible_to(director).filter(case=case, subject_id=decision.id)
        found: Objection = rows.select_related("case__key", "key").get()
        return found


def _overrule(laid: Laid, case: Case, decision: Decision, which: str, seated: Rule) -> None:
    objection = _objection(laid, case, decision)
    with laid.as_("director") as director:
        reason = laid.say("reason-decision-overruled", seated)
        objecting.overrule(objection=objection, reason=reason, **laid.at(director))
    laid.note("objection_id", which, objection, seated, case_id=case.id)


def _divide(laid: Laid, case: Case, which: str, seated: Rule) -> None:
    decision = _propose(laid, case, "divided", seated)
    asked = _ask(laid, decision)
    with laid.as_("probation") as probation:
        text = laid.say("objection-that-divides", seated)
        consenting.say(round=asked, note="", objection=text, **laid.at(probation))
    objection = _objection(laid, case, decision)
    with laid.as_("director") as director:
        impasse = objecting.flag_impasse(
            objection=objection,
            divides=laid.say("divides", seated),
            breaker=laid.say("breaker", seated),
            until_date=laid.now.date() + timedelta(days=9),
            **laid.at(director),
        )
        if which == "closed":
            reason = laid.say("reason-decision-withdrawn", seated)
            actions.withdraw(decision=decision, reason=reason, **laid.at(director))
    laid.note("decision_id", f"{which} divided", decision, seated, case_id=case.id)
    laid.note("impasse_id", which, impasse, seated, case_id=case.id)


def _expect(laid: Laid, case: Case, which: str, seated: Rule) -> None:
    for end in ("done", "declined", *(() if which == "closed" else ("asked",))):
        made = _asked(laid, case, end, seated)
        laid.note("expectation_id", f"{which} {end}", made, seated, case_id=case.id)
        if end != "asked":
            with laid.as_("police") as police:
                answer = laid.say(f"answer-expected-{end}", seated)
                said = {"accepts": end == "done", "text": answer}
                expecting.answer(expectation=made, **said, **laid.at(police))
        if end == "done":
            with laid.as_("probation") as probation:
                outcome = laid.say("outcome-expected", seated)
                expecting.look_back(expectation=made, done=True, text=outcome, **laid.at(probation))


def _asked(laid: Laid, case: Case, end: str, seated: Rule) -> Expectation:
    with laid.as_("probation") as probation:
        return expecting.expect(
            case=case,
            asked=laid.organisation("POLICE"),
            text=laid.say(f"expected-{end}", seated),
            until_date=laid.now.date() + timedelta(days=9),
            **laid.at(probation),
        )
