"""One sentence at a time: stating, and putting it otherwise."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.lib.refusal import Conflict
from casustafel.method import model
from casustafel.method.model import Item, Model
from casustafel.picture import rules
from casustafel.picture.choices import Credibility
from casustafel.picture.models import Contribution, Revision, Statement
from casustafel.vault import opening, sealing
from casustafel.vault.opening import Opened

MARKS = (
    *("nature", "domain", "question", "bearing", "factor"),
    *("reliability", "credibility", "first_hand", "observed_date"),
)


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
    credibility: str = Credibility.UNKNOWN
    question: str = ""
    factor: str = ""


@transaction.atomic
def add_statement(*, contribution: Contribution, new: NewStatement, by: Viewer, now: datetime) -> Statement:
    _check_may_add(contribution, by)
    (made,) = stated(contribution, [new], now=now)
    made.save(force_insert=True)
    log.record(
        "picture.statement_added", by=by, now=now, on=("statement", made.id), scope=contribution.case_id
    )
    _tell(contribution, "picture.statement_added", by=by, now=now)
    return made


@transaction.atomic
def add_statements(
    *, contribution: Contribution, new: Sequence[NewStatement], by: Viewer, now: datetime
) -> list[Statement]:
    """A text that was cut into sentences: all of them, or none."""
    _check_may_add(contribution, by)
    rules.check_has_statements(len(new))
    made = Statement.objects.bulk_create(stated(contribution, new, now=now))
    on = ("contribution", contribution.id)
    log.record("picture.statements_added", by=by, now=now, on=on, scope=contribution.case_id)
    _tell(contribution, "picture.statements_added", by=by, now=now)
    return list(made)


def stated(contribution: Contribution, new: Sequence[NewStatement], *, now: datetime) -> list[Statement]:
    """Sealed, for who saves them. Each a little later than the one before: they read back in their order."""
    version = model.of(contribution.case.model_version)
    return [
        _stated(contribution, each, version, now=now + timedelta(microseconds=place))
        for place, each in enumerate(new)
    ]


def _stated(contribution: Contribution, new: NewStatement, version: Model, *, now: datetime) -> Statement:
    check(new, version, today=now.date())
    marks = {name: getattr(new, name) for name in MARKS}
    made = Statement.beside(contribution, told_date=now.date(), made_at=now, **marks)
    sealing.seal(made, text=new.text, source=new.source)
    return made


def check(new: NewStatement, version: Model, *, today: date) -> None:
    """What a sentence and its marks must hold to, whatever form they came by."""
    rules.check_reason(new.text, "text")
    rules.check_seen(new.observed_date, today)
    rules.check_of_domain(_domain_of(version.factors, new.factor), new.domain, "factor")
    rules.check_of_domain(_domain_of(version.questions, new.question), new.domain, "question")


def _domain_of(items: Sequence[Item], code: str) -> str | None:
    """None when nothing was chosen; "" when it is not in this model."""
    return next((item.domain for item in items if item.code == code), "") if code else None


def _check_may_add(contribution: Contribution, by: Viewer) -> None:
    policy.check_can_work(by, contribution.case)
    rules.check_is_own(maker=contribution.organisation_id, own=by.organisation_id)
    rules.check_is_kept(is_kept=contribution.is_kept)


@transaction.atomic
def revise_statement(
    *, statement: Statement, version: int, new: NewStatement, by: Viewer, now: datetime, reason: str = ""
) -> Statement:
    """Put one's own organisation's statement otherwise, in its words and its marks. What it said is kept;
    what somebody else changed meanwhile is not overwritten (Conflict). Once others had it, they read why."""
    policy.check_can_work(by, statement.case)
    rules.check_is_own(maker=statement.contribution.organisation_id, own=by.organisation_id)
    locked = _locked(statement, by)
    rules.check_stands(is_withdrawn=locked.withdrawn_at is not None)
    check(new, model.of(locked.case.model_version), today=now.date())
    if locked.contribution.shared_at is not None:
        rules.check_reason(reason)
    if locked.version != version:
        raise Conflict(mine=new.text)
    opened = opening.open_all([locked], by=by, purpose="statement.revise", now=now)
    _keep(locked, opened, by=by, now=now)
    _put_otherwise(locked, new)
    log.record("picture.statement_revised", by=by, now=now, on=("statement", locked.id), scope=locked.case_id)
    _tell(locked.contribution, "picture.statement_revised", by=by, now=now)
    return locked


def _locked(statement: Statement, by: Viewer) -> Statement:
    found: Statement = (
        Statement.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("key", "case__key", "contribution__case__key", "contribution__key")
        .get(pk=statement.pk)
    )
    return found


def _keep(said: Statement, opened: Opened, *, by: Viewer, now: datetime) -> None:
    kept = Revision.beside(
        said.contribution, statement=said, version=said.version, replaced_at=now, by_id=by.person_id
    )
    marks = {name: getattr(said, name) for name in MARKS}
    sealing.seal(
        kept, text=opened(said, "text"), source=opened(said, "source"), marks=json.dumps(marks, default=str)
    )
    kept.save(force_insert=True)


def _put_otherwise(said: Statement, new: NewStatement) -> None:
    for name in MARKS:
        setattr(said, name, getattr(new, name))
    said.version += 1
    sealing.seal(said, text=new.text, source=new.source)
    said.save(update_fields=[*MARKS, "version", "text", "source"])


def _tell(contribution: Contribution, action: str, *, by: Viewer, now: datetime) -> None:
    """The file reads back only what the whole table may know; the log keeps it all."""
    if contribution.is_for_all:
        cases.record_step(contribution.case, action, by=by, now=now)
