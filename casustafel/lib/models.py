import uuid
from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


class UnscopedRead(Exception):
    """Somebody read a table without saying for whom."""


class GuardedQuerySet(models.QuerySet[M]):
    """Refuses to run until it is told for whom: visible_to(viewer), or a named exception."""

    scoped = False

    def _chain(self) -> Self:
        clone: Self = super()._chain()  # type: ignore[misc]
        clone.scoped = self.scoped
        return clone

    def _scoped(self) -> Self:
        clone = self._chain()
        clone.scoped = True
        return clone

    def behind_the_second_wall(self) -> Self:
        """Everything row-level security lets through: for actions that check a rule over all rows,
        and for the tests that prove that the second wall stands alone."""
        return self._scoped()

    def _fetch_all(self) -> None:
        self._demand_scope()
        super()._fetch_all()

    def _demand_scope(self) -> None:
        if not self.scoped:
            raise UnscopedRead(f"{self.model.__name__}: start at visible_to(viewer)")

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._demand_scope()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._demand_scope()
        return super().count()

    def exists(self) -> bool:
        self._demand_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._demand_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **values: Any) -> int:
        self._demand_scope()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._demand_scope()
        return super().delete()


class Record(models.Model):
    """A row that can be named without being guessed (random key)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
