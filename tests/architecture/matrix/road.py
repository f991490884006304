"""From report to case: reports and weighings in every state, made by the actions."""

from datetime import date
from typing import Any

from django.db import connection

from casustafel.audit.log import Door
from casustafel.cases.models import Case
from casustafel.files import store
from casustafel.method import model
from casustafel.reports import actions as reports
from casustafel.reports import deciding, following, handling, linking, receiving
from casustafel.reports import queries as desks
from casustafel.reports.models import Attachment, Report
from casustafel.reports.worry import Worry
from casustafel.triage import actions as triage
from casustafel.triage.models import Weighing
from casustafel.triage.rules import CriterionText
from casustafel.vault import keys, sealing
from tests.architecture.matrix.laid import Laid, both, desk, either, table, team, weighing, works_at
from tests.architecture.matrix.people import Rule, login_of

TEAM = {"weigher": "MUNICIPALITY", "police": "POLICE", "prosecutor": "PROSECUTOR"}


def lay(laid: Laid) -> None:
    """Everything that does not become a case."""
    report, _code = _received(laid, desk(laid.partnership))
    laid.note("report_id", "received", report, desk(laid.partnership))
    _answered(laid)
    _looked_along(laid)
    _linked(laid)
    _told_by_professional(laid)
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


def _received(laid: Laid, name_seen_by: Rule, told_seen_by: Rule | None = None) -> tuple[Report, str]:
    """Who reported is for the desk: the reporter did not say that others may know."""
    own = desk(laid.partnership)
    told = told_seen_by or own
    worry = Worry(
        channel="PUBLIC",
        wants="BOTH",
        subject_name=laid.say("report-name", name_seen_by),
        subject_birth=laid.say("report-birth", name_seen_by),
        **{
            part: laid.say(f"report-{part}", own if part == "reporter" else told)
            for part in ("reporter", "saw", "when_where", "heard", "think", "against", "protects", "done")
        },
    )
    partnership = laid.world.partnerships[laid.partnership]
    report, code = receiving.receive(partnership=partnership, worry=worry, by=Door("PUBLIC"), now=laid.now)
    return report, code


def _answered(laid: Laid) -> None:
    """Taken in, set apart, answered, advised, told and closed; the reporter added something."""
    own = desk(laid.partnership)
    report, code = _received(laid, own)
    laid.note("report_id", "answered", report, own)
    _with_a_file(laid, report, "file with an answered report")
    with laid.as_("desk") as officer:
        at = laid.at(officer)
        reports.take_in(report=report, **at)
        text = laid.say("signal", own)
        reports.mark_signal(
            report=report, nature="FACT", text=text, observed_date=None, contradicts=False, **at
        )
        reports.answer(report=report, text=laid.say("answer-to-reporter", own), **at)
        reason = laid.say("reason-advice", own)
        report = deciding.decide(report=report, way_out="ADVICE", reason=reason, **at)
        told = {"text": laid.say("feedback", own), "reason": laid.say("reason-feedback", own)}
        deciding.give_feedback(report=report, **told, **at)
        deciding.close(report=report, reason=laid.say("reason-closed", own), **at)
    mailbox = desks.open_mailbox(code)
    assert mailbox is not None
    added = laid.say("added-by-reporter", own)
    receiving.add_from_reporter(report=mailbox.report, text=added, by=Door("REPORTER"), now=laid.now)
    with connection.cursor() as cursor:  # in use the receipt leaves with the transaction of the request
        cursor.execute("SELECT set_config('casustafel.receipt', '', true)")


def _looked_along(laid: Laid) -> None:
    """Somebody of the police is asked to look along; who reported it is not for them."""
    police = login_of(laid.partnership, "police")
    asked = either(desk(laid.partnership), lambda who: who.login == police)
    own = desk(laid.partnership)
    report, _code = _received(laid, asked, told_seen_by=asked)
    laid.note("report_id", "looked along", report, own)
    with laid.as_("desk") as officer:
        at = laid.at(officer)
        report = reports.take_in(report=report, **at)
        text = laid.say("signal-looked-along", asked)
        reports.mark_signal(
            report=report, nature="FACT", text=text, observed_date=None, contradicts=False, **at
        )
        reports.answer(report=report, text=laid.say("answer-looked-along", asked), **at)
        reason = laid.say("reason-not-forwarding", asked)
        look = deciding.propose_not_forwarding(
            report=report, grounds=["HELPED"], reason=reason, asked=laid.person("police"), **at
        )
    laid.note("look_id", "asked", look, lambda who: who.login == police)


