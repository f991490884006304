from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord, SeatedQuerySet, is_core
from casustafel.lib.models import M
from casustafel.method.choices import Bearing, Nature, Reliability
from casustafel.parties.models import Organisation, Person
from casustafel.picture.choices import Audience, Category, Ground, RequestState, RoundState
from casustafel.vault.models import SealedField


def _shared_with(viewer: Viewer, through: str) -> Q:
    """One's own organisation's always; that of others once it is shared, to the audience it was given to."""
    audience = Q() if is_core(viewer) else Q(**{f"{through}audience": Audience.TABLE})
    shared = Q(**{f"{through}shared_at__isnull": False}) & audience
    return shared | Q(**{f"{through}organisation_id": viewer.organisation_id})


class ContributionQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return super().visible_to(viewer).filter(_shared_with(viewer, ""))


class OfContributionQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return super().visible_to(viewer).filter(_shared_with(viewer, "contribution__"))


class AnswerQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own answer; those of the others once the chair has put them side by side."""
        seen = Q(person_id=viewer.person_id) | ~Q(round__state=RoundState.ALONE)
        return super().visible_to(viewer).filter(seen)


class Sharing(CaseRecord):
    """The chair has opened sharing at this table: what was prepared alone is there for its audience."""

    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="picture_sharing_once")]


class Contribution(CaseRecord):
    """What one organisation brings in for one purpose on one ground. Under the key of its audience."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=16, choices=Ground)
    category = models.CharField(max_length=20, choices=Category)
    audience = models.CharField(max_length=8, choices=Audience)
    made_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    purpose = SealedField()

    objects: ClassVar = ContributionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "made_at"], name="picture_contribution_order")]


class Statement(CaseRecord):
    """One sentence-sized piece of a contribution, with its nature, source, date and domain."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=16, choices=Nature)
    domain = models.CharField(max_length=20)
    bearing = models.CharField(max_length=12, choices=Bearing)
    reliability = models.CharField(max_length=10, choices=Reliability)
    first_hand = models.BooleanField()
    observed_date = models.DateField(null=True)
    told_date = models.DateField()
    version = models.PositiveIntegerField(default=1)
    text = SealedField()
    source = SealedField()

    objects: ClassVar = OfContributionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "domain"], name="picture_statement_domain")]


class Revision(CaseRecord):
    """What a statement said before it was put otherwise; nothing that was said disappears."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = SealedField()

    objects: ClassVar = OfContributionQuerySet.as_manager()


class InformationRequest(CaseRecord):
    """A blank spot put to one organisation: purpose, ground, date; and what came of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    domain = models.CharField(max_length=20)
    question = models.CharField(max_length=40)
    ground = models.CharField(max_length=16, choices=Ground)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField()
    due_date = models.DateField()
    answered_at = models.DateTimeField(null=True)
    purpose = SealedField()
    answer = SealedField()


class Round(CaseRecord):
    """One round of judging one question of the model: alone, side by side, concluded together."""

    question = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.ALONE)
    opened_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)
    joint = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "question", "number"], name="picture_round_number"),
            models.UniqueConstraint(
                fields=["case", "question"],
                condition=~Q(state=RoundState.CONCLUDED),
                name="picture_one_round_at_a_time",
            ),
        ]


class Answer(CaseRecord):
    """One person's judgement, given alone."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    level = SealedField()
    text = SealedField()
    given_at = models.DateTimeField()

    objects: ClassVar = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="picture_one_answer_each")]


class Turn(CaseRecord):
    """Who has answered: done, and nothing more."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


class Dissent(CaseRecord):
    """Who did not agree with the joint judgement, and why; kept by name of the organisation."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = SealedField()
