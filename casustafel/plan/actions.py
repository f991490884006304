import json
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases import queries as case_queries
from casustafel.cases.models import Case, Seat
from casustafel.deciding import consenting, objecting
from casustafel.deciding.choices import About, ConsentKind
from casustafel.deciding.objecting import Subject
from casustafel.deciding.rules import consent_kind
from casustafel.lib import live, locking
from casustafel.lib.refusal import Conflict
from casustafel.method import model
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties.models import Organisation, in_force
from casustafel.plan import content, policy, queries, rules
from casustafel.plan.choices import CommitmentState, InterventionKind
from casustafel.plan.models import (
    Commitment,
    Consent,
    Delivery,
    Goal,
    GoalRevision,
    Intervention,
    PlanVersion,
    ServedGoal,
)
from casustafel.vault import opening, sealing


@transaction.atomic
def set_goal(
    *,
    case: Case,
    domain: str,
    text: str,
    own_words: str,
    levels: Sequence[str],
    baseline: int,
    owner: Organisation,
    due_date: date,
    by: Viewer,
    now: datetime,
) -> Goal:
    """A goal with its ladder: five levels in words, agreed before anything is measured."""
    case_policy.check_can_direct(by, case)
    rules.check_words(text, "text")
    rules.check_ladder(levels, baseline)
    rules.check_known(domain, [each.code for each in model.of(case.model_version).domains], "domain")
    rules.check_sits(is_seated=_sits(owner.id, case, by=by, day=now.date()), field="owner")
    goal = Goal(
        case=case,
        key=case.key,
        domain=domain,
        owner=owner,
        baseline=baseline,
        due_date=due_date,
        set_at=now,
        changed_at=now,
    )
    sealing.seal(goal, text=text, own_words=own_words, levels=json.dumps(list(levels)))
    goal.save(force_insert=True)
    cases.record_step(case, "plan.goal_set", by=by, now=now)
    log.record("plan.goal_set", by=by, now=now, on=("goal", goal.id), scope=case.id)
    return goal


@transaction.atomic
def revise_goal(*, goal: Goal, version: int, text: str, by: Viewer, now: datetime) -> Goal:
    """Put a goal otherwise. What it said is kept; a text somebody else changed meanwhile is not overwritten
    (Conflict). Who agreed with the plan agreed with the earlier words, so is asked again."""
    case_policy.check_can_direct(by, goal.case)
    rules.check_words(text, "text")
    rows = Goal.objects.visible_to(by).select_for_update(of=("self",)).select_related("case", "key")
    locked: Goal = rows.get(pk=goal.pk)
    if locked.version != version:
        raise Conflict(mine=text)
    before = opening.open_all([locked], by=by, purpose="goal.revise", now=now)(locked, "text")
    kept = GoalRevision(
        case=locked.case,
        key=locked.key,
        goal=locked,
        version=locked.version,
        by_id=by.person_id,
        replaced_at=now,
    )
    sealing.seal(kept, text=before)
    kept.save(force_insert=True)
    locked.version, locked.changed_at = locked.version + 1, now
    sealing.seal(locked, text=text)
    locked.save(update_fields=["version", "changed_at", "text"])
    consenting.ask_anew(subject=of_goal(locked), by=by, now=now)
    live.changed(locked.case_id)
    log.record("plan.goal_revised", by=by, now=now, on=("goal", locked.id), scope=locked.case_id)
    return locked


@transaction.atomic
def plan_intervention(
    *,
    case: Case,
    kind: str,
    text: str,
    organisation: Organisation,
    goals: Sequence[Goal],
    planned: int,
    by: Viewer,
    now: datetime,
) -> Intervention:
    """What one organisation will do, in how many sessions, for which goals."""
    case_policy.check_can_direct(by, case)
    rules.check_words(text, "text")
    rules.check_serves(len(goals))
    rules.check_sessions(planned, "planned")
    rules.check_sits(is_seated=_sits(organisation.id, case, by=by, day=now.date()), field="organisation")
    for goal in goals:
        policy.check_of_case(case, goal)
    made = Intervention(
        case=case,
        key=case.key,
        organisation=organisation,
        kind=InterventionKind(kind),
        planned=planned,
        planned_at=now,
    )
    sealing.seal(made, text=text)
    made.save(force_insert=True)
    ServedGoal.objects.bulk_create(
        [ServedGoal(case=case, key=case.key, intervention=made, goal=goal) for goal in goals]
    )
    cases.record_step(case, "plan.intervention_planned", by=by, now=now)
    log.record("plan.intervention_planned", by=by, now=now, on=("intervention", made.id), scope=case.id)
    return made


@transaction.atomic
def deliver(*, intervention: Intervention, sessions: int, by: Viewer, now: datetime) -> Delivery:
    """So many sessions were held since the last time somebody said so."""
    policy.check_can_carry_out(by, intervention.case, intervention.organisation_id)
    rules.check_sessions(sessions, "sessions")
    made = Delivery(
        case=intervention.case,
        key=intervention.key,
        intervention=intervention,
        sessions=sessions,
        by_id=by.person_id,
        delivered_date=now.date(),
    )
    made.save(force_insert=True)
    live.changed(intervention.case_id)
    log.record("plan.delivered", by=by, now=now, on=("delivery", made.id), scope=intervention.case_id)
    return made


