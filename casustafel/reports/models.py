from typing import Self

from django.db import models

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet, M, Record
from casustafel.method.choices import Nature
from casustafel.parties.models import Partnership, Person
from casustafel.reports.choices import (
    OPEN,
    Attached,
    Channel,
    Direction,
    Naming,
    Route,
    Second,
    State,
    Wants,
)
from casustafel.vault.models import SealedField, SealedRecord


class DeskQuerySet(GuardedQuerySet[M]):
    """The reporting officers of the partnership, and nobody else. Twin: policy.can_handle."""

    def visible_to(self, viewer: Viewer) -> Self:
        if not viewer.may(Permission.REPORT_HANDLE):
            return self._scoped().none()
        return self._scoped().filter(partnership_id=viewer.partnership_id)

    def of_reporter(self, viewer: Viewer) -> Self:
        """What this professional reported with an account, or what hangs on it. Twin: policy.can_follow."""
        if not viewer.may(Permission.REPORT_MAKE):
            return self._scoped().none()
        of = "" if issubclass(self.model, Report) else "report__"
        followed = {f"{of}entered_by_id": viewer.person_id, f"{of}channel": Channel.PROFESSIONAL}
        return self._scoped().filter(partnership_id=viewer.partnership_id, **followed)

    def of_mailbox(self) -> Self:
        """What belongs to the mailbox that is bound to this transaction; the second wall selects."""
        return self._scoped()


class LookedAlongQuerySet(DeskQuerySet[M]):
    """The reporting officers, and who is asked to look along for as long as the question stands.
    Twin: policy.can_read."""

    of_report = "report"

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.may(Permission.REPORT_HANDLE) or not viewer.may(Permission.REPORT_SECOND):
            return super().visible_to(viewer)
        asked = SecondLook.objects.visible_to(viewer).filter(answer="")
        return self._scoped().filter(**{f"{self.of_report}__in": asked.values("report")})


class ReportQuerySet(LookedAlongQuerySet[M]):
    of_report = "id"


class AttachmentQuerySet(LookedAlongQuerySet[M]):
    """A professional comes to the files that he or she put with the own report, and to no others."""

    def of_reporter(self, viewer: Viewer) -> Self:
        return super().of_reporter(viewer).filter(added_by_id=viewer.person_id)


class SecondLookQuerySet(DeskQuerySet[M]):
    """The reporting officers, and who was asked."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.may(Permission.REPORT_HANDLE) or not viewer.may(Permission.REPORT_SECOND):
            return super().visible_to(viewer)
        return self._scoped().filter(partnership_id=viewer.partnership_id, asked_id=viewer.person_id)


class CodeQuerySet(GuardedQuerySet[M]):
    """Nobody's but of who holds the code; the second wall selects by the code that is bound."""

    def of_mailbox(self) -> Self:
        return self._scoped()


class DeskRecord(SealedRecord):
    """`objects` says who finds it: DeskQuerySet, or one that also lets in who looks along."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)

    class Meta:
        abstract = True


# The day on which the reporter should have heard the next thing; none once feedback was decided.
NEXT_DUE = models.Case(
    models.When(feedback_date__isnull=False, then=models.Value(None)),
    models.When(acknowledged_date__isnull=True, then="acknowledge_by_date"),
    default="feedback_by_date",
    output_field=models.DateField(),
)
STILL_OPEN = models.Q(state__in=OPEN)


class Report(DeskRecord):
    """One intake. What the reporter wrote is sealed to the desk's public key and never changed.

    Days, not moments: the hour at which somebody reported is nobody's business.
    """

    channel = models.CharField(max_length=12, choices=Channel)
    wants = models.CharField(max_length=8, choices=Wants)
    naming = models.CharField(max_length=8, choices=Naming, default=Naming.DESK)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    received_date = models.DateField()
    receipt_hash = models.BinaryField(unique=True)
    mailbox_key = models.BinaryField()
    # No index of its own: the planner would take it before those that come in the order of the worklist.
    handled_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledge_by_date = models.DateField(null=True)
    acknowledged_date = models.DateField(null=True)
    feedback_by_date = models.DateField(null=True)
    feedback_date = models.DateField(null=True)
    withdrawn_date = models.DateField(null=True)
    wait_until_date = models.DateField(null=True)
    destroy_date = models.DateField(null=True)
    # The number of the last letter that somebody of the reporting point has opened; not when.
    letters_seen = models.PositiveIntegerField(default=0)

    told = SealedField(step=4096)
    subject_name = SealedField(step=256)
    subject_birth = SealedField(step=256)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "state", "-received_date"], name="reports_worklist"),
            models.Index(fields=["partnership", "-received_date", "id"], name="reports_newest"),
            models.Index(
                fields=["partnership", "handled_by", "-received_date", "id"], name="reports_handled"
            ),
            models.Index(
                fields=["partnership", "-received_date", "id"], name="reports_open", condition=STILL_OPEN
            ),
            models.Index("partnership", NEXT_DUE, "id", name="reports_due", condition=STILL_OPEN),
            models.Index(
                "partnership", "handled_by", NEXT_DUE, "id", name="reports_due_of", condition=STILL_OPEN
            ),
            models.Index(
                fields=["partnership", "entered_by", "-received_date", "id"],
                name="reports_own",
                condition=models.Q(channel=Channel.PROFESSIONAL),
            ),
        ]


class Signal(DeskRecord):
    """One thing seen, heard or experienced, as the reporting officer set it apart. Never enough alone."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="signals")
    nature = models.CharField(max_length=16, choices=Nature)
    text = SealedField(step=256)
    observed_date = models.DateField(null=True)
    contradicts = models.BooleanField(default=False)
    marked_at = models.DateTimeField()

    objects = LookedAlongQuerySet.as_manager()


