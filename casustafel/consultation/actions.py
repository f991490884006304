import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.consultation import policy, queries, rules
from casustafel.consultation.choices import ReplyKind, State, To
from casustafel.consultation.models import Consultation, Occasion, Reply
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties import terms
from casustafel.parties.models import Person
from casustafel.vault import keys, sealing
from casustafel.vault.choices import Scope


@dataclass(frozen=True)
class Question:
    """What is asked, in five parts; `not_names` are words that the asker says are no name of a person."""

    situation: str
    worries: str = ""
    goes_well: str = ""
    done: str = ""
    wants: str = ""
    not_names: Collection[str] = field(default_factory=tuple)

    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("situation", "worries", "goes_well", "done", "wants")}


@transaction.atomic
def ask(
    *,
    to: str,
    question: Question,
    by: Viewer,
    now: datetime,
    asked_of: Person | None = None,
    report_id: UUID | None = None,
) -> Consultation:
    """Put a situation to the reporting point, the support point or one person at a partner."""
    policy.check_can_ask(by, to, asked_of)
    for name in ("situation", "wants"):
        rules.check_says_something(question.texts()[name], field=name)
    checked = _checked(question.texts(), question.not_names, now)
    row = uuid4()
    consultation = Consultation(
        id=row,
        key=keys.make(Scope.CONSULTATION, row),
        partnership_id=by.partnership_id,
        asked_by_id=by.person_id,
        to=To(to),
        asked_of=asked_of,
        asked_date=now.date(),
        until_date=terms.due(by.partnership_id, "CONSULTATION_RETENTION", now.date()),
    )
    sealing.seal(consultation, **checked)
    consultation.save(force_insert=True)
    if report_id and asked_of:
        Occasion(consultation=consultation, partnership_id=by.partnership_id, report_id=report_id).save(
            force_insert=True
        )
    _moved("consultation.asked", consultation, by=by, now=now)
    return consultation


@transaction.atomic
def advise(
    *, consultation: Consultation, text: str, not_names: Collection[str] = (), by: Viewer, now: datetime
) -> Reply:
    consultation = _locked(consultation, by=by)
    policy.check_can_advise(by, consultation)
    rules.check_may_advise(consultation.state)
    reply = _reply(consultation, ReplyKind.ADVICE, text, not_names, by=by, now=now)
    consultation.state = State.ANSWERED
    consultation.save(update_fields=["state"])
    _moved("consultation.advised", consultation, by=by, now=now)
    return reply


@transaction.atomic
def follow_up(
    *, consultation: Consultation, text: str, not_names: Collection[str] = (), by: Viewer, now: datetime
) -> Reply:
    """Who asked asks further, after advice."""
    consultation = _locked(consultation, by=by)
    policy.check_is_asker(by, consultation)
    rules.check_may_follow_up(consultation.state)
    reply = _reply(consultation, ReplyKind.FOLLOW_UP, text, not_names, by=by, now=now)
    consultation.state = State.FOLLOWED_UP
    consultation.save(update_fields=["state"])
    _moved("consultation.followed_up", consultation, by=by, now=now)
    return reply


@transaction.atomic
def close(*, consultation: Consultation, by: Viewer, now: datetime) -> Consultation:
    """Who asked has what they need."""
    consultation = _locked(consultation, by=by)
    policy.check_is_asker(by, consultation)
    rules.check_may_close(consultation.state)
    consultation.state = State.CLOSED
    consultation.save(update_fields=["state"])
    _moved("consultation.closed", consultation, by=by, now=now)
    return consultation


@transaction.atomic
def withdraw(*, consultation: Consultation, by: Viewer, now: datetime) -> Consultation:
    consultation = _locked(consultation, by=by)
    policy.check_is_asker(by, consultation)
    rules.check_may_withdraw(consultation.state)
    consultation.state = State.WITHDRAWN
    consultation.save(update_fields=["state"])
    _moved("consultation.withdrawn", consultation, by=by, now=now)
    return consultation


def _moved(deed: str, consultation: Consultation, *, by: Viewer, now: datetime) -> None:
    """Every change of a consultation ends here: the line in the log, and the bell of whose turn it is."""
    log.record(deed, by=by, now=now, on=("consultation", consultation.id), scope=consultation.id)
    path = reverse("consultation:show", args=[consultation.id])
    if consultation.state in rules.WAITS_FOR_ADVICE:
        to = queries.who_may_answer(by, consultation, day=now.date())
        notices.tell(to=to, kind=Kind.QUESTION_PUT, path=path, by=by, now=now)
    elif consultation.state == State.ANSWERED:
        notices.tell(to=[consultation.asked_by_id], kind=Kind.ADVICE_GIVEN, path=path, by=by, now=now)


def _checked(texts: Mapping[str, str], not_names: Collection[str], now: datetime) -> dict[str, str]:
    """The texts without personal data, with the words of which the writer said that they are no name."""
    rules.check_anonymous(texts, not_names=not_names, today=now.date())
    confirmed = rules.confirmed_in(texts, not_names=not_names, today=now.date())
    return {**texts, "not_names": json.dumps(confirmed) if confirmed else ""}


def _reply(
    consultation: Consultation,
    kind: ReplyKind,
    text: str,
    not_names: Collection[str],
    *,
    by: Viewer,
    now: datetime,
) -> Reply:
    rules.check_says_something(text, field="text")
    checked = _checked({"text": text}, not_names, now)
    reply = Reply(consultation=consultation, key=consultation.key, kind=kind, by_id=by.person_id, at=now)
    sealing.seal(reply, **checked)
    reply.save(force_insert=True)
    return reply


def _locked(consultation: Consultation, *, by: Viewer) -> Consultation:
    """The row as it is now; who may not see it is stopped by the policy that follows."""
    policy.check_can_read(by, consultation)
    rows = Consultation.objects.visible_to(by).select_for_update(of=("self",)).select_related("key")
    found: Consultation = rows.get(pk=consultation.pk)
    return found
