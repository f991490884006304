from typing import Self

from django.db import models

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet, M
from casustafel.method.choices import Nature
from casustafel.parties.models import Partnership, Person
from casustafel.reports.choices import Channel, Direction, State, Wants
from casustafel.vault.models import SealedField, SealedRecord


class DeskQuerySet(GuardedQuerySet[M]):
    """The reporting officers of the partnership, and nobody else. Twin: policy.can_handle."""

    def visible_to(self, viewer: Viewer) -> Self:
        if not viewer.may(Permission.REPORT_HANDLE):
            return self._scoped().none()
        return self._scoped().filter(partnership_id=viewer.partnership_id)

    def of_mailbox(self) -> Self:
        """What belongs to the mailbox that is bound to this transaction; the second wall selects."""
        return self._scoped()


class DeskRecord(SealedRecord):
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)

    objects = DeskQuerySet.as_manager()

    class Meta:
        abstract = True


class Report(DeskRecord):
    """One intake. What the reporter wrote is sealed to the desk's public key and never changed.

    Days, not moments: the hour at which somebody reported is nobody's business.
    """

    channel = models.CharField(max_length=12, choices=Channel)
    wants = models.CharField(max_length=8, choices=Wants)
    may_be_named = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    received_date = models.DateField()
    receipt_hash = models.BinaryField(unique=True)
    mailbox_key = models.BinaryField()
    handled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    reporter = SealedField()
    subject_name = SealedField()
    subject_birth = SealedField()
    saw = SealedField()
    when_where = SealedField()
    heard = SealedField()
    think = SealedField()
    against = SealedField()
    protects = SealedField()
    done = SealedField()

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "state", "-received_date"], name="reports_worklist"),
            models.Index(fields=["partnership", "-received_date", "id"], name="reports_newest"),
        ]


class Signal(DeskRecord):
    """One thing seen, heard or experienced, as the reporting officer set it apart. Never enough alone."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="signals")
    nature = models.CharField(max_length=16, choices=Nature)
    text = SealedField()
    observed_date = models.DateField(null=True)
    contradicts = models.BooleanField(default=False)
    marked_at = models.DateTimeField()


class Message(DeskRecord):
    """Between desk and reporter. `for_reporter` opens only with the receipt code."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=14, choices=Direction)
    text = SealedField()
    for_reporter = models.BinaryField(default=b"")
    sent_date = models.DateField()
    sequence = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "sequence"], name="reports_message_in_order")
        ]


class Step(DeskRecord):
    """Who did what with this report, when and why: how it reads back."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()