class Message(DeskRecord):
    """Between desk and reporter. `for_reporter` opens only with the receipt code."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=14, choices=Direction)
    text = SealedField(step=1024)
    for_reporter = models.BinaryField(default=b"")
    sent_date = models.DateField()
    sequence = models.PositiveIntegerField()
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")

    objects = LookedAlongQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "sequence"], name="reports_message_in_order")
        ]


class Step(DeskRecord):
    """Who did what with this report, when and why: how it reads back."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = SealedField(step=256)

    objects = LookedAlongQuerySet.as_manager()


class Draft(Record):
    """A report that is still being told. Sealed under its receipt code, which nobody has but the reporter:
    here it is noise. `saved` when the reporter asked to go on later; other drafts live a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    receipt_hash = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    saved = models.BooleanField(default=False)
    changed_date = models.DateField()
    keep_until_date = models.DateField()

    objects = CodeQuerySet.as_manager()


class Attachment(DeskRecord):
    """A file that came with a report or a draft. Its own key, sealed to the desk: who took it in cannot read
    it back. `raw_blob` is what came in, `clean_blob` what may be opened: both on disk, under that key. `size`
    is that on disk, in steps; nobody is in `added_by` when it came from outside."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="attachments")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="attachments")
    kind = models.CharField(max_length=12)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=Attached, default=Attached.WAITING)
    raw_blob = models.UUIDField(null=True)
    clean_blob = models.UUIDField(null=True)
    added_date = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    name = SealedField(step=256)
    findings = SealedField(step=256)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_attachment_of_one",
                condition=models.Q(report__isnull=False, draft__isnull=True)
                | models.Q(report__isnull=True, draft__isnull=False),
            )
        ]


class SamePerson(DeskRecord):
    """Somebody decided that two reports are about one person, or (`same` is false) that they are not. Nothing
    is merged; it can be undone. `report` is the one with the lower id, so a pair is decided once."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    same = models.BooleanField(default=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    reason = SealedField(step=256)
    undone_reason = SealedField(step=256)

    objects = DeskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_same_person_of_two", condition=~models.Q(report=models.F("other"))
            ),
            models.UniqueConstraint(
                fields=["report", "other"],
                condition=models.Q(undone_at__isnull=True),
                name="reports_same_person_once",
            ),
        ]


class NameMark(Record):
    """A keyed hash of how a part of a name sounds, or of a date of birth: finds reports that may be about the
    same person without opening any. Written when the report is taken in."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="marks")
    mark = models.BinaryField()

    objects = DeskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "mark"], name="reports_mark_once")]
        indexes = [models.Index(fields=["partnership", "mark"], name="reports_by_mark")]


class SecondLook(DeskRecord):
    """Not forwarding is decided by two: the second works for another organisation and sees this report for
    as long as the question stands."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="second_looks")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=9, choices=Second, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    grounds = SealedField(step=256)
    reason = SealedField(step=256)
    answer_reason = SealedField(step=256)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(answer=""), name="reports_one_second_look"
            )
        ]


class HandingOn(DeskRecord):
    """This worry goes another way: what is told to whom, on which ground, and whether the person knows."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="handings_on")
    route = models.CharField(max_length=12, choices=Route)
    ground = models.CharField(max_length=40)
    consent = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    to = SealedField(step=256)
    what = SealedField(step=1024)
    reason = SealedField(step=256)

    objects = DeskQuerySet.as_manager()
