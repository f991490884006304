import json
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse

from casustafel.access import drafts
from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.files import store
from casustafel.files.intake import NO_ROOM, Problem
from casustafel.inbox import keeping, queries, rules
from casustafel.inbox.choices import State
from casustafel.inbox.models import Mail
from casustafel.inbox.reading import Reading
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties.models import Partnership
from casustafel.reports import attaching, policy, receiving
from casustafel.reports.models import Report
from casustafel.reports.worry import Worry
from casustafel.vault import keys, sealing
from casustafel.vault.choices import Scope
from casustafel.vault.models import Desk


@dataclass(frozen=True)
class Incoming:
    """A mail as it was read from the mailbox. Without `raw` it is on the mail server only."""

    message_hash: bytes
    day: date
    size: int
    reading: Reading
    raw: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Made:
    """The report, its code, which is shown this once, and the files of the mail that were not taken along."""

    report: Report
    code: str
    left: list[Problem]


@transaction.atomic
def keep_mail(*, partnership: UUID, desk: Desk, incoming: Incoming, by: Actor, now: datetime) -> Mail:
    """Sealed to the desk: who keeps it here cannot read it back."""
    row, said = uuid4(), incoming.reading
    key, plain = keys.make_for_desk(desk, row, Scope.MAIL)
    mail = Mail(
        id=row,
        partnership_id=partnership,
        key=key,
        message_hash=incoming.message_hash,
        received_date=min(incoming.day, now.date()),
        state=rules.state_of(said.wrong, has_text=bool(said.text)),
        size=store.size_on_disk(incoming.size),
    )
    texts = {"sender": said.sender, "subject": said.subject, "text": said.text, "reason": ""}
    attached = json.dumps([vars(each) for each in said.attached]) if said.attached else ""
    sealing.seal_with(plain, mail, **texts, attached=attached, wrong=" ".join(sorted(said.wrong)))
    with nullcontext() if incoming.raw is None else keeping.kept(incoming.raw, plain) as kept:
        mail.blob = kept.blob if kept else None
        Mail.objects.bulk_create([mail])
        log.record("mail.came_in", by=by, now=now, on=("mail", mail.id), scope=mail.id)
        path = reverse("inbox:list")
        notices.tell_desk(partnership_id=partnership, kind=Kind.MAIL_CAME, path=path, by=by, now=now)
    return mail


@transaction.atomic
def make_report(*, mail: Mail, worry: Worry, by: Viewer, now: datetime) -> Made:
    """A person read the mail and put its parts in the right boxes. Its files go along as far as they are of a
    kind that is taken; the mail itself stays as it came."""
    mail = _move(mail, State.REPORTED, by=by, now=now)
    partnership = Partnership.objects.select_related("desk").get(pk=mail.partnership_id)
    report, code = receiving.receive(partnership=partnership, worry=worry, by=by, now=now)
    mail.report_id = report.id
    mail.save(update_fields=["state", "taken_by", "taken_date", "report_id"])
    drafts.drop(by=by, place=queries.place_of_draft(mail.id))
    log.record("mail.reported", by=by, now=now, on=("mail", mail.id), scope=mail.id)
    return Made(report, code, _take_along(mail, report, by=by, now=now))


def _take_along(mail: Mail, report: Report, *, by: Viewer, now: datetime) -> list[Problem]:
    """The files of the mail become those of the report. What is not taken comes back with why."""
    if mail.blob is None:
        return []
    raw = b"".join(keeping.open_raw(mail, by=by, purpose="mail.reported", now=now))
    with keeping.sent_files(raw) as files:
        for incoming in files.kept:
            attaching.attach(incoming=incoming, report=report, by=by, now=now)
        rules.check_room(is_full=any(each.refused.sentence == NO_ROOM for each in files.problems))
        return files.problems


@transaction.atomic
def set_aside(*, mail: Mail, why: str, reason: str, by: Viewer, now: datetime) -> Mail:
    """It does not become a report; it stays, and can still become one."""
    rules.check_why(why, reason)
    mail = _move(mail, State.SET_ASIDE, by=by, now=now)
    mail.aside = why
    sealing.seal(mail, reason=reason)
    mail.save(update_fields=["state", "taken_by", "taken_date", "aside", "reason"])
    drafts.drop(by=by, place=queries.place_of_draft(mail.id))
    log.record("mail.set_aside", by=by, now=now, on=("mail", mail.id), scope=mail.id)
    return mail


def _move(mail: Mail, to: State, *, by: Viewer, now: datetime) -> Mail:
    policy.check_can_handle(by, mail)
    mine = Mail.objects.visible_to(by).select_related("key")
    locked: Mail = mine.select_for_update(of=("self",)).get(pk=mail.pk)
    rules.check_move(locked.state, to)
    locked.state, locked.taken_by_id, locked.taken_date = to, by.person_id, now.date()
    return locked
