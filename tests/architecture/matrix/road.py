"""From report to case: reports and weighings in every state, made by the actions."""

from django.db import connection

from casustafel.audit.log import Door
from casustafel.cases.models import Case
from casustafel.method import model
from casustafel.reports import actions as reports
from casustafel.reports import queries as desks
from casustafel.reports.models import Report
from casustafel.triage import actions as triage
from casustafel.triage.models import Weighing
from casustafel.triage.rules import CriterionText
from tests.architecture.matrix.laid import Laid, both, desk, either, table, team, weighing, works_at
from tests.architecture.matrix.people import Rule

TEAM = {"weigher": "MUNICIPALITY", "police": "POLICE", "prosecutor": "PROSECUTOR"}


def lay(laid: Laid) -> None:
    """Everything that does not become a case."""
    report, _code = _received(laid, desk(laid.partnership))
    laid.note("report_id", "received", report, desk(laid.partnership))
    _answered(laid)
    alone = prepared(laid, "alone", weighing(laid.partnership, becomes_a_case=False))
    for part in TEAM:
        _view(
            laid, alone, part, "alone", both(team(laid.partnership), works_at(laid.partnership, TEAM[part]))
        )
    if not laid.is_whole:
        return
    together(laid, "together", weighing(laid.partnership, becomes_a_case=False))
    for outcome in ("NO_ACTION", "PERSON_CENTRED"):
        decided(laid, outcome, f"decided {outcome}")


def _received(laid: Laid, name_seen_by: Rule) -> tuple[Report, str]:
    own = desk(laid.partnership)
    worry = reports.Worry(
        channel="PUBLIC",
        wants="BOTH",
        subject_name=laid.say("report-name", name_seen_by),
        subject_birth=laid.say("report-birth", name_seen_by),
        **{
            part: laid.say(f"report-{part}", own)
            for part in ("reporter", "saw", "when_where", "heard", "think", "against", "protects", "done")
        },
    )
    partnership = laid.world.partnerships[laid.partnership]
    report, code = reports.receive(partnership=partnership, worry=worry, by=Door("PUBLIC"), now=laid.now)
    return report, code


def _answered(laid: Laid) -> None:
    """Taken in, set apart, answered, advised, told and closed; the reporter added something."""
    own = desk(laid.partnership)
    report, code = _received(laid, own)
    laid.note("report_id", "answered", report, own)
    with laid.as_("desk") as officer:
        at = laid.at(officer)
        reports.take_in(report=report, **at)
        text = laid.say("signal", own)
        reports.mark_signal(
            report=report, nature="FACT", text=text, observed_date=None, contradicts=False, **at
        )
        reports.answer(report=report, text=laid.say("answer-to-reporter", own), **at)
        reason = laid.say("reason-advice", own)
        report = reports.decide(report=report, way_out="ADVICE", reason=reason, **at)
        told = {"text": laid.say("feedback", own), "reason": laid.say("reason-feedback", own)}
        reports.give_feedback(report=report, **told, **at)
        reports.close(report=report, reason=laid.say("reason-closed", own), **at)
    mailbox = desks.open_mailbox(code)
    assert mailbox is not None
    added = laid.say("added-by-reporter", own)
    reports.add_from_reporter(report=mailbox.report, text=added, by=Door("REPORTER"), now=laid.now)
    with connection.cursor() as cursor:  # in use the receipt leaves with the transaction of the request
        cursor.execute("SELECT set_config('casustafel.receipt', '', true)")


def prepared(laid: Laid, word: str, readers: Rule, name_seen_by: Rule | None = None) -> Weighing:
    names = either(desk(laid.partnership), readers, *([name_seen_by] if name_seen_by else []))
    report, _code = _received(laid, names)
    laid.note("report_id", "weighed", report, desk(laid.partnership))
    with laid.as_("desk") as officer:
        at = laid.at(officer)
        report = reports.take_in(report=desks.get(officer, report.id), **at)
        reason = laid.say("reason-to-weigh", desk(laid.partnership))
        made = triage.prepare(report=report, summary=laid.say("summary", readers), reason=reason, **at)
    laid.note("weighing_id", word, made, readers)
    return made


def _view(laid: Laid, of: Weighing, part: str, state: str, seen_by: Rule) -> None:
    criteria = {
        each.code: CriterionText(pro=laid.say(f"criterion-{state}-{each.code}", seen_by))
        for each in model.current().criteria
    }
    reason = laid.say(f"view-{state}", seen_by)
    with laid.as_(part) as member:
        triage.give_view(
            weighing=of, outcome="NO_ACTION", reason=reason, criteria=criteria, **laid.at(member)
        )


def together(laid: Laid, word: str, readers: Rule, name_seen_by: Rule | None = None) -> Weighing:
    made = prepared(laid, word, readers, name_seen_by)
    for part in TEAM:
        _view(laid, made, part, "together", team(laid.partnership))
    with laid.as_("weigher") as weigher:
        return triage.reveal(weighing=made, **laid.at(weigher))


def decided(laid: Laid, outcome: str, word: str, name_seen_by: Rule | None = None) -> Weighing:
    readers = weighing(laid.partnership, becomes_a_case=outcome == "PERSON_CENTRED")
    made = together(laid, word, readers, name_seen_by)
    with laid.as_("weigher") as weigher:
        return triage.decide(
            weighing=made,
            outcome=outcome,
            reason=laid.say("joint-outcome", readers),
            dissents={laid.organisation("POLICE").id: laid.say("dissent-at-weighing", readers)},
            **laid.at(weigher),
        )


def taken_up(laid: Laid, which: str) -> Case:
    """With the seats that a case begins with."""
    seated = table((laid.partnership, which))
    made = decided(laid, "PERSON_CENTRED", "taken up", name_seen_by=seated)
    with laid.as_("chair") as chair:
        new = triage.TakeUp(
            pseudonym=laid.say("pseudonym", seated),
            regime="PGA",
            ground=laid.say("ground", seated),
            reason=laid.say("reason-case", seated),
            director=laid.person("director"),
            core=[laid.person("police"), laid.person("prosecutor")],
        )
        return triage.take_up(weighing=made, new=new, **laid.at(chair))
