import uuid
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet, M
from casustafel.vault.models import SealedField, SealedRecord


class Account(AbstractBaseUser):
    """What somebody signs in with. The login name is kept as a blind index only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    login_index = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="nl")
    keys_on = models.BooleanField(default=True)
    last_login = None  # nobody needs it; who signed in stands in the sessions

    objects: ClassVar = BaseUserManager["Account"]()

    USERNAME_FIELD = "login_index"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Session(models.Model):
    """A session in the database. Its key is kept as a hash, so that a copy of this table opens nothing."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    data = models.TextField()
    origin = models.CharField(max_length=20)
    device = models.CharField(max_length=60, default="")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account"], name="access_session_account")]


class Invitation(models.Model):
    """A code with which somebody chooses a password, once. Kept as a hash over login name and code."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    person_id = models.UUIDField()
    partnership_id = models.UUIDField()
    code_hash = models.CharField(max_length=64, unique=True)
    valid_until = models.DateTimeField()


class Submission(models.Model):
    """A form that was sent once. The same form again gets the first answer, which only its id opens."""

    id_hash = models.CharField(max_length=64, primary_key=True)
    answer = models.BinaryField(default=b"")
    at = models.DateTimeField()


class DraftQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own drafts; a draft is nobody else's business."""
        return self._scoped().filter(person_id=viewer.person_id)


class Draft(SealedRecord):
    """Text that was typed and not yet sent, under the key of the file it is about."""

    person_id = models.UUIDField()
    place = models.CharField(max_length=120)
    body = SealedField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "place"], name="access_draft_one_per_place")
        ]