def _linked(laid: Laid) -> None:
    """Handed on by another route, and linked with a report about the same person."""
    own = desk(laid.partnership)
    first, second = (_received(laid, own)[0] for _ in range(2))
    with laid.as_("desk") as officer:
        at = laid.at(officer)
        for report in (first, second):
            reports.take_in(report=report, **at)
            text = laid.say("signal-linked", own)
            reports.mark_signal(
                report=report, nature="FACT", text=text, observed_date=None, contradicts=False, **at
            )
        told = {part: laid.say(f"handed-on-{part}", own) for part in ("to", "what", "reason")}
        handing = deciding.Handing(route="CARE", ground="CONSENT", consent=True, **told)
        deciding.hand_on(report=first, handing=handing, **at)
        linking.settle(report=first, other=second, same=True, reason=laid.say("reason-same", own), **at)
    laid.note("report_id", "handed on", first, own)
    laid.note("other_id", "second of a pair", second, own, report_id=first.id)
    laid.note("other_id", "first of a pair", first, own, report_id=second.id)


def _told_by_professional(laid: Laid) -> None:
    """The desk reads all of it; who reported reads the letters and nothing else."""
    own, login = desk(laid.partnership), login_of(laid.partnership, "probation")
    follows = lambda who: who.login == login  # noqa: E731  a rule of one
    more = {"function": laid.say("report-function", own)}
    worry = Worry(channel="PROFESSIONAL", wants="BOTH", saw=laid.say("report-saw", own), more=more)
    with laid.as_("probation") as reporter:
        partnership = laid.world.partnerships[laid.partnership]
        report, _code = receiving.receive(partnership=partnership, worry=worry, by=reporter, now=laid.now)
    laid.note("own_id", "of a professional", report, follows)
    laid.note("report_id", "of a professional", report, own)
    _with_a_file(laid, report, "file with a report")
    _with_a_file_of_the_reporter(laid, report)
    with laid.as_("desk") as officer:
        at = laid.at(officer)
        reports.take_in(report=desks.get(officer, report.id), **at)
        reason = laid.say("reason-assigned", own)
        handling.assign(report=report, to=None, was=officer.person_id, reason=reason, **at)
        question = laid.say("question-to-reporter", either(own, follows))
        asked = handling.ask(report=desks.get(officer, report.id), text=question, wait=True, **at)
    with laid.as_("probation") as reporter:
        mine = desks.own_report(reporter, report.id)
        text = laid.say("answer-of-reporter", either(own, follows))
        following.add(report=mine, text=text, answers=asked, **laid.at(reporter))


def _with_a_file(laid: Laid, report: Report, word: str) -> None:
    """Its row; what is on disk has tests of its own."""
    own = desk(laid.partnership)
    with laid.as_("desk"):
        row = _row_of_a_file(report, laid.say("name-of-file", own), laid.now.date())
    laid.note("file_id", word, row, own, report_id=report.id)


def _with_a_file_of_the_reporter(laid: Laid, report: Report) -> None:
    """Whoever put it there sees that it is there, and not how it is called."""
    own = desk(laid.partnership)
    with laid.as_("probation") as reporter:
        name = laid.say("name-of-own-file", own)
        row = _row_of_a_file(report, name, laid.now.date(), added_by_id=reporter.person_id)
    laid.note("file_id", "file of a professional", row, own, report_id=report.id)


def _row_of_a_file(report: Report, name: str, day: date, **more: Any) -> Attachment:
    key, plain = keys.make_for_desk(report.partnership.desk, report.id)
    row = Attachment(
        partnership=report.partnership,
        report=report,
        key=key,
        kind="pdf",
        size=store.size_on_disk(9),
        added_date=day,
        **more,
    )
    sealing.seal_with(plain, row, name=name, findings="")
    Attachment.objects.bulk_create([row])
    return row


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
