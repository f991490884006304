import json
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from casustafel.access import drafts
from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.parties import terms
from casustafel.sharing import catalogue, policy, queries, rules
from casustafel.sharing.choices import Outcome, State, Step
from casustafel.sharing.models import Aid
from casustafel.vault import keys, sealing
from casustafel.vault.choices import Scope

TERM = "SHARING_AID_RETENTION"


@transaction.atomic
def begin(*, called: str, by: Viewer, now: datetime) -> Aid:
    policy.check_can_weigh(by)
    rules.check_reason(called, "called")
    row, today = uuid4(), now.date()
    made = Aid(
        id=row,
        key=keys.make(Scope.SHARING, row),
        partnership_id=by.partnership_id,
        made_by_id=by.person_id,
        catalogue=catalogue.CURRENT,
        begun_date=today,
        changed_date=today,
        until_date=terms.due(by.partnership_id, TERM, today),
    )
    sealing.seal(made, called=called)
    made.save(force_insert=True)
    log.record("sharing.begun", by=by, now=now, on=("aid", row), scope=row)
    return made


@transaction.atomic
def answer(*, aid: Aid, step: Step, answers: Mapping[str, str], by: Viewer, now: datetime) -> Aid:
    """Keep the answers to one step, in any order, as often as the maker wants until it is finished."""
    aid = _open_draft(aid, by=by)
    rules.check_answers(step, answers)
    if step == Step.RECEIVER:
        known = [ground.code for ground in catalogue.of(aid.catalogue).to_share_on()]
        rules.check_known_ground(answers["ground"], known)
    sealing.seal(aid, **{step.value: json.dumps(dict(answers))})
    _keep(aid, step.value, now=now)
    drafts.drop(by=by, place=queries.draft_place(aid, step))
    log.record("sharing.answered", by=by, now=now, on=("aid", aid.id), scope=aid.id)
    return aid


@transaction.atomic
def choose(*, aid: Aid, outcome: str, reason: str, by: Viewer, now: datetime) -> Aid:
    """The outcome the maker chose, with the reason. No answer decides it or changes it."""
    aid = _open_draft(aid, by=by)
    rules.check_every_step(aid.answered)
    rules.check_reason(reason)
    aid.outcome = Outcome(outcome)
    sealing.seal(aid, reason=reason)
    _keep(aid, "outcome", "reason", now=now)
    log.record("sharing.chosen", by=by, now=now, on=("aid", aid.id), scope=aid.id)
    return aid


@transaction.atomic
def finish(*, aid: Aid, by: Viewer, now: datetime) -> Aid:
    """From now on it stays as it is, and can go along with a report or a contribution."""
    aid = _open_draft(aid, by=by)
    rules.check_every_step(aid.answered)
    rules.check_chosen(aid.outcome)
    aid.state, aid.done_date = State.DONE, now.date()
    _keep(aid, "state", "done_date", now=now)
    log.record("sharing.finished", by=by, now=now, on=("aid", aid.id), scope=aid.id)
    return aid


def _open_draft(aid: Aid, *, by: Viewer) -> Aid:
    policy.check_can_see(by, aid)
    rows = Aid.objects.visible_to(by).select_for_update(of=("self",)).select_related("key")
    found: Aid | None = rows.filter(pk=aid.pk, state=State.DRAFT).first()
    rules.check_draft(is_draft=found is not None)
    assert found is not None  # noqa: S101  the rule said so
    return found


def _keep(aid: Aid, *columns: str, now: datetime) -> None:
    aid.changed_date = now.date()
    aid.until_date = terms.due(aid.partnership_id, TERM, aid.changed_date)
    aid.save(update_fields=[*columns, "changed_date", "until_date"])
