"""The consent round: each says agree, agree with a note, or object with a reason. It counts nothing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases import queries as case_queries
from casustafel.deciding import objecting, rules
from casustafel.deciding.choices import About, ConsentKind, RoundState
from casustafel.deciding.models import Consent, ConsentRound, Decision
from casustafel.deciding.objecting import Subject
from casustafel.lib import live
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.vault import sealing


@transaction.atomic
def open_round(*, subject: Subject, by: Viewer, now: datetime) -> ConsentRound:
    """Ask everybody at the table. That a goal is of this case is for who calls to know."""
    case = subject.case
    case_policy.check_can_direct(by, case)
    objecting.alone(case)
    _check_asks_on(subject, by=by)
    rounds = ConsentRound.objects.visible_to(by).filter(about=subject.about, subject_id=subject.id)
    rules.check_none_open(is_open=rounds.filter(state=RoundState.OPEN).exists())
    made = ConsentRound(
        case=case,
        key=case.key,
        about=subject.about,
        subject_id=subject.id,
        number=(rounds.aggregate(last=Max("number"))["last"] or 0) + 1,
        opened_by_id=by.person_id,
        opened_at=now,
    )
    made.save(force_insert=True)
    cases.record_step(case, "deciding.asked", by=by, now=now)
    people = case_queries.people_at(by, [case], day=now.date())
    notices.tell(to=people, kind=Kind.CONSENT_ASKED, path=subject.path, by=by, now=now)
    log.record("deciding.asked", by=by, now=now, on=("round", made.id), scope=case.id)
    return made


@transaction.atomic
def say(*, round: ConsentRound, note: str, objection: str, by: Viewer, now: datetime) -> Consent:
    """For one's own seat. May be said anew until the round ends."""
    case_policy.check_has_voice(by, round.case)
    kind = ConsentKind(rules.consent_kind(note, objection))
    objecting.alone(round.case)
    locked = _locked(round.id, by=by)
    rules.check_round_open(locked.state)
    own = Consent.objects.visible_to(by).filter(round=locked, person_id=by.person_id)
    said: Consent = own.first() or Consent(
        case=locked.case,
        key=locked.case.key,
        round=locked,
        organisation_id=by.organisation_id,
        person_id=by.person_id,
    )
    is_new = said._state.adding
    subject = objecting.subject_of(locked)
    objecting.hear(subject=subject, consent_id=said.id, note=note, objection=objection, by=by, now=now)
    said.kind, said.given_at = kind, now
    sealing.seal(said, text=objection.strip() or note.strip())
    said.save(force_insert=is_new)
    live.changed(locked.case_id)
    log.record("deciding.said", by=by, now=now, on=("consent", said.id), scope=locked.case_id)
    return said


@transaction.atomic
def accept(*, round: ConsentRound, by: Viewer, now: datetime) -> ConsentRound:
    """Everybody has spoken and nothing stands in the way: a goal is the table's from now on."""
    case_policy.check_can_direct(by, round.case)
    objecting.alone(round.case)
    locked = _locked(round.id, by=by)
    rules.check_round_open(locked.state)
    check_agreed(locked, by=by, now=now)
    end(locked, RoundState.ACCEPTED, now=now)
    cases.record_step(locked.case, "deciding.accepted", by=by, now=now)
    log.record("deciding.accepted", by=by, now=now, on=("round", locked.id), scope=locked.case_id)
    return locked


def check_agreed(round: ConsentRound, *, by: Viewer, now: datetime) -> None:
    """Refuses as long as an organisation at the table is silent or an objection stands."""
    heard = Consent.objects.visible_to(by).filter(round=round).values_list("organisation_id", flat=True)
    seated = case_queries.organisations_at(by, round.case, day=now.date())
    objecting.check_clear(subject=objecting.subject_of(round), by=by)
    rules.check_all_spoke(seated={each.id: each.name for each in seated}, heard=set(heard))


def open_about(subject: Subject, *, by: Viewer) -> ConsentRound | None:
    """The round under way about this. Who calls has waited in objecting.alone."""
    rows = ConsentRound.objects.visible_to(by).filter(
        about=subject.about, subject_id=subject.id, state=RoundState.OPEN
    )
    found: ConsentRound | None = rows.select_related("case__key", "key").first()
    return found


def ask_anew(*, subject: Subject, by: Viewer, now: datetime) -> None:
    """What was said was said about other words, so it is asked anew. Objections stay as they are."""
    objecting.alone(subject.case)
    found = open_about(subject, by=by)
    if found is not None:
        end(found, RoundState.WITHDRAWN, now=now)


def end(round: ConsentRound, to: RoundState, *, now: datetime) -> None:
    round.state, round.ended_at = to, now
    round.save(update_fields=["state", "ended_at"])


def _check_asks_on(subject: Subject, *, by: Viewer) -> None:
    if subject.about == About.DECISION:
        rules.check_proposed(Decision.objects.visible_to(by).get(pk=subject.id).state)


def _locked(round_id: UUID, *, by: Viewer) -> ConsentRound:
    rows = ConsentRound.objects.visible_to(by)
    locked: ConsentRound = rows.select_related("case__key", "key").get(pk=round_id)
    return locked
