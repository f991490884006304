from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.audit.models import UserLine
from casustafel.parties.models import (
    Agreement,
    Mandate,
    Organisation,
    Parameter,
    Partnership,
    Person,
    Signature,
    in_force,
)

LINES_PER_PAGE = 50
READ = "vault.read"


def partnerships() -> list[Partnership]:
    """Public: the reporting points of this installation."""
    return list(Partnership.objects.select_related("desk").order_by("name"))


def partnership_at(slug: str) -> Partnership | None:
    return Partnership.objects.select_related("desk").filter(slug=slug).first()


def own_partnership(viewer: Viewer) -> Partnership:
    return Partnership.objects.select_related("desk").get(pk=viewer.partnership_id)


def with_role(viewer: Viewer, *roles: str, day: date) -> QuerySet[Person]:
    """Who holds one of these roles in the viewer's partnership on this day."""
    mandates = Mandate.objects.visible_to(viewer).filter(in_force(day), role__in=roles)
    at_work = in_force(day, start="mandates__from_date", end="until_date")
    found: QuerySet[Person] = Person.objects.visible_to(viewer).filter(
        at_work, pk__in=mandates.values("person")
    )
    return found.select_related("organisation").distinct()


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(viewer).order_by("name")


def people(viewer: Viewer) -> QuerySet[Person]:
    return Person.objects.visible_to(viewer)


def roles_held(viewer: Viewer, *, day: date) -> list[tuple[UUID, str]]:
    """Each person with each role that they hold on this day."""
    return list(Mandate.objects.visible_to(viewer).filter(in_force(day)).values_list("person_id", "role"))


def agreement(viewer: Viewer, *, day: date) -> Agreement | None:
    return Agreement.objects.visible_to(viewer).filter(in_force(day)).order_by("-from_date").first()


def signed_dates(viewer: Viewer, agreement: Agreement) -> dict[UUID, date]:
    """By organisation."""
    signatures = Signature.objects.visible_to(viewer).filter(agreement=agreement)
    return dict(signatures.values_list("organisation_id", "signed_date"))


@dataclass(frozen=True)
class WantedLines:
    """Of the log: `kind` is READ, DONE or "" for both; of one person; of one file."""

    kind: str = ""
    who: UUID | None = None
    file: UUID | None = None


def log_lines(viewer: Viewer, wanted: WantedLines, *, page: int | str) -> Page[UserLine]:
    """What was done and seen in this partnership, newest first."""
    found = UserLine.objects.filter(partnership_id=viewer.partnership_id)
    if wanted.kind == "READ":
        found = found.filter(action=READ)
    elif wanted.kind == "DONE":
        found = found.exclude(action=READ)
    if wanted.who:
        found = found.filter(actor_id=wanted.who)
    if wanted.file:
        found = found.filter(scope_id=wanted.file)
    return Paginator(found.order_by("-at", "id"), LINES_PER_PAGE).get_page(page)


def parameters(viewer: Viewer, *, day: date) -> QuerySet[Parameter]:
    """Each with the value in force on this day."""
    known = Parameter.objects.filter(partnership_id=viewer.partnership_id, valid_from__lte=day)
    return known.order_by("code", "-valid_from").distinct("code")


def parameter(partnership_id: UUID, code: str, *, day: date) -> Parameter:
    """The value in force on this day."""
    return (
        Parameter.objects.filter(partnership_id=partnership_id, code=code, valid_from__lte=day)
        .order_by("-valid_from")
        .first()
    ) or _missing(code)


def _missing(code: str) -> Parameter:
    raise LookupError(f"parameter {code} is not set for this partnership")
