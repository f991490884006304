"""Decisions: proposed with the ways that were considered, advised on, consented to, taken by who decides.

What is consented to is what is decided: taking a decision changes no word of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases import queries as case_queries
from casustafel.cases.models import Case
from casustafel.deciding import consenting, objecting, policy, rules
from casustafel.deciding.choices import About, DecisionState, RoundState
from casustafel.deciding.models import Advice, Decision, Option
from casustafel.deciding.objecting import Subject
from casustafel.lib.refusal import Conflict
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties.models import Organisation
from casustafel.vault import sealing


@dataclass(frozen=True)
class Way:
    """One of the ways that were considered, and what speaks for and against it."""

    text: str
    weighed: str


@dataclass(frozen=True)
class Proposal:
    """`chosen` is the place of the proposed way, from 1."""

    question: str
    ways: Sequence[Way]
    chosen: int
    words: str
    reasons: str
    ground: str
    decides: Organisation


@transaction.atomic
def propose(
    *, case: Case, new: Proposal, by: Viewer, now: datetime, meeting_id: UUID | None = None
) -> Decision:
    """Anybody at the table may put a question to be decided."""
    case_policy.check_can_work(by, case)
    for name in ("question", "words", "reasons", "ground"):
        rules.check_words(getattr(new, name), name)
    rules.check_options([way.text for way in new.ways if way.text.strip()], new.chosen)
    people = case_queries.people_at(by, [case], day=now.date())
    seated = case_queries.organisations_at(by, case, day=now.date())
    rules.check_sits(is_seated=new.decides.id in {each.id for each in seated}, field="decides")
    made = Decision(
        case=case,
        key=case.key,
        decides=new.decides,
        meeting_id=meeting_id,
        proposed_by_id=by.person_id,
        proposed_at=now,
    )
    sealing.seal(made, question=new.question, words=new.words, reasons=new.reasons, ground=new.ground)
    made.save(force_insert=True)
    Option.objects.bulk_create(_options(made, new))
    cases.record_step(case, "deciding.proposed", by=by, now=now)
    notices.tell(to=people, kind=Kind.DECISION_PUT, path=_page(made), by=by, now=now)
    log.record("deciding.proposed", by=by, now=now, on=("decision", made.id), scope=case.id)
    return made


@transaction.atomic
def revise(
    *, decision: Decision, version: int, words: str, reasons: str, chosen: int, by: Viewer, now: datetime
) -> Decision:
    """Put the proposal otherwise. Who spoke, spoke about other words, so everybody is asked anew."""
    policy.check_can_change(by, decision)
    rules.check_words(words, "text")
    rules.check_words(reasons, "reasons")
    locked = _locked(decision, by=by)
    rules.check_proposed(locked.state)
    if locked.version != version:
        raise Conflict(mine=words)
    options = Option.objects.visible_to(by).filter(decision=locked)
    rules.check_options([""] * options.count(), chosen)
    options.update(is_chosen=False)
    options.filter(place=chosen).update(is_chosen=True)
    locked.version += 1
    sealing.seal(locked, words=words, reasons=reasons)
    locked.save(update_fields=["version", "words", "reasons"])
    consenting.ask_anew(subject=subject_of(locked), by=by, now=now)
    cases.record_step(locked.case, "deciding.revised", by=by, now=now)
    log.record("deciding.revised", by=by, now=now, on=("decision", locked.id), scope=locked.case_id)
    return locked


@transaction.atomic
def advise(*, decision: Decision, text: str, by: Viewer, now: datetime) -> Advice:
    """What one's own organisation advises; said anew it takes the place of what it said before."""
    case_policy.check_can_work(by, decision.case)
    rules.check_words(text, "text")
    locked = _locked(decision, by=by)
    rules.check_proposed(locked.state)
    own = Advice.objects.visible_to(by).filter(decision=locked, organisation_id=by.organisation_id)
    said: Advice = own.first() or Advice(
        case=locked.case, key=locked.case.key, decision=locked, organisation_id=by.organisation_id
    )
    is_new = said._state.adding
    said.person_id, said.given_at = by.person_id, now
    sealing.seal(said, text=text)
    said.save(force_insert=is_new)
    cases.record_step(locked.case, "deciding.advised", by=by, now=now)
    log.record("deciding.advised", by=by, now=now, on=("advice", said.id), scope=locked.case_id)
    return said


@transaction.atomic
def decide(*, decision: Decision, by: Viewer, now: datetime) -> Decision:
    """By who decides in law, after everybody has spoken, and never over an objection that stands."""
    policy.check_can_decide(by, decision)
    locked = _locked(decision, by=by)
    rules.check_proposed(locked.state)
    asked = consenting.open_about(subject_of(locked), by=by)
    rules.check_asked(is_asked=asked is not None)
    if asked is not None:
        consenting.check_agreed(asked, by=by, now=now)
        consenting.end(asked, RoundState.ACCEPTED, now=now)
    _end(locked, DecisionState.DECIDED, "deciding.decided", by=by, now=now)
    people = case_queries.people_at(by, [locked.case], day=now.date())
    notices.tell(to=people, kind=Kind.DECISION_TAKEN, path=_page(locked), by=by, now=now)
    return locked


@transaction.atomic
def withdraw(*, decision: Decision, reason: str, by: Viewer, now: datetime) -> Decision:
    """It is not decided after all, and why. What was said stays to be read."""
    policy.check_can_change(by, decision)
    rules.check_words(reason, "text")
    locked = _locked(decision, by=by)
    rules.check_proposed(locked.state)
    consenting.ask_anew(subject=subject_of(locked), by=by, now=now)
    objecting.end_with(subject=subject_of(locked), reason=reason, by=by, now=now)
    _end(locked, DecisionState.WITHDRAWN, "deciding.withdrawn", by=by, now=now, reason=reason)
    return locked


def subject_of(decision: Decision) -> Subject:
    return Subject(decision.case, About.DECISION, decision.id)


def _end(
    locked: Decision, to: DecisionState, deed: str, *, by: Viewer, now: datetime, reason: str = ""
) -> None:
    locked.state, locked.ended_at = to, now
    if to == DecisionState.DECIDED:
        locked.decided_by_id = by.person_id
    locked.save(update_fields=["state", "ended_at", "decided_by"])
    cases.record_step(locked.case, deed, by=by, now=now, reason=reason)
    log.record(deed, by=by, now=now, on=("decision", locked.id), scope=locked.case_id)


def _locked(decision: Decision, *, by: Viewer) -> Decision:
    """Once nobody else speaks, objects or decides in this case."""
    objecting.alone(decision.case)
    rows = Decision.objects.visible_to(by)
    locked: Decision = rows.select_related("case__key", "key").get(pk=decision.pk)
    return locked


def _options(decision: Decision, new: Proposal) -> list[Option]:
    made = []
    for place, way in enumerate((way for way in new.ways if way.text.strip()), start=1):
        option = Option(
            case=decision.case,
            key=decision.case.key,
            decision=decision,
            place=place,
            is_chosen=place == new.chosen,
        )
        sealing.seal(option, text=way.text, weighed=way.weighed)
        made.append(option)
    return made


def _page(decision: Decision) -> str:
    return reverse("deciding:decision", args=[decision.case_id, decision.id])
