"""What people recognise in the statements: factors, instruments of professionals, contacts."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord
from casustafel.method.choices import Bearing
from casustafel.parties.models import Organisation, Partnership, Person
from casustafel.picture.choices import ContactKind, FactorStand, ReportState, Side
from casustafel.picture.models.provided import (
    BesideContribution,
    BetweenQuerySet,
    Contribution,
    OfContribution,
    Statement,
)
from casustafel.vault.models import SealedField


class Factor(CaseRecord):
    """What the table recognises in the statements, or looked for in vain. `code` is of the model, or empty
    for the table's own `words`. Recognised by people, counted by nobody."""

    code = models.CharField(max_length=40, default="", blank=True)
    domain = models.CharField(max_length=20)
    bearing = models.CharField(max_length=12, choices=Bearing)
    stand = models.CharField(max_length=12, choices=FactorStand)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    words = SealedField()
    reason = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=~Q(code=""), name="picture_factor_once"
            )
        ]


class FactorChange(CaseRecord):
    """Where the table stood on a factor, and why, before somebody said it anew; nothing that was said
    disappears."""

    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    stand = models.CharField(max_length=12, choices=FactorStand)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["factor", "version"], name="picture_factor_version")]


class FactorTie(OfContribution):
    """A statement that speaks for or against a factor."""

    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["factor", "statement"], name="picture_tied_once")]


class InstrumentResult(OfContribution):
    """That an assessment was made with an instrument, by whom, and the professional's own conclusion. Never
    an item, a code or a score of the instrument. `certified_until` is the last day of the certificate, if it
    has one. What is withdrawn stays until its term and shows to no receiver, nor do its reports."""

    assessed_date = models.DateField()
    certified_until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    instrument = SealedField()
    edition = SealedField()
    assessor = SealedField()
    certificate = SealedField()
    conclusion = SealedField()

    def is_hidden_from(self, viewer: Viewer) -> bool:
        return self.withdrawn_at is not None and self.contribution.organisation_id != viewer.organisation_id


class InstrumentReport(OfContribution):
    """A file with a result, under a key of its own: `raw_blob` is what came in, `clean_blob` what may be
    opened, both on disk."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(InstrumentResult, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.WAITING)
    raw_blob = models.UUIDField(null=True)
    clean_blob = models.UUIDField(null=True)
    added_date = models.DateField()
    name = SealedField()
    findings = SealedField()


class Contact(OfContribution):
    """Somebody near the person, by the least that is needed to speak of them: a role, not an identity. Who
    is no longer near is ended; what was said of them too much is gone when it is put otherwise."""

    kind = models.CharField(max_length=12, choices=ContactKind)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    called = SealedField()
    note = SealedField()


class ContactTie(BesideContribution):
    """A statement that speaks of this contact."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    other_contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = BetweenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "statement"], name="picture_contact_once")]
