"""The only way from ciphertext to plaintext: first the line in the log, then the text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.vault import cipher, keys
from casustafel.vault.choices import Scope
from casustafel.vault.cipher import CannotOpen
from casustafel.vault.models import DataKey, SealedRecord
from casustafel.vault.sealing import place_of


class Closed(Exception):
    """The vault does not open: a key is missing or wrong, or a text was put in another's place."""

    def __init__(self, scope_id: UUID, place: str) -> None:
        super().__init__("the vault does not open")
        self.scope_id = scope_id
        self.place = place


class Opened:
    """Plaintexts of the rows that were opened, by row and column."""

    def __init__(self, texts: dict[tuple[UUID, str], str]) -> None:
        self._texts = texts

    def __call__(self, record: SealedRecord, column: str) -> str:
        return self._texts[record.id, column]

    def joined(self, other: "Opened") -> "Opened":
        return Opened({**self._texts, **other._texts})


def open_all(records: Iterable[SealedRecord], *, by: Actor, purpose: str, now: datetime) -> Opened:
    """Open every sealed column of these rows. One line per file in the log names the rows.

    What the partnership knows of its own professionals (scope HOUSE) is no file and gets no line.
    If a line cannot be written there is no plaintext; if one text does not open, none is given (Closed).
    """
    rows = list(records)
    held = keys.fetch(row.key_id for row in rows)
    _write_lines(rows, held, by=by, purpose=purpose, now=now)
    plain: dict[UUID, bytes] = {}
    texts: dict[tuple[UUID, str], str] = {}
    for row in rows:
        key = held.get(row.key_id)
        if key is None:
            raise Closed(row.key_id, row._meta.db_table)
        texts.update(_open_row(row, key, plain))
    return Opened(texts)


def _open_row(row: SealedRecord, key: DataKey, plain: dict[UUID, bytes]) -> dict[tuple[UUID, str], str]:
    texts: dict[tuple[UUID, str], str] = {}
    for column in row.sealed_columns():
        sealed = bytes(getattr(row, column))
        try:
            if key.id not in plain:
                plain[key.id] = keys.unwrap(key)
            binding = place_of(row, column, key).binding()
            texts[row.id, column] = cipher.decrypt(plain[key.id], sealed, binding).decode() if sealed else ""
        except CannotOpen as wrong:
            raise Closed(key.scope_id, f"{row._meta.db_table}:{row.id}:{column}") from wrong
    return texts


def _write_lines(
    rows: Sequence[SealedRecord], held: dict[UUID, DataKey], *, by: Actor, purpose: str, now: datetime
) -> None:
    by_file: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        key = held.get(row.key_id)
        if key is not None and key.scope != Scope.HOUSE:
            by_file[key.scope_id].append(f"{row._meta.db_table}:{row.id}")
    if by_file:
        log.record_read(by_file, by=by, now=now, purpose=purpose)
