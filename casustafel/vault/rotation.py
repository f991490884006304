"""A new epoch: every wrapped key gets the new wrapping, then the old key is destroyed.

May stop anywhere. Each batch is one transaction and says in its row which epoch wraps it, both epoch keys are
there until nothing uses the old one, and running it again goes on where it stopped.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from casustafel.lib import locking
from casustafel.vault import cipher, epochs
from casustafel.vault.cipher import Place
from casustafel.vault.keys import EPOCH_LOCK
from casustafel.vault.models import DataKey, Desk

BATCH = 500


def rotate(*, begin_new: bool) -> Iterator[int]:
    """Re-wraps batch by batch and yields how many keys each batch held. With `begin_new` a new epoch is begun
    first; without it an interrupted rotation is finished."""
    newest = epochs.current()
    if begin_new and len(epochs.known()) == 1:
        newest = epochs.begin(newest + 1)
    _wait_for_keys_being_made()
    while moved := _rewrap_keys(newest) + _rewrap_desks(newest):
        yield moved
    for old in epochs.known():
        if old != newest and not _is_used(old):
            epochs.end(old)


@transaction.atomic
def _wait_for_keys_being_made() -> None:
    """A key that was made before the new epoch began may stand in a transaction that has not ended: not seen
    here, and lost with the old key."""
    locking.alone(EPOCH_LOCK)


def _is_used(epoch: int) -> bool:
    return DataKey.objects.filter(epoch=epoch).exists() or Desk.objects.filter(epoch=epoch).exists()


def _rewrapped(wrapped: bytes, kind: str, row: UUID, *, old: int, new: int) -> bytes:
    binding = Place(row, "vault", kind, row).binding()
    plain = cipher.decrypt(epochs.key(old), wrapped, binding)
    return cipher.encrypt(epochs.key(new), plain, binding)


@transaction.atomic
def _rewrap_keys(newest: int) -> int:
    batch = list(
        DataKey.objects.select_for_update(of=("self",))
        .filter(epoch__lt=newest)
        .order_by("id")
        .only("id", "epoch", "wrapped")[:BATCH]
    )
    for key in batch:
        assert key.epoch is not None  # noqa: S101  the filter asked for one
        key.wrapped = _rewrapped(bytes(key.wrapped), "key", key.id, old=key.epoch, new=newest)
        key.epoch = newest
    DataKey.objects.bulk_update(batch, ["wrapped", "epoch"])
    return len(batch)


@transaction.atomic
def _rewrap_desks(newest: int) -> int:
    batch = list(Desk.objects.select_for_update(of=("self",)).filter(epoch__lt=newest).order_by("id")[:BATCH])
    for desk in batch:
        wrapped = bytes(desk.wrapped_private_key)
        desk.wrapped_private_key = _rewrapped(wrapped, "desk", desk.id, old=desk.epoch, new=newest)
        desk.epoch = newest
    Desk.objects.bulk_update(batch, ["wrapped_private_key", "epoch"])
    return len(batch)
