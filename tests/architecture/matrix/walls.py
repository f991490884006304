"""Both walls, one at a time: which rows each of them lets through to somebody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib.models import GuardedQuerySet
from casustafel.reports.models import Attachment, DeskQuerySet, Message, Report
from tests.world import behind_the_wall

GUARDED: list[Any] = [
    model
    for model in apps.get_models()
    if isinstance(model._default_manager.all(), GuardedQuerySet) and hasattr(model.objects, "visible_to")
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
    first = _first(viewer)
    second = _rows({model: model.objects.behind_the_second_wall() for model in GUARDED})
    with behind_the_wall("postgres"):
        alone = _first(viewer)
    return Through(first, second, alone)


def _first(viewer: Viewer) -> Rows:
    """A professional comes to the own reports, their letters and the own files by a door of its own."""
    seen = _rows({model: model.objects.visible_to(viewer) for model in GUARDED})
    own = _rows({model: model.objects.of_reporter(viewer) for model in (Report, Message, Attachment)})
    return {model: rows | own.get(model, frozenset()) for model, rows in seen.items()}


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
        patch.setattr(DeskQuerySet, "of_reporter", _all_but_for_officers(DeskQuerySet.of_reporter))
        yield


def _all_but_for_officers(own: Callable[[Any, Viewer], Any]) -> Callable[[Any, Viewer], Any]:
    """Officers see every report by the door of the desk: the second wall cannot say which are their own."""
    return lambda rows, viewer: own(rows, viewer) if viewer.may(Permission.REPORT_HANDLE) else rows._scoped()


def open_the_second_wall(*tables: str) -> None:
    """Row-level security lets every row of these tables through, until the transaction is undone."""
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"CREATE POLICY hole ON {table} FOR SELECT TO casustafel_app USING (true)")
