"""From one file into another without anybody reading it: opened and sealed anew in one stroke.

Who asks for it gets ciphertext back, so that a person may have copied what that person may not read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.vault import cipher, keys
from casustafel.vault.cipher import CannotOpen, Place
from casustafel.vault.models import DataKey, SealedRecord
from casustafel.vault.opening import Closed

RESEAL = "vault.reseal"


@dataclass(frozen=True)
class Moving:
    """A row as it stands sealed (`row` under `key_id`), and the row and key it is to be sealed for."""

    row: UUID
    key_id: UUID
    columns: Mapping[str, bytes]
    new_row: UUID
    new_key: DataKey


def reseal(
    model: type[SealedRecord], moving: Iterable[Moving], *, by: Actor, purpose: str, now: datetime
) -> list[dict[str, bytes]]:
    """The same texts for their new places, in the order of `moving`. First a line in the log for each file
    that is opened; if one text does not open, none is given (Closed)."""
    rows = list(moving)
    held = keys.fetch(each.key_id for each in rows)
    _write_lines(model, rows, held, by=by, purpose=purpose, now=now)
    plain = {key.id: keys.unwrap(key) for key in {*held.values(), *(each.new_key for each in rows)}}
    return [_resealed(model, each, held, plain) for each in rows]


def _resealed(
    model: type[SealedRecord], each: Moving, held: Mapping[UUID, DataKey], plain: Mapping[UUID, bytes]
) -> dict[str, bytes]:
    table, old = model._meta.db_table, held.get(each.key_id)
    if old is None:
        raise Closed(each.key_id, table)
    made: dict[str, bytes] = {}
    for column, sealed in each.columns.items():
        step = model.step_of(column)
        there = Place(old.scope_id, table, column, each.row).binding()
        here = Place(each.new_key.scope_id, table, column, each.new_row).binding()
        try:
            text = cipher.decrypt(plain[old.id], sealed, there) if sealed else b""
        except CannotOpen as wrong:
            raise Closed(old.scope_id, f"{table}:{each.row}:{column}") from wrong
        made[column] = cipher.encrypt(plain[each.new_key.id], text, here, step=step) if text or step else b""
    return made


def _write_lines(
    model: type[SealedRecord],
    rows: Iterable[Moving],
    held: Mapping[UUID, DataKey],
    *,
    by: Actor,
    purpose: str,
    now: datetime,
) -> None:
    by_file: dict[UUID, list[str]] = defaultdict(list)
    for each in rows:
        if each.key_id in held:
            by_file[held[each.key_id].scope_id].append(f"{model._meta.db_table}:{each.row}:{each.new_row}")
    for scope, objects in by_file.items():
        log.record(RESEAL, by=by, now=now, scope=scope, objects=objects, purpose=purpose)
