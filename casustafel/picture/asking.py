"""A blank spot put to organisations, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.cases import queries as case_queries
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties.models import Organisation
from casustafel.picture import contributing, rules
from casustafel.picture.asking_queries import is_replied
from casustafel.picture.choices import RequestState
from casustafel.picture.contributing import Given
from casustafel.picture.models import InformationRequest, Reply
from casustafel.picture.stating import NewStatement
from casustafel.picture.telling import tell_askers
from casustafel.sharing import catalogue
from casustafel.vault import sealing


@dataclass(frozen=True)
class NewRequest:
    """One blank spot: what for, on which ground we ask, the least that is needed, and by when."""

    domain: str
    question: str
    purpose: str
    minimum: str
    ground: str
    due_date: date


@transaction.atomic
def ask(
    *, case: Case, organisations: Sequence[Organisation], new: NewRequest, by: Viewer, now: datetime
) -> list[InformationRequest]:
    """Put a blank spot to organisations at this table, a request each."""
    policy.check_can_work(by, case)
    rules.check_reason(new.purpose, "purpose")
    rules.check_reason(new.minimum, "minimum")
    rules.check_known_ground(is_known=catalogue.current().find(new.ground) is not None)
    rules.check_answer_day(new.due_date, now.date())
    seated = case_queries.organisations_at(by, case, day=now.date())
    rules.check_someone_asked(len(organisations))
    rules.check_sits(is_seated=all(each in seated for each in organisations))
    return [_ask(case, each, new, by=by, now=now) for each in organisations]


def _ask(
    case: Case, organisation: Organisation, new: NewRequest, *, by: Viewer, now: datetime
) -> InformationRequest:
    made = InformationRequest(
        case=case,
        key=case.key,
        organisation=organisation,
        asked_by_id=by.person_id,
        domain=new.domain,
        question=new.question,
        ground=new.ground,
        asked_at=now,
        due_date=new.due_date,
    )
    sealing.seal(made, purpose=new.purpose, minimum=new.minimum)
    made.save(force_insert=True)
    cases.record_step(case, "picture.asked", by=by, now=now, reason=new.purpose)
    _ring(made, by=by, now=now)
    log.record("picture.asked", by=by, now=now, on=("request", made.id), scope=case.id)
    return made


@transaction.atomic
def answer(
    *,
    request: InformationRequest,
    given: Given,
    statements: Sequence[NewStatement],
    by: Viewer,
    now: datetime,
    aid_id: UUID | None = None,
) -> Reply:
    """Answer with a contribution of one's own organisation. That there is an answer shows to its audience,
    and to nobody else: no step in the file, no bell, no live event."""
    locked = _to_answer(request, by=by)
    rules.check_asked("ANSWERED" if is_replied(by, locked) else locked.state)
    made = contributing.contribute(
        case=locked.case,
        given=given,
        statements=[_on_question(each, locked) for each in statements],
        aid_id=aid_id,
        by=by,
        now=now,
    )
    reply = Reply.beside(made, request=locked, at=now)
    reply.save(force_insert=True)
    if made.is_for_all:
        cases.record_step(locked.case, "picture.request_answered", by=by, now=now)
    tell_askers(locked.case_id, now=now)
    log.record("picture.request_answered", by=by, now=now, on=("request", locked.id), scope=locked.case_id)
    return reply


@transaction.atomic
def decline(
    *,
    request: InformationRequest,
    outcome: str,
    refusal: str = "",
    text: str = "",
    by: Viewer,
    now: datetime,
) -> InformationRequest:
    """Say that nothing is known, or refuse with the ground. The whole table reads it."""
    locked = _to_answer(request, by=by)
    rules.check_asked(locked.state)
    rules.check_after_reply(outcome, is_replied=is_replied(by, locked))
    rules.check_refusal(outcome, refusal=refusal, text=text)
    locked.refusal = refusal if outcome == RequestState.REFUSED else ""
    _end(locked, RequestState(outcome), text, now=now)
    cases.record_step(locked.case, "picture.request_declined", by=by, now=now)
    _tell_asker(locked, by=by, now=now)
    log.record("picture.request_declined", by=by, now=now, on=("request", locked.id), scope=locked.case_id)
    return locked


@transaction.atomic
def withdraw(*, request: InformationRequest, reason: str, by: Viewer, now: datetime) -> InformationRequest:
    """It is not needed any more. Who may not read an answer withdraws as if there were none."""
    _check_asks(request, by=by)
    rules.check_reason(reason)
    locked = _locked(request, by=by)
    rules.check_asked(locked.state)
    _end(locked, RequestState.WITHDRAWN, reason, now=now)
    cases.record_step(locked.case, "picture.request_withdrawn", by=by, now=now)
    log.record("picture.request_withdrawn", by=by, now=now, on=("request", locked.id), scope=locked.case_id)
    return locked


@transaction.atomic
def remind(*, request: InformationRequest, by: Viewer, now: datetime) -> None:
    """Ring once more at the organisation that was asked; also when it answered others than who reminds."""
    _check_asks(request, by=by)
    locked = _locked(request, by=by)
    rules.check_asked("ANSWERED" if is_replied(by, locked) else locked.state)
    _ring(locked, by=by, now=now)
    log.record("picture.request_reminded", by=by, now=now, on=("request", locked.id), scope=locked.case_id)


def _to_answer(request: InformationRequest, *, by: Viewer) -> InformationRequest:
    policy.check_can_work(by, request.case)
    rules.check_is_asked(asked=request.organisation_id, own=by.organisation_id)
    return _locked(request, by=by)


def _check_asks(request: InformationRequest, *, by: Viewer) -> None:
    seat = policy.check_can_work(by, request.case)
    rules.check_asks(is_asker=request.asked_by_id == by.person_id, chairs=seat.role == SeatRole.CHAIR)


def _locked(request: InformationRequest, *, by: Viewer) -> InformationRequest:
    rows = InformationRequest.objects.visible_to(by).select_for_update(of=("self",))
    locked: InformationRequest = rows.select_related("case__key", "case__core_key", "key").get(pk=request.pk)
    return locked


def _end(locked: InformationRequest, state: RequestState, text: str, *, now: datetime) -> None:
    locked.state, locked.answered_at = state, now
    sealing.seal(locked, answer=text)
    locked.save(update_fields=["state", "answered_at", "refusal", "answer"])


def _on_question(new: NewStatement, request: InformationRequest) -> NewStatement:
    """What is said of the same part of life answers the question, unless its author says otherwise."""
    if new.question or new.domain != request.domain:
        return new
    return replace(new, question=request.question)


def _ring(request: InformationRequest, *, by: Viewer, now: datetime) -> None:
    asked = case_queries.people_at(
        by, [request.case], day=now.date(), organisation_id=request.organisation_id
    )
    notices.tell(to=asked, kind=Kind.INFORMATION_ASKED, path=_page(request), by=by, now=now)


def _tell_asker(request: InformationRequest, *, by: Viewer, now: datetime) -> None:
    path = _page(request)
    notices.tell(to=[request.asked_by_id], kind=Kind.INFORMATION_GIVEN, path=path, by=by, now=now)


def _page(request: InformationRequest) -> str:
    return reverse("picture:request", args=[request.case_id, request.id])
