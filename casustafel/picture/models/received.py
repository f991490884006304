"""Who received what, and what was put right since."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Seat, SeatedQuerySet
from casustafel.lib.models import M
from casustafel.parties.models import Organisation, Person
from casustafel.picture.choices import Audience, CorrectionKind
from casustafel.picture.models.provided import (
    AudienceSeat,
    BesideContribution,
    OfContribution,
    OfContributionQuerySet,
    Statement,
)
from casustafel.picture.models.recognised import InstrumentResult
from casustafel.vault.models import SealedField


class ProvisionQuerySet(OfContributionQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Between who gave and who got, for who may see what was given."""
        own = Q(provider_id=viewer.organisation_id) | Q(receiver_id=viewer.organisation_id)
        return super().visible_to(viewer).filter(own)


class NoticeQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """To who received, for whoever had a seat at this table at any time; and to who corrected. What was
        given to named seats is heard of by who sat on them."""
        sat = Seat.objects.behind_the_second_wall().filter(person_id=viewer.person_id)
        named = AudienceSeat.objects.behind_the_second_wall().filter(seat__in=sat.values("pk"))
        heard = ~Q(audience=Audience.SEATS) | Q(contribution__in=named.values("contribution"))
        received = Q(organisation_id=viewer.organisation_id) & heard
        own = received | Q(provider_id=viewer.organisation_id)
        return self._scoped().filter(own, case__in=sat.values("case"))


class Provision(BesideContribution):
    """That one organisation gave a contribution to another, and since when. The second wall writes it the
    moment it lets somebody of that organisation read; nobody else writes one."""

    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = ProvisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contribution", "receiver"], name="picture_provided_once")
        ]


class Correction(OfContribution):
    """What was provided turned out otherwise, or is taken back: a statement, or the result of an instrument.
    `version` is that of the statement before."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.ForeignKey(InstrumentResult, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=CorrectionKind)
    version = models.PositiveIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="picture_correction_of_one",
                condition=Q(statement__isnull=True, result__isnull=False)
                | Q(statement__isnull=False, result__isnull=True),
            )
        ]

    @property
    def was_taken_back(self) -> bool:
        """Since then, whatever this correction itself said."""
        about = self.statement or self.result
        return about is not None and about.withdrawn_at is not None


class CorrectionNotice(BesideContribution):
    """A correction, for one organisation that received it; acknowledged by somebody there. `audience` is that
    of the contribution on that day: who left the table can no longer read it there."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CorrectionKind)
    audience = models.CharField(max_length=8, choices=Audience)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provided_at = models.DateTimeField()
    at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "organisation"], name="picture_noticed_once")
        ]
