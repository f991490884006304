from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.lib.refusal import NotYours
from casustafel.picture import queries
from casustafel.picture.models import Contact, ContactTie, Contribution, Statement
from casustafel.picture.queries import Found, Wanted

DRAWN = 60
PER_PAGE = 50
OFFERED = 40
TO_TIE = 20


@dataclass(frozen=True)
class NetworkFile:
    case: Case
    contacts: Sequence[Contact]
    spoken_of: dict[UUID, int]
    number: int


@dataclass(frozen=True)
class ContactFile:
    """One person around, what speaks of them, and what could be tied to them."""

    case: Case
    contact: Contact
    tied: Found
    offered: Page[Statement] | None


def network(viewer: Viewer, case: Case) -> NetworkFile:
    """Who stands near now, by circle of life; the last added when they are many. Of each, in how many
    statements they are spoken of: only of what the viewer may see."""
    rows = _contacts(viewer, case).filter(ended_at__isnull=True)
    newest = list(rows.order_by("-at", "id")[:DRAWN])
    ties = ContactTie.objects.visible_to(viewer).filter(case=case, contact__in=newest)
    standing = ties.filter(statement__withdrawn_at__isnull=True).order_by()
    spoken = dict(standing.values_list("contact").annotate(number=Count("id")))
    number = len(newest) if len(newest) < DRAWN else rows.count()
    return NetworkFile(case, newest, spoken, number)


def get_contact(viewer: Viewer, case: Case, contact_id: UUID) -> Contact:
    found: Contact | None = _contacts(viewer, case).filter(pk=contact_id, ended_at__isnull=True).first()
    if found is None:
        raise NotYours
    return found


def contact(
    viewer: Viewer, case: Case, contact_id: UUID, *, domain: str, page: int | str, more: int | str
) -> ContactFile:
    found = get_contact(viewer, case, contact_id)
    ties = ContactTie.objects.visible_to(viewer).filter(contact=found)
    tied = queries.statements(viewer, case).filter(pk__in=ties.values("statement"))
    shown = queries.find(viewer, case, tied, page=page)
    is_own = found.contribution.organisation_id == viewer.organisation_id
    if not is_own:
        return ContactFile(case, found, shown, None)
    rest = queries.narrowed(viewer, case, Wanted(domain=domain)).exclude(pk__in=ties.values("statement"))
    free = rest.filter(withdrawn_at__isnull=True).select_related("contribution__organisation")
    return ContactFile(case, found, shown, Paginator(free.order_by("-day", "id"), TO_TIE).get_page(more))


def own_contributions(viewer: Viewer, case: Case, *, day: date) -> list[Contribution]:
    """What one's own organisation brought in and may still add to, the last first."""
    rows = Contribution.objects.visible_to(viewer).filter(
        case=case, organisation_id=viewer.organisation_id, is_kept=True, until_date__gte=day
    )
    return list(rows.select_related("case__key", "key").order_by("-made_at", "id")[:OFFERED])


def _contacts(viewer: Viewer, case: Case) -> QuerySet[Contact]:
    rows: QuerySet[Contact] = Contact.objects.visible_to(viewer).filter(case=case)
    return rows.select_related("key", "case", "contribution__organisation", "contribution__key")
