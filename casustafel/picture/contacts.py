"""People around the person, as part of what one's own organisation brought in. They are people too: a role is
enough, and what looks like an identity is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import policy
from casustafel.lib.refusal import Conflict
from casustafel.picture import rules
from casustafel.picture.models import Contact, ContactTie, Contribution, Statement
from casustafel.vault import sealing


@dataclass(frozen=True)
class Near:
    """In which circle of life, by which role, what more is needed. `is_no_name`: its writer says that what
    looks like a name is none."""

    kind: str
    called: str
    note: str = ""
    is_no_name: bool = False


@transaction.atomic
def add(*, contribution: Contribution, near: Near, by: Viewer, now: datetime) -> Contact:
    """Who may see the contribution sees this person in the network, nobody else."""
    policy.check_can_work(by, contribution.case)
    rules.check_is_own(maker=contribution.organisation_id, own=by.organisation_id)
    _check(near, now)
    made = Contact.beside(contribution, kind=near.kind, by_id=by.person_id, at=now)
    sealing.seal(made, called=near.called.strip(), note=near.note.strip())
    made.save(force_insert=True)
    _log("picture.contact_added", made, by=by, now=now)
    return made


@transaction.atomic
def change(*, contact: Contact, near: Near, version: int, by: Viewer, now: datetime) -> Contact:
    """What it said before is not kept: of a third party only what is needed stays."""
    locked = _locked(contact, by=by)
    _check(near, now)
    if locked.version != version:
        raise Conflict(mine=near.called)
    locked.kind = near.kind
    locked.version += 1
    sealing.seal(locked, called=near.called.strip(), note=near.note.strip())
    locked.save(update_fields=["kind", "version", "called", "note"])
    _log("picture.contact_changed", locked, by=by, now=now)
    return locked


@transaction.atomic
def end(*, contact: Contact, by: Viewer, now: datetime) -> Contact:
    """No longer near the person, or never was: what was written of them goes; the log keeps that it was."""
    locked = _locked(contact, by=by)
    locked.ended_at = now
    sealing.seal(locked, called="", note="")
    locked.save(update_fields=["ended_at", "called", "note"])
    _log("picture.contact_ended", locked, by=by, now=now)
    return locked


@transaction.atomic
def tie(*, contact: Contact, statements: Sequence[Statement], by: Viewer, now: datetime) -> list[ContactTie]:
    """These statements speak of this person. Shows to who may see both; what is tied already stays so."""
    locked = _locked(contact, by=by)
    rules.check_has_statements(len(statements))
    rules.check_same_case(locked.case_id, {row.case_id for row in statements})
    tied = ContactTie.objects.visible_to(by).filter(contact=locked, statement__in=statements)
    known = set(tied.values_list("statement", flat=True))
    made = []
    for statement in statements:
        rules.check_not_withdrawn(statement.withdrawn_at)
        if statement.id not in known:
            made.append(_tied(locked, statement))
    ContactTie.objects.bulk_create(made)
    _log("picture.contact_tied", locked, by=by, now=now)
    return made


def _tied(contact: Contact, statement: Statement) -> ContactTie:
    return ContactTie.beside(
        contact.contribution,
        contact=contact,
        statement=statement,
        other_contribution_id=statement.contribution_id,
    )


def _locked(contact: Contact, *, by: Viewer) -> Contact:
    policy.check_can_work(by, contact.case)
    rules.check_is_own(maker=contact.contribution.organisation_id, own=by.organisation_id)
    locked: Contact = (
        Contact.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("key", "case", "contribution__case", "contribution__key")
        .get(pk=contact.pk)
    )
    rules.check_lasts(locked.ended_at)
    return locked


def _check(near: Near, now: datetime) -> None:
    rules.check_reason(near.called, "called")
    for field, text in (("called", near.called), ("note", near.note)):
        rules.check_least(text, field=field, is_no_name=near.is_no_name, today=now.date())


def _log(action: str, contact: Contact, *, by: Viewer, now: datetime) -> None:
    """Never a step in the file: that the whole table reads."""
    log.record(action, by=by, now=now, on=("contact", contact.id), scope=contact.case_id)
