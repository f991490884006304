"""What was shared, in the order in which it is told: what one partner holds comes first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture import placing
from casustafel.picture.choices import LinkKind, VerdictKind
from casustafel.picture.models import Prepared, Sharing, Statement, StatementLink
from casustafel.picture.models.provided import open_to_all

PER_PAGE = 25


@dataclass(frozen=True)
class UnsharedFile:
    """One page of the list. `counts` says how many stand in each group, over all pages."""

    case: Case
    openings: Sequence[Sharing]
    page: Page[placing.Placed]
    counts: dict[str, int]
    statements: dict[UUID, Statement]
    names: dict[UUID, str]

    @property
    def sharing(self) -> Sharing | None:
        return next((each for each in self.openings if each.closed_at is None), None)

    @property
    def chairs(self) -> bool:
        return any(getattr(each, "is_chaired", False) for each in self.openings)

    @property
    def new_since(self) -> datetime | None:
        """The time that sharing opened before; the first time everything is new, and nothing is marked."""
        return self.openings[-2].opened_at if len(self.openings) > 1 else None


def unshared(
    viewer: Viewer,
    case: Case,
    openings: Sequence[Sharing],
    *,
    domain: str = "",
    page: int | str = 1,
    to_all: bool = False,
) -> UnsharedFile:
    """`to_all`: only what the whole table may see today, for the screen on the wall."""
    seen = Statement.objects.visible_to(viewer).filter(
        case=case, contribution__shared_at__isnull=False, withdrawn_at__isnull=True
    )
    if to_all:
        seen = seen.filter(open_to_all("contribution__", day=clock.now().date()))
    placed, names = _placed(viewer, case, seen, domain)
    shown = Paginator(placed, PER_PAGE).get_page(page)
    rows = seen.filter(pk__in=[each.id for each in shown]).select_related("contribution")
    return UnsharedFile(
        case,
        openings,
        shown,
        dict(Counter(each.group for each in placed)),
        {row.id: row for row in rows},
        names,
    )


def stands(viewer: Viewer, case: Case, openings: Sequence[Sharing]) -> list[Prepared]:
    """What the partners said to questions without a statement, when sharing opened last."""
    rows = Prepared.objects.visible_to(viewer).filter(
        case=case, shared_at__isnull=False, number=len(openings) - 1
    )
    return list(rows.select_related("organisation").order_by("organisation__name", "id"))


def _placed(
    viewer: Viewer, case: Case, seen: QuerySet[Any], domain: str
) -> tuple[list[placing.Placed], dict[UUID, str]]:
    """In the order of telling, and who the holders are, without opening anything. A tie shows only to who may
    see both its ends."""
    place = {each.code: number for number, each in enumerate(model.of(case.model_version).domains)}
    given = ("contribution__organisation_id", "contribution__organisation__name", "contribution__made_at")
    rows = list(seen.values_list("id", "domain", "verdict", *given))
    ties = StatementLink.objects.visible_to(viewer).filter(case=case)
    here = {row[0] for row in rows}
    tied = [
        placing.Tied(one, other, kind == LinkKind.CONTRADICTS)
        for one, other, kind in ties.values_list("statement_id", "other_id", "kind")
        if {one, other} <= here
    ]
    told = [
        placing.Told(row, whose, place.get(about, len(place)), made.timestamp(), said == VerdictKind.REFUTED)
        for row, about, said, whose, _name, made in rows
    ]
    wanted = {row[0] for row in rows if domain in {"", row[1]}}
    placed = [each for each in placing.unshared_first(told, tied) if each.id in wanted]
    return placed, {row[3]: row[4] for row in rows}
