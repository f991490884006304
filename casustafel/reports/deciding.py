"""The ways out of the reporting point, what the reporter is told, and the end of a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from casustafel.access.permissions import Permission
from casustafel.access.roles import roles_with
from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.lib.refusal import NotYours
from casustafel.parties import queries as parties
from casustafel.parties import terms
from casustafel.parties.models import Person
from casustafel.reports import bells, letters, policy, rules, steps
from casustafel.reports.choices import Direction, Route, Second, State
from casustafel.reports.models import HandingOn, Report, SecondLook
from casustafel.vault import sealing


@transaction.atomic
def decide(
    *,
    report: Report,
    way_out: str,
    reason: str,
    letter: str = "",
    until: date | None = None,
    by: Viewer,
    now: datetime,
) -> Report:
    """Advice (with the letter that gives it, if one goes now), waiting until a day, or to weighing."""
    rules.check_way_out(way_out)
    rules.check_reason(reason)
    if way_out == State.WAITING:
        rules.check_waits_until(until, today=now.date())
    report = steps.moved(report, State(way_out), by=by)
    report.wait_until_date = until if way_out == State.WAITING else None
    report.save(update_fields=["state", "wait_until_date"])
    if letter.strip():
        letters.put(report, Direction.REPLY, letter, key=report.key, now=now)
    steps.put(report, "decided." + way_out.lower(), by=by, now=now, reason=reason)
    log.record("report.decided", by=by, now=now, on=("report", report.id), scope=report.id)
    return report


@dataclass(frozen=True)
class Handing:
    """Where this worry goes: to whom, what they are told, on which ground. Without the consent of the person
    the reason says why it was not asked, or why it goes on all the same."""

    route: str
    to: str
    what: str
    ground: str
    consent: bool
    reason: str


@transaction.atomic
def hand_on(*, report: Report, handing: Handing, by: Viewer, now: datetime) -> HandingOn:
    """Another route than the weighing; the first handing on moves the report, others may follow. It cannot be
    undone, because it was told; a note can be added."""
    rules.check_handing_on(to=handing.to, what=handing.what, reason=handing.reason)
    report = steps.locked(report, by=by)
    rules.check_may_hand_on(report.state)
    report.state, report.wait_until_date = State.OTHER_ROUTE, None
    report.save(update_fields=["state", "wait_until_date"])
    made = HandingOn(
        partnership_id=report.partnership_id,
        report=report,
        key=report.key,
        route=Route(handing.route),
        ground=handing.ground,
        consent=handing.consent,
        by_id=by.person_id,
        at=now,
    )
    sealing.seal(made, to=handing.to, what=handing.what, reason=handing.reason)
    made.save(force_insert=True)
    steps.put(report, "decided.other_route", by=by, now=now, reason=handing.reason)
    log.record("report.handed_on", by=by, now=now, on=("handing on", made.id), scope=report.id)
    return made


@transaction.atomic
def add_note(*, report: Report, text: str, by: Viewer, now: datetime) -> None:
    """What came of it, for who reads this back."""
    policy.check_can_handle(by, report)
    rules.check_reason(text, field="text")
    steps.put(report, "noted", by=by, now=now, reason=text)
    log.record("report.noted", by=by, now=now, on=("report", report.id), scope=report.id)


@transaction.atomic
def propose_not_forwarding(
    *, report: Report, grounds: Sequence[str], reason: str, asked: Person, by: Viewer, now: datetime
) -> SecondLook:
    """Decided by two: this asks the second, who works for another organisation."""
    rules.check_grounds(grounds)
    rules.check_reason(reason)
    may = parties.with_role(by, *roles_with(Permission.REPORT_SECOND), day=now.date())
    rules.check_second_person(
        holds_the_role=may.filter(pk=asked.pk).exists(),
        is_elsewhere=asked.organisation_id != by.organisation_id,
    )
    report = steps.moved(report, State.PROPOSED, by=by)
    report.wait_until_date = None
    report.save(update_fields=["state", "wait_until_date"])
    look = SecondLook(
        partnership_id=report.partnership_id,
        report=report,
        key=report.key,
        asked_by_id=by.person_id,
        asked=asked,
        asked_at=now,
    )
    sealing.seal(look, grounds=" ".join(grounds), reason=reason, answer_reason="")
    look.save(force_insert=True)
    steps.put(report, "proposed", by=by, now=now, reason=reason)
    log.record("report.second_look_asked", by=by, now=now, on=("second look", look.id), scope=report.id)
    bells.asked_along(look, by=by, now=now)
    return look


@transaction.atomic
def withdraw_proposal(*, report: Report, reason: str, by: Viewer, now: datetime) -> Report:
    """The officer asks no more, or somebody else: the person who was asked sees the report no longer."""
    rules.check_reason(reason)
    report = steps.locked(report, by=by)
    rules.check_stands(report.state, at=State.PROPOSED)
    look = _open_look(by, report)
    _save_answer(look, Second.WITHDRAWN, reason, now)
    report.state = State.TAKEN_IN
    report.save(update_fields=["state"])
    steps.put(report, "proposal_withdrawn", by=by, now=now, reason=reason)
    log.record("report.second_look_withdrawn", by=by, now=now, on=("second look", look.id), scope=report.id)
    return report


@transaction.atomic
def answer_second_look(*, look: SecondLook, answer: str, reason: str, by: Viewer, now: datetime) -> None:
    """Agreed, the report is not forwarded and its short term begins; otherwise the officer has it back, with
    the reason. The answer comes last: with it the report closes for who looked along."""
    policy.check_can_look_along(by, look)
    rules.check_reason(reason)
    report = Report.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=look.report_id).first()
    if report is None:
        raise NotYours
    look = _open_look(by, report)
    policy.check_can_look_along(by, look)
    agreed = Second(answer) == Second.AGREED
    report.state = State.UNFORWARDED if agreed else State.TAKEN_IN
    if agreed:
        report.destroy_date = terms.due(report.partnership_id, "REPORT_RETENTION_NOT_FORWARDED", now.date())
    report.save(update_fields=["state", "destroy_date"])
    steps.put(report, f"second.{answer.lower()}", by=by, now=now, reason=reason)
    _save_answer(look, Second(answer), reason, now)
    log.record("report.second_look_answered", by=by, now=now, on=("second look", look.id), scope=report.id)
    bells.looked_along(look, by=by, now=now)


@transaction.atomic
def reopen(*, report: Report, reason: str, by: Viewer, now: datetime) -> Report:
    """Something new came: what was not forwarded is looked at again, and its term stops."""
    rules.check_reason(reason)
    report = steps.locked(report, by=by)
    rules.check_stands(report.state, at=State.UNFORWARDED)
    report.state, report.destroy_date, report.feedback_date = State.TAKEN_IN, None, None
    report.save(update_fields=["state", "destroy_date", "feedback_date"])
    steps.put(report, "reopened", by=by, now=now, reason=reason)
    log.record("report.reopened", by=by, now=now, on=("report", report.id), scope=report.id)
    return report


@transaction.atomic
def give_feedback(
    *, report: Report, text: str, reason: str, later: date | None = None, by: Viewer, now: datetime
) -> None:
    """Decide what the reporter may be told, with the reason; an empty text tells nothing. With `later` it is
    told on that day, by a person: until then the decision stands open and shows as due."""
    policy.check_can_handle(by, report)
    rules.check_reason(reason)
    rules.check_feedback_day(later, text, today=now.date())
    report = steps.locked(report, by=by)
    if later:
        report.feedback_by_date = later
    else:
        report.feedback_date = now.date()
    if text.strip():
        letters.put(report, Direction.FEEDBACK, text, key=report.key, now=now)
    report.save(update_fields=["feedback_date", "feedback_by_date"])
    steps.put(report, "feedback_later" if later else "feedback", by=by, now=now, reason=reason)
    log.record("report.feedback_decided", by=by, now=now, on=("report", report.id), scope=report.id)


@transaction.atomic
def close(*, report: Report, reason: str, by: Viewer, now: datetime) -> Report:
    """Its term begins; what was not forwarded keeps the shorter one that runs already."""
    rules.check_reason(reason)
    report = steps.moved(report, State.CLOSED, by=by)
    rules.check_may_close(has_feedback=report.feedback_date is not None)
    if report.destroy_date is None:
        report.destroy_date = terms.due(report.partnership_id, "REPORT_RETENTION_CLOSED", now.date())
    report.save(update_fields=["state", "destroy_date"])
    steps.put(report, "closed", by=by, now=now, reason=reason)
    log.record("report.closed", by=by, now=now, on=("report", report.id), scope=report.id)
    return report


def _open_look(by: Viewer, report: Report) -> SecondLook:
    looks = SecondLook.objects.visible_to(by).select_for_update(of=("self",))
    found: SecondLook | None = looks.filter(report=report, answer="").first()
    if found is None:
        raise NotYours
    return found


def _save_answer(look: SecondLook, answer: Second, reason: str, now: datetime) -> None:
    look.answer, look.answered_at = answer, now
    sealing.seal(look, answer_reason=reason)
    look.save(update_fields=["answer", "answered_at", "answer_reason"])
