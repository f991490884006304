from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases.models import Case
from casustafel.lib import live, locking
from casustafel.monitoring import queries, rules
from casustafel.monitoring.choices import Decision, Voice
from casustafel.monitoring.models import Closing, FeedbackProposal, Measure, Review
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties import queries as parties
from casustafel.parties import terms
from casustafel.plan import policy as plan_policy
from casustafel.plan.models import Goal
from casustafel.reports import deciding as reports
from casustafel.reports import queries as desk
from casustafel.vault import keys, sealing


@transaction.atomic
def hold_review(*, case: Case, necessity: str, by: Viewer, now: datetime) -> Review:
    """Look back together, beginning with the question whether this is still needed."""
    case_policy.check_can_direct(by, case)
    rules.check_words(necessity, "necessity")
    locking.alone(f"reviews|{case.id}")
    waiting = Review.objects.visible_to(by).filter(case=case, decision="")
    rules.check_none_open(has_open=waiting.exists())
    review = Review(case=case, key=case.key, held_at=now, held_by_id=by.person_id)
    sealing.seal(review, necessity=necessity)
    review.save(force_insert=True)
    cases.record_step(case, "monitoring.reviewed", by=by, now=now, reason=necessity)
    log.record("monitoring.reviewed", by=by, now=now, on=("review", review.id), scope=case.id)
    return review


@transaction.atomic
def measure(
    *,
    review: Review,
    goal: Goal,
    level: int,
    evidence: str,
    voice: str = Voice.PARTNER,
    by: Viewer,
    now: datetime,
) -> Measure:
    """Where the goal stands, as one's own organisation sees it or as the person said it, and what that rests
    on. May be given anew until the review is decided."""
    case_policy.check_can_work(by, review.case)
    plan_policy.check_of_case(review.case, goal)
    review = _locked(review, by=by)
    rules.check_undecided(review.decision)
    rules.check_level(level)
    rules.check_words(evidence, "evidence")
    own = Measure.objects.visible_to(by).filter(
        review=review, goal=goal, organisation_id=by.organisation_id, voice=voice
    )
    said: Measure = own.first() or Measure(
        case=review.case,
        key=review.key,
        review=review,
        goal=goal,
        organisation_id=by.organisation_id,
        voice=Voice(voice),
    )
    is_new = said._state.adding
    said.person_id, said.level, said.given_at = by.person_id, level, now
    sealing.seal(said, evidence=evidence)
    said.save(force_insert=is_new)
    live.changed(review.case_id)
    log.record("monitoring.measured", by=by, now=now, on=("measure", said.id), scope=review.case_id)
    return said


@transaction.atomic
def decide(
    *, review: Review, kind: str, reason: str, next_date: date | None, by: Viewer, now: datetime
) -> Review:
    """Go on, adjust, scale up or down, with the reason; and when to look again (after the partnership's own
    rhythm when no day is given)."""
    case_policy.check_can_direct(by, review.case)
    review = _locked(review, by=by)
    rules.check_undecided(review.decision)
    rules.check_words(reason, "reason")
    day = next_date or terms.due(by.partnership_id, "CASE_REVIEW_INTERVAL", now.date())
    case = cases.plan_review(case=review.case, due_date=day, by=by, now=now)
    level = rules.next_level(case.level, kind)
    if level is not None:
        cases.scale(case=case, level=level, reason=reason, by=by, now=now)
    review.decision, review.decided_at, review.next_date = Decision(kind), now, day
    sealing.seal(review, reason=reason)
    review.save(update_fields=["decision", "decided_at", "next_date", "reason"])
    cases.record_step(case, "monitoring.decided", by=by, now=now, reason=reason)
    log.record("monitoring.decided", by=by, now=now, on=("review", review.id), scope=case.id)
    return review


@transaction.atomic
def close(
    *,
    case: Case,
    reason: str,
    aftercare: str,
    reopening: str,
    feedback: str,
    feedback_reason: str,
    by: Viewer,
    now: datetime,
) -> Closing:
    """End the approach. Refused with everything that still stands in its way (StillBlocked)."""
    case_policy.check_can_direct(by, case)
    rules.check_may_close(
        [
            *queries.work_left(by, case),
            *rules.words_left(
                reason=reason,
                aftercare=aftercare,
                reopening=reopening,
                has_reporter=case.report_id is not None,
                feedback_reason=feedback_reason,
            ),
        ]
    )
    case = cases.close(case=case, reason=reason, by=by, now=now)
    closing = Closing(case=case, key=case.key, closed_at=now, closed_by_id=by.person_id)
    sealing.seal(closing, reason=reason, aftercare=aftercare, reopening=reopening)
    closing.save(force_insert=True)
    if case.report_id is not None:
        _propose(case, feedback, feedback_reason, by=by, now=now)
    log.record("monitoring.closed", by=by, now=now, on=("closing", closing.id), scope=case.id)
    return closing


def _propose(case: Case, text: str, reason: str, *, by: Viewer, now: datetime) -> None:
    """Hand what the reporter may be told to the reporting desk, which alone can open it."""
    assert case.report_id is not None  # noqa: S101  asked by the caller
    partnership = parties.own_partnership(by)
    key, plain = keys.make_for_desk(partnership.desk, case.report_id)
    proposal = FeedbackProposal(
        partnership=partnership, case=case, key=key, report_id=case.report_id, proposed_date=now.date()
    )
    sealing.seal_with(plain, proposal, text=text, reason=reason)
    proposal.save(force_insert=True)
    officers = [each.id for each in parties.with_role(by, "REPORTING_OFFICER", day=now.date())]
    path = reverse("monitoring:send_feedback", args=[proposal.id])
    notices.tell(to=officers, kind=Kind.FEEDBACK_PROPOSED, path=path, by=by, now=now)
    log.record(
        "monitoring.feedback_proposed", by=by, now=now, on=("proposal", proposal.id), scope=case.report_id
    )


@transaction.atomic
def send_feedback(
    *, proposal: FeedbackProposal, text: str, reason: str, by: Viewer, now: datetime
) -> FeedbackProposal:
    """The reporting officer decides what the reporter is told, with the table's proposal at hand."""
    report = desk.get(by, proposal.report_id)
    rows = FeedbackProposal.objects.visible_to(by).select_for_update(of=("self",))
    locked: FeedbackProposal = rows.get(pk=proposal.pk)
    rules.check_not_sent(is_sent=locked.sent_date is not None)
    reports.give_feedback(report=report, text=text, reason=reason, by=by, now=now)
    locked.sent_date = now.date()
    locked.save(update_fields=["sent_date"])
    log.record("monitoring.feedback_sent", by=by, now=now, on=("proposal", locked.id), scope=report.id)
    return locked


def _locked(review: Review, *, by: Viewer) -> Review:
    rows = Review.objects.visible_to(by).select_for_update(of=("self",)).select_related("case__key", "key")
    locked: Review = rows.get(pk=review.pk)
    return locked
