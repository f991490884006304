"""Objections: made by who speaks, met by who objected, overruled by who may, or named as an impasse.

Called by whatever asks for consent, also by the plan. One lock for each case, so that an objection that was
acknowledged comes before the decision it should stop. Rows need no lock of their own: who waited reads them
anew, also what the second wall lets nobody change any more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases import queries as case_queries
from casustafel.cases.models import Case
from casustafel.deciding import policy, queries, rules
from casustafel.deciding.choices import About, ObjectionState
from casustafel.deciding.models import ConsentRound, Impasse, Objection
from casustafel.lib import locking
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.vault import sealing


@dataclass(frozen=True)
class Subject:
    """What is spoken about: a decision, a goal, or the plan of a case."""

    case: Case
    about: About
    id: UUID

    @property
    def path(self) -> str:
        """The page where it stands, to go back to; goals and plan have theirs in the step above."""
        match self.about:
            case About.DECISION:
                return reverse("deciding:decision", args=[self.case.id, self.id])
            case About.GOAL:
                return reverse("plan:agree_goal", args=[self.case.id, self.id])
            case _:
                return reverse("plan:plan", args=[self.case.id])


def of_plan(case: Case) -> Subject:
    return Subject(case, About.PLAN, case.id)


def alone(case: Case) -> None:
    """Consent, objection and decision in this case one after the other, until the end of the transaction."""
    locking.alone(f"deciding|{case.id}")


def hear(*, subject: Subject, consent_id: UUID, note: str, objection: str, by: Viewer, now: datetime) -> None:
    """What somebody says to this: an objection stands from now on; who agrees after objecting says how it was
    met. Called inside the action that keeps the consent itself."""
    alone(subject.case)
    own = _about(subject, by=by).filter(person_id=by.person_id)
    standing = own.filter(state__in=queries.STOPPING).first()
    if not objection.strip():
        rules.check_says_how(objected=standing is not None, words=note)
        if standing is not None:
            _settle(standing, ObjectionState.MET, how=note, by=by, now=now)
            _told(subject, "deciding.met", standing, by=by, now=now, reason=note)
        return
    before = standing or own.filter(consent_id=consent_id).first()
    rules.check_not_overruled(is_overruled=before is not None and before.state == ObjectionState.OVERRULED)
    made = _object(subject, before, consent_id, objection, by=by, now=now)
    if standing is None:
        _told(subject, "deciding.objected", made, by=by, now=now)
        _tell(subject, Kind.OBJECTION_MADE, by=by, now=now)


def check_clear(*, subject: Subject, by: Viewer) -> None:
    """Refuses while an objection or an impasse about this stands. Whoever comes next waits for the outcome.
    The plan holds the goals: what stands against a goal stands against the plan."""
    alone(subject.case)
    subjects: dict[str, Any] = {"subject_id": subject.id, "about": subject.about}
    if subject.about == About.PLAN:
        subjects = {"about__in": [About.PLAN, About.GOAL]}
    objections = Objection.objects.visible_to(by).filter(case=subject.case, **subjects)
    impasses = Impasse.objects.visible_to(by).filter(case=subject.case, **subjects)
    rules.check_clear(
        standing=objections.filter(state__in=queries.STOPPING).count(),
        is_impasse=impasses.filter(ended_at__isnull=True).exists(),
    )


@transaction.atomic
def overrule(*, objection: Objection, reason: str, by: Viewer, now: datetime) -> Objection:
    """Set aside by who may, with a reason. The objection stays, by name."""
    policy.check_can_overrule(by, objection)
    rules.check_words(reason, "text")
    alone(objection.case)
    locked = _locked(objection, by=by)
    rules.check_stands(locked.state)
    _settle(locked, ObjectionState.OVERRULED, how=reason, by=by, now=now)
    _told(subject_of(locked), "deciding.overruled", locked, by=by, now=now, reason=reason)
    return locked


@transaction.atomic
def flag_impasse(
    *, objection: Objection, divides: str, breaker: str, until_date: date, by: Viewer, now: datetime
) -> Impasse:
    """The table does not get further with this: what divides it, who can break it, and by when."""
    case_policy.check_can_direct(by, objection.case)
    rules.check_words(divides, "divides")
    rules.check_words(breaker, "breaker")
    rules.check_day(until_date, now.date())
    alone(objection.case)
    locked = _locked(objection, by=by)
    rules.check_stands(locked.state)
    subject = subject_of(locked)
    made = Impasse(
        case=locked.case,
        key=locked.case.key,
        about=subject.about,
        subject_id=subject.id,
        flagged_by_id=by.person_id,
        flagged_at=now,
        until_date=until_date,
    )
    sealing.seal(made, divides=divides, breaker=breaker)
    made.save(force_insert=True)
    _about(subject, by=by).filter(state=ObjectionState.STANDING).update(state=ObjectionState.IMPASSE)
    _told(subject, "deciding.impasse_flagged", made, by=by, now=now)
    _tell(subject, Kind.IMPASSE_FLAGGED, by=by, now=now)
    return made


@transaction.atomic
def end_impasse(*, impasse: Impasse, ending: str, by: Viewer, now: datetime) -> Impasse:
    """How it was broken. It decides nothing by itself: the objections stand again, to be met or overruled."""
    case_policy.check_can_direct(by, impasse.case)
    rules.check_words(ending, "text")
    alone(impasse.case)
    rows = Impasse.objects.visible_to(by).select_related("case__key", "key")
    locked: Impasse = rows.get(pk=impasse.pk)
    rules.check_not_ended(is_ended=locked.ended_at is not None)
    subject = _end(locked, ending=ending, by=by, now=now)
    _told(subject, "deciding.impasse_ended", locked, by=by, now=now, reason=ending)
    return locked


def end_with(*, subject: Subject, reason: str, by: Viewer, now: datetime) -> None:
    """What it was about is withdrawn, so the table is not divided about it any more."""
    for impasse in _impasses(subject, by=by).select_related("case__key", "key"):
        _end(impasse, ending=reason, by=by, now=now)
        _told(subject, "deciding.impasse_ended", impasse, by=by, now=now, reason=reason)


def _end(impasse: Impasse, *, ending: str, by: Viewer, now: datetime) -> Subject:
    impasse.ended_at = now
    sealing.seal(impasse, ending=ending)
    impasse.save(update_fields=["ended_at", "ending"])
    subject = subject_of(impasse)
    _about(subject, by=by).filter(state=ObjectionState.IMPASSE).update(state=ObjectionState.STANDING)
    return subject


def subject_of(row: ConsentRound | Objection | Impasse) -> Subject:
    return Subject(row.case, About(row.about), row.subject_id)


def _about(subject: Subject, *, by: Viewer) -> QuerySet[Objection]:
    rows: QuerySet[Objection] = Objection.objects.visible_to(by).filter(
        case=subject.case, about=subject.about, subject_id=subject.id
    )
    return rows.select_related("case__key", "key")


def _impasses(subject: Subject, *, by: Viewer) -> QuerySet[Impasse]:
    rows: QuerySet[Impasse] = Impasse.objects.visible_to(by).filter(
        case=subject.case, about=subject.about, subject_id=subject.id, ended_at__isnull=True
    )
    return rows


def _object(
    subject: Subject, before: Objection | None, consent_id: UUID, text: str, *, by: Viewer, now: datetime
) -> Objection:
    made = before or Objection(
        case=subject.case,
        key=subject.case.key,
        about=subject.about,
        subject_id=subject.id,
        organisation_id=by.organisation_id,
        person_id=by.person_id,
    )
    if made.state != ObjectionState.IMPASSE:
        made.state = ObjectionState.STANDING
    made.consent_id, made.made_at, made.settled_by, made.settled_at = consent_id, now, None, None
    sealing.seal(made, text=text, how="")
    made.save(force_insert=before is None)
    return made


def _settle(row: Objection, to: ObjectionState, *, how: str, by: Viewer, now: datetime) -> None:
    row.state, row.settled_by_id, row.settled_at = to, by.person_id, now
    sealing.seal(row, how=how)
    row.save(update_fields=["state", "settled_by", "settled_at", "how"])


def _locked(objection: Objection, *, by: Viewer) -> Objection:
    rows = Objection.objects.visible_to(by).select_related("case__key", "key")
    locked: Objection = rows.get(pk=objection.pk)
    return locked


def _told(subject: Subject, deed: str, row: Any, *, by: Viewer, now: datetime, reason: str = "") -> None:
    cases.record_step(subject.case, deed, by=by, now=now, reason=reason)
    log.record(deed, by=by, now=now, on=(row._meta.model_name, row.id), scope=subject.case.id)


def _tell(subject: Subject, kind: Kind, *, by: Viewer, now: datetime) -> None:
    """Everybody at the table, with the way to what it is about."""
    people = case_queries.people_at(by, [subject.case], day=now.date())
    notices.tell(to=people, kind=kind, path=subject.path, by=by, now=now)
