from datetime import date
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import ENDED, Level, Regime, SeatRole, State
from casustafel.lib import clock
from casustafel.lib.models import GuardedQuerySet, M
from casustafel.parties.choices import Tie
from casustafel.parties.models import Organisation, Partnership, Person, in_force
from casustafel.vault.models import DataKey, SealedField, SealedRecord


class CaseQuerySet(GuardedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Cases at whose table the viewer sits today. Twin: policy.can_see; second wall: wall_cases()."""
        return self._scoped().filter(pk__in=tables_of(viewer))


class SeatedQuerySet(GuardedQuerySet[M]):
    """Rows of a case, for who has a seat at its table today."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self._scoped().filter(case__in=tables_of(viewer))


class Case(SealedRecord):
    """One person's file. `key` seals what the whole table may read, `core_key` what only core partners may.

    The pseudonym is what screens and papers call the case until the chair unlocks the name.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    core_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    regime = models.CharField(max_length=12, choices=Regime)
    level = models.CharField(max_length=10, choices=Level, default=Level.REGULAR)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    model_version = models.CharField(max_length=40)
    opened_date = models.DateField()
    review_due_date = models.DateField()
    closed_date = models.DateField(null=True)
    weighing_id = models.UUIDField(unique=True)
    report_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    pseudonym = SealedField()
    ground = SealedField()
    reason = SealedField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_closed_has_a_date",
                condition=Q(state=State.OPEN, closed_date__isnull=True)
                | Q(state__in=sorted(ENDED), closed_date__isnull=False),
            )
        ]


class CaseRecord(SealedRecord):
    """A row that belongs to a case and is read by its table."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    objects = SeatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Subject(CaseRecord):
    """The person it is about."""

    name = SealedField()
    birth = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="cases_one_subject")]


class Seat(CaseRecord):
    """Organisation, person, role and ground, from a day until (not on) a day. Only a seat opens the case."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=SeatRole)
    ground = SealedField()
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "case"], name="cases_seat_person")]
        constraints = [
            models.CheckConstraint(
                name="cases_seat_ends_after_it_begins",
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
            ),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(until_date__isnull=True), name="cases_one_open_seat"
            ),
        ]


class Step(CaseRecord):
    """Who did what in this case, when and why: how a case reads back, and the road it travelled."""

    kind = models.CharField(max_length=40)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="cases_step_order")]


def open_seats(viewer: Viewer) -> models.QuerySet[Any]:
    """The viewer's own seats today."""
    return _seats(viewer.person_id, clock.now().date())


def tables_of(viewer: Viewer) -> models.QuerySet[Any]:
    """The cases at whose tables the viewer sits today, by id, to ask inside another question."""
    return _tables(viewer.person_id, clock.now().date()).all()


@lru_cache(maxsize=1024)
def _tables(person_id: UUID, day: date) -> models.QuerySet[Any]:
    """Put into words once: it stands in nearly every question about a case. Only a copy is ever asked, for
    what is asked keeps its answer."""
    return _seats(person_id, day).values("case")


def _seats(person_id: UUID, day: date) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = Seat.objects.behind_the_second_wall()
    return rows.filter(in_force(day), person_id=person_id)


def is_core(viewer: Viewer) -> bool:
    return viewer.tie == Tie.CORE
