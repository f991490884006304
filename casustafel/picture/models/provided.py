"""What is brought in, for whom, and how it is kept apart: contributions and their statements."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord, Seat, SeatedQuerySet, is_core, open_seats, tables_of
from casustafel.lib import clock
from casustafel.lib.models import M
from casustafel.method.choices import Bearing, Nature, Reliability
from casustafel.parties.models import Organisation, Person
from casustafel.picture.choices import (
    Audience,
    Category,
    Credibility,
    DeedKind,
    LinkKind,
    Onward,
    VerdictKind,
    Verified,
)
from casustafel.vault.models import SealedField


def _shared_with(viewer: Viewer, through: str) -> Q:
    """One's own organisation's always; that of others once it is shared, to the audience it was given to,
    until the day up to which it is kept."""
    audience = Q(**{f"{through}audience": Audience.TABLE})
    if is_core(viewer):
        audience |= Q(**{f"{through}audience": Audience.CORE})
    named = AudienceSeat.objects.behind_the_second_wall().filter(seat__in=open_seats(viewer).values("pk"))
    to_seats = {f"{through}audience": Audience.SEATS, f"{through}id__in": named.values("contribution")}
    audience |= Q(**to_seats)
    in_time = {f"{through}shared_at__isnull": False, f"{through}until_date__gte": clock.now().date()}
    shared = Q(**in_time) & audience
    return shared | Q(**{f"{through}organisation_id": viewer.organisation_id})


def open_to_all(through: str, *, day: date) -> Q:
    """Of a contribution that the whole table may read on this day: for a screen on the wall."""
    wanted = {"shared_at__isnull": False, "audience": Audience.TABLE, "until_date__gte": day}
    return Q(**{f"{through}{name}": value for name, value in wanted.items()})


class ContributionQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return super().visible_to(viewer).filter(_shared_with(viewer, ""))


class OfContributionQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return super().visible_to(viewer).filter(_shared_with(viewer, "contribution__"))


class BetweenQuerySet(OfContributionQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What lies between two statements shows to who may see both."""
        return super().visible_to(viewer).filter(_shared_with(viewer, "other_contribution__"))


class OwnOfContributionQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What an organisation decided about what it brought in itself, and why: its own."""
        return super().visible_to(viewer).filter(organisation_id=viewer.organisation_id)


class AudienceQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """For whom something is sealed: known to who provided it, and to the one who is named, also later."""
        at_table = Q(case__in=tables_of(viewer))
        given = Q(organisation_id=viewer.organisation_id) & at_table
        return self._scoped().filter(given | Q(seat__person_id=viewer.person_id))


class Contribution(CaseRecord):
    """What one organisation brings in for one purpose on one ground. Under the key of its audience.

    `ground` is a code of the sharing catalogue. `shared_at` is empty while it is prepared alone, and as long
    as it is sealed for later. Not `is_kept`: told aloud on `told_date`, about `domain`, and not written down.
    `conditions` are the codes of what must hold besides the ground, confirmed by who brought it in.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=24)
    category = models.CharField(max_length=20, choices=Category)
    conditions = models.JSONField(default=list, blank=True)
    audience = models.CharField(max_length=8, choices=Audience)
    onward = models.CharField(max_length=12, choices=Onward, default=Onward.ASK)
    verified = models.CharField(max_length=12, choices=Verified, default=Verified.NOT_CHECKED)
    until_date = models.DateField()
    is_kept = models.BooleanField(default=True)
    domain = models.CharField(max_length=20, default="", blank=True)
    told_date = models.DateField(null=True)
    made_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    purpose = SealedField()
    # A copy in words of the maker's own sharing aid (sharing.queries.result_text), for the same audience.
    sharing_aid = SealedField()

    stands: int = 0  # how many of its statements stand; correcting_queries.get_contribution fills it in

    objects: ClassVar[Any] = ContributionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "made_at"], name="picture_contribution_order")]

    @property
    def is_for_all(self) -> bool:
        """Whether the whole table may know of it."""
        return self.shared_at is not None and self.audience == Audience.TABLE


class BesideContribution(CaseRecord):
    """A row that hangs on a contribution, and is sealed with the same key."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def beside(cls, contribution: Contribution, **other: Any) -> Self:
        return cls(case=contribution.case, key=contribution.key, contribution=contribution, **other)


class OfContribution(BesideContribution):
    """A row that shows to whoever may see its contribution."""

    objects: ClassVar[Any] = OfContributionQuerySet.as_manager()

    class Meta:
        abstract = True


class AudienceSeat(BesideContribution):
    """A seat that is named in the audience of a contribution, and when; `organisation` is who provided it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = AudienceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contribution", "seat"], name="picture_seat_named_once")
        ]


class ContributionDeed(BesideContribution):
    """That the organisation opened what it had sealed, named more seats or keeps it longer; and why."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DeedKind)
    at = models.DateTimeField()
    reason = SealedField()

    objects: ClassVar[Any] = OwnOfContributionQuerySet.as_manager()


class StatementQuerySet(OfContributionQuerySet[M]):
    def standing(self) -> Self:
        """Without what was withdrawn: that is known to nobody any more."""
        return self.filter(withdrawn_at__isnull=True)

    def legible_to(self, viewer: Viewer) -> Self:
        """The words of what was withdrawn stay with who brought it in."""
        own = Q(contribution__organisation_id=viewer.organisation_id)
        return self.visible_to(viewer).filter(own | Q(withdrawn_at__isnull=True))


class Statement(OfContribution):
    """One sentence-sized piece of a contribution, with its nature, source, date and domain.

    `question` is the question of the model it answers and `factor` the factor its author recognised, if any.
    `verdict` is the last Verdict on it. What is withdrawn stays until its term and shows to no receiver.
    `made_at` is the order in which they were said.
    """

    nature = models.CharField(max_length=16, choices=Nature)
    domain = models.CharField(max_length=20)
    question = models.CharField(max_length=40, default="", blank=True)
    bearing = models.CharField(max_length=12, choices=Bearing)
    factor = models.CharField(max_length=40, default="", blank=True)
    reliability = models.CharField(max_length=10, choices=Reliability)
    credibility = models.CharField(max_length=10, choices=Credibility, default=Credibility.UNKNOWN)
    first_hand = models.BooleanField()
    observed_date = models.DateField(null=True)
    told_date = models.DateField()
    made_at = models.DateTimeField(db_default=Now())
    verdict = models.CharField(max_length=10, choices=VerdictKind, default="", blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    text = SealedField()
    source = SealedField()
    corrected_at: datetime | None = None  # when it was last corrected; queries.marked fills it in

    objects: ClassVar[Any] = StatementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "domain"], name="picture_statement_domain")]

    def is_hidden_from(self, viewer: Viewer) -> bool:
        """Withdrawn, and not of one's own organisation: that it was there is all that is left to see."""
        return self.withdrawn_at is not None and self.contribution.organisation_id != viewer.organisation_id


class Revision(OfContribution):
    """What a statement said before it was put otherwise; nothing that was said disappears. `marks` is a JSON
    object of the marks it carried."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = SealedField()
    source = SealedField()
    marks = SealedField()


class StatementLink(BesideContribution):
    """Somebody at the table says that one statement supports or contradicts another."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    other_contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=LinkKind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = BetweenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "other"], name="picture_linked_once"),
            models.CheckConstraint(name="picture_link_to_another", condition=~Q(statement=models.F("other"))),
        ]


class Verdict(OfContribution):
    """Later confirmed or refuted, by whom and how they know."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=VerdictKind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()
