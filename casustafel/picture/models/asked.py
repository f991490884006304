"""Prepared alone, shared, and asked."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord, SeatedQuerySet
from casustafel.lib.models import M
from casustafel.parties.models import Organisation, Person
from casustafel.picture.choices import Refusal, RequestState, Stand
from casustafel.picture.models.provided import OfContribution
from casustafel.vault.models import SealedField


class PreparedQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Prepared alone: one's own organisation's, and that of others once sharing was opened."""
        seen = Q(organisation_id=viewer.organisation_id) | Q(shared_at__isnull=False)
        return super().visible_to(viewer).filter(seen)


class Sharing(CaseRecord):
    """The chair has opened sharing at this table: what was prepared alone is there for its audience. Until
    `closed_at`, when the chair asks everybody to prepare alone anew."""

    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at__isnull=True), name="picture_sharing_once"
            )
        ]


class Prepared(CaseRecord):
    """What one partner says to a question of the model without a statement.

    `number`: how many times sharing was opened before.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=40)
    stand = models.CharField(max_length=10, choices=Stand)
    given_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    text = SealedField()

    objects: ClassVar[Any] = PreparedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "number", "question"], name="picture_prepared_once"
            )
        ]


class Preparation(CaseRecord):
    """Somebody says to be ready: done, and nothing more."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "number"], name="picture_ready_once")
        ]


class InformationRequestQuerySet(SeatedQuerySet[M]):
    def seen_by(self, viewer: Viewer) -> Self:
        return self.visible_to(viewer).as_replied(Reply.objects.visible_to(viewer))

    def as_replied(self, replies: QuerySet[Any]) -> Self:
        """With `seen_state` and `seen_at`: what came of it for who may read these replies."""
        mine = replies.filter(request=OuterRef("pk"))
        answered = When(Exists(mine), then=Value(RequestState.ANSWERED))
        return self.annotate(
            seen_state=Case(answered, default=F("state")),
            seen_at=Coalesce(Subquery(mine.values("at")[:1]), F("answered_at")),
        )


class InformationRequest(CaseRecord):
    """A blank spot put to one organisation: purpose, ground, the least that is needed, date; what came of it.

    `state` is what the whole table may know. An answer is a contribution of the organisation that was asked,
    and lies on a Reply, which shows to the audience of that contribution alone: for all others the request
    stands as it was. `answer` says why there is none; the whole table reads it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    domain = models.CharField(max_length=20)
    question = models.CharField(max_length=40)
    ground = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField()
    due_date = models.DateField()
    answered_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=16, choices=Refusal, default="", blank=True)
    alarmed_date = models.DateField(null=True)
    purpose = SealedField()
    minimum = SealedField()
    answer = SealedField()

    # What came of it for one viewer, and when; by seen_by.
    seen_state: str
    seen_at: datetime | None

    objects: ClassVar[Any] = InformationRequestQuerySet.as_manager()


class Reply(OfContribution):
    """That a contribution answers a request."""

    request = models.OneToOneField(InformationRequest, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
