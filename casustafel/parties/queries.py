from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.parties.models import Mandate, Organisation, Parameter, Partnership, Person, in_force


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


def parameter(partnership_id: UUID, code: str, *, day: date) -> Parameter:
    """The value in force on this day."""
    return (
        Parameter.objects.filter(partnership_id=partnership_id, code=code, valid_from__lte=day)
        .order_by("-valid_from")
        .first()
    ) or _missing(code)


def _missing(code: str) -> Parameter:
    raise LookupError(f"parameter {code} is not set for this partnership")
