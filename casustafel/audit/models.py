import uuid

from django.db import models


class LogLine(models.Model):
    """What both logs share. No foreign keys: the log must outlive what it speaks of.

    `sequence` and `transaction` are given by the database, so that the sequencer can follow the order of
    commits. `commitment` is SHA-256(salt, content); only it goes into the tree, so content and salt
    can be erased without breaking the proof.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    trace_id = models.CharField(max_length=32)
    span_id = models.CharField(max_length=16)
    content = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()

    class Meta:
        abstract = True


class UserLine(LogLine):
    """Who, in which role, for which purpose, did or saw what (names of fields after NEN 7513)."""

    at = models.DateTimeField()
    partnership_id = models.UUIDField(null=True)
    scope_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["partnership_id", "-at"], name="audit_user_partnership"),
            models.Index(fields=["scope_id", "-at"], name="audit_user_scope"),
        ]


class ProcessingLine(LogLine):
    """One processing of the data of one person (fields of the Logboek Dataverwerkingen); no users in it."""

    name = models.CharField(max_length=60)
    start_time = models.DateTimeField()


class Leaf(models.Model):
    """The place of one line in the tree; `position` starts at 0 and has no gaps."""

    position = models.BigIntegerField(primary_key=True)
    log = models.CharField(max_length=1)
    line_id = models.UUIDField(unique=True)
    hash = models.BinaryField()


class Checkpoint(models.Model):
    """A signed statement of how long the log is and what its root is (shape of a C2SP checkpoint)."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    note = models.TextField()