@transaction.atomic
def commit(
    *, case: Case, organisation: Organisation, what: str, why: str, due_date: date, by: Viewer, now: datetime
) -> Commitment:
    """Who does what, why, by when. Anybody may commit the own organisation; who directs the case, each."""
    policy.check_can_carry_out(by, case, organisation.id)
    rules.check_words(what, "what")
    rules.check_words(why, "why")
    rules.check_sits(is_seated=_sits(organisation.id, case, by=by, day=now.date()), field="organisation")
    made = Commitment(case=case, key=case.key, organisation=organisation, made_at=now, due_date=due_date)
    sealing.seal(made, what=what, why=why)
    made.save(force_insert=True)
    cases.record_step(case, "plan.committed", by=by, now=now)
    owners = case_queries.people_at(by, [case], day=now.date(), organisation_id=organisation.id)
    path = reverse("plan:plan", args=[case.id])
    notices.tell(to=owners, kind=Kind.COMMITMENT_MADE, path=path, by=by, now=now)
    log.record("plan.committed", by=by, now=now, on=("commitment", made.id), scope=case.id)
    return made


@transaction.atomic
def fulfil(*, commitment: Commitment, by: Viewer, now: datetime) -> Commitment:
    return _end(commitment, CommitmentState.DONE, "plan.fulfilled", by=by, now=now)


@transaction.atomic
def drop(*, commitment: Commitment, reason: str, by: Viewer, now: datetime) -> Commitment:
    """It will not be done after all, and why; it stays readable."""
    rules.check_words(reason, "reason")
    return _end(commitment, CommitmentState.DROPPED, "plan.dropped", by=by, now=now, reason=reason)


@transaction.atomic
def agree(*, case: Case, note: str, objection: str, by: Viewer, now: datetime) -> Consent:
    """One's own seat about the plan as it stands. May be said anew until the plan is settled."""
    case_policy.check_can_work(by, case)
    locking.alone(f"plan|{case.id}")
    kind = ConsentKind(consent_kind(note, objection))
    own = Consent.objects.visible_to(by).filter(case=case, person_id=by.person_id, plan_version__isnull=True)
    said: Consent = own.select_for_update(of=("self",)).first() or Consent(
        case=case, key=case.key, organisation_id=by.organisation_id, person_id=by.person_id
    )
    is_new = said._state.adding
    objecting.hear(
        subject=objecting.of_plan(case),
        consent_id=said.id,
        note=note,
        objection=objection,
        by=by,
        now=now,
    )
    said.kind, said.given_at = kind, now
    sealing.seal(said, text=objection.strip() or note.strip())
    said.save(force_insert=is_new)
    live.changed(case.id)
    log.record("plan.agreed", by=by, now=now, on=("consent", said.id), scope=case.id)
    return said


@transaction.atomic
def settle(*, case: Case, by: Viewer, now: datetime) -> PlanVersion:
    """The plan as it stands, with what every organisation said to it, dissent included. Not over an objection
    that was neither met nor overruled."""
    case_policy.check_can_direct(by, case)
    locking.alone(f"plan|{case.id}")
    file = queries.plan(by, case.id, day=now.date())
    rules.check_may_settle(
        goals=len(file.goals),
        seated={each.id: each.name for each in file.organisations},
        heard={each.organisation_id for each in file.standing},
    )
    objecting.check_clear(subject=objecting.of_plan(case), by=by)
    numbers = PlanVersion.objects.visible_to(by).filter(case=case)
    made = PlanVersion(
        case=case,
        key=case.key,
        number=(numbers.aggregate(last=Max("number"))["last"] or 0) + 1,
        settled_by_id=by.person_id,
        settled_at=now,
    )
    sealing.seal(made, content=json.dumps(content.of_plan(file, by=by, now=now)))
    made.save(force_insert=True)
    Consent.objects.visible_to(by).filter(pk__in=[each.pk for each in file.round]).update(plan_version=made)
    cases.record_step(case, "plan.settled", by=by, now=now)
    log.record("plan.settled", by=by, now=now, on=("plan", made.id), scope=case.id)
    return made


def of_goal(goal: Goal) -> Subject:
    """What a consent round or an objection about this goal is about."""
    return Subject(goal.case, About.GOAL, goal.id)


def _end(
    commitment: Commitment, to: CommitmentState, kind: str, *, by: Viewer, now: datetime, reason: str = ""
) -> Commitment:
    policy.check_can_carry_out(by, commitment.case, commitment.organisation_id)
    locked: Commitment = (
        Commitment.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("case__key", "key")
        .get(pk=commitment.pk)
    )
    rules.check_open(locked.state)
    locked.state, locked.ended_date = to, now.date()
    sealing.seal(locked, drop_reason=reason)
    locked.save(update_fields=["state", "ended_date", "drop_reason"])
    cases.record_step(locked.case, kind, by=by, now=now, reason=reason)
    log.record(kind, by=by, now=now, on=("commitment", locked.id), scope=locked.case_id)
    return locked


def _sits(organisation_id: UUID, case: Case, *, by: Viewer, day: date) -> bool:
    seats = Seat.objects.visible_to(by).filter(in_force(day), case=case, organisation_id=organisation_id)
    return bool(seats.exists())
