from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord, SeatedQuerySet, tables_of
from casustafel.joining.choices import Way
from casustafel.lib.models import GuardedQuerySet, M, Record
from casustafel.parties.models import Person
from casustafel.picture.models import Contribution


class JoiningQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """At either table: who sits there may know with which case it was merged, by its id."""
        tables = tables_of(viewer)
        return self._scoped().filter(Q(case__in=tables) | Q(other_id__in=tables))


class OriginQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What came over sealed shows as little as the contribution it belongs to."""
        seen = Contribution.objects.visible_to(viewer).values("pk")
        seated = Q(contribution__isnull=True, joining__case__in=tables_of(viewer))
        return self._scoped().filter(Q(contribution__in=seen) | seated)


class Joining(CaseRecord):
    """The case `other_id` went up in `case`, or `case` was split off from it. `other_id` is no key: that file
    ends by its own clock.

    `finished_at` is empty only inside the act itself; what copies rows works for no other. A case that was
    split off has no day until which that can be undone: it is closed like any other.
    """

    way = models.CharField(max_length=5, choices=Way, default=Way.MERGE)
    other_id = models.UUIDField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undo_until_date = models.DateField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = JoiningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["other_id"], condition=Q(way=Way.MERGE, undone_at__isnull=True), name="joining_once"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(way=Way.SPLIT), name="joining_split_once"),
            models.CheckConstraint(
                name="joining_undone_only_when_merged",
                condition=Q(way=Way.MERGE, undo_until_date__isnull=False)
                | Q(way=Way.SPLIT, undo_until_date__isnull=True),
            ),
        ]


class Origin(Record):
    """Where a row that came over came from. Written by the second wall.

    `contribution` is the new one it belongs to; `audience` for whom that came over; `state` a hash of the row
    as it came, so that what changed since is known without keeping it.
    """

    joining = models.ForeignKey(Joining, on_delete=models.PROTECT, related_name="+")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, null=True, related_name="+")
    table = models.CharField(max_length=40)
    new_id = models.UUIDField()
    old_id = models.UUIDField()
    audience = models.CharField(max_length=8, default="", blank=True)
    state = models.CharField(max_length=64, default="", blank=True)
    leaves = models.BooleanField(default=False)

    objects: ClassVar[Any] = OriginQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["new_id"], name="joining_origin_new"),
            models.Index(fields=["joining", "old_id"], name="joining_origin_old"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["joining", "new_id"], name="joining_came_once"),
        ]
