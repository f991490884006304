from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.cases import queries as case_queries
from casustafel.cases.models import Case
from casustafel.lib import locking
from casustafel.lib.refusal import Conflict
from casustafel.parties.models import Organisation
from casustafel.picture import rules
from casustafel.picture.choices import Audience, RequestState
from casustafel.picture.models import Contribution, InformationRequest, Revision, Sharing, Statement
from casustafel.vault import opening, sealing


@dataclass(frozen=True)
class NewStatement:
    nature: str
    text: str
    source: str
    domain: str
    bearing: str
    reliability: str
    first_hand: bool
    observed_date: date | None = None


@transaction.atomic
def contribute(
    *,
    case: Case,
    purpose: str,
    ground: str,
    category: str,
    audience: str,
    statements: Sequence[NewStatement],
    by: Viewer,
    now: datetime,
) -> Contribution:
    """Bring in statements for one purpose on one ground. Before the chair opens sharing only one's own
    organisation sees them; after that they are there for their audience at once."""
    policy.check_can_work(by, case)
    rules.check_reason(purpose, "purpose")
    rules.check_has_statements(len(statements))
    rules.check_may_use_core(audience, by.tie)
    made = Contribution(
        case=case,
        key=case.core_key if audience == Audience.CORE else case.key,
        organisation_id=by.organisation_id,
        person_id=by.person_id,
        ground=ground,
        category=category,
        audience=audience,
        made_at=now,
        shared_at=now if is_sharing(case, by) else None,
    )
    sealing.seal(made, purpose=purpose)
    made.save(force_insert=True)
    Statement.objects.bulk_create([_statement(made, new, now=now) for new in statements])
    cases.record_step(case, "picture.contributed", by=by, now=now)
    log.record("picture.contributed", by=by, now=now, on=("contribution", made.id), scope=case.id)
    return made


def is_sharing(case: Case, viewer: Viewer) -> bool:
    return Sharing.objects.visible_to(viewer).filter(case=case).exists()


@transaction.atomic
def add_statement(*, contribution: Contribution, new: NewStatement, by: Viewer, now: datetime) -> Statement:
    policy.check_can_work(by, contribution.case)
    rules.check_is_own(maker=contribution.organisation_id, own=by.organisation_id)
    made = _statement(contribution, new, now=now)
    made.save(force_insert=True)
    log.record(
        "picture.statement_added", by=by, now=now, on=("statement", made.id), scope=contribution.case_id
    )
    return made


def _statement(contribution: Contribution, new: NewStatement, *, now: datetime) -> Statement:
    rules.check_reason(new.text, "text")
    made = Statement(
        case=contribution.case,
        key=contribution.key,
        contribution=contribution,
        nature=new.nature,
        domain=new.domain,
        bearing=new.bearing,
        reliability=new.reliability,
        first_hand=new.first_hand,
        observed_date=new.observed_date,
        told_date=now.date(),
    )
    sealing.seal(made, text=new.text, source=new.source)
    return made


@transaction.atomic
def revise_statement(
    *, statement: Statement, version: int, text: str, by: Viewer, now: datetime
) -> Statement:
    """Put one's own organisation's statement otherwise. What it said is kept; a text somebody else changed
    meanwhile is not overwritten (Conflict)."""
    policy.check_can_work(by, statement.case)
    rules.check_is_own(maker=statement.contribution.organisation_id, own=by.organisation_id)
    rules.check_reason(text, "text")
    locked: Statement = (
        Statement.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("key", "case", "contribution")
        .get(pk=statement.pk)
    )
    if locked.version != version:
        raise Conflict(mine=text)
    before = opening.open_all([locked], by=by, purpose="statement.revise", now=now)(locked, "text")
    kept = Revision(
        case=locked.case,
        key=locked.key,
        contribution=locked.contribution,
        statement=locked,
        version=locked.version,
        replaced_at=now,
        by_id=by.person_id,
    )
    sealing.seal(kept, text=before)
    kept.save(force_insert=True)
    locked.version += 1
    sealing.seal(locked, text=text)
    locked.save(update_fields=["version", "text"])
    log.record("picture.statement_revised", by=by, now=now, on=("statement", locked.id), scope=locked.case_id)
    return locked


@transaction.atomic
def open_sharing(*, case: Case, by: Viewer, now: datetime) -> Sharing:
    """The chair opens sharing: what every organisation prepared alone shows to its audience from now on."""
    policy.check_can_chair(by, case)
    locking.alone(f"sharing|{case.id}")
    rules.check_not_shared_yet(is_sharing(case, by))
    made = Sharing(case=case, key=case.key, opened_by_id=by.person_id, opened_at=now)
    made.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT picture_open_sharing(%s, %s)", [case.id, now])
    cases.record_step(case, "picture.sharing_opened", by=by, now=now)
    log.record("picture.sharing_opened", by=by, now=now, on=("case", case.id), scope=case.id)
    return made


@transaction.atomic
def ask(
    *,
    case: Case,
    organisation: Organisation,
    domain: str,
    question: str,
    purpose: str,
    ground: str,
    due_date: date,
    by: Viewer,
    now: datetime,
) -> InformationRequest:
    """Put a blank spot to one organisation: what for, on which ground, by when."""
    policy.check_can_work(by, case)
    rules.check_reason(purpose, "purpose")
    seated = case_queries.organisations_at(by, case, day=now.date())
    rules.check_sits(is_seated=organisation in seated)
    made = InformationRequest(
        case=case,
        key=case.key,
        organisation=organisation,
        asked_by_id=by.person_id,
        domain=domain,
        question=question,
        ground=ground,
        asked_at=now,
        due_date=due_date,
    )
    sealing.seal(made, purpose=purpose)
    made.save(force_insert=True)
    cases.record_step(case, "picture.asked", by=by, now=now, reason=purpose)
    log.record("picture.asked", by=by, now=now, on=("request", made.id), scope=case.id)
    return made


@transaction.atomic
def reply_to_request(
    *, request: InformationRequest, outcome: str, text: str, by: Viewer, now: datetime
) -> InformationRequest:
    """Answer, say that nothing is known, or refuse with the ground; each is kept."""
    policy.check_can_work(by, request.case)
    rules.check_is_asked(asked=request.organisation_id, own=by.organisation_id)
    locked: InformationRequest = (
        InformationRequest.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    )
    rules.check_asked(locked.state)
    rules.check_reason(text, "text")
    locked.state, locked.answered_at = RequestState(outcome), now
    sealing.seal(locked, answer=text)
    locked.save(update_fields=["state", "answered_at", "answer"])
    cases.record_step(locked.case, "picture.request_answered", by=by, now=now)
    log.record("picture.request_answered", by=by, now=now, on=("request", locked.id), scope=locked.case_id)
    return locked
