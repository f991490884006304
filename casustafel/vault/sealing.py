from casustafel.vault import cipher, keys
from casustafel.vault.cipher import Place
from casustafel.vault.models import DataKey, SealedRecord


def place_of(record: SealedRecord, column: str, key: DataKey) -> Place:
    return Place(key.scope_id, record._meta.db_table, column, record.id)


def seal(record: SealedRecord, **texts: str) -> None:
    """Put the texts into the record's sealed columns, under the record's own key. Saves nothing."""
    seal_with(keys.unwrap(record.key), record, **texts)


def seal_with(plain_key: bytes, record: SealedRecord, **texts: str) -> None:
    for column, text in texts.items():
        binding = place_of(record, column, record.key).binding()
        step = record.step_of(column)
        sealed = cipher.encrypt(plain_key, text.encode(), binding, step=step) if text or step else b""
        setattr(record, column, sealed)
