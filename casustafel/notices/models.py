from typing import Self

from django.db import models
from django.db.models import Q

from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet, M, Record
from casustafel.notices.choices import Kind, Rhythm
from casustafel.parties.models import Partnership, Person
from casustafel.vault.models import SealedField, SealedRecord


class NoticeQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own bell; it is nobody else's business."""
        return self._scoped().filter(to_id=viewer.person_id)


class Notice(Record):
    """Something waits for somebody at a page of ours. It holds no content, so it is not sealed.

    `for_whom` is who is away, when it reached the deputy. What a reporter did was made at noon of its day.
    Of mail only the day is kept, for the same reason.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    for_whom = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    path = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mailed_date = models.DateField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            # The same bell rings once for who did not look yet.
            models.UniqueConstraint(
                name="notices_once_while_unseen",
                fields=["to", "kind", "path"],
                condition=Q(seen_at__isnull=True),
            ),
            # A place of ours, by words and ids: no other site, nothing after a question mark.
            models.CheckConstraint(
                name="notices_leads_to_a_page", condition=Q(path__regex=r"^/([a-z0-9_-]+/)*$")
            ),
            models.CheckConstraint(name="notices_says_no_more", condition=Q(kind__regex=r"^[A-Z_]+$")),
        ]
        indexes = [models.Index(fields=["to", "-made_at"], name="notices_of_somebody")]


class PostboxQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self._scoped().filter(person_id=viewer.person_id)


class Postbox(SealedRecord):
    """Where and when somebody wants mail. `waits_since` and `tried_at` say that it does not go out."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    mail = SealedField()
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    waits_since = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)

    objects = PostboxQuerySet.as_manager()
