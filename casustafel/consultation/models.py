from typing import Self

from django.db import models
from django.db.models import Q

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.consultation.choices import ReplyKind, State, To
from casustafel.lib.models import GuardedQuerySet, M
from casustafel.parties.models import Partnership, Person
from casustafel.vault.models import SealedField, SealedRecord

OFFICER, ADVISER = "REPORTING_OFFICER", "ADVISER"


def _theirs(viewer: Viewer, *, through: str) -> Q:
    """One's own questions, those put to oneself, and those put to a role that one has.
    Twin: policy.can_read."""
    theirs = Q(**{f"{through}asked_by_id": viewer.person_id}) | Q(
        **{f"{through}asked_of_id": viewer.person_id}
    )
    if OFFICER in viewer.roles:
        theirs |= Q(**{f"{through}to": To.DESK})
    if ADVISER in viewer.roles:
        theirs |= Q(**{f"{through}to": To.SUPPORT_POINT})
    return theirs & Q(**{f"{through}partnership_id": viewer.partnership_id})


class ConsultationQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self._scoped().filter(_theirs(viewer, through=""))


class ReplyQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self._scoped().filter(_theirs(viewer, through="consultation__"))


class OccasionQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The reporting officers: nobody else learns that a question comes from a report."""
        if not viewer.may(Permission.REPORT_HANDLE):
            return self._scoped().none()
        return self._scoped().filter(partnership_id=viewer.partnership_id)


class Consultation(SealedRecord):
    """A question about a situation, without anybody's personal data. Nothing in it leads to a person or a
    file; `until_date` is the day on which it is destroyed with its key."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=14, choices=To, db_column="put_to")
    asked_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    asked_date = models.DateField()
    until_date = models.DateField()

    situation = SealedField()
    worries = SealedField()
    goes_well = SealedField()
    done = SealedField()
    wants = SealedField()
    not_names = SealedField()

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "to", "state", "-asked_date"], name="consultation_to"),
            models.Index(fields=["asked_by", "state", "-asked_date"], name="consultation_mine"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consultation_one_is_asked_at_a_partner",
                condition=Q(to=To.PARTNER, asked_of__isnull=False)
                | ~Q(to=To.PARTNER) & Q(asked_of__isnull=True),
            )
        ]


class Reply(SealedRecord):
    """What was said to a question: advice, or a further question by who asked."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReplyKind)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = SealedField()
    not_names = SealedField()

    objects = ReplyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["consultation", "at"], name="consultation_thread")]


class Occasion(models.Model):
    """The report for which a reporting officer asked a partner. A row of its own, so that the second wall can
    keep it from everybody else."""

    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    report_id = models.UUIDField()

    objects = OccasionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["report_id"], name="consultation_of_report")]
