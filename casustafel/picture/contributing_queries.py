"""What was brought in on one case: one, a list, and what soon is kept no longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.choices import State
from casustafel.cases.models import Case, Seat
from casustafel.lib.refusal import NotYours
from casustafel.parties import terms
from casustafel.parties.queries import SOON
from casustafel.picture import queries
from casustafel.picture.choices import Audience
from casustafel.picture.models import AudienceSeat, Contribution, ContributionDeed, Statement

PER_PAGE = 25


@dataclass(frozen=True)
class Ending:
    """In one case, of one's own organisation: how many soon are kept no longer, and how many are past it."""

    case_id: UUID
    soon: int
    past: int


@dataclass(frozen=True)
class Around:
    """Who is named, who else can be, and what its organisation decided about it."""

    named: Sequence[AudienceSeat]
    nameable: Sequence[Seat]
    deeds: Sequence[ContributionDeed]


def listed(viewer: Viewer, case: Case, *, which: str, page: int | str, day: date) -> Page[Contribution]:
    """The newest first; `which` is MINE, ENDING, SEALED or TOLD; anything else is all."""
    mine = Q(organisation_id=viewer.organisation_id)
    wanted = {
        "MINE": mine,
        "ENDING": mine & Q(until_date__lte=day + SOON),
        "SEALED": mine & Q(audience=Audience.LATER),
        "TOLD": Q(is_kept=False),
    }
    rows: QuerySet[Contribution] = Contribution.objects.visible_to(viewer).filter(
        wanted.get(which, Q()), case=case
    )
    return Paginator(rows.select_related("organisation").order_by("-made_at", "id"), PER_PAGE).get_page(page)


def get_contribution(viewer: Viewer, case_id: UUID, contribution_id: UUID) -> Contribution:
    """With its case: who may see the one has a seat at the other."""
    rows = Contribution.objects.visible_to(viewer).filter(case=case_id, pk=contribution_id)
    found: Contribution | None = rows.select_related("case__key", "key", "organisation").first()
    if found is None:
        raise NotYours
    return found


def statements_of(viewer: Viewer, contribution: Contribution, *, page: int | str) -> Page[Statement]:
    rows: QuerySet[Statement] = Statement.objects.visible_to(viewer).filter(contribution=contribution)
    ordered = queries.marked(rows).order_by("domain", "observed_date", "id")
    return Paginator(ordered.select_related("contribution__organisation"), PER_PAGE).get_page(page)


def named_seats(viewer: Viewer, contribution: Contribution) -> list[AudienceSeat]:
    """All that are named for who provided it; for who is named, their own."""
    if contribution.audience != Audience.SEATS:
        return []
    rows = AudienceSeat.objects.visible_to(viewer).filter(contribution=contribution)
    return list(rows.select_related("seat__organisation").order_by("seat__organisation__name", "id"))


def around(viewer: Viewer, contribution: Contribution, *, day: date) -> Around:
    named = named_seats(viewer, contribution)
    if contribution.organisation_id != viewer.organisation_id:
        return Around(named, (), ())
    may_name = contribution.audience in {Audience.SEATS, Audience.LATER}
    there = {each.seat_id for each in named}
    others = cases.seats_at(viewer, contribution.case, day=day) if may_name else []
    free = [s for s in others if s.organisation_id != viewer.organisation_id and s.id not in there]
    return Around(named, free, deeds_of(viewer, contribution))


def deeds_of(viewer: Viewer, contribution: Contribution) -> list[ContributionDeed]:
    rows = ContributionDeed.objects.visible_to(viewer).filter(contribution=contribution)
    return list(rows.order_by("at", "id"))


def ending(viewer: Viewer, *, day: date) -> list[Ending]:
    """At open cases, those with something past its day first."""
    rows = Contribution.objects.visible_to(viewer).filter(
        organisation_id=viewer.organisation_id, case__state=State.OPEN, until_date__lte=day + SOON
    )
    is_past = Q(until_date__lt=day)
    found = (
        rows.order_by()
        .values("case")
        .annotate(soon=Count("id", filter=~is_past), past=Count("id", filter=is_past))
    )
    return [Ending(row["case"], row["soon"], row["past"]) for row in found.order_by("-past", "case")]


def proposed_day(case: Case, today: date) -> date:
    """Until when something is kept if nobody says otherwise."""
    return terms.due(case.partnership_id, "CONTRIBUTION_KEPT", today)


def latest_day(case: Case, today: date) -> date:
    """As if the case closed today: nothing brought in outlives the file it belongs to."""
    return terms.due(case.partnership_id, "CASE_RETENTION", case.closed_date or today)
