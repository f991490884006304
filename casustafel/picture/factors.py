"""Factors: where the table stands on each, why, and on which statements that rests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.cases.models import Case
from casustafel.lib import locking
from casustafel.lib.refusal import Conflict, NotYours
from casustafel.method import model
from casustafel.picture import recognised_rules, rules
from casustafel.picture.choices import FactorStand
from casustafel.picture.models import Factor, FactorChange, FactorTie, Sharing, Statement
from casustafel.vault import opening, sealing


@dataclass(frozen=True)
class Said:
    """Where the table stands on a factor, and why. `sides` says of a statement whether it speaks for or
    against it; "" takes it off; a statement that is not in it stays as it was."""

    stand: str
    reason: str
    sides: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnWords:
    """A factor the model does not name, in the words of the table."""

    domain: str
    bearing: str
    words: str


@transaction.atomic
def recognise(*, case: Case, code: str, said: Said, by: Viewer, now: datetime) -> Factor:
    """The first word about a factor of the model. Who was just too late loses nothing (Conflict)."""
    _check(case, said, by=by)
    known = next((each for each in model.of(case.model_version).factors if each.code == code), None)
    if known is None:
        raise NotYours
    locking.alone(f"factors|{case.id}")
    if Factor.objects.visible_to(by).filter(case=case, code=code).exists():
        raise Conflict(mine=said.reason)
    made = Factor(case=case, code=code, domain=known.domain, bearing=known.bearing)
    _begin(made, said, by, now)
    _tell(made, said, by=by, now=now)
    return made


@transaction.atomic
def recognise_own(*, case: Case, own: OwnWords, said: Said, by: Viewer, now: datetime) -> Factor:
    _check(case, said, by=by)
    rules.check_reason(own.words, "words")
    recognised_rules.check_has_two_sides(own.bearing)
    made = Factor(case=case, domain=own.domain, bearing=own.bearing)
    _begin(made, said, by, now, words=own.words)
    _tell(made, said, by=by, now=now)
    return made


@transaction.atomic
def say_anew(*, factor: Factor, version: int, said: Said, by: Viewer, now: datetime) -> Factor:
    """Where it stood and why is kept; what somebody else said meanwhile is not overwritten (Conflict)."""
    _check(factor.case, said, by=by)
    rows = Factor.objects.visible_to(by).select_for_update(of=("self",)).select_related("key", "case__key")
    locked: Factor = rows.get(pk=factor.pk)
    if locked.version != version:
        raise Conflict(mine=said.reason)
    _keep(locked, by=by, now=now)
    locked.version += 1
    _stand(locked, said, by, now)
    locked.save(update_fields=["stand", "organisation_id", "by_id", "at", "version", "reason"])
    _tie(locked, said, by=by, now=now)
    _tell(locked, said, by=by, now=now)
    return locked


def _check(case: Case, said: Said, *, by: Viewer) -> None:
    policy.check_can_work(by, case)
    recognised_rules.check_has_been_shared(
        is_shared=Sharing.objects.visible_to(by).filter(case=case).exists()
    )
    rules.check_reason(said.reason)


def _begin(made: Factor, said: Said, by: Viewer, now: datetime, words: str = "") -> None:
    made.key = made.case.key
    _stand(made, said, by, now)
    sealing.seal(made, words=words)
    made.save(force_insert=True)
    _tie(made, said, by=by, now=now)


def _stand(factor: Factor, said: Said, by: Viewer, now: datetime) -> None:
    factor.stand, factor.at = FactorStand(said.stand), now
    factor.organisation_id, factor.by_id = by.organisation_id, by.person_id
    sealing.seal(factor, reason=said.reason)


def _keep(factor: Factor, *, by: Viewer, now: datetime) -> None:
    before = opening.open_all([factor], by=by, purpose="factor.say", now=now)(factor, "reason")
    kept = FactorChange(
        case=factor.case,
        key=factor.key,
        factor=factor,
        version=factor.version,
        stand=factor.stand,
        organisation_id=factor.organisation_id,
        by_id=factor.by_id,
        at=factor.at,
    )
    sealing.seal(kept, reason=before)
    kept.save(force_insert=True)


def _tie(factor: Factor, said: Said, *, by: Viewer, now: datetime) -> None:
    ties = FactorTie.objects.visible_to(by).filter(factor=factor)
    there = {tie.statement_id: tie for tie in ties.select_related("statement")}
    changed = {row: side for row, side in said.sides.items() if side != _side(there.get(row))}
    for statement in _statements(factor.case, changed, by=by):
        _put(factor, statement, changed[statement.id], there.get(statement.id), by=by, now=now)
    left = ties.filter(statement__withdrawn_at__isnull=True).values_list("side", flat=True)
    recognised_rules.check_recognised(factor.stand, set(left))


def _side(tie: FactorTie | None) -> str:
    return tie.side if tie else ""


def _statements(case: Case, wanted: Mapping[UUID, str], *, by: Viewer) -> list[Statement]:
    rows = Statement.objects.visible_to(by).filter(case=case, pk__in=wanted.keys())
    found = list(rows.select_related("contribution__case", "contribution__key"))
    if len(found) < len(wanted):
        raise NotYours
    return found


def _put(
    factor: Factor, statement: Statement, side: str, there: FactorTie | None, *, by: Viewer, now: datetime
) -> None:
    if there is not None:
        FactorTie.objects.visible_to(by).filter(pk=there.pk).delete()
    if side:
        brought_in = statement.contribution
        recognised_rules.check_may_be_tied(
            is_for_the_table=brought_in.is_for_all,
            is_withdrawn=statement.withdrawn_at is not None,
            field=f"side_{statement.id.hex}",
        )
        tie = FactorTie.beside(
            brought_in, factor=factor, statement=statement, side=side, by_id=by.person_id, at=now
        )
        tie.save(force_insert=True)
    action = "picture.factor_tied" if side else "picture.factor_untied"
    log.record(action, by=by, now=now, on=("statement", statement.id), scope=factor.case_id)


def _tell(factor: Factor, said: Said, *, by: Viewer, now: datetime) -> None:
    cases.record_step(factor.case, "picture.factor_said", by=by, now=now, reason=said.reason)
    log.record("picture.factor_said", by=by, now=now, on=("factor", factor.id), scope=factor.case_id)
