"""What was given to whom and received from whom, and what was put right since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.lib.refusal import NotYours
from casustafel.parties import terms
from casustafel.parties.models import Organisation
from casustafel.picture.choices import Category
from casustafel.picture.models import (
    Contribution,
    Correction,
    CorrectionNotice,
    InstrumentResult,
    Provision,
    Statement,
)

PER_PAGE = 25
GIVEN, RECEIVED = "GIVEN", "RECEIVED"
CORRECTED, WAITING = "CORRECTED", "WAITING"
SENT = "SENT"


@dataclass(frozen=True)
class Wanted:
    """Which provisions: `side` GIVEN or RECEIVED, of one organisation, of one category, and `state` ""
    CORRECTED or WAITING (a correction that was not acknowledged)."""

    side: str = GIVEN
    organisation: UUID | None = None
    category: str = ""
    state: str = ""

    @property
    def other(self) -> str:
        return "receiver" if self.side == GIVEN else "provider"


@dataclass(frozen=True)
class Receipt:
    """One organisation that received a contribution, since when, and its corrections there."""

    provision: Provision
    notices: Sequence[CorrectionNotice]


@dataclass(frozen=True)
class Provided:
    """A contribution as it was given: a page of its statements or the result of an instrument, who received
    it, and what was put right."""

    contribution: Contribution
    statements: Page[Statement]
    results: Sequence[InstrumentResult]
    corrections: Sequence[Correction]
    receipts: Sequence[Receipt]


def provisions(viewer: Viewer, case: Case, wanted: Wanted) -> QuerySet[Any]:
    """The newest first, each with how many statements stand, and how many corrections came and wait."""
    own = Q(provider=viewer.organisation_id) if wanted.side == GIVEN else Q(receiver=viewer.organisation_id)
    rows: QuerySet[Any] = Provision.objects.visible_to(viewer).filter(own, case=case)
    if wanted.organisation:
        rows = rows.filter(**{wanted.other: wanted.organisation})
    if wanted.category in Category.values:
        rows = rows.filter(contribution__category=wanted.category)
    sent = CorrectionNotice.objects.visible_to(viewer).filter(
        contribution=OuterRef("contribution"), organisation=OuterRef("receiver")
    )
    waits = sent.filter(acknowledged_at__isnull=True)
    if wanted.state == CORRECTED:
        rows = rows.filter(Exists(sent))
    elif wanted.state == WAITING:
        rows = rows.filter(Exists(waits))
    said = Statement.objects.visible_to(viewer).filter(contribution=OuterRef("contribution"))
    results = InstrumentResult.objects.visible_to(viewer).filter(contribution=OuterRef("contribution"))
    rows = rows.annotate(
        said=_number(said) + _number(results),
        stands=_number(said.standing()) + _number(results.filter(withdrawn_at__isnull=True)),
        corrected=_number(sent),
        waits=_number(waits),
    )
    return rows.select_related("contribution", "provider", "receiver").order_by("-at", "id")


def _number(rows: QuerySet[Any]) -> Any:
    grouped = rows.order_by().values("contribution").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def page(viewer: Viewer, case: Case, wanted: Wanted, *, number: int | str) -> Page[Provision]:
    return Paginator(provisions(viewer, case, wanted), PER_PAGE).get_page(number)


def partners(viewer: Viewer, case: Case, wanted: Wanted) -> list[Organisation]:
    """To whom we gave, or from whom we received anything at all in this case."""
    found = provisions(viewer, case, Wanted(wanted.side)).order_by().values(wanted.other)
    return list(Organisation.objects.visible_to(viewer).filter(pk__in=found).order_by("name", "id"))


def get_contribution(viewer: Viewer, case_id: UUID, contribution_id: UUID) -> Contribution:
    """With its case, and how many of its statements stand (`stands`)."""
    rows = Contribution.objects.visible_to(viewer).filter(case=case_id, pk=contribution_id)
    said = Statement.objects.visible_to(viewer).filter(contribution=OuterRef("pk"))
    known = {"stands": _number(said.standing())}
    found: Contribution | None = (
        rows.annotate(**known).select_related("case__key", "key", "organisation").first()
    )
    if found is None:
        raise NotYours
    return found


def provided(viewer: Viewer, contribution: Contribution, *, number: int | str) -> Provided:
    """Who received it shows to who gave it; a receiver sees that it received it itself."""

    def of(model: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(contribution=contribution)
        return rows

    said = of(Statement)
    shown = Paginator(said.order_by("told_date", "id"), PER_PAGE).get_page(number)
    about = Q(statement__in=[row.pk for row in shown]) | Q(result__isnull=False)
    sent = of(CorrectionNotice).select_related("organisation", "provider", "acknowledged_by")
    notices = list(sent.order_by("at", "id"))
    received = of(Provision).select_related("receiver").order_by("at", "receiver__name", "id")
    return Provided(
        contribution,
        shown,
        [] if shown else list(of(InstrumentResult)),
        list(of(Correction).filter(about).order_by("at", "id")),
        [Receipt(row, [n for n in notices if n.organisation_id == row.receiver_id]) for row in received],
    )


def get_notice(viewer: Viewer, notice_id: UUID) -> CorrectionNotice:
    found: CorrectionNotice | None = CorrectionNotice.objects.visible_to(viewer).filter(pk=notice_id).first()
    if found is None:
        raise NotYours
    return found


def _waiting(viewer: Viewer, column: str) -> QuerySet[CorrectionNotice]:
    rows: QuerySet[CorrectionNotice] = CorrectionNotice.objects.visible_to(viewer)
    return rows.filter(acknowledged_at__isnull=True, **{column: viewer.organisation_id})


def to_acknowledge(viewer: Viewer) -> int:
    return _waiting(viewer, "organisation").count()


def late(viewer: Viewer, *, day: date) -> int:
    """How many of our own corrections wait for a receiver longer than was agreed."""
    return _waiting(viewer, "provider").filter(at__date__lt=late_before(viewer, day=day)).count()


def late_before(viewer: Viewer, *, day: date) -> date:
    return terms.since(viewer.partnership_id, "CORRECTION_ACKNOWLEDGE", day)


def notices(viewer: Viewer, *, box: str, state: str, number: int | str) -> Page[CorrectionNotice]:
    """Of all cases: what came to us, or with box SENT what we sent. What waits, oldest first; or all."""
    column = "provider" if box == SENT else "organisation"
    rows: QuerySet[CorrectionNotice] = CorrectionNotice.objects.visible_to(viewer)
    rows = rows.filter(**{column: viewer.organisation_id})
    rows = rows.select_related("provider", "organisation", "acknowledged_by")
    if state != "ALL":
        rows = rows.filter(acknowledged_at__isnull=True)
    rows = rows.order_by("-at" if state == "ALL" else "at", "id")
    return Paginator(rows, PER_PAGE).get_page(number)


def still_read(viewer: Viewer, notices: Sequence[CorrectionNotice]) -> dict[UUID, Contribution]:
    """What these notices are about, as far as the viewer may still see it, with its case."""
    wanted = {each.contribution_id for each in notices}
    rows = Contribution.objects.visible_to(viewer).filter(pk__in=wanted).select_related("case__key")
    return {row.id: row for row in rows}


def since(viewer: Viewer, cases: Sequence[UUID], moment: datetime) -> list[Correction]:
    """What was put right or withdrawn after this moment of what was shared before it. Of each the last."""
    rows = Correction.objects.visible_to(viewer).filter(
        case__in=cases, at__gt=moment, contribution__shared_at__lte=moment
    )
    newest = (
        rows.select_related("organisation", "statement", "result")
        .annotate(about=Coalesce("statement", "result"))
        .order_by("about", "-at")
        .distinct("about")
    )
    return sorted(newest, key=lambda row: (row.at, row.id))
