"""Both walls, one at a time: which rows each of them lets through to somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet
from tests.world import behind_the_wall

GUARDED: list[Any] = [
    model for model in apps.get_models() if isinstance(model._default_manager.all(), GuardedQuerySet)
]
Rows = dict[Any, frozenset[UUID]]


@dataclass(frozen=True)
class Through:
    """What comes through the filters in Python with row-level security behind them, through row-level
    security with the filters off, and through the filters with row-level security off."""

    both: Rows
    second_alone: Rows
    first_alone: Rows


def through(viewer: Viewer) -> Through:
    first = _rows({model: model.objects.visible_to(viewer) for model in GUARDED})
    second = _rows({model: model.objects.behind_the_second_wall() for model in GUARDED})
    with behind_the_wall("postgres"):
        alone = _rows({model: model.objects.visible_to(viewer) for model in GUARDED})
    return Through(first, second, alone)


def _rows(found: dict[Any, models.QuerySet[Any]]) -> Rows:
    return {model: frozenset(rows.values_list("pk", flat=True)) for model, rows in found.items()}


@contextmanager
def without_the_first_wall() -> Iterator[None]:
    """The filters in Python let everything through."""
    with pytest.MonkeyPatch.context() as patch:
        for model in GUARDED:
            patch.setattr(
                type(model._default_manager.all()), "visible_to", lambda rows, viewer: rows._scoped()
            )
        yield


def open_the_second_wall(*tables: str) -> None:
    """Row-level security lets every row of these tables through, until the transaction is undone."""
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"CREATE POLICY hole ON {table} FOR SELECT TO casustafel_app USING (true)")
