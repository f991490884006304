"""What was brought in turns out otherwise, or is taken back: who received it hears of it, and says so. That
does not end when a case is closed. (Wpg art. 4(4), as far as the study read it.)"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.cases.models import Case, Seat
from casustafel.lib.refusal import NotYours
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.picture import rules, stating
from casustafel.picture.choices import Audience, CorrectionKind, ExportFor
from casustafel.picture.models import (
    AudienceSeat,
    Contribution,
    Correction,
    CorrectionNotice,
    InstrumentResult,
    Provision,
    Statement,
)
from casustafel.picture.stating import NewStatement
from casustafel.vault import sealing


@transaction.atomic
def put_right(
    *, statement: Statement, version: int, new: NewStatement, reason: str, by: Viewer, now: datetime
) -> Statement:
    """Put a statement otherwise. Once it was provided that is a correction: it asks why, and each receiver
    gets notice of it."""
    contribution = _alone(statement.contribution_id, by)
    changed = stating.revise_statement(
        statement=statement, version=version, new=new, reason=reason, by=by, now=now
    )
    if contribution.shared_at is not None:
        _record(contribution, [changed], CorrectionKind.CORRECTED, reason, by=by, now=now)
        _tell(contribution, [changed], "picture.statement_corrected", by=by, now=now)
    return changed


@transaction.atomic
def withdraw(*, statement: Statement, reason: str, by: Viewer, now: datetime) -> list[Statement]:
    """Take back one statement. It stays until its term, and shows to no receiver any more."""
    given = _held(statement.case, statement.contribution_id, reason, by)
    taken = _take_back(given, reason, only=statement.pk, by=by, now=now)
    _tell(given, taken, "picture.statement_withdrawn", by=by, now=now)
    return taken


@transaction.atomic
def withdraw_all(*, contribution: Contribution, reason: str, by: Viewer, now: datetime) -> list[Statement]:
    """Take back everything that still stands of one contribution."""
    given = _held(contribution.case, contribution.pk, reason, by)
    taken = _take_back(given, reason, only=None, by=by, now=now)
    _tell(given, taken, "picture.statement_withdrawn", by=by, now=now)
    return taken


@transaction.atomic
def withdraw_result(*, result: InstrumentResult, reason: str, by: Viewer, now: datetime) -> None:
    """Take back the result of an instrument. Its reports open to no receiver any more either. Who has a
    better one brings that in anew."""
    given = _held(result.case, result.contribution_id, reason, by)
    stands = InstrumentResult.objects.visible_to(by).filter(pk=result.pk, withdrawn_at__isnull=True)
    rules.check_some_stand(stands.update(withdrawn_at=now))
    _send(given, [{"result": result, "version": 1}], CorrectionKind.WITHDRAWN, reason, by=by, now=now)
    action = "picture.instrument_withdrawn"
    log.record(action, by=by, now=now, on=("instrument_result", result.id), scope=given.case_id)
    if given.is_for_all:
        cases.record_step(given.case, action, by=by, now=now)


def _held(case: Case, contribution_id: UUID, reason: str, by: Viewer) -> Contribution:
    policy.check_can_see(by, case)
    rules.check_reason(reason)
    return _alone(contribution_id, by)


def _take_back(
    given: Contribution, reason: str, *, only: UUID | None, by: Viewer, now: datetime
) -> list[Statement]:
    rows = Statement.objects.visible_to(by).standing().filter(contribution=given).order_by("id")
    standing = list(rows.filter(pk=only) if only else rows)
    rules.check_some_stand(len(standing))
    rows.filter(pk__in=[each.pk for each in standing]).update(withdrawn_at=now)
    for each in standing:
        each.withdrawn_at = now
    _record(given, standing, CorrectionKind.WITHDRAWN, reason, by=by, now=now)
    return standing


def _alone(contribution_id: UUID, by: Viewer) -> Contribution:
    """One's own organisation's. Held, so that nobody comes to read it while it is being put right: whoever
    received it before is told, and whoever comes after reads it as it then is."""
    rows = Contribution.objects.visible_to(by).filter(pk=contribution_id)
    seen: Contribution | None = rows.first()
    if seen is None:
        raise NotYours
    rules.check_is_own(maker=seen.organisation_id, own=by.organisation_id)
    held: Contribution = rows.select_for_update(of=("self",)).select_related("case__key", "key").get()
    return held


def _record(
    contribution: Contribution,
    statements: Sequence[Statement],
    kind: CorrectionKind,
    reason: str,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    version_before = 1 if kind == CorrectionKind.CORRECTED else 0
    about = [{"statement": each, "version": each.version - version_before} for each in statements]
    _send(contribution, about, kind, reason, by=by, now=now)


def _send(
    contribution: Contribution,
    about: Sequence[dict[str, Any]],
    kind: CorrectionKind,
    reason: str,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    """Why, and a notice for each organisation that received it. Called inside the act that puts it right."""
    made = []
    for each in about:
        row = Correction.beside(
            contribution,
            **each,
            kind=kind,
            organisation_id=by.organisation_id,
            by_id=by.person_id,
            at=now,
        )
        sealing.seal(row, reason=reason)
        made.append(row)
    Correction.objects.bulk_create(made)
    _give_notice(contribution, made, by=by, now=now)


def _give_notice(
    contribution: Contribution, corrections: Sequence[Correction], *, by: Viewer, now: datetime
) -> None:
    received = dict(
        Provision.objects.visible_to(by).filter(contribution=contribution).values_list("receiver", "at")
    )
    rows = [
        CorrectionNotice.beside(
            contribution,
            correction=correction,
            kind=correction.kind,
            audience=contribution.audience,
            provider_id=by.organisation_id,
            organisation_id=receiver,
            provided_at=at,
            at=now,
        )
        for correction in corrections
        for receiver, at in received.items()
    ]
    if not rows:
        return
    CorrectionNotice.objects.bulk_create(rows)
    path = reverse("picture:corrections")
    to = _who_read(contribution, list(received), by)
    notices.tell(to=to, kind=Kind.CORRECTION_CAME, path=path, by=by, now=now)
    named = [f"picture_correctionnotice:{row.id}" for row in rows]
    on = ("contribution", contribution.id)
    log.record("picture.correction_sent", by=by, now=now, on=on, scope=contribution.case_id, objects=named)


def _who_read(contribution: Contribution, receivers: list[UUID], by: Viewer) -> list[UUID]:
    """Who sits or sat at this table for an organisation that received it; of named seats, who sat on them."""
    seats = Seat.objects.visible_to(by).filter(case=contribution.case_id, organisation__in=receivers)
    if contribution.audience == Audience.SEATS:
        named = AudienceSeat.objects.visible_to(by).filter(contribution=contribution)
        seats = seats.filter(pk__in=named.values("seat"))
    return list(seats.values_list("person", flat=True))


def _tell(
    contribution: Contribution, statements: Sequence[Statement], action: str, *, by: Viewer, now: datetime
) -> None:
    """The file reads back only what the whole table may know; the log keeps it all."""
    for each in statements:
        log.record(action, by=by, now=now, on=("statement", each.id), scope=contribution.case_id)
    if contribution.is_for_all:
        cases.record_step(contribution.case, action, by=by, now=now)


@transaction.atomic
def acknowledge(*, notice: CorrectionNotice, by: Viewer, now: datetime) -> None:
    """Say that one's organisation dealt with it: once, by name. Whoever sat at this table may."""
    mine = CorrectionNotice.objects.visible_to(by).filter(pk=notice.pk, organisation=by.organisation_id)
    if not mine.exists():
        raise NotYours
    waits = mine.filter(acknowledged_at__isnull=True)
    rules.check_waits(waits.update(acknowledged_at=now, acknowledged_by=by.person_id))
    on = ("notice", notice.pk)
    log.record("picture.correction_acknowledged", by=by, now=now, on=on, scope=notice.case_id)


@transaction.atomic
def export(*, case: Case, what_for: str, by: Viewer, now: datetime) -> None:
    """That somebody takes the record of provision along, and what for."""
    policy.check_can_see(by, case)
    purpose = ExportFor(what_for).value
    log.record(
        "picture.provisions_exported", by=by, now=now, on=("case", case.id), scope=case.id, purpose=purpose
    )
