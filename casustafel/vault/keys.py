"""Making data keys and taking them out of their wrapping."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from casustafel.lib import locking
from casustafel.vault import cipher, epochs
from casustafel.vault.choices import Scope, Wrapping
from casustafel.vault.models import DataKey, Desk

EPOCH_LOCK = "vault.epoch"
KEY_BYTES = 32


def _binding(kind: str, row: UUID) -> bytes:
    return cipher.Place(row, "vault", kind, row).binding()


def _lasting_epoch() -> int:
    """The newest epoch. A rotation does not end it before this transaction has."""
    locking.share(EPOCH_LOCK)
    return epochs.current()


def make(scope: Scope, scope_id: UUID, *, plain: bytes | None = None) -> DataKey:
    """`plain` is that of a file that was sealed while it came in."""
    epoch, row = _lasting_epoch(), uuid4()
    wrapped = cipher.encrypt(epochs.key(epoch), plain or cipher.new_key(), _binding("key", row))
    made = DataKey(id=row, scope=scope, scope_id=scope_id, epoch=epoch, wrapped=wrapped)
    DataKey.objects.bulk_create([made])
    return made


def make_for_desk(
    desk: Desk, scope_id: UUID, scope: Scope = Scope.REPORT, *, plain: bytes | None = None
) -> tuple[DataKey, bytes]:
    """A key sealed to the desk, and the key itself to seal the report with: it cannot be had again here.
    `plain` is that of a file that was sealed while it came in."""
    row, plain = uuid4(), plain or cipher.new_key()
    made = DataKey(
        id=row,
        scope=scope,
        scope_id=scope_id,
        wrapping=Wrapping.DESK,
        desk=desk,
        wrapped=cipher.encrypt_to(bytes(desk.public_key), plain, _binding("key", row)),
    )
    DataKey.objects.bulk_create([made])
    return made, plain


def make_desk() -> Desk:
    private, public = cipher.new_pair()
    epoch, row = _lasting_epoch(), uuid4()
    wrapped = cipher.encrypt(epochs.key(epoch), private, _binding("desk", row))
    return Desk.objects.create(id=row, public_key=public, epoch=epoch, wrapped_private_key=wrapped)


def unwrap(key: DataKey) -> bytes:
    if key.wrapping == Wrapping.DESK:
        assert key.desk is not None  # noqa: S101  the check constraint says so
        return cipher.decrypt_with(_private_key(key.desk), bytes(key.wrapped), _binding("key", key.id))
    assert key.epoch is not None  # noqa: S101
    return cipher.decrypt(epochs.key(key.epoch), bytes(key.wrapped), _binding("key", key.id))


def _private_key(desk: Desk) -> bytes:
    return cipher.decrypt(epochs.key(desk.epoch), bytes(desk.wrapped_private_key), _binding("desk", desk.id))


def open_every_desk() -> bool:
    """Whether the epoch keys are those that this database was sealed with; CannotOpen when they are not."""
    return all(len(_private_key(desk)) == KEY_BYTES for desk in Desk.objects.all())


_house: dict[UUID, DataKey] = {}


def fetch(ids: Iterable[UUID]) -> dict[UUID, DataKey]:
    """The rows of these keys. Those of a partnership's house are few and stay: they are kept in memory."""
    wanted = set(ids)
    found = {row: _house[row] for row in wanted if row in _house and epochs.is_known(_house[row].epoch)}
    missing = wanted - found.keys()
    if missing:
        for key in DataKey.objects.filter(id__in=missing).select_related("desk"):
            found[key.id] = key
            if key.scope == Scope.HOUSE:
                _house[key.id] = key
    return found
