"""The only way from ciphertext to plaintext: first the line in the log, then the text."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.vault import cipher, keys
from casustafel.vault.choices import Scope, Wrapping
from casustafel.vault.cipher import CannotOpen
from casustafel.vault.models import DataKey, SealedRecord


class Closed(Exception):
    """The vault does not open: a key is missing or wrong, or a text was put in another's place."""

    def __init__(self, scope_id: UUID, place: str) -> None:
        super().__init__("the vault does not open")
        self.scope_id = scope_id
        self.place = place


@dataclass(frozen=True)
class Kept:
    """Something made of texts that were opened, kept to be given to others as well. It comes out through
    `Opened.given` alone: of an opening that wrote down for its reader which rows it holds."""

    _made: Any
    read: Mapping[UUID, Sequence[str]]


class Opened:
    """Plaintexts of the rows that were opened, by row and column."""

    def __init__(
        self,
        texts: dict[tuple[UUID, str], str],
        read: Mapping[UUID, Sequence[str]] | None = None,
        again: Sequence[Kept] = (),
    ) -> None:
        self._texts = texts
        self._read = read or {}
        self._again = again

    def __call__(self, record: SealedRecord, column: str) -> str:
        return self._texts[record.id, column]

    def joined(self, other: "Opened") -> "Opened":
        return Opened({**self._texts, **other._texts})

    def of(self, records: Iterable[SealedRecord]) -> "Opened":
        """The texts of these rows only: what is made of them holds nothing else."""
        names = {row.id: _name(row) for row in records}
        texts = {place: text for place, text in self._texts.items() if place[0] in names}
        wanted = set(names.values())
        read = {scope: [name for name in rows if name in wanted] for scope, rows in self._read.items()}
        return Opened(texts, {scope: rows for scope, rows in read.items() if rows})

    def keep(self, made: Any) -> Kept:
        """What was made of all these texts, with the rows that it holds."""
        return Kept(made, self._read)

    def given(self, kept: Kept) -> Any:
        if not any(each is kept for each in self._again):
            raise LookupError("no line in the log says that this was read")
        return kept._made


def open_all(
    records: Iterable[SealedRecord],
    *,
    by: Actor,
    purpose: str,
    now: datetime,
    again: Sequence[Kept] = (),
) -> Opened:
    """Open every sealed column of these rows. One line per file in the log names the rows, and those that
    `again` holds: what is given to one more reader is read once more.

    What the partnership knows of its own professionals (scope HOUSE) is no file and gets no line.
    If a line cannot be written there is no plaintext; if one text does not open, none is given (Closed).
    """
    rows = list(records)
    held = _keys_of(rows)
    read = _read(rows, held)
    _write_lines([read, *(each.read for each in again)], by=by, purpose=purpose, now=now)
    openers = {row: _Texts(key) for row, key in held.items()}
    columns = {type(row): row.sealed_columns() for row in rows}
    texts: dict[tuple[UUID, str], str] = {}
    for row in rows:
        table = row._meta.db_table
        if row.key_id not in openers:
            raise Closed(row.key_id, table)
        for column in columns[type(row)]:
            texts[row.id, column] = openers[row.key_id].open(table, column, row.id, getattr(row, column))
    return Opened(texts, read, again)


def _keys_of(rows: Sequence[SealedRecord]) -> dict[UUID, DataKey]:
    """Those that came along with a row are not asked for again; a key of a desk needs its desk."""
    came = {row.key_id: row.key for row in rows if type(row).key.is_cached(row)}
    held = {row: key for row, key in came.items() if key.wrapping == Wrapping.EPOCH}
    return held | keys.fetch(row.key_id for row in rows if row.key_id not in held)


@dataclass(frozen=True)
class Scanned:
    """The plaintexts of one row, below each other in the order of the columns. `id` is text."""

    id: str
    text: str


def scan(
    found: QuerySet[Any], columns: Sequence[str], *, scope: UUID, by: Actor, purpose: str, now: datetime
) -> Iterator[Scanned]:
    """Open these columns of very many rows of one file to look something up in them: a line in the log first,
    that names the table and no row. Whoever shows a row opens it again, by name (open_all)."""
    table = found.model._meta.db_table
    log.record_read({scope: [f"{table}:*:{','.join(columns)}"]}, by=by, now=now, purpose=purpose)
    named = found.annotate(_row=Cast("id", TextField()), _held=Cast("key_id", TextField()))
    rows = list(named.values_list("_row", "_held", *columns))
    held = keys.fetch({UUID(each) for each in {row[1] for row in rows}})
    openers = {str(key): _Texts(opener).of(table, columns) for key, opener in held.items()}
    for row, key, *sealed in rows:
        if key not in openers:
            raise Closed(UUID(key), table)
        yield Scanned(row, openers[key](row, sealed))


class _Texts:
    """The texts under one key. What they are bound to is written once for a column."""

    def __init__(self, key: DataKey) -> None:
        self._key = key
        self._bound: dict[tuple[str, str], bytes] = {}

    @cached_property
    def _opener(self) -> cipher.Opener:
        return cipher.Opener(keys.unwrap(self._key))

    def open(self, table: str, column: str, row: UUID, sealed: bytes) -> str:
        if not sealed:
            return ""
        try:
            binding = self._bound.get((table, column)) or self._bind(table, column)
            return self._opener(bytes(sealed), binding + str(row).encode()).decode()
        except CannotOpen as wrong:
            raise Closed(self._key.scope_id, f"{table}:{row}:{column}") from wrong

    def of(self, table: str, columns: Sequence[str]) -> Callable[[str, Sequence[bytes]], str]:
        """Opens these columns of a row at once."""
        opener, bound = self._opener, [self._bind(table, column) for column in columns]

        def opened(row: str, sealed: Sequence[bytes]) -> str:
            place = row.encode()
            try:
                texts = [opener(text, near + place) for near, text in zip(bound, sealed, strict=True) if text]
            except CannotOpen as wrong:
                raise Closed(self._key.scope_id, f"{table}:{row}") from wrong
            return b"\n".join(texts).decode()

        return opened

    def _bind(self, table: str, column: str) -> bytes:
        made = self._bound[table, column] = cipher.binding_in(self._key.scope_id, table, column)
        return made


def _name(row: SealedRecord) -> str:
    return f"{row._meta.db_table}:{row.id}"


def _read(rows: Sequence[SealedRecord], held: dict[UUID, DataKey]) -> dict[UUID, list[str]]:
    by_file: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        key = held.get(row.key_id)
        if key is not None and key.scope != Scope.HOUSE:
            by_file[key.scope_id].append(_name(row))
    return by_file


def _write_lines(
    read: Sequence[Mapping[UUID, Sequence[str]]], *, by: Actor, purpose: str, now: datetime
) -> None:
    by_file: dict[UUID, dict[str, None]] = defaultdict(dict)
    for each in read:
        for scope, names in each.items():
            by_file[scope].update(dict.fromkeys(names))
    if by_file:
        lines = {scope: list(names) for scope, names in by_file.items()}
        log.record_read(lines, by=by, now=now, purpose=purpose)
