from django.db import models

from casustafel.inbox.choices import Aside, State, Trouble
from casustafel.lib.models import Record
from casustafel.parties.models import Partnership, Person
from casustafel.reports.models import DeskQuerySet, DeskRecord
from casustafel.vault.models import SealedField


class Mail(DeskRecord):
    """An e-mail to the reporting point. It waits until a person made it a report or set it aside.

    `message_hash` is a keyed hash of the mailbox and the place of the mail in it: a mail is taken once, also
    when the program was stopped before it could move the mail. `blob` is the mail as it came, sealed on disk
    under the same key; without it the mail is on the mail server only.
    """

    message_hash = models.BinaryField(unique=True)
    received_date = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    blob = models.UUIDField(null=True)
    size = models.PositiveBigIntegerField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_date = models.DateField(null=True)
    report_id = models.UUIDField(null=True)
    aside = models.CharField(max_length=10, choices=Aside, default="", blank=True)

    sender = SealedField(step=256)
    subject = SealedField(step=256)
    text = SealedField(step=4096)
    attached = SealedField(step=256)
    wrong = SealedField(step=64)
    reason = SealedField(step=256)

    objects = DeskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "state", "-received_date", "id"], name="inbox_worklist"),
            models.Index(fields=["partnership", "-received_date", "id"], name="inbox_newest"),
        ]


class IntakeMailbox(Record):
    """How it is with the mailbox of a partnership: when it was last read, and since when it cannot be."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT)
    read_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=12, choices=Trouble, default="", blank=True)

    objects = DeskQuerySet.as_manager()
