"""The mail that says that something waits: how many things and where to sign in, and nothing else.

A notice stays unmailed until the server took the mail. Who is cut off between that and the mark in the
database sends it once more, under the same Message-ID: at least once, never less.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext, ngettext

from casustafel.audit.log import Door
from casustafel.notices import rules
from casustafel.notices.choices import Rhythm
from casustafel.notices.models import Notice, Postbox
from casustafel.vault import opening
from casustafel.vault.opening import Closed

# What goes along in the mail: of these notices, over this connection, at this moment. Never what it is about.
# A step that stands above this one names its own: table/apps.py.
enclosures: list[Callable[[str, Sequence[UUID], datetime], list["Enclosure"]]] = []
# The server answers, and takes this one mail not. Whatever else goes wrong with it is of the server.
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Enclosure:
    """A file in the mail, and its kind as mail names it."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class Round:
    """One time that the worker goes round, at one moment over one connection to the database."""

    using: str
    now: datetime

    def boxes(self) -> QuerySet[Postbox]:
        rows: QuerySet[Postbox] = Postbox.objects.behind_the_second_wall().using(self.using)
        return rows

    def unseen(self, box: Postbox) -> QuerySet[Notice]:
        rows: QuerySet[Notice] = Notice.objects.behind_the_second_wall().using(self.using)
        return rows.filter(to_id=box.person_id, seen_at__isnull=True)

    def to_mail(self, box: Postbox) -> QuerySet[Notice]:
        found = self.unseen(box).filter(mailed_date__isnull=True)
        if box.rhythm == Rhythm.DAILY:
            found = found.filter(made_at__lt=rules.last_digest(self.now, settings.DIGEST_HOUR))
        return found


def deliver(*, using: str, now: datetime) -> int:
    """Send what is due; returns how many mails the server took. What it did not take is tried again after a
    pause."""
    this = Round(using, now)
    due = _due(this) if settings.MAIL_IS_ON else {}
    if not due:
        return 0
    server, sent, left = get_connection(), 0, list(due)
    try:
        server.open()
        while left:
            sent += _deliver_one(this, server, left[0], due[left[0]])
            del left[0]
    except OSError as away:  # smtplib's own errors are of this family
        logger.warning("mail waits: %s", type(away).__name__)
        _wait(this, left)
    finally:
        _hang_up(server)
    return sent


def _hang_up(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except OSError as gone:
        logger.info("mail server hung up first: %s", type(gone).__name__)


def _due(this: Round) -> dict[UUID, str]:
    """Postboxes with something to send and no reason to pause, with the language of their owner."""
    with connections[this.using].cursor() as cursor:
        cursor.execute("SELECT postbox_id, language FROM notices_reachable()")
        languages: dict[UUID, str] = dict(cursor.fetchall())
    boxes = this.boxes().filter(pk__in=languages).order_by("id")
    return {
        box.id: languages[box.id]
        for box in boxes
        if rules.is_time_to_try(box.waits_since, box.tried_at, this.now) and this.to_mail(box).exists()
    }


def _deliver_one(this: Round, server: BaseEmailBackend, box_id: UUID, language: str) -> int:
    try:
        with transaction.atomic(using=this.using):
            return _send(this, server, box_id, language)
    except (*REFUSALS, Closed) as refused:
        logger.warning("mail of one person waits: %s", type(refused).__name__)
        _wait(this, [box_id])
        return 0


def _send(this: Round, server: BaseEmailBackend, box_id: UUID, language: str) -> int:
    """The row stays locked until the server answered, so two workers never send the same."""
    box = this.boxes().select_for_update(skip_locked=True).filter(pk=box_id).first()
    rows = list(this.to_mail(box).values_list("id", flat=True)) if box else []
    if box is None or not rows:
        return 0
    door = Door("WORKER", box.partnership_id)
    address = opening.open_all([box], by=door, purpose="notice.mail", now=this.now)(box, "mail")
    letter = _letter(this, address, this.unseen(box).count(), rows, language)
    if not server.send_messages([letter]):
        raise ConnectionError
    notices: QuerySet[Notice] = Notice.objects.behind_the_second_wall().using(this.using)
    notices.filter(pk__in=rows).update(mailed_date=this.now.date())
    this.boxes().filter(pk=box_id).update(waits_since=None, tried_at=None)
    return 1


def _wait(this: Round, boxes: Sequence[UUID]) -> None:
    since = Coalesce(F("waits_since"), this.now)
    this.boxes().filter(pk__in=boxes).update(waits_since=since, tried_at=this.now)


def _letter(this: Round, address: str, number: int, rows: Sequence[UUID], language: str) -> EmailMessage:
    host = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
    name = hashlib.sha256("".join(sorted(map(str, rows))).encode()).hexdigest()[:32]
    with translation.override(language):
        subject = gettext("Something waits for you in Casustafel")
        files = [file for enclosed in enclosures for file in enclosed(this.using, rows, this.now)]
        body = "\n\n".join(_paragraphs(number, with_calendar=bool(files)))
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    letter = EmailMessage(subject, body, settings.MAIL_FROM, [address], headers=headers)
    for file in files:
        letter.attach(file.name, file.content, file.kind)
    return letter


def _paragraphs(number: int, *, with_calendar: bool) -> list[str]:
    waits = ngettext("%(n)d thing waits for you.", "%(n)d things wait for you.", number) % {"n": number}
    calendar = [gettext("The file with this mail is for your calendar: a day, a time and a link.")]
    return [
        waits,
        gettext("Sign in to see what it is: %(site)s") % {"site": settings.SITE_ADDRESS},
        *(calendar if with_calendar else ()),
        gettext("For safety this mail says no more. How often it comes you choose at your account."),
    ]
