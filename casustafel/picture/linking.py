"""What lies beside a statement: what supports or contradicts it, and who later confirmed or refuted it."""

from datetime import datetime

from django.db import connection, transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.lib import locking
from casustafel.picture import rules
from casustafel.picture.models import Statement, StatementLink, Verdict
from casustafel.vault import sealing


@transaction.atomic
def link(*, statement: Statement, other: Statement, kind: str, by: Viewer, now: datetime) -> StatementLink:
    """Say that `statement` supports or contradicts `other`. It shows to who may see both."""
    policy.check_can_work(by, statement.case)
    for each in (statement, other):
        rules.check_stands(is_withdrawn=each.withdrawn_at is not None)
    locking.alone(f"link|{'|'.join(sorted((str(statement.id), str(other.id))))}")
    rules.check_not_linked(is_same=statement.id == other.id, is_linked=_is_linked(statement, other, by))
    made = StatementLink.beside(
        statement.contribution,
        statement=statement,
        other=other,
        other_contribution=other.contribution,
        kind=kind,
        organisation_id=by.organisation_id,
        by_id=by.person_id,
        at=now,
    )
    made.save(force_insert=True)
    log.record("picture.statement_linked", by=by, now=now, on=("statement", other.id), scope=other.case_id)
    _tell([statement, other], "picture.statement_linked", by=by, now=now)
    return made


def _is_linked(one: Statement, other: Statement, by: Viewer) -> bool:
    pair = [one.id, other.id]
    found: bool = StatementLink.objects.visible_to(by).filter(statement__in=pair, other__in=pair).exists()
    return found


@transaction.atomic
def unlink(*, link: StatementLink, by: Viewer, now: datetime) -> None:
    policy.check_can_work(by, link.case)
    rules.check_own_words(maker=link.organisation_id, own=by.organisation_id)
    link.delete()
    action, on = "picture.statement_unlinked", ("statement", link.other_id)
    log.record(action, by=by, now=now, on=on, scope=link.case_id)
    _tell([link.statement, link.other], action, by=by, now=now)


@transaction.atomic
def give_verdict(*, statement: Statement, kind: str, reason: str, by: Viewer, now: datetime) -> Verdict:
    """Confirm or refute, and say how one knows. It stands beside what others said of it before."""
    policy.check_can_work(by, statement.case)
    rules.check_stands(is_withdrawn=statement.withdrawn_at is not None)
    rules.check_reason(reason)
    made = Verdict.beside(
        statement.contribution,
        statement=statement,
        kind=kind,
        organisation_id=by.organisation_id,
        by_id=by.person_id,
        at=now,
    )
    sealing.seal(made, reason=reason)
    made.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT picture_set_verdict(%s, %s)", [statement.id, kind])
    action, on = "picture.verdict_given", ("statement", statement.id)
    log.record(action, by=by, now=now, on=on, scope=statement.case_id)
    _tell([statement], action, by=by, now=now)
    return made


def _tell(statements: list[Statement], action: str, *, by: Viewer, now: datetime) -> None:
    """The file reads back only what the whole table may know of every statement that it is about."""
    if all(each.contribution.is_for_all for each in statements):
        cases.record_step(statements[0].case, action, by=by, now=now)
