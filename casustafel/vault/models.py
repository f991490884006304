from typing import Any

from django.db import models

from casustafel.lib.models import Record
from casustafel.vault.choices import Scope, Wrapping


class DataKey(Record):
    """One wrapped key. `scope_id` is the file it belongs to: what the log calls the data subject's file.

    Wrapped by the epoch key, or sealed to the public key of a reporting desk (`desk`), whose private
    key is itself wrapped by the epoch key.
    """

    scope = models.CharField(max_length=12, choices=Scope)
    scope_id = models.UUIDField()
    wrapping = models.CharField(max_length=8, choices=Wrapping, default=Wrapping.EPOCH)
    epoch = models.PositiveIntegerField(null=True)
    desk = models.ForeignKey("vault.Desk", on_delete=models.PROTECT, null=True)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vault_key_wrapped_one_way",
                condition=models.Q(wrapping=Wrapping.EPOCH, epoch__isnull=False, desk__isnull=True)
                | models.Q(wrapping=Wrapping.DESK, epoch__isnull=True, desk__isnull=False),
            )
        ]


class Desk(Record):
    """The key pair of a reporting desk: everybody may seal to it, only the vault can open."""

    public_key = models.BinaryField()
    epoch = models.PositiveIntegerField()
    wrapped_private_key = models.BinaryField()


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Ciphertext: version (1), nonce (12), AES-256-GCM of the UTF-8 text. Empty bytes: nothing was given.

    With `step`, the text is padded to a multiple of so many bytes before it is sealed, also when nothing was
    given, so that no size tells how much somebody had to say.
    """

    def __init__(self, *args: Any, step: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)
        self.step = step


class SealedRecord(Record):
    """A row with sealed columns, and the key that opens them."""

    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def sealed_columns(cls) -> list[str]:
        return [field.attname for field in cls._meta.concrete_fields if isinstance(field, SealedField)]

    @classmethod
    def step_of(cls, column: str) -> int:
        return int(getattr(cls._meta.get_field(column), "step", 0))
