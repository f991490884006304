"""Brings rows of one case into another, sealed anew under its keys.

The second wall chooses what comes over and for whom (wall.sql); the vault opens and seals in one stroke. What
passes through here is ciphertext and ids: nothing of it is shown, and none of it can be.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from casustafel.access.viewer import Viewer
from casustafel.joining.choices import Way
from casustafel.joining.models import Joining
from casustafel.picture import contributing
from casustafel.picture import models as picture
from casustafel.picture.choices import Audience
from casustafel.vault import resealing
from casustafel.vault.models import DataKey, SealedRecord
from casustafel.vault.resealing import Moving

# What a row points at comes before it.
COMES_OVER: tuple[type[SealedRecord], ...] = (
    picture.Contribution,
    picture.Statement,
    picture.Revision,
    picture.Correction,
    picture.InstrumentResult,
    picture.Contact,
    picture.ContactTie,
    picture.Factor,
    picture.FactorTie,
    picture.InformationRequest,
    picture.Verdict,
    picture.StatementLink,
)
# Made anew at the table it comes to: its seats, and who received it there.
MADE_ANEW = (picture.AudienceSeat, picture.Provision)
# The work of the table itself; what an organisation decided about its own; files, which are sealed on disk. A
# notice waits where it was sent, and an answer where it was asked.
STAYS = (
    picture.ContributionDeed,
    picture.FactorChange,
    picture.InstrumentReport,
    picture.Reply,
    picture.Sharing,
    picture.Prepared,
    picture.Preparation,
    picture.Round,
    picture.Answer,
    picture.Turn,
    picture.Dissent,
    picture.CorrectionNotice,
)
AT_ONCE = 500
PURPOSES = {Way.MERGE: "joining.merge", Way.SPLIT: "joining.split"}
CHOOSE = "SELECT contribution, audience, provider, was FROM joining_choose(%s, %s::uuid[])"
TAKE = "SELECT old, new, held, contribution, sealed FROM joining_take(%s, %s)"
PUT = "SELECT joining_put(%s, %s, %s::uuid[], %s::uuid[], %s::jsonb[])"
FINISH = "SELECT joining_finish(%s, %s::uuid[])"
UNDO = "SELECT joining_undo(%s, %s)"


@dataclass(frozen=True)
class Came:
    """A contribution that came over: under which new id, for whom, and for whom it was."""

    contribution: UUID
    audience: str
    provider: UUID
    was: str

    @property
    def is_narrowed(self) -> bool:
        return self.audience == Audience.SEATS and self.was != Audience.SEATS


def bring_over(
    *, joining: Joining, seats: Sequence[UUID], by: Viewer, now: datetime, chosen: Sequence[UUID] = ()
) -> list[Came]:
    """Merging brings all that may come; splitting only these contributions."""
    came = [Came(*row) for row in _ask(CHOOSE, joining.id, list(chosen))]
    held = {each.contribution: contributing.key_for(joining.case, each.audience) for each in came}
    for model in COMES_OVER:
        for batch in _batches(_moving(joining, model, held)):
            _put(joining, model, batch, by=by, now=now)
    _ask(FINISH, joining.id, list(seats))
    return came


def take_out(*, joining: Joining, now: datetime) -> list[str]:
    """What was not changed since is taken out again; gives the names of these rows, for the log alone."""
    return list(_ask(UNDO, joining.id, now)[0][0])


def _moving(joining: Joining, model: type[SealedRecord], held: dict[UUID, DataKey]) -> list[Moving]:
    """A row of a contribution is sealed with its key; what is of the table itself with that of the case."""
    return [
        Moving(
            row=old,
            key_id=key,
            columns=_columns(sealed),
            new_row=new,
            new_key=held.get(contribution, joining.case.key),
        )
        for old, new, key, contribution, sealed in _ask(TAKE, joining.id, model._meta.db_table)
    ]


def _columns(sealed: Any) -> dict[str, bytes]:
    found = json.loads(sealed) if isinstance(sealed, str) else sealed
    return {column: bytes.fromhex(text[2:]) for column, text in found.items()}


def _put(
    joining: Joining, model: type[SealedRecord], batch: Sequence[Moving], *, by: Viewer, now: datetime
) -> None:
    made = resealing.reseal(model, batch, by=by, purpose=PURPOSES[Way(joining.way)], now=now)
    texts = [Jsonb({column: f"\\x{text.hex()}" for column, text in row.items()}) for row in made]
    rows, under = [each.new_row for each in batch], [each.new_key.id for each in batch]
    _ask(PUT, joining.id, model._meta.db_table, rows, under, texts)


def _batches(moving: Sequence[Moving]) -> Iterator[Sequence[Moving]]:
    for start in range(0, len(moving), AT_ONCE):
        yield moving[start : start + AT_ONCE]


def _ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
