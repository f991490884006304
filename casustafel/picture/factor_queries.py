"""What is read about factors: where the table stands, on what that rests, and what happened to it since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case as Nearness
from django.db.models import F, IntegerField, Q, QuerySet, Value, When

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.lib.refusal import NotYours
from casustafel.picture.choices import Audience, FactorStand, LinkKind, VerdictKind
from casustafel.picture.models import (
    Contribution,
    Factor,
    FactorChange,
    FactorTie,
    Revision,
    Sharing,
    Statement,
    StatementLink,
    Verdict,
)

PER_PAGE = 15
LOOK_AGAIN = ("WITHDRAWN", "REFUTED", "CONTRADICTED", "REPHRASED")


@dataclass(frozen=True)
class FactorsFile:
    """`happened`: what came of the tied statements since somebody last spoke of a factor, in codes of
    LOOK_AGAIN."""

    case: Case
    factors: Sequence[Factor]
    ties: Sequence[FactorTie]
    happened: dict[UUID, set[str]]
    marked: set[str]
    is_shared: bool


def factors(viewer: Viewer, case: Case) -> FactorsFile:
    found = list(_factors(viewer, case).order_by("at", "id"))
    return _file(viewer, case, found)


def one(viewer: Viewer, factor: Factor) -> FactorsFile:
    return _file(viewer, factor.case, [factor])


def get(viewer: Viewer, case: Case, factor_id: UUID) -> Factor:
    return _found(_factors(viewer, case).filter(pk=factor_id))


def find(viewer: Viewer, case: Case, code: str) -> Factor | None:
    found: Factor | None = _factors(viewer, case).filter(code=code).first()
    return found


def recognised(viewer: Viewer, case: Case) -> list[Factor]:
    """What the table recognises now, the first recognised first."""
    rows = _factors(viewer, case).filter(stand=FactorStand.RECOGNISED)
    return list(rows.order_by("at", "id"))


def changes(viewer: Viewer, factor: Factor) -> list[FactorChange]:
    rows = FactorChange.objects.visible_to(viewer).filter(factor=factor).select_related("organisation")
    return list(rows.order_by("-version"))


def to_choose_from(
    viewer: Viewer, case: Case, *, code: str, domain: str, part: str, apart_from: Collection[UUID], page: int
) -> Page[Statement]:
    """Statements that the whole table may read: first what its author marked with this factor, then what is
    about this part of life, then the rest. `part` leaves one part of life."""
    rows = _for_the_table(viewer, case).exclude(pk__in=apart_from)
    if part:
        rows = rows.filter(domain=part)
    nearness = Nearness(
        When(~Q(factor="") & Q(factor=code), then=Value(0)),
        When(domain=domain, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = rows.annotate(nearness=nearness).select_related("contribution__organisation")
    ordered = rows.order_by("nearness", F("observed_date").desc(nulls_last=True), "-told_date", "id")
    return cast("Page[Statement]", Paginator(ordered, PER_PAGE).get_page(page))


def named(viewer: Viewer, case: Case, statements: Iterable[UUID]) -> list[Statement]:
    """These statements, as far as the viewer may read them; NotYours for any other."""
    wanted = set(statements)
    rows = Statement.objects.visible_to(viewer).filter(case=case, pk__in=wanted)
    found = list(rows.select_related("contribution__organisation").order_by("observed_date", "id"))
    if len(found) < len(wanted):
        raise NotYours
    return found


def ties_of(viewer: Viewer, factor: Factor) -> list[FactorTie]:
    return list(_ties(viewer, [factor]))


def _factors(viewer: Viewer, case: Case) -> QuerySet[Factor]:
    rows: QuerySet[Factor] = Factor.objects.visible_to(viewer).filter(case=case)
    return rows.select_related("organisation", "key", "case__key")


def _found(rows: QuerySet[Factor]) -> Factor:
    found = rows.first()
    if found is None:
        raise NotYours
    return found


def _for_the_table(viewer: Viewer, case: Case) -> QuerySet[Statement]:
    open_ones = Contribution.objects.visible_to(viewer).filter(
        case=case, audience=Audience.TABLE, shared_at__isnull=False
    )
    rows: QuerySet[Statement] = Statement.objects.visible_to(viewer)
    return rows.filter(case=case, withdrawn_at__isnull=True, contribution__in=open_ones.values("pk"))


def _ties(viewer: Viewer, factors: Sequence[Factor]) -> QuerySet[FactorTie]:
    rows: QuerySet[FactorTie] = FactorTie.objects.visible_to(viewer).filter(factor__in=factors)
    related = ("statement__contribution__organisation",)
    return rows.select_related(*related).order_by("statement__observed_date", "at", "id")


def _file(viewer: Viewer, case: Case, found: list[Factor]) -> FactorsFile:
    ties = list(_ties(viewer, found))
    marked = _for_the_table(viewer, case).exclude(factor="")
    return FactorsFile(
        case,
        found,
        ties,
        _happened(viewer, found, ties),
        set(marked.order_by().values_list("factor", flat=True).distinct()),
        Sharing.objects.visible_to(viewer).filter(case=case).exists(),
    )


def _happened(viewer: Viewer, found: list[Factor], ties: list[FactorTie]) -> dict[UUID, set[str]]:
    said = {factor.id: factor.at for factor in found}
    since = _since(viewer, [tie.statement for tie in ties]) if ties else {}
    happened: dict[UUID, set[str]] = defaultdict(set)
    for tie in ties:
        events = since.get(tie.statement_id, ())
        happened[tie.factor_id] |= {kind for kind, at in events if at > said[tie.factor_id]}
    return happened


def _since(viewer: Viewer, statements: list[Statement]) -> dict[UUID, list[tuple[str, datetime]]]:
    """When each was withdrawn, refuted, contradicted or put otherwise, as far as the viewer may know."""
    ids = [statement.id for statement in statements]
    refuted = Verdict.objects.visible_to(viewer).filter(
        statement__in=ids, kind=VerdictKind.REFUTED, statement__verdict=VerdictKind.REFUTED
    )
    against = StatementLink.objects.visible_to(viewer).filter(
        kind=LinkKind.CONTRADICTS, statement__withdrawn_at__isnull=True, other__withdrawn_at__isnull=True
    )
    said_otherwise = Revision.objects.visible_to(viewer).filter(statement__in=ids)
    rows = _dated(refuted, "statement_id", "at", "REFUTED").union(
        _dated(against.filter(statement__in=ids), "statement_id", "at", "CONTRADICTED"),
        _dated(against.filter(other__in=ids), "other_id", "at", "CONTRADICTED"),
        _dated(said_otherwise, "statement_id", "replaced_at", "REPHRASED"),
    )
    found: dict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
    for row, kind, at in rows:
        found[row].append((kind, at))
    for statement in statements:
        if statement.withdrawn_at is not None:
            found[statement.id].append(("WITHDRAWN", statement.withdrawn_at))
    return found


def _dated(rows: QuerySet[Any], of: str, moment: str, kind: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = (
        rows.order_by().annotate(happened=Value(kind)).values_list(of, "happened", moment)
    )
    return found
