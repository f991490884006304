"""What each organisation expects of another until next time: asked, accepted or not, lived up to or not."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy as case_policy
from casustafel.cases import queries as case_queries
from casustafel.cases.models import Case
from casustafel.deciding import objecting, rules
from casustafel.deciding.choices import ExpectationState
from casustafel.deciding.models import Expectation
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties.models import Organisation
from casustafel.vault import sealing


@transaction.atomic
def expect(
    *,
    case: Case,
    asked: Organisation,
    text: str,
    until_date: date,
    by: Viewer,
    now: datetime,
    meeting_id: UUID | None = None,
) -> Expectation:
    """One's own organisation expects this of another at the table."""
    case_policy.check_can_work(by, case)
    rules.check_words(text, "text")
    rules.check_day(until_date, now.date())
    rules.check_others(is_own=asked.id == by.organisation_id)
    people = case_queries.people_at(by, [case], day=now.date(), organisation_id=asked.id)
    rules.check_sits(is_seated=bool(people), field="asked")
    made = Expectation(
        case=case,
        key=case.key,
        asking_id=by.organisation_id,
        asked=asked,
        person_id=by.person_id,
        meeting_id=meeting_id,
        asked_at=now,
        until_date=until_date,
    )
    sealing.seal(made, text=text)
    made.save(force_insert=True)
    _told(made, "deciding.expected", people, Kind.EXPECTATION_PUT, by=by, now=now)
    return made


@transaction.atomic
def answer(*, expectation: Expectation, accepts: bool, text: str, by: Viewer, now: datetime) -> Expectation:
    """Accepted or not. Who does not accept it says why, so that nobody counts on it."""
    case_policy.check_can_work(by, expectation.case)
    locked = _locked(expectation, by=by)
    rules.check_answers(is_asked=locked.asked_id == by.organisation_id, state=locked.state)
    if not accepts:
        rules.check_words(text, "text")
    locked.state = ExpectationState.ACCEPTED if accepts else ExpectationState.DECLINED
    locked.answered_by_id, locked.answered_at = by.person_id, now
    sealing.seal(locked, answer=text)
    locked.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    people = case_queries.people_at(by, [locked.case], day=now.date(), organisation_id=locked.asking_id)
    _told(locked, "deciding.expectation_answered", people, Kind.EXPECTATION_ANSWERED, by=by, now=now)
    return locked


@transaction.atomic
def look_back(*, expectation: Expectation, done: bool, text: str, by: Viewer, now: datetime) -> Expectation:
    """Whether it was lived up to, as who expected it sees it."""
    case_policy.check_can_work(by, expectation.case)
    locked = _locked(expectation, by=by)
    rules.check_looks_back(is_asking=locked.asking_id == by.organisation_id, state=locked.state)
    if not done:
        rules.check_words(text, "text")
    locked.state = ExpectationState.DONE if done else ExpectationState.NOT_DONE
    sealing.seal(locked, outcome=text)
    locked.save(update_fields=["state", "outcome"])
    _told(locked, "deciding.expectation_ended", (), None, by=by, now=now)
    return locked


def _locked(expectation: Expectation, *, by: Viewer) -> Expectation:
    """As it is once nobody else answers."""
    objecting.alone(expectation.case)
    rows = Expectation.objects.visible_to(by)
    locked: Expectation = rows.select_related("case__key", "key").get(pk=expectation.pk)
    return locked


def _told(
    row: Expectation,
    deed: str,
    people: set[UUID] | Sequence[UUID],
    kind: Kind | None,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    cases.record_step(row.case, deed, by=by, now=now)
    if kind is not None:
        path = reverse("deciding:expectations", args=[row.case_id])
        notices.tell(to=people, kind=kind, path=path, by=by, now=now)
    log.record(deed, by=by, now=now, on=("expectation", row.id), scope=row.case_id)
