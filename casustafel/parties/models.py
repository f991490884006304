from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from casustafel.access.models import Account
from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet, M, Record
from casustafel.parties.choices import Kind, Tie, Unit
from casustafel.vault.models import DataKey, Desk, SealedField, SealedRecord


class Partnership(Record):
    """The boundary inside which data lives. Its name and address on the site are public."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT)
    house_key = models.ForeignKey(DataKey, on_delete=models.PROTECT)


class PartnershipQuerySet(GuardedQuerySet[M]):
    """Rows that everybody at work in the partnership may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self._scoped().filter(partnership_id=viewer.partnership_id)


class Organisation(Record):
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    tie = models.CharField(max_length=10, choices=Tie)

    objects = PartnershipQuerySet.as_manager()


class Person(SealedRecord):
    """A professional. `until_date` is the first day on which this person no longer works here."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    account = models.OneToOneField(Account, on_delete=models.PROTECT)
    name = SealedField()
    function = SealedField()
    until_date = models.DateField(null=True)

    objects = PartnershipQuerySet.as_manager()

    def works_on(self, day: date) -> bool:
        return self.until_date is None or self.until_date > day


class Mandate(Record):
    """A person has a role from a day until (not on) a day. Given by somebody, for a reason they sign for."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=30)
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    given_by = models.UUIDField(null=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parties_mandate_ends_after_it_begins",
                condition=Q(until_date__isnull=True) | Q(until_date__gte=models.F("from_date")),
            )
        ]


class Deputy(Record):
    """Who stands in for whom, while it lasts. A deputy acts under their own name and own mandates."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in_for")
    from_date = models.DateField()
    until_date = models.DateField()

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="parties_deputy_is_another", condition=~Q(person=models.F("deputy")))
        ]


class Agreement(Record):
    """The agreement under which the partnership works: for which purpose, from when until when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    objects = PartnershipQuerySet.as_manager()


class Signature(Record):
    """An organisation signed the agreement on a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    signed_date = models.DateField()

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="parties_signature_once")
        ]


class Parameter(Record):
    """A number that law or agreement gives. Public: screens show its source and who verified it, as role and
    organisation, for a name would stand here in plain text. `organisations`: which kinds a number of
    organisations counts."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    code = models.CharField(max_length=40)
    name = models.JSONField()
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=Unit)
    organisations = models.JSONField(default=list)
    source = models.TextField()
    article = models.CharField(max_length=120, default="", blank=True)
    valid_from = models.DateField()
    verified_by = models.CharField(max_length=200, default="", blank=True)
    verified_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "code", "valid_from"], name="parties_parameter_once_a_day"
            )
        ]


def in_force(day: date, *, start: str = "from_date", end: str = "until_date") -> Q:
    """From the first day on, and not on the last: the same rule in every query about dates."""
    return Q(**{f"{start}__lte": day}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": day}))
